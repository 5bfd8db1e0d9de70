"""From when until when a clause holds, in words."""

from datetime import date, timedelta

from exclusivity.sentences.parts import Names, Saying, amount
from exclusivity.terms import ClauseTerms, Days, WindowTerms

POINTS = {
    "FIRST_POST": "the first post",
    "LAST_POST": "the last post",
    "USAGE_END": "the end of the brand’s ads",
    "SIGNATURE": "the signature",
    "SHOOT": "the shoot",
}
ALONE = {"SHOOT": "during the shoot", "USAGE_END": "on the last day of the brand’s ads"}


def when(saying: Saying, terms: ClauseTerms, term: Days | None) -> None:
    """`from 1 May until 31 October 2027 and 30 days after, however it ends`."""
    days = terms.term or term
    for n, rule in enumerate(terms.windows or (WindowTerms(),)):
        saying.add(", and " if n else "")
        _window(saying, rule, days)
    if terms.tail_length:
        length = amount(terms.tail_length, terms.tail_unit)
        saying.add(" and ").fact(f"{length} after", "tail", terms.tail_length, terms.tail_unit)
        if terms.tail_on == "ANY_END":
            saying.add(", ").fact("however it ends", "tail_on", "ANY_END").add(",")
        elif terms.tail_on == "EXPIRY":
            saying.add(" ").fact("if it runs its time", "tail_on", "EXPIRY").add(",")
        elif terms.tail_on == "TALENT_FAULT":
            saying.add(" ").fact("if the talent’s side ends it", "tail_on", "TALENT_FAULT").add(",")
        else:
            saying.add(",")
    else:
        saying.add(",")


def when_unsaid(saying: Saying, terms: ClauseTerms) -> None:
    if terms.tail_length and not terms.tail_on:
        saying.add(" Whether the ").unsaid(amount(terms.tail_length, terms.tail_unit), "tail_on")
        saying.add(" also hold when it ends early is not stated.")


def _window(saying: Saying, rule: WindowTerms, days: Days | None) -> None:
    if rule.anchor == "FIXED":
        if rule.days is None:
            saying.add("on ").unsaid("days that are not stated", "windows", rule)
        else:
            _stretch(saying, rule, rule.days)
    elif rule.anchor == "TERM" and rule.to in ("", "TERM"):
        if days is None:
            _bare_term(saying, rule)
        else:
            _stretch(saying, rule, days)
    else:
        _points(saying, rule, days)
    if rule.count == "EXACT" and rule.unit != "HOUR" and (rule.pre or rule.post):
        saying.add(", ").fact("counted to the hour", "count", rule.anchor, rule.to)


def _bare_term(saying: Saying, rule: WindowTerms) -> None:
    if not rule.pre and not rule.post:
        saying.fact("during the term", "term")
        return
    saying.add("from ").fact(_back("the first day of the term", rule), "from", rule)
    saying.add(" until ").fact(_on("the last day of the term", rule), "until", rule)


def _stretch(saying: Saying, rule: WindowTerms, days: Days) -> None:
    """Days by their names; the year is said once where it is one."""
    first, last = days[0], days[1] - timedelta(days=1) if days[1] is not None else None
    once = first is not None and last is not None and first.year == last.year and not rule.pre and not rule.post
    if first is None and last is None:
        saying.fact("at all times", "from", None)
        return
    if first is not None and first == last and once:
        saying.add("on ").fact(_day(first), "from", first)
        return
    if first is not None:
        saying.add("from ").fact(_back(_day(first, year=not once), rule), "from", first, rule.pre, rule.unit)
    until = _on(_day(last), rule) if last is not None else "further notice"
    saying.add(" until " if first is not None else "until ").fact(until, "until", last, rule.post, rule.unit)


def _points(saying: Saying, rule: WindowTerms, days: Days | None) -> None:
    """Windows that hang on posts, a shoot, the signature or the end of the ads."""
    start = POINTS.get(rule.anchor) or _edge(days, 0)
    to = rule.to or rule.anchor
    if to != rule.anchor:
        end = POINTS.get(to) or _edge(days, 1)
        saying.add("from ").fact(_back(start, rule), "from", rule.anchor, rule.pre, rule.unit)
        saying.add(" until ").fact(_on(end, rule), "until", to, rule.post, rule.unit)
        return
    before, after = amount(rule.pre, rule.unit), amount(rule.post, rule.unit)
    if rule.pre and rule.post:
        saying.add("from ").fact(f"{before} before", "from", rule.anchor, rule.pre, rule.unit)
        saying.add(" until ").fact(f"{after} after", "until", to, rule.post, rule.unit).add(f" {start}")
    elif rule.pre:
        saying.add("from ").fact(f"{before} before {start}", "from", rule.anchor, rule.pre, rule.unit)
        saying.add(" until that day is over")
    elif rule.post:
        saying.add("from ").fact(start, "from", rule.anchor, 0, rule.unit)
        saying.add(" until ").fact(f"{after} after", "until", to, rule.post, rule.unit)
    else:
        saying.fact(ALONE.get(rule.anchor, f"on the day of {start}"), "from", rule.anchor, 0, rule.unit)


def _edge(days: Days | None, end: int) -> str:
    """The term's first or last day."""
    bound = days[end] if days is not None else None
    if bound is None:
        return "the last day of the term" if end else "the first day of the term"
    return _day(bound - timedelta(days=1) if end else bound)


def _back(point: str, rule: WindowTerms) -> str:
    return f"{amount(rule.pre, rule.unit)} before {point}" if rule.pre else point


def _on(point: str, rule: WindowTerms) -> str:
    return f"{amount(rule.post, rule.unit)} after {point}" if rule.post else point


def _day(value: date, *, year: bool = True) -> str:
    return f"{value.day} {value:%B %Y}" if year else f"{value.day} {value:%B}"


def lookback(saying: Saying, terms: ClauseTerms, names: Names) -> None:
    if terms.lookback_months:
        stretch = "month" if terms.lookback_months == 1 else f"{terms.lookback_months} months"
        saying.add(f" What {names.who} did for them in the ").fact(stretch, "lookback", terms.lookback_months)
        saying.add(" before is to be disclosed.")
