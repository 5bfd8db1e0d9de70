"""What is asked on *Who is free?*: a brief as an address, and among whom."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from campaigns.models import Campaign
from campaigns.promises import activity_of, exposures_of
from campaigns.usage import LONGEST, LONGEST_MONTHS, Length, Unit, length_of
from campaigns.wishes import Aim, aim_for
from clients.models import Brand
from clients.queries import tree
from exclusivity.axes import WORLD, Activity, Channel
from exclusivity.models import TargetMode
from exclusivity.models.clause import BindsMembers, TailOn, TailUnit, TerritoryBasis
from exclusivity.rules.words import day, days, listed
from exclusivity.terms import ClauseTerms, ExposureTerms, Sketch
from lib.countries import countries, country_name
from portals.desk.clients.forms import indented
from portals.desk.exclusivity.forms import several
from portals.desk.plain import DAY, DeskForm, languages
from talent.models import Genre, Stage

DONE = tuple(activity for activity in Activity if activity is not Activity.PAID_USAGE)
HOLD, BOOKING = "hold", "booking"


class BriefForm(DeskForm):
    """A brief that nobody has written down. Brand, product and days are enough; what is left out is asked about."""

    brand = forms.ModelChoiceField(
        Brand.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label="Choose a brand",
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Brand"}),
    )
    category = forms.MultipleChoiceField(required=False, label="Product", widget=several("Product"))
    first = forms.DateField(required=False, widget=DAY, label="First day")
    last = forms.DateField(required=False, widget=DAY, label="Last day")
    where = forms.MultipleChoiceField(required=False, label="Countries", widget=several("Countries"))
    channel = forms.MultipleChoiceField(
        required=False, choices=Channel.choices, label="Channels", widget=several("Channels")
    )
    activity = forms.MultipleChoiceField(
        required=False, choices=[(str(kind), kind.label) for kind in DONE], label="Work", widget=several("Work")
    )
    usage = forms.IntegerField(required=False, min_value=0, max_value=LONGEST, label="Paid usage")
    usage_unit = forms.ChoiceField(required=False, choices=Unit.choices, label="in")
    keeps = forms.MultipleChoiceField(required=False, label="It keeps to itself", widget=several("It keeps to itself"))
    longer = forms.IntegerField(required=False, min_value=0, max_value=LONGEST, label="Longer by")
    longer_unit = forms.ChoiceField(required=False, choices=TailUnit.choices, label="in")
    check = forms.ChoiceField(
        required=False, choices=[(HOLD, "Hold"), (BOOKING, "Booking")], label="Check as", widget=forms.RadioSelect
    )

    def __init__(self, data: QueryDict, *, clock: str) -> None:
        asked = data.copy()
        if not asked.get("check"):
            asked["check"] = BOOKING
        if "brand" not in asked and not asked.getlist("activity"):
            asked.setlist("activity", [str(Activity.PAID)])
        super().__init__(asked, auto_id="id_%s")
        self.clock = clock
        nodes = [(str(pk), name) for pk, name in indented(tree())]
        fields: Any = self.fields
        fields["category"].choices = fields["keeps"].choices = nodes
        fields["where"].choices = [(WORLD, "The world"), *countries().items()]
        fields["brand"].queryset = Brand.objects.filter(archived_at=None).select_related("company").order_by("name")
        for name in ("first", "last", "usage", "longer"):
            fields[name].widget.attrs["class"] = "form-control"
        for name in ("brand", "category", "where", "channel", "activity", "keeps", "usage_unit", "longer_unit"):
            fields[name].widget.attrs["class"] = "form-select"
        self.category_names = {key: name.lstrip("– ") for key, name in nodes}
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        if data.get("longer_unit") == TailUnit.MONTH and (data.get("longer") or 0) > LONGEST_MONTHS:
            self.add_error("longer", f"Up to {LONGEST_MONTHS} months.")
        if not data.get("brand") and "brand" not in self.errors and self.is_touched:
            self.add_error("brand", "Say for which brand.")
        return data

    @property
    def asked(self) -> bool:
        """Whether there is enough to ask."""
        return self.is_valid() and self.brand_is is not None

    @property
    def bound(self) -> bool:
        return self.cleaned_data.get("check") != HOLD

    @property
    def brand_is(self) -> Brand | None:
        return self.cleaned_data.get("brand")

    @property
    def days(self) -> tuple[date, date] | None:
        """Half-open; None where either end is missing."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return (first, last + timedelta(days=1)) if first and last else None

    @property
    def used(self) -> Length:
        """For how long it is used as an ad, from the first day on."""
        return length_of(self.cleaned_data.get("usage"), self.cleaned_data.get("usage_unit"))

    @property
    def tail(self) -> Length:
        """How much longer it keeps something to itself."""
        return length_of(self.cleaned_data.get("longer"), (self.cleaned_data.get("longer_unit") or "").lower())

    @property
    def length(self) -> int:
        return (self.days[1] - self.days[0]).days if self.days else 0

    @property
    def missing(self) -> list[str]:
        """What nobody said, in words."""
        data = self.cleaned_data
        days = "last day" if data.get("first") else "first day" if data.get("last") else "days"
        named = (
            ("product", data.get("category")), (days, self.days), ("countries", data.get("where")),
            ("channels", data.get("channel")),
        )  # fmt: skip
        return [name for name, said in named if not said]

    @property
    def is_touched(self) -> bool:
        """Whether anything of the brief was said."""
        return any(self.data.get(name) for name in ("brand", "category", "first", "last"))

    @property
    def above(self) -> list[forms.BoundField]:
        return [self["brand"], self["category"]]

    @property
    def below(self) -> list[forms.BoundField]:
        return [self[name] for name in ("where", "channel", "activity")]

    @property
    def lengths(self) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """How long it is used, and how much longer it keeps something to itself."""
        return [self["usage"], self["usage_unit"]], [self["longer"], self["longer_unit"]]

    def sketch(self) -> Sketch:
        """The promise that the brief would bring, for nobody in particular."""
        data = self.cleaned_data
        categories = tuple(int(key) for key in data.get("category") or ()) or None
        where = tuple(data.get("where") or ()) or None
        channels = tuple(data.get("channel") or ())
        on: list[tuple[str, ...] | None] = [(channel,) for channel in channels] or [None]
        shown = [
            ExposureTerms(activity=kind, category_ids=categories, channels=some, territories=where, days=self.days)
            for kind in data.get("activity") or [str(Activity.PAID)]
            for some in on
        ]
        if self.used:
            usage = (self.days[0], self.used.after(self.days[0])) if self.days else None
            shown.append(
                ExposureTerms(
                    activity=str(Activity.PAID_USAGE),
                    category_ids=categories,
                    channels=channels or None,
                    territories=where,
                    days=usage,
                )  # fmt: skip
            )
        return Sketch(
            brand_id=data["brand"].pk, clauses=self._clauses(where), exposures=tuple(shown), term=self.days,
            timezone=self.clock,
        )  # fmt: skip

    def aim(self) -> Aim:
        """What it would be for, as talents' wishes name it."""
        return aim_for(self.cleaned_data["brand"].pk, map(int, self.cleaned_data.get("category") or ()))

    def _clauses(self, where: tuple[str, ...] | None) -> tuple[ClauseTerms, ...]:
        """As `campaigns.promises.clauses_of` writes it for a booking."""
        kept = tuple(int(key) for key in self.cleaned_data.get("keeps") or ())
        if not kept:
            return ()
        aimed = None if not where or WORLD in where else where
        clause = ClauseTerms(
            mode=str(TargetMode.CATEGORY), category_ids=kept, territories=aimed,
            territory_basis=str(TerritoryBasis.TARGETED), tail_length=self.tail.number,
            tail_unit=self.tail.unit.upper(), tail_on=str(TailOn.ANY_END), binds_members=str(BindsMembers.EACH),
        )  # fmt: skip
        return (clause,)

    def told(self) -> list[tuple[str, str]]:
        """The brief in words, part by part; what nobody said is said to be so."""
        data = self.cleaned_data
        nobody = "not said"
        work = [str(Activity(kind).label) for kind in data.get("activity") or [str(Activity.PAID)]]
        if self.used:
            work.append(f"paid usage {self.used.words}")
        kept = listed(self.category_names[key] for key in data.get("keeps") or ())
        if kept and self.tail:
            kept += f", and {self.tail.span} longer"
        return [
            ("Brand", data["brand"].name),
            ("Product", listed(self.category_names[key] for key in data.get("category") or ()) or nobody),
            ("Days", days(self.days) if self.days else nobody),
            ("Countries", listed(_country(code) for code in data.get("where") or ()) or nobody),
            ("Channels", listed(str(Channel(name).label) for name in data.get("channel") or ()) or nobody),
            ("Work", ", ".join([work[0], *(word[:1].lower() + word[1:] for word in work[1:])])),
            ("Keeps to itself", kept or "nothing"),
        ]

    @property
    def summary(self) -> str:
        """The brief in one line, for where the form is folded."""
        data = self.cleaned_data
        parts = [
            data["brand"].name if data.get("brand") else "",
            listed(self.category_names[key] for key in data.get("category") or ()),
            f"{day(data['first'])} to {day(data['last'])}" if self.days else "",
        ]
        return ", ".join(part for part in parts if part)


def _country(code: str) -> str:
    return "the world" if code == WORLD else country_name(code)


def from_campaign(campaign: Campaign) -> dict[str, list[str]]:
    """A campaign's brief as the form's values; paid usage is counted from the first day to its last end."""
    brief = campaign.brief
    asked: dict[str, list[str]] = {
        "brand": [campaign.brand.public_id],
        "category": [str(category.pk) for category in brief.categories.all()],
        "where": list(brief.territories),
        "channel": list(brief.channels),
        "keeps": [str(category.pk) for category in brief.exclusive_categories.all()],
        "activity": [activity_of(brief)],
    }
    if brief.exclusive_tail:
        asked["longer"], asked["longer_unit"] = [str(brief.exclusive_tail)], [brief.exclusive_tail_unit]
    if brief.days and brief.days.lower:
        asked["first"] = [brief.days.lower.isoformat()]
        if brief.days.upper:
            asked["last"] = [(brief.days.upper - timedelta(days=1)).isoformat()]
        paid = [shown for shown in exposures_of(brief) if shown.activity == Activity.PAID_USAGE]
        ends = [shown.days[1] for shown in paid if shown.days]
        if None in ends:
            asked["usage_unit"] = [str(Unit.EVER)]
        elif last := max((end for end in ends if end), default=None):
            asked["usage"] = [str((last - brief.days.lower).days)]
    return asked


class AmongForm(forms.Form):
    """Whom of the roster it is asked of. What cannot be read is left out."""

    q = forms.CharField(
        required=False, max_length=120, label="Name, handle, city", widget=forms.TextInput(attrs={"type": "search"})
    )
    genre = forms.MultipleChoiceField(required=False, widget=several("Genre"))
    stage = forms.MultipleChoiceField(required=False, choices=Stage.choices, widget=several("Stage"))
    followers_min = forms.IntegerField(required=False, min_value=0, label="Followers from")
    followers_max = forms.IntegerField(required=False, min_value=0, label="Followers to")
    language = forms.ChoiceField(required=False)
    country = forms.ChoiceField(required=False, label="Lives in")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["genre"].choices = list(Genre.objects.values_list("key", "name"))
        fields["language"].choices = [("", "Any"), *languages()]
        fields["country"].choices = [("", "Any"), *countries().items()]
        for name in ("q", "followers_min", "followers_max"):
            fields[name].widget.attrs["class"] = "form-control"
        for name in ("language", "country", "genre", "stage"):
            fields[name].widget.attrs["class"] = "form-select"
        self.full_clean()

    def params(self) -> dict[str, Any]:
        """What `talent.queries.roster` is asked, the largest first."""
        said = {key: value for key, value in self.cleaned_data.items() if value not in (None, "", [])}
        return {**said, "sort": "-followers"}

    @property
    def upper(self) -> list[forms.BoundField]:
        return [self["q"], self["genre"]]

    @property
    def lower(self) -> list[forms.BoundField]:
        return [self[name] for name in ("stage", "language", "country")]
