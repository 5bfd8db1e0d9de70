"""A campaign's report as files that a brand manager forwards unchanged."""

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from djmoney.money import Money

from accounts.models import Office
from lib.figures import compact, percent
from lib.xlsx_safe import book
from portals.components.facts import long_day, money_text
from stats.results.document import Paper, printed
from stats.results.figures import Total
from stats.results.reading import Result
from stats.results.report import Report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNKNOWN = "unknown"
HEADS = (
    "Talent", "Piece", "Platform", "Address", "Live on", "Views", "Reach", "Likes", "Comments", "Shares", "Saves",
    "Engagements", "Rate %", "Source", "As of", "Price of the talent", "Currency",
)  # fmt: skip


def _short(value: int | None) -> str:
    return UNKNOWN if value is None else " ".join(compact(value)).strip()


def _money(amount: Money | None) -> str:
    return UNKNOWN if amount is None else money_text(amount.amount, str(amount.currency))


def _day(value: date | datetime | None) -> str:
    return long_day(value) if value else UNKNOWN


def _sum(name: str, total: Total) -> tuple[str, str, str]:
    return name, _short(total.value), total.coverage


def _most(name: str, amount: Money | None, total: Total) -> tuple[str, str, str]:
    return name, _money(amount), "at most" if total.coverage else ""


def notes_of(report: Report) -> list[str]:
    """How the figures are to be read, in sentences."""
    said = []
    sources = {piece.figures.source for piece in report.result.pieces if piece.is_known}
    if "measured" in sources:
        said.append("Measured figures are as the platform tells them.")
    if "reported" in sources:
        said.append("Reported figures were read off the talent's screen.")
    said.append("Engagements are likes, comments, shares and saves, as far as they are told. Unknown is not zero.")
    if report.views.coverage or report.engagements.coverage:
        said.append("Where some posts do not tell, what each costs is at most the figure shown.")
    said.append("Prices without tax.")
    return said


def paper_of(report: Report, now: datetime) -> Paper:
    """The report in words."""
    campaign = report.result.campaign
    as_of = report.result.as_of
    return Paper(
        office=Office.objects.current().name,
        brand=campaign.brand.name,
        title=f"{campaign.name}, results",
        lead=f"{report.live} of {report.result.owed} posts live"
        + (f", figures as of {_day(as_of)}" if as_of else ", no figures yet"),
        day=timezone.localdate(now),
        sums=(
            _sum("Views", report.views),
            _sum("Reach", report.reach),
            _sum("Engagements", report.engagements),
            ("Cost", _money(report.cost), ""),
            _most("A thousand views", report.cpm, report.views),
            _most("An engagement", report.cpe, report.engagements),
        ),
        goals=tuple(
            (str(line.goal), _short(line.total.value), "" if line.percent is None else percent(line.percent, 0))
            for line in report.goals
        ),
        costs=tuple((label, _money(amount)) for label, amount in report.parts),
        talents=tuple(
            (
                each.booking.talent.name, f"{len(each.pieces)} of {each.owed}", _short(each.views.value),
                _short(each.engagements.value), _money(each.cost), _money(each.cpm),
            )
            for each in report.result.talents
        ),
        pieces=tuple(_line(piece) for piece in report.result.pieces),
        notes=tuple(notes_of(report)),
    )  # fmt: skip


def _line(piece: Result) -> tuple[str, ...]:
    figures = piece.figures
    return (
        piece.piece.booking.talent.name,
        f"{piece.piece}, {piece.piece.get_channel_display()}",
        _day(piece.post.published_at if piece.post else piece.piece.published_at),
        _short(figures.views),
        _short(figures.engagements),
        UNKNOWN if piece.rate is None else percent(piece.rate),
        f"{figures.source}, {_day(figures.at)}" if figures.source else "none yet",
    )


def _named(report: Report, now: datetime, kind: str) -> str:
    return f"{slugify(report.result.campaign.name) or 'campaign'}-results-{timezone.localdate(now):%Y-%m-%d}.{kind}"


def pdf_of(report: Report, now: datetime) -> HttpResponse:
    """The document, made now."""
    response = HttpResponse(printed(paper_of(report, now)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_named(report, now, "pdf")}"'
    return response


def xlsx_of(report: Report, now: datetime) -> FileResponse:
    """A line a post; unknown is an empty cell, and no text is a formula."""
    rows = [_cells(each.cost, piece) for each in report.result.talents for piece in each.pieces]
    formats = dict.fromkeys(range(5, 12), "#,##0") | {12: "0.00", 15: "#,##0.00"}
    return FileResponse(
        book("Results", HEADS, rows, formats=formats), as_attachment=True, filename=_named(report, now, "xlsx"),
        content_type=XLSX,
    )  # fmt: skip


def _cells(price: Money | None, piece: Result) -> list[Any]:
    row, figures = piece.piece, piece.figures
    live = piece.post.published_at if piece.post else row.published_at
    return [
        row.booking.talent.name, str(row), row.get_channel_display(), row.post_url,
        timezone.localdate(live) if live else None,
        figures.views, figures.reach, figures.likes, figures.comments, figures.shares, figures.saves,
        figures.engagements, piece.rate, figures.source, timezone.localdate(figures.at) if figures.at else None,
        price.amount if price else None, str(price.currency) if price else "",
    ]  # fmt: skip
