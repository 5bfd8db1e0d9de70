"""A waiver as people write it: whom they ask, what it covers, what came back."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.models import Office, User
from accounts.roles import Kind
from clients.models import Brand
from clients.queries import tree
from exclusivity.actions.waivers import Consent
from exclusivity.axes import Activity, Channel
from exclusivity.consents import WaiverScope, last_day, scope_of
from exclusivity.models import Clause, Commitment, Waiver
from exclusivity.papers import LARGEST, NOT_A_PAPER, TOO_LARGE, kind_of
from lib.countries import countries
from portals.desk.clients.forms import indented
from portals.desk.exclusivity.forms import TEXT, several
from portals.desk.plain import DAY, DeskForm

ELSE = "else"
PAPER = forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"})


def people_of(brand: Brand) -> dict[str, tuple[str, str, str]]:
    """Whom the office can ask there: key to name, address and what they are. Two queries."""
    found = {f"c{c.pk}": (c.name, c.email, c.title) for c in brand.contacts.all()}
    users = User.objects.filter(brand_memberships__brand=brand, is_active=True, kind=Kind.CLIENT).order_by("name")
    known = {address.casefold() for _, address, _ in found.values()}
    found |= {
        f"u{user.pk}": (user.name, user.email, str(user.get_role_display()))
        for user in users
        if user.email.casefold() not in known
    }
    return found


class ScopeForm(DeskForm):
    """The part that both forms have: on which channels, for what, on which days, until when it holds."""

    channels = forms.MultipleChoiceField(
        required=False, choices=Channel.choices, widget=several("Channels"), help_text="None: all channels."
    )
    activities = forms.MultipleChoiceField(
        required=False, choices=Activity.choices, widget=several("Kind of work"), label="Kind of work",
        help_text="None: every kind.",
    )  # fmt: skip
    where = forms.MultipleChoiceField(
        required=False, widget=several("Countries"), label="Countries", help_text="None: all countries."
    )
    category = forms.ChoiceField(
        required=False,
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Product"}),
        label="Product",
        help_text="Empty: whatever is promoted.",
    )
    first = forms.DateField(required=False, widget=DAY, label="First day", help_text="Empty: it has no first day.")
    last = forms.DateField(required=False, widget=DAY, label="Last day", help_text="Empty: it has no last day.")
    expires = forms.DateField(
        required=False, widget=DAY, label="Consent ends after", help_text="Empty: it does not run out."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["where"].choices = countries().items()
        fields["category"].choices = [("", ""), *((str(pk), name) for pk, name in indented(tree()))]

    def clean_category(self) -> int | None:
        return int(self.cleaned_data["category"]) if self.cleaned_data.get("category") else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "The last day comes before the first.")
        return data

    def days(self) -> tuple[date | None, date | None] | None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        return (first, last + timedelta(days=1) if last else None) if first or last else None

    def expires_at(self) -> datetime | None:
        """The first instant without it, by the office's clock."""
        day = self.cleaned_data.get("expires")
        zone = ZoneInfo(Office.objects.current().timezone)
        return datetime.combine(day + timedelta(days=1), time.min, zone) if day else None


def _filled(scope: WaiverScope) -> dict[str, Any]:
    first, after = scope.days or (None, None)
    return {
        "channels": list(scope.channels),
        "activities": list(scope.activities),
        "first": first,
        "last": after - timedelta(days=1) if after else None,
        "where": list(scope.territories),
        "category": scope.category_id,
    }


class AskForm(ScopeForm):
    """Whom to ask, for what, and what the letter says."""

    whom = forms.ChoiceField(label="Ask")
    to_name = forms.CharField(required=False, max_length=120, label="Name", help_text="Where it is somebody else.")
    to_address = forms.EmailField(required=False, label="E-mail", help_text="Empty: no letter, you ask them yourself.")
    covers = forms.ChoiceField(label="For")
    name_brand = forms.BooleanField(
        required=False, label="Name the other brand in the letter", help_text="Only where the other client agrees."
    )
    words = forms.CharField(required=False, max_length=2000, widget=TEXT, label="In your own words")

    def __init__(
        self,
        *args: Any,
        clause: Clause,
        wish: Commitment | None,
        scope: WaiverScope,
        brand: Brand | None = None,
        **options: Any,
    ) -> None:
        """`brand` is for whom it is asked where no promise is written yet."""
        self.clause, self.wish, self.brand = clause, wish, wish.brand if wish is not None else brand
        self.people = people_of(clause.commitment.brand)
        first = next(iter(self.people), ELSE)
        options["initial"] = {
            **_filled(scope),
            "whom": first,
            "covers": "promise" if wish else "brand" if self.brand else "all",
        }
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["whom"].choices = [
            *((key, f"{name}, {what}" if what else name) for key, (name, _, what) in self.people.items()),
            (ELSE, "Somebody else"),
        ]
        fields["covers"].choices = [
            *(
                [("promise", f"This {wish.get_kind_display().lower()} for {wish.brand.name}")]
                if wish is not None
                else []
            ),
            *([("brand", f"Whatever is for {self.brand.name}")] if self.brand is not None else []),
            ("all", "Whatever the clause forbids"),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("whom") == ELSE and not data.get("to_name"):
            self.add_error("to_name", "Say whom you ask.")
        return data

    def addressee(self) -> tuple[str, str]:
        data = self.cleaned_data
        typed = (data.get("to_name", ""), data.get("to_address", ""), "")
        name, address, _ = self.people.get(data.get("whom", ELSE), typed)
        return name, address

    def scope(self) -> WaiverScope:
        data = self.cleaned_data
        covers = data.get("covers")
        return WaiverScope(
            self.wish if covers == "promise" else None,
            self.brand.pk if covers == "brand" and self.brand is not None else None,
            tuple(data.get("channels") or ()),
            tuple(data.get("activities") or ()),
            self.days(),
            tuple(data.get("where") or ()),
            data.get("category"),
        )

    def layout(self) -> Layout:
        return Layout(
            "whom", Div("to_name", "to_address", css_class="half"),
            HTML('<h2 class="form-part">What it covers</h2>'), "covers",
            Div("channels", "activities", css_class="half"), Div("where", "category", css_class="half"),
            Div("first", "last", "expires", css_class="third"),
            HTML('<h2 class="form-part">The letter</h2>'), "words", "name_brand",
        )  # fmt: skip


class GrantForm(ScopeForm):
    """What came back in writing: who granted it, when, where it is written, what it covers."""

    grantor = forms.CharField(max_length=120, label="Granted by", error_messages={"required": "Say who granted it."})
    authority = forms.CharField(
        max_length=120, label="As", help_text="their role, or on whose behalf",
        error_messages={"required": "Say what lets them grant it: their role, or on whose behalf."},
    )  # fmt: skip
    written_on = forms.DateField(
        widget=DAY, label="In writing on", error_messages={"required": "Say the day that is on the paper."}
    )
    document = forms.FileField(
        required=False, label="The paper", widget=PAPER, help_text="PDF, PNG or JPEG, up to 20 MB."
    )
    writing = forms.CharField(
        required=False, max_length=600, label="Or where it is written", help_text="such as: mail of 14 April, 10:12"
    )
    conditions = forms.CharField(required=False, max_length=2000, widget=TEXT, label="Conditions")

    def __init__(self, *args: Any, waiver: Waiver, **options: Any) -> None:
        self.waiver = waiver
        ends = last_day(waiver.expires) if waiver.expires else None
        said = {"grantor": waiver.grantor or waiver.asked_of, "expires": ends, **_filled(scope_of(waiver))}
        options["initial"] = said
        super().__init__(*args, **options)

    def clean_document(self) -> UploadedFile | None:
        paper: UploadedFile | None = self.cleaned_data.get("document")
        if paper:
            if (paper.size or 0) > LARGEST:
                raise forms.ValidationError(TOO_LARGE)
            if not kind_of(paper.read(16)):
                raise forms.ValidationError(NOT_A_PAPER)
            paper.seek(0)
        return paper or None

    def clean_written_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("written_on")
        if day and day > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError("That day is still to come.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("document") and not data.get("writing") and "document" not in self.errors:
            self.add_error(
                "document", "Only what is granted in writing counts: add the paper, or say where it is written."
            )
        return data

    def consent(self) -> Consent:
        data, asked = self.cleaned_data, scope_of(self.waiver)
        scope = WaiverScope(
            asked.commitment, asked.brand_id, tuple(data["channels"]), tuple(data["activities"]), self.days(),
            tuple(data["where"]), data["category"],
        )  # fmt: skip
        paper = data["document"]
        return Consent(
            grantor=data["grantor"], authority=data["authority"], written_on=data["written_on"],
            writing=data["writing"], document=paper, document_name=paper.name if paper else "",
            conditions=data["conditions"], expires=self.expires_at(), scope=scope,
        )  # fmt: skip

    def layout(self) -> Layout:
        return Layout(
            Div("grantor", "authority", css_class="half"), "written_on", "document", "writing", "conditions",
            HTML('<h2 class="form-part">What it covers</h2><p class="hint mb-12">As asked. Narrow it where they '
                 "granted less.</p>"),
            Div("channels", "activities", css_class="half"), Div("where", "category", css_class="half"),
            Div("first", "last", "expires", css_class="third"),
        )  # fmt: skip
