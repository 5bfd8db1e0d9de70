"""What a tracked row keeps as a list or a mapping, in the words that the pages use for it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Model

from campaigns.models import Measure
from campaigns.pieces import line_words, lines_from
from campaigns.usage import from_json
from clients.models import Brand, Category
from exclusivity.axes import Activity, Channel
from exclusivity.models import Commitment
from exclusivity.plain import carve_outs_of, windows_of
from exclusivity.sentences.parts import Saying, text_of
from exclusivity.sentences.when import when
from exclusivity.terms import CarveOutTerms, ClauseTerms
from lib.countries import country_name
from stats.models.audience import ages_told, countries_told
from talent.models.wishes import rate_words

type Things = Mapping[type[Model], Mapping[Any, Model]]
IDS: tuple[tuple[str, type[Model]], ...] = (
    ("brand_ids", Brand), ("category_ids", Category), ("commitment_ids", Commitment),
)  # fmt: skip


def listed(column: Any, values: Iterable[Any]) -> str:
    """A list of what may be chosen, by its labels; of countries by their names."""
    labels = dict(column.base_field.choices or ())
    if column.name.endswith(("territories", "territories_except", "countries")):
        labels = {code: country_name(code) for code in values} | {"*": "the world"}
    if column.name.endswith("categories"):  # keys of the market
        labels = {key: key.replace("-", " ") for key in values}
    return ", ".join(str(labels.get(value, value)) for value in values)


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


def _let_be(out: CarveOutTerms, things: Things) -> str:
    said = [str(things[model].get(pk, "one that is gone")) for name, model in IDS for pk in getattr(out, name)]
    said += [str(Activity(name).label).lower() for name in out.activities]
    said += [str(Channel(name).label) for name in out.channels or ()]
    said += [country_name(code) for code in out.territories or ()]
    return ", ".join([*said, *(["what was there before"] if out.pre_existing else [])])


def carve_outs(rows: Iterable[dict[str, Any]], things: Things) -> str:
    """What a clause lets be, each of `things` by its name."""
    return "; ".join(_let_be(out, things) for out in carve_outs_of(rows))


def carved(rows: Iterable[dict[str, Any]] | None) -> dict[type[Model], set[Any]]:
    """What carve-outs point to."""
    outs = carve_outs_of(rows or ())
    return {model: {pk for out in outs for pk in getattr(out, name)} for name, model in IDS}


def things_of(model: type[Model], ids: set[Any]) -> dict[Any, Model]:
    """Each by its id, ready to be called by its name. One query."""
    rows = model._default_manager.all()
    return (rows.select_related("brand") if model is Commitment else rows).in_bulk(ids)


def _pieces(rows: Iterable[dict[str, Any]]) -> str:
    return "; ".join(map(line_words, lines_from(rows)))


def _goals(goals: dict[str, int]) -> str:
    return ", ".join(f"{Measure(name).label} {target:,}" for name, target in goals.items())


def _outcome(kept: Any) -> str:
    """The counts of a file that was read in: `2 new, 1 refused`."""
    counts = [(name, count) for name, count in kept.items() if isinstance(count, int) and count]
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts) or "nothing"


TOLD: dict[str, Callable[[Any], str]] = {
    "usage": _uses, "uses": _uses, "answers": _answers, "activities": _activities, "windows": _windows,
    "countries": lambda shares: ", ".join(countries_told(shares)),
    "rates": lambda rates: ", ".join(f"{rate_words(key)} {figure}" for key, figure in rates.items()),
    "ages": lambda shares: ", ".join(ages_told(shares)), "pieces": _pieces, "goals": _goals,
    "outcome": _outcome,
}  # fmt: skip
