"""A campaign's report as files that a brand manager forwards unchanged."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from djmoney.money import Money

from accounts.models import Office
from lib.figures import compact, percent
from lib.money_words import money_text
from lib.xlsx_safe import Sheet, fitted
from portals.components.facts import long_day
from stats.results.campaign import TalentResult
from stats.results.document import Paper, printed
from stats.results.figures import Figures, Total
from stats.results.rates import Rates
from stats.results.reading import Result
from stats.results.report import Report, earlier
from stats.results.worth import Earned, Worth

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNKNOWN, NONE_YET = "unknown", "none yet"
SOLD_HEADS = (
    "Talent", "Codes", "Clicks (measured)", "Visitors (measured)", "Orders (reported)", "Refunded (reported)",
    "Revenue (reported)", "Currency", "ROI %", "ROI is",
)  # fmt: skip
HEADS = (
    "Talent", "Piece", "Platform", "Address", "Live on", "Views", "Reach", "Likes", "Comments", "Shares", "Saves",
    "Engagements", "Rate %", "Against its range", "Source", "As of", "Price of the talent", "Currency",
)  # fmt: skip
TALENT_HEADS = (
    "Talent", "Posts live", "Posts owed", "Views", "Reach", "Engagements", "Rate %", "Price", "Gifts received", "Cost",
    "A thousand views", "A view", "An engagement", "What each costs is", "Currency", "Told by",
)  # fmt: skip
BEFORE_HEADS = (
    "Campaign", "Posts live", "Views", "Reach", "Engagements", "The brand paid", "A thousand views",
    "What they cost is", "Currency", "Told by",
)  # fmt: skip
EARNED_HEADS = ("Earned media value (estimated)", "Its currency", "Reckoned", "Price table")


def _short(value: int | None) -> str:
    return UNKNOWN if value is None else " ".join(compact(value)).strip()


def _money(amount: Money | None) -> str:
    return UNKNOWN if amount is None else money_text(amount.amount, str(amount.currency))


def _day(value: date | datetime | None) -> str:
    return long_day(value) if value else UNKNOWN


def _sum(name: str, total: Total) -> tuple[str, str, str]:
    return name, _short(total.value), _how(total, _short)


def _how(total: Total, worded: Callable[[int], str]) -> str:
    """`80.0 k measured, 4.00 k reported, 4 of 5 posts`: each part apart; one source by its word alone."""
    if total.value is None:
        return ""
    apart = [f"{worded(value)} {source}" for source, value in total.by] if total.is_mixed else [total.source]
    return ", ".join(filter(None, (*apart, total.coverage)))


def _rates(rates: Sequence[Rates], none: str = UNKNOWN) -> str:
    """`4.0 %`, one a formula."""
    return ", ".join(percent(rate.percent) for rate in rates) or none


def _ratio(name: str, amount: Money | None, how: str) -> tuple[str, str, str]:
    if amount is None:
        return name, UNKNOWN, ""
    return name, money_text(amount.amount, str(amount.currency), fine=True), how


def notes_of(report: Report) -> list[str]:
    """How the figures are to be read, in sentences."""
    said = []
    sources = report.result.sources
    if "measured" in sources:
        said.append("Measured figures are as the platform tells them.")
    if "reported" in sources:
        said.append("Reported figures were read off the talent's screen.")
    said.append("Engagements are likes, comments, shares and saves, as far as they are told. Unknown is not zero.")
    if report.views.coverage or report.engagements.coverage:
        said.append("Where some posts do not tell, what each costs is at most the figure shown.")
    if report.to_come and report.live:
        said.append("The cost is of all pieces: what a view, an engagement or an order costs falls as more go live.")
    said.append("Prices without tax.")
    if report.emv:
        said.append(report.emv_rule)
    return said


def _all_notes(report: Report) -> list[str]:
    return [*notes_of(report), *([report.sales_rule] if report.has_sales else [])]


def paper_of(report: Report, now: datetime, before: Sequence[Report] = ()) -> Paper:
    """The report in words; `before` are the brand's earlier campaigns."""
    campaign = report.result.campaign
    as_of = report.result.as_of
    return Paper(
        office=Office.objects.current().name,
        brand=campaign.brand.name,
        title=f"{campaign.name}, results",
        lead=f"{report.live} of {report.result.owed} posts live"
        + (f", figures as of {_day(as_of)}, {' and '.join(report.result.sources)}" if as_of else ", no figures yet"),
        day=timezone.localdate(now),
        sums=(
            _sum("Views", report.views),
            _sum("Reach", report.reach),
            _sum("Engagements", report.engagements),
            *(("Rate", percent(rate.percent), f"{rate.words}, {rate.said}") for rate in report.rates),
            ("Cost", _money(report.cost), ""),
            _ratio("A thousand views", report.cpm, report.by_views),
            _ratio("A view", report.cpv, report.by_views),
            _ratio("An engagement", report.cpe, report.by_engagements),
            *_earned(report.emv),
        ),
        sales=_sold(report) if report.has_sales else (),
        sellers=tuple(_seller(each) for each in report.result.talents) if report.has_sales else (),
        goals=tuple(
            (str(line.goal), line.said or UNKNOWN, "" if line.percent is None else percent(line.percent, 0))
            for line in report.goals
        ),
        costs=tuple((label, _money(amount)) for label, amount in _paid(report)),
        talents=tuple(
            (
                each.booking.talent.name, f"{len(each.pieces)} of {each.owed}",
                _short(each.views.value) if each.pieces else NONE_YET,
                _short(each.reach.value) if each.pieces else NONE_YET,
                _short(each.engagements.value) if each.pieces else NONE_YET,
                _rates(each.rates) if each.pieces else NONE_YET,
                _money(each.cost), _per_talent(each),
            )
            for each in report.result.talents
        ),
        pieces=tuple(_line(piece) for piece in report.result.pieces),
        before=tuple(
            (
                each.result.campaign.name, str(each.live), _short(each.views.value), _short(each.engagements.value),
                _read(_money(each.cpm), each.by_views if each.cpm is not None else ""),
            )
            for each in before
        ),
        notes=tuple(_all_notes(report)),
    )  # fmt: skip


def _per_talent(each: TalentResult) -> str:
    """`¥ 2,500` and below it `so far`: what a thousand views of theirs cost."""
    return _read(_money(each.cpm), _so_far(each, each.cpm)) if each.pieces else NONE_YET


def _so_far(each: TalentResult, figure: Money | Decimal | None) -> str:
    return "so far" if figure is not None and each.to_come else ""


def _read(figure: str, how: str) -> str:
    """A cell: the figure, and below it how it is to be read."""
    return "\n".join(filter(None, (figure, how)))


def _paid(report: Report) -> list[tuple[str, Money | None]]:
    """What the brand paid part by part, and all of it last; nothing where it paid nothing."""
    return [*report.parts, ("The brand paid", report.cost)] if report.parts else []


def _earned(emv: Earned | None) -> list[tuple[str, str, str]]:
    """The estimate, in words that say so; nothing where brands do not read it."""
    if emv is None:
        return []
    amounts = ", ".join(map(_money, emv.amounts)) or UNKNOWN
    return [("Earned media value", amounts, " ".join(("estimated", emv.how)).strip() if emv.amounts else "")]


def _sold(report: Report) -> tuple[tuple[str, str, str], ...]:
    """Sums of clicks and sales: measured here, reported by the brand's shop."""
    revenue = ", ".join(map(_money, report.revenue_parts)) or _money(report.revenue)
    told = " ".join(word for word in ("reported", report.orders.coverage) if word)
    return (
        ("Clicks", _short(report.clicks.value), " ".join(w for w in ("measured", report.clicks.coverage) if w)),
        ("Visitors", _short(report.visitors.value), "measured, a day and link"),
        ("Orders", _short(report.orders.value), told if report.orders.value is not None else ""),
        ("Revenue", revenue, told if report.orders.value is not None else ""),
        _ratio("A click", report.per_click, report.by_clicks),
        _ratio("An order", report.per_order, report.by_orders),
        ("ROI", UNKNOWN, "") if report.roi is None else ("ROI", f"{report.roi:+} %".replace("-", "−"), report.of_roi),
    )


def _seller(each: TalentResult) -> tuple[str, ...]:
    sold = each.sold
    revenue = ", ".join(map(_money, sold.revenue)) or (UNKNOWN if sold.orders is None else "none")
    codes = ", ".join(code.code for code in sold.codes) or ("link only" if sold.links else "no link, no code")
    came = UNKNOWN if each.roi is None else f"{each.roi:+} %".replace("-", "−")
    counts = (_short(sold.clicks), _short(sold.orders), _short(sold.refunds))
    return each.booking.talent.name, codes, *counts, revenue, _read(came, _so_far(each, each.roi))


def _line(piece: Result) -> tuple[str, ...]:
    figures = piece.figures
    return (
        piece.piece.booking.talent.name,
        f"{piece.piece}, {piece.piece.get_channel_display()}{_down(piece)}",
        piece.piece.post_url,
        _day(piece.post.published_at if piece.post else piece.piece.published_at),
        _short(figures.views),
        _short(figures.reach),
        _short(figures.engagements),
        UNKNOWN if piece.rate is None else percent(piece.rate),
        "" if piece.rate is None else piece.band_words,
        " and ".join(figures.sources) or NONE_YET,
        _day(figures.oldest) if figures.source else "",
    )


def _named(report: Report, now: datetime, kind: str) -> str:
    return f"{slugify(report.result.campaign.name) or 'campaign'}-results-{timezone.localdate(now):%Y-%m-%d}.{kind}"


def pdf_of(report: Report, now: datetime) -> HttpResponse:
    """The document, made now."""
    paper = paper_of(report, now, earlier(report.result.campaign))
    response = HttpResponse(printed(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_named(report, now, "pdf")}"'
    return response


def xlsx_of(report: Report, now: datetime) -> FileResponse:
    """The sums, then a line a talent and a line a post; unknown is an empty cell, and no text is a formula."""
    before = earlier(report.result.campaign)
    rows = [_cells(each.price, piece) for each in report.result.talents for piece in each.pieces]
    posts: Sheet = ("By post", HEADS + EARNED_HEADS if report.emv else HEADS, rows)
    more = [*_sold_sheet(report), *_before_sheet(before)]
    sheets = [_sums_sheet(report), _talent_sheet(report), posts, *more, _notes_sheet(report, now)]
    file = fitted(sheets)
    return FileResponse(file, as_attachment=True, filename=_named(report, now, "xlsx"), content_type=XLSX)


def _talent_sheet(report: Report) -> Sheet:
    """A line a talent: what they brought for their price."""
    rows = [
        [
            each.booking.talent.name, len(each.pieces), each.owed, each.views.value, each.reach.value,
            each.engagements.value, _rate(each.rates),
            *map(_amount, (each.price, each.given, each.cost, each.cpm, each.cpv, each.cpe)),
            _so_far(each, each.cpm or each.cpe), "" if each.cost is None else str(each.cost.currency),
            _how(each.views, _exact) or each.engagements.coverage,
        ]
        for each in report.result.talents
    ]  # fmt: skip
    return "By talent", TALENT_HEADS, rows


def _amount(amount: Money | None) -> Any:
    return None if amount is None else amount.amount


def _exact(value: int) -> str:
    return f"{value:,}"


def _rate(rates: Sequence[Rates]) -> Any:
    """A number where there is one rate, words where there are several, nothing where none is known."""
    return rates[0].percent if len(rates) == 1 else _rates(rates, "")


def _before_sheet(before: Sequence[Report]) -> list[Sheet]:
    """A line an earlier campaign of the brand; none where there is none."""
    rows = [
        [
            each.result.campaign.name, each.live, each.views.value, each.reach.value, each.engagements.value,
            *map(_amount, (each.cost, each.cpm)), each.by_views if each.cpm is not None else "",
            "" if each.cost is None else str(each.cost.currency), _how(each.views, _exact),
        ]
        for each in before
    ]  # fmt: skip
    return [("Campaigns before", BEFORE_HEADS, rows)] if rows else []


def _sums_sheet(report: Report) -> Sheet:
    """The sums, what it cost part by part, and the goals."""
    counts = (("Views", report.views), ("Reach", report.reach), ("Engagements", report.engagements))
    costs = [*report.parts, ("The brand paid", report.cost)]
    ratios = (
        ("A thousand views", report.cpm, report.by_views),
        ("A view", report.cpv, report.by_views),
        ("An engagement", report.cpe, report.by_engagements),
    )
    rows: list[list[Any]] = [["Posts live", report.live, "", f"of {report.result.owed}"]]
    for name, total in counts:
        rows.append([name, total.value, "", _how(total, _exact)])
    rows += [["Engagement rate %", rate.percent, "", f"{rate.words}, {rate.said}"] for rate in report.rates]
    rows += [[name, sum_.amount, str(sum_.currency), ""] for name, sum_ in costs if sum_ is not None]
    rows += [[name, amount.amount, str(amount.currency), how] for name, amount, how in ratios if amount is not None]
    rows += [
        [
            f"Goal: {line.goal}",
            line.total.value,
            line.goal.currency,
            "" if line.percent is None else percent(line.percent, 0),
        ]
        for line in report.goals
    ]
    return "Sums", ("What", "Figure", "Currency", "How"), rows


def _notes_sheet(report: Report, now: datetime) -> Sheet:
    """Whose report it is, of when, and how its figures are to be read."""
    campaign, as_of = report.result.campaign, report.result.as_of
    rows = [
        ["Campaign", campaign.name], ["Brand", campaign.brand.name], ["Made by", Office.objects.current().name],
        ["Made on", _day(now)], ["Figures as of", _day(as_of)], ["Empty cells", "Nobody knows. Unknown is not zero."],
        *(["To read it", note] for note in _all_notes(report)),
    ]  # fmt: skip
    return "About", ("What", "In words"), rows


def _sold_sheet(report: Report) -> list[Sheet]:
    """A line a talent and currency; none where nobody has a link or a code."""
    rows = [
        [
            each.booking.talent.name, ", ".join(code.code for code in each.sold.codes), each.sold.clicks,
            each.sold.visitors, each.sold.orders, each.sold.refunds, amount.amount if amount else None,
            str(amount.currency) if amount else "", each.roi, _so_far(each, each.roi),
        ]
        for each in report.result.talents
        for amount in (each.sold.revenue or (None,))
    ]  # fmt: skip
    return [("Clicks and sales", SOLD_HEADS, rows)] if report.has_sales else []


def _cells(price: Money | None, piece: Result) -> list[Any]:
    row, figures = piece.piece, piece.figures
    live = piece.post.published_at if piece.post else row.published_at
    return [
        row.booking.talent.name, f"{row}{_down(piece)}", row.get_channel_display(), row.post_url,
        timezone.localdate(live) if live else None,
        figures.views, figures.reach, figures.likes, figures.comments, figures.shares, figures.saves,
        figures.engagements, piece.rate, _held(piece), _told(figures),
        timezone.localdate(figures.oldest) if figures.oldest else None,
        price.amount if price is not None else None, str(price.currency) if price is not None else "",
        *_worth(piece.worth),
    ]  # fmt: skip


def _down(piece: Result) -> str:
    at = piece.piece.taken_down_at
    return f", taken down {_day(timezone.localtime(at))}" if at else ""


def _told(figures: Figures) -> str:
    """`measured; reach reported`."""
    return f"{figures.source}; {figures.also_by_hand} reported" if figures.by_hand else figures.source


def _held(piece: Result) -> str:
    """`above average: A survey, Mar 2026`; empty where there is no range."""
    return f"{piece.band_words}: {piece.range_words}" if piece.band else ""


def _worth(worth: Worth | None) -> list[Any]:
    if worth is None:
        return []
    if worth.amount is None or worth.table is None:
        return [None, "", "", ""]
    used = f"{worth.table}: {worth.table.source}"
    least = "at least: " if worth.is_least else ""
    return [
        worth.amount.amount,
        str(worth.amount.currency),
        least + worth.reckoning,
        used,
    ]
