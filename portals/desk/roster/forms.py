"""What is asked on the roster's pages."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.queries import staff
from accounts.roles import GRANTS, Kind, roles_of
from portals.desk.choosing import choose_from
from portals.desk.plain import DAY, DeskForm, countries, languages
from talent.models import Genre, Platform, Stage, Talent
from talent.models.talent import TalentKind


class Genres(forms.ModelMultipleChoiceField):
    """Genres by their key, so that the address and the form speak the same."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Genre.objects.all(),
            to_field_name="key",
            required=False,
            widget=forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": "Genres"}),
            **options,
        )


class TalentForm(DeskForm):
    """What people write about a talent. The stage has its own form, because it asks for a reason."""

    name = forms.CharField(max_length=120, help_text="as the world knows them")
    native_name = forms.CharField(max_length=120, required=False, label="Name in their own script")
    kind = forms.ChoiceField(choices=TalentKind.choices, help_text="An act has members.")
    stage = forms.ChoiceField(choices=Stage.choices, initial=Stage.REGISTERED)
    manager = forms.ModelChoiceField(
        User.objects.none(), required=False, to_field_name="public_id", empty_label="Nobody yet"
    )
    city = forms.CharField(max_length=80, required=False)
    country = forms.ChoiceField(required=False)
    languages = forms.MultipleChoiceField(
        required=False, widget=forms.SelectMultiple(attrs={"data-choose": "1", "aria-label": "Languages"})
    )
    genres = Genres()
    born_on = forms.DateField(required=False, widget=DAY, label="Date of birth", help_text="for staff only")
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)
    bio = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="for brands and the media kit"
    )
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="for staff only")

    def __init__(self, *args: Any, talent: Talent | None = None, **options: Any) -> None:
        if talent is not None:
            options["initial"] = {
                **{name: getattr(talent, name) for name in PLAIN},
                "genres": list(talent.genres.all()),
                "manager": talent.manager,
                **options.get("initial", {}),
            }
        super().__init__(*args, **options)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        known = languages()
        own = [(tag, tag) for tag in (talent.languages if talent else []) if tag not in dict(known)]
        self.fields["languages"].choices = [*known, *own]  # type: ignore[attr-defined]
        self.fields["manager"].queryset = staff().filter(is_active=True)  # type: ignore[attr-defined]
        if talent is not None:
            del self.fields["stage"]

    def clean_born_on(self) -> Any:
        born = self.cleaned_data["born_on"]
        if born and born > timezone.localdate():
            raise forms.ValidationError("A date of birth lies in the past.")
        return born

    def layout(self) -> Layout:
        first = Div("kind", "stage", css_class="half") if "stage" in self.fields else "kind"
        return Layout(
            Div("name", "native_name", css_class="half"),
            first,
            Div("manager", "genres", css_class="half"),
            HTML('<h2 class="form-part">Where and how</h2>'),
            Div("city", "country", css_class="half"),
            Div("languages", "born_on", css_class="half"),
            Div("email", "phone", css_class="half"),
            HTML('<h2 class="form-part">In words</h2>'),
            "bio",
            "notes",
        )


PLAIN = (
    "name",
    "native_name",
    "kind",
    "city",
    "country",
    "languages",
    "born_on",
    "email",
    "phone",
    "bio",
    "notes",
)


class StageForm(DeskForm):
    """Another stage, and why."""

    stage = forms.ChoiceField(choices=Stage.choices)
    reason = forms.CharField(max_length=300, label="Reason, for the record")


class ReasonForm(DeskForm):
    """Why, for the record."""

    reason = forms.CharField(max_length=300, required=False, label="Reason, for the record")


class LookedForm(DeskForm):
    """What somebody found who looked."""

    reason = forms.CharField(
        max_length=300, label="What did you find?", help_text="A giveaway, a clip that went round, …"
    )


class InviteForm(DeskForm):
    """Who comes into the talent portal."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail")
    role = forms.ChoiceField(
        choices=[(role, f"{role.label}: {GRANTS[role].sentence}") for role in roles_of(Kind.TALENT)]
    )


class AccountForm(DeskForm):
    """An account on a platform."""

    platform = forms.ChoiceField(choices=Platform.choices)
    handle = forms.CharField(
        max_length=300, label="Handle or address", help_text="@name, or the address of the profile"
    )
    url = forms.URLField(required=False, label="Address", assume_scheme="https")
    external_id = forms.CharField(
        max_length=120, required=False, label="The platform's own id", help_text="A YouTube channel's begins with UC."
    )
    known_id = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self) -> Layout:
        return Layout(
            Div("platform", "handle", css_class="half"), Div("url", "external_id", css_class="half"), "known_id"
        )

    def clean(self) -> dict[str, Any]:
        """Of the id nothing is said where it stands as it did when the form was opened: it may have been read since."""
        said = super().clean() or {}
        if said.pop("known_id", "") == said.get("external_id"):
            del said["external_id"]
        return said


class AccountChangeForm(AccountForm):
    """The same of one that is on the roster: is it another account, or has it another name?"""

    renamed = forms.BooleanField(
        required=False,
        label="It is the same account under a new name",
        help_text="All its figures stay. Else, with another handle, platform or id, it has none until it is read.",
    )

    def layout(self) -> Layout:
        return Layout(super().layout(), "renamed")


class JoinForm(DeskForm):
    """Who joins an act, from which day."""

    member = forms.ModelChoiceField(
        Talent.objects.none(),
        to_field_name="public_id",
        widget=forms.Select(attrs={"data-choose": "1", "aria-label": "Person"}),
        label="Person",
    )
    since = forms.DateField(widget=DAY, label="First day")

    def __init__(self, *args: Any, act: Talent, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Talent.objects.filter(kind=TalentKind.PERSON, archived_at=None).exclude(pk=act.pk)
        choose_from(self, "member", people, "persons", unfit="is an act, and people alone join one")


class LeaveForm(DeskForm):
    """The last day in an act."""

    on = forms.DateField(widget=DAY, label="Last day")
    reason = forms.CharField(max_length=300, required=False, label="Reason, for the record")
