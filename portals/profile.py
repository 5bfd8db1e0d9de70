"""One's own name, clock and light: the same form in every portal."""

from typing import Any
from zoneinfo import available_timezones

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import change_profile
from accounts.models import User
from portals.pages import attempt


def zones() -> list[tuple[str, str]]:
    """Time zones by place, for a choice."""
    names = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right")))
    return [(zone, zone.replace("_", " ")) for zone in sorted(names)]


class ProfileForm(forms.ModelForm):
    """A person's own settings."""

    timezone = forms.ChoiceField(label="Times are shown in", choices=[])

    class Meta:
        model = User
        fields = ("name", "timezone", "theme")
        labels = {"theme": "Light or dark"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = zones()
        current = self.instance.timezone
        own = [] if current in dict(known) else [(current, current)]
        self.fields["timezone"].choices = [*known, *own]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @classmethod
    def of(cls, request: HttpRequest) -> "ProfileForm":
        person = User.objects.get(public_id=request.user.public_id)
        return cls(request.POST or None, instance=person)


def saved(request: HttpRequest, form: ProfileForm) -> bool:
    """Whether the form was sent and kept."""
    if not form.is_valid():
        return False
    person = User.objects.get(public_id=request.user.public_id)
    done = attempt(
        request,
        lambda: change_profile(user=person, by=request.user, now=timezone.now(), **form.cleaned_data),
        done="Saved.",
        form=form,
    )
    return bool(done)
