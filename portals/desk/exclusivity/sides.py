"""The six dimensions as the rows of a table: ours, theirs, and whether they meet. What decides comes first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from exclusivity.repairs import Repair
from exclusivity.rules import Hit, Value
from portals.components.markup import format_html, format_html_join

NAMES = {
    "person": "Who", "target": "Rivalry", "time": "Days", "territory": "Where", "channel": "Channel",
    "activity": "Kind of work",
}  # fmt: skip
SAID = {
    Value.YES: ("Meets", "meets"),
    Value.NO: ("Apart", "apart"),
    Value.UNKNOWN: ("Unknown", "unknown"),
}
LISTS = frozenset({"territory", "channel", "activity"})
PARTS = re.compile(r", |; | and ")


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension: our side and the other's in words, those that both name marked. `ask` is what would settle it."""

    name: str
    value: Value
    ours: SafeString
    theirs: SafeString
    word: str
    kind: str
    decides: bool
    ask: Repair | None = None


def merged(hits: Sequence[Hit]) -> list[tuple[Hit, list[Hit]]]:
    """Hits of one clause that say the same of several showings, as one with those that are like it; in their order."""
    found: dict[tuple, list[Hit]] = {}
    for hit in hits:
        values = tuple(d.value for d in hit.dimensions)
        found.setdefault((hit.verdict, hit.other_id, hit.clause_id, hit.ours, hit.advisory, values), []).append(hit)
    return [(alike[0], alike) for alike in found.values()]


def _parts(text: str) -> list[str]:
    return PARTS.split(text)


def _shown(name: str, hits: Iterable[Hit], side: str) -> str:
    """What one side says of a dimension, over all hits that are told as one."""
    said = list(dict.fromkeys(str(getattr(d, side)) for hit in hits for d in hit.dimensions if d.name == name))
    if len(said) == 1:
        return said[0]
    if name == "activity" and side == "ours":
        return "; ".join(dict.fromkeys(part for text in said for part in text.split("; ")))
    if name in LISTS:
        parts = list(dict.fromkeys(part for text in said for part in _parts(text)))
        return ", ".join(parts)
    return "; ".join(said)


def _marked(text: str, common: frozenset[str]) -> SafeString:
    """A list with those parts in bold that both sides name."""
    found = []
    for part in re.split(r"(, |; | and )", text):
        found.append(format_html("<b>{}</b>", part) if part.casefold() in common else format_html("{}", part))
    return format_html_join("", "{}", ((part,) for part in found))


def lines_of(hit: Hit, alike: Sequence[Hit], asked: Mapping[str, Repair | None]) -> list[Line]:
    """The six rows: what is unknown or apart before what meets, otherwise in the rules' order."""
    uniform = len({d.value for d in hit.dimensions}) == 1
    found = []
    for dimension in hit.dimensions:
        claimed = _shown(dimension.name, alike, "ours")
        presented = _shown(dimension.name, alike, "theirs")
        both = frozenset(p.casefold() for p in _parts(claimed)) & frozenset(p.casefold() for p in _parts(presented))
        common = both if dimension.value is Value.YES and dimension.name != "person" else frozenset()
        ours, theirs = (claimed, presented) if hit.ours else (presented, claimed)
        word, kind = SAID[dimension.value]
        found.append(
            Line(
                NAMES.get(dimension.name, dimension.name), dimension.value, _marked(ours, common),
                _marked(theirs, common), word, kind, not uniform and dimension.value is not Value.YES,
                asked.get(dimension.name) if dimension.value is Value.UNKNOWN else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda line: not line.decides)


def summary(hit: Hit) -> str:
    """What is apart or unknown, or that all meet, and what follows from that."""
    by_value = {
        value: [NAMES.get(d.name, d.name).lower() for d in hit.dimensions if d.value is value] for value in Value
    }
    apart, unknown, meets = by_value[Value.NO], by_value[Value.UNKNOWN], by_value[Value.YES]
    if apart:
        return f"Apart by {_joined(apart)}. One dimension apart is enough."
    if not unknown:
        return "All six dimensions meet."
    rest = "the others meet" if meets else "nothing is certain"
    if len(unknown) == 1:
        return f"Unknown: {unknown[0]}; {rest}. If it meets, they clash; if it is apart, they do not."
    count = "both" if len(unknown) == 2 else f"all {len(unknown)}"
    return f"Unknown: {_joined(unknown)}; {rest}. They clash only if {count} meet; one apart is enough."


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
