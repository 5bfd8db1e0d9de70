"""What a tracked row keeps as a list or a mapping, in the words that the pages use for it."""

from collections.abc import Callable, Iterable
from typing import Any

from campaigns.usage import from_json
from exclusivity.axes import Activity, Channel
from exclusivity.plain import carve_outs_of, windows_of
from exclusivity.sentences.parts import Saying, text_of
from exclusivity.sentences.when import when
from exclusivity.terms import CarveOutTerms, ClauseTerms
from lib.countries import country_name
from stats.models.audience import ages_told, countries_told

IDS = (
    ("brand_ids", "brand", "brands"), ("category_ids", "category", "categories"),
    ("commitment_ids", "contract", "contracts"),
)  # fmt: skip


def _uses(rows: Iterable[dict[str, Any]]) -> str:
    """Older rows counted in days, and called their length so."""
    named = ({"length" if key == "days" else key: value for key, value in row.items()} for row in rows)
    return "; ".join(line.words for line in from_json(named))


def _answers(rows: Iterable[dict[str, str]]) -> str:
    return "; ".join(f"{row['question']} {row['answer']}" for row in rows)


def _activities(counts: dict[str, bool]) -> str:
    return ", ".join(f"{Activity(name).label}: {'yes' if counted else 'no'}" for name, counted in counts.items())


def _windows(rows: Iterable[dict[str, Any]]) -> str:
    saying = Saying()
    when(saying, ClauseTerms(windows=windows_of(rows)), None)
    return text_of(saying.parts).strip(" ,")


def _let_be(out: CarveOutTerms) -> str:
    counts = [(len(getattr(out, name)), one, many) for name, one, many in IDS]
    said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    said += [str(Activity(name).label).lower() for name in out.activities]
    said += [str(Channel(name).label) for name in out.channels or ()]
    said += [country_name(code) for code in out.territories or ()]
    return ", ".join([*said, *(["what was there before"] if out.pre_existing else [])])


def _carve_outs(rows: Iterable[dict[str, Any]]) -> str:
    return "; ".join(_let_be(out) for out in carve_outs_of(rows))


TOLD: dict[str, Callable[[Any], str]] = {
    "usage": _uses, "uses": _uses, "answers": _answers, "activities": _activities, "windows": _windows,
    "carve_outs": _carve_outs, "countries": lambda shares: ", ".join(countries_told(shares)),
    "ages": lambda shares: ", ".join(ages_told(shares)),
}  # fmt: skip
