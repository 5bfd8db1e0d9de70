"""What leads a talent to the next stage, and the word of a person: they move, or not now."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission
from outbox.once import sent_once
from portals.desk.plain import DAY, DeskForm
from portals.desk.roster.talent import header
from portals.pages import allowed, attempt, page, visible
from stats import actions
from stats.stages import path_of
from talent.models import Talent


class DecideForm(DeskForm):
    """They move, or it is looked at again on a day; either way with the reason."""

    moves = forms.TypedChoiceField(
        choices=(("yes", "Move them"), ("no", "Not now")), coerce=lambda value: value == "yes", label="Your word",
        widget=forms.RadioSelect,
    )  # fmt: skip
    until = forms.DateField(
        required=False,
        widget=DAY,
        label="Look again on",
        help_text="Only where it is not now. Until then it is on nobody’s Today; the talent reads the day.",
    )
    reason = forms.CharField(
        max_length=300, label="Reason", help_text="Staff read it, the talent does not. Who moves is told by letter."
    )

    def layout(self) -> Layout:
        return Layout("moves", "until", "reason")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("moves") is False and "until" not in self.errors and not said.get("until"):
            self.add_error("until", "Say on which day to come it is looked at again.")
        return said


@allowed(Permission.READ_DESK)
@sent_once
def next_stage(request: HttpRequest, public_id: str) -> HttpResponse:
    """The criteria with the talent's figures, what was decided before, and the decision."""
    talent: Talent = visible(request, Talent.objects.select_related("manager"), public_id)
    path = path_of(talent)
    form = DecideForm(request.POST or None)
    if path is not None and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            request,
            lambda: actions.decide_stage(
                talent=talent, to=request.POST.get("to", path.to), moves=said["moves"], reason=said["reason"],
                until=said["until"], by=request.user, now=timezone.now(),
            ),
            f"{talent.name} is {path.label.lower()} now." if said["moves"] else "Kept. It comes back on that day.",
            form,
        )  # fmt: skip
        if done:
            return redirect("desk:talent-next-stage", talent.public_id)
    context = {
        **header(request, talent, "Overview"),
        "path": path,
        "form": form,
        "to": request.POST.get("to", path.to if path is not None else ""),
        "reviews": talent.stage_reviews.select_related("created_by"),
    }
    return page(request, "desk/roster/talent_stage.html", context)
