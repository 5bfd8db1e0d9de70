"""What the roster is asked for, all of it in the address: search, filters, order, page, density."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import Value
from django.http import QueryDict

from accounts.models import User
from accounts.queries import staff
from lib.figures import compact
from portals.desk.plain import countries, country_name, language_name, languages
from stats.models import Band, SignalKind
from talent.models import Genre, Platform, Stage, TierBound
from talent.queries import NONE, STALE_AFTER, bounds_in_use, countries_in_use
from talent.rules import UNRATED

NOBODY = NONE
CLOSEST = "closest"
IN_USE, KEPT = "countries-in-use", 60  # seconds
SORTED_BY = {
    "name": "name", "-name": "name, Z first",
    "followers": "followers, fewest first, unknown last", "-followers": "followers, unknown last",
    "created": "longest on the roster", "-created": "newest on the roster",
    "engagement": "engagement, lowest first, unknown last", "-engagement": "engagement, unknown last",
    "growth": "growth in 30 days, lowest first, unknown last", "-growth": "growth in 30 days, unknown last",
    "growth_7": "growth in 7 days, lowest first, unknown last", "-growth_7": "growth in 7 days, unknown last",
    "growth_90": "growth in 90 days, lowest first, unknown last", "-growth_90": "growth in 90 days, unknown last",
    "signals": "least worth a look, unknown last", "-signals": "most worth a look, unknown last",
    "figures": "oldest figures, never measured last", "-figures": "newest figures, never measured last",
    "country": "country, not said last", "-country": "country, Z first, not said last",
    "language": "first language, none last", "-language": "first language, Z first, none last",
    "genre": "genre, none last", "-genre": "genre, Z first, none last",
    "platform": "platform of the largest account, none last",
    "-platform": "platform of the largest account, Z first, none last",
    "band": "published range, lowest first, unknown last", "-band": "published range, unknown last",
    CLOSEST: "how close they are to the search",
}  # fmt: skip
LABELS = {
    "q": "Search",
    "platform": "Platform", "stage": "Stage", "genre": "Genre", "language": "Language", "country": "Country",
    "manager": "Manager", "tier": "Tier", "followers_min": "Followers from", "followers_max": "Followers to",
    "engagement_min": "Engagement from", "engagement_max": "Engagement to", "band": "Engagement",
    "growth_min": "30 days from", "growth_max": "30 days to", "growth_7_min": "7 days from",
    "growth_7_max": "7 days to", "growth_90_min": "90 days from", "growth_90_max": "90 days to",
    "signals": "Worth a look", "signal": "Worth a look", "age": "Figures",
    "stale": "Figures", "archived": "Archive",
}  # fmt: skip
BANDS = [*Band.choices, (NONE, "No range fits")]
AGED = [("day", "Under a day"), ("week", "1 to 7 days"), ("older", "Older than 7 days"), ("never", "Never measured")]
SIGNALS = [("", "Any"), ("open", "Something open"), ("none", "Nothing open")]
SORTABLE = (
    "name", "-followers", "-created", "-engagement", "-growth", "-growth_7", "-growth_90", "-signals", "-figures",
    "-band", "country", "language", "genre", "platform",
)  # fmt: skip
RANGES = {
    "followers": "Followers", "engagement": "Engagement, %", "growth_7": "Growth in 7 days, %",
    "growth": "Growth in 30 days, %", "growth_90": "Growth in 90 days, %",
}  # fmt: skip
PERCENT = {f"{key}_{end}" for key in RANGES if key != "followers" for end in ("min", "max")}


Boxes = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what, which value, and the address without it."""

    label: str
    value: str
    href: str


def _is_on(value: Any) -> bool:
    """Whether somebody chose this; 0 is a choice."""
    return value not in (None, "", []) and value is not False


def _named() -> list[tuple[str, int, str, str]]:
    """What filters name, in one query: genres and colleagues by name (what, id, key, name), and the tiers in use with
    their lower bounds.
    """
    genres = Genre.objects.order_by().values_list(Value("genre"), "pk", "key", "name")
    people = staff().filter(is_active=True).order_by().values_list(Value("user"), "pk", "public_id", "name")
    tiers = TierBound.objects.filter(scheme__in_use=True).order_by()
    bounds = tiers.values_list(Value("tier"), "from_followers", Value(""), "name")
    return sorted(genres.union(people, bounds, all=True), key=lambda row: row[3].casefold())


def _countries(asked: Collection[str]) -> list[tuple[str, str]]:
    """Those on the roster, as they were a minute ago, and those asked for, by name. One query at most."""
    if (used := cache.get(IN_USE)) is None:
        cache.set(IN_USE, used := countries_in_use(), KEPT)
    return [pair for pair in countries()[1:] if pair[0] in used or pair[0] in asked]


class RosterFilter(forms.Form):
    """The filters' form. What cannot be read is left out of the question, and says so.

    Genres and colleagues are fetched, countries and languages listed, where they are asked for, and all of them with
    `whole=True`, for the panel.
    """

    q = forms.CharField(required=False, max_length=120)
    stage = forms.MultipleChoiceField(required=False, choices=Stage.choices, widget=Boxes)
    platform = forms.MultipleChoiceField(required=False, choices=Platform.choices, widget=Boxes)
    tier = forms.MultipleChoiceField(required=False, widget=Boxes)
    genre = forms.MultipleChoiceField(required=False, widget=Boxes)
    country = forms.MultipleChoiceField(required=False, widget=Boxes)
    language = forms.MultipleChoiceField(required=False, widget=Boxes)
    manager = forms.ChoiceField(required=False)
    followers_min = forms.IntegerField(required=False, min_value=0)
    followers_max = forms.IntegerField(required=False, min_value=0)
    band = forms.MultipleChoiceField(required=False, choices=BANDS, widget=Boxes, label="Engagement is")
    engagement_min = forms.DecimalField(required=False, min_value=0)
    engagement_max = forms.DecimalField(required=False, min_value=0)
    growth_7_min = forms.DecimalField(required=False)
    growth_7_max = forms.DecimalField(required=False)
    growth_min = forms.DecimalField(required=False)
    growth_max = forms.DecimalField(required=False)
    growth_90_min = forms.DecimalField(required=False)
    growth_90_max = forms.DecimalField(required=False)
    signal = forms.MultipleChoiceField(
        required=False, choices=SignalKind.choices, widget=Boxes, label="What is worth a look"
    )
    signals = forms.ChoiceField(required=False, choices=SIGNALS, label="Worth a look")
    age = forms.MultipleChoiceField(required=False, choices=AGED, widget=Boxes, label="Figures are")
    stale = forms.BooleanField(required=False, label=f"Figures older than {STALE_AFTER.days} days")
    archived = forms.ChoiceField(required=False, choices=[("", "On the roster"), ("only", "Archived"), ("all", "Both")])

    def __init__(self, data: QueryDict, user: User, *, whole: bool = False) -> None:
        super().__init__(data)
        self.asked = data
        known = ("", None, NOBODY, user.public_id)
        genres, people = whole or "genre" in data, whole or data.get("manager") not in known
        told = _named() if genres or people else []
        self.genres = {key: name for what, _, key, name in told if what == "genre"} if genres else {}
        self.genre_ids = {key: pk for what, pk, key, _ in told if what == "genre"} if genres else {}
        self.people = {key: name for what, _, key, name in told if what == "user"} if people else {}
        if not people:
            self.people = {user.public_id: user.name}
        tiers = sorted((lower, name) for what, lower, _, name in told if what == "tier")
        self.bounds = tiers if told else bounds_in_use()
        self.user = user
        choices: dict[str, Collection[tuple[str, str]]] = {
            "genre": list(self.genres.items()),
            "manager": [
                ("", "Anybody"),
                (NOBODY, "Nobody"),
                *self.people.items(),
            ],
            "tier": [*((name, name) for _, name in self.bounds), (UNRATED, UNRATED)],
            "country": _countries(data.getlist("country")) if whole else countries()[1:] if "country" in data else [],
            "language": languages() if whole or "language" in data else [],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        for name in ("manager", "archived", "signals"):
            self.fields[name].widget.attrs["class"] = "form-select small"
        for key, label in RANGES.items():
            for end, word in (("min", "from"), ("max", "to")):
                named = {"class": "form-control small num", "aria-label": f"{label} {word}", "placeholder": word}
                self.fields[f"{key}_{end}"].widget.attrs.update(named)
        self.fields["stale"].widget.attrs["class"] = "form-check-input"
        self.full_clean()

    @property
    def box_columns(self) -> list[list[forms.BoundField]]:
        """Of which several may be on, as they stand in the panel."""
        names = (("stage", "band"), ("genre", "tier"), ("platform", "age"), ("country", "language"), ("signal",))
        return [[self[name] for name in column] for column in names]

    @property
    def line_fields(self) -> list[forms.BoundField]:
        """Of which one is on."""
        return [self[name] for name in ("manager", "signals", "archived")]

    @property
    def range_fields(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Numbers from and to, under their common name."""
        return [(label, self[f"{key}_min"], self[f"{key}_max"]) for key, label in RANGES.items()]

    def params(self) -> dict[str, Any]:
        """What `talent.queries.roster` is asked; only what is on."""
        asked = {key: value for key, value in self.cleaned_data.items() if _is_on(value)}
        return asked if self.sort == CLOSEST else {**asked, "sort": self.sort}

    @property
    def sort(self) -> str:
        """A key of SORTED_BY: as asked, else the closest to the search, else the largest first."""
        asked = str(self.data.get("sort", ""))
        if asked in SORTED_BY and (asked != CLOSEST or self.cleaned_data.get("q")):
            return asked
        return CLOSEST if self.cleaned_data.get("q") else "-followers"

    @property
    def sorted_by(self) -> str:
        return SORTED_BY[self.sort]

    def clean_address(self) -> str:
        """This very list, without what was left empty."""
        query = self.asked.copy()
        query.pop("panel", None)
        for key in list(query):
            query.setlist(key, [value for value in query.getlist(key) if value])
            if not query.getlist(key):
                del query[key]
        text = query.urlencode()
        return f"?{text}" if text else "?"

    def question(self) -> str:
        """What a view keeps: filters and order, without page, density and the view itself."""
        query = self.asked.copy()
        for key in list(query):
            values = [value for value in query.getlist(key) if value]
            if (key in self.fields or key == "sort") and values:
                query.setlist(key, values)
            else:
                del query[key]
        return query.urlencode()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What is on besides the search, for the form while the panel with the filters is not open."""
        own = ("q", "page", "panel")
        return [(key, value) for key in self.asked for value in self.asked.getlist(key) if key not in own and value]

    def unreadable(self) -> list[str]:
        """Which of the filters cannot be read, such as the tier of a kept view that has another name by now."""
        return [f"{LABELS[name]}: {errors[0]} Take that filter out first." for name, errors in self.errors.items()]

    def because(self) -> str:
        """Which of the filters leaves nobody, as far as the page knows: all of them, in words."""
        on = [f"{chip.label.lower()} {chip.value}" for chip in self.chips()]
        if text := self.cleaned_data.get("q"):
            on.insert(0, f"“{text}”")
        return f"Asked for: {'; '.join(on)}."

    def address(self, **changes: Any) -> str:
        """This list's address with some of the question changed; the page starts again at the first."""
        query = self.asked.copy()
        query.pop("page", None)
        query.pop("panel", None)
        for key, value in changes.items():
            if value in (None, ""):
                query.pop(key, None)
            elif isinstance(value, list):
                query.setlist(key, value)
            else:
                query[key] = value
        text = query.urlencode()
        return f"?{text}" if text else "?"

    def heads(self) -> dict[str, tuple[str, str]]:
        """Sortable column to (address, aria-sort): pressed again it turns round."""
        turned: dict[str, tuple[str, str]] = {}
        for first in SORTABLE:
            key = first.removeprefix("-")
            other = key if first.startswith("-") else f"-{first}"
            if self.sort.removeprefix("-") == key:
                order = "descending" if self.sort.startswith("-") else "ascending"
                turned[key] = (self.address(sort=other if self.sort == first else first), order)
            else:
                turned[key] = (self.address(sort=first), "")
        return turned

    def chips(self) -> list[Chip]:
        """The filters that are on, each with the way to drop it."""
        found = []
        for key, value in self.cleaned_data.items():
            if _is_on(value) and key != "q":
                found.append(Chip(LABELS[key], self._word(key, value), self.address(**{key: None})))
        return found

    def _word(self, key: str, value: Any) -> str:
        match key:
            case "stage":
                return ", ".join(Stage(each).label for each in value)
            case "platform":
                return ", ".join(Platform(each).label for each in value)
            case "genre":
                return ", ".join(self.genres[each] for each in value)
            case "manager":
                return "Nobody" if value == NOBODY else self.people[value]
            case "tier":
                return ", ".join(value)
            case "country":
                return ", ".join(country_name(each) for each in value)
            case "language":
                return ", ".join(language_name(each) for each in value)
            case "followers_min" | "followers_max":
                return " ".join(compact(value)).strip()
            case _ if key in PERCENT:
                return f"{value.normalize():f} %".replace("-", "−")
            case "band":
                return ", ".join(dict(BANDS)[each] for each in value)
            case "age":
                return ", ".join(dict(AGED)[each].lower() for each in value)
            case "signal":
                return ", ".join(SignalKind(each).label.lower() for each in value)
            case "signals":
                return dict(SIGNALS)[value].lower()
            case "stale":
                return f"older than {STALE_AFTER.days} days"
            case "archived":
                return "archived only" if value == "only" else "and archived"
        return str(value)
