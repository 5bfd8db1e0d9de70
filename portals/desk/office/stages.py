"""What leads from one stage to the next, and who has all of it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission, can
from outbox.once import sent_once
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page
from stats.actions import set_stage_criteria
from stats.models.stages import PERCENTS, Measure
from stats.stages import NEXT, criteria, reached
from talent.models.talent import Stage

LISTED = 50


class CriteriaForm(DeskForm):
    """A number for each stage and measure; empty asks nothing."""

    def __init__(self, *args: Any, asked: dict[str, dict[str, int]], **options: Any) -> None:
        super().__init__(*args, **options)
        for stage in NEXT.values():
            for measure in Measure:
                most = 100 if measure in PERCENTS else 10**12
                name = f"{Stage(stage).label}: {measure.label}"
                field = forms.IntegerField(required=False, min_value=0, max_value=most, label=name)
                field.initial = asked.get(stage, {}).get(measure)
                field.widget.attrs |= {"class": "form-control small num", "aria-label": name}
                self.fields[f"{stage}-{measure}"] = field
        self.fields["reason"] = forms.CharField(max_length=300, required=False, label="Reason, for the record")
        self.fields["reason"].widget.attrs["class"] = "form-control"

    @property
    def said(self) -> dict[tuple[str, str], int | None]:
        return {(s, str(m)): self.cleaned_data[f"{s}-{m}"] for s in NEXT.values() for m in Measure}

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """A row of the table for each measure, a column for each stage."""
        return [(str(measure.label), [self[f"{stage}-{measure}"] for stage in NEXT.values()]) for measure in Measure]


@allowed(Permission.READ_DESK)
@sent_once
def stages(request: HttpRequest) -> HttpResponse:
    """The criteria, which whoever runs the office changes, and the talents who meet those of their next stage."""
    now = timezone.now()
    form = CriteriaForm(request.POST or None, asked=criteria())
    if form.is_valid():
        done = attempt(
            request,
            lambda: set_stage_criteria(asked=form.said, by=request.user, now=now, reason=form.cleaned_data["reason"]),
            "Saved. Nobody’s stage has changed by it.",
            form,
        )
        if done:
            return redirect("desk:stages")
    context = {
        "form": form,
        "heads": [f"To {Stage(stage).label.lower()}" for stage in NEXT.values()],
        "may_run": can(request.user, Permission.RUN_OFFICE),
        "people": reached(now, most=LISTED),
        "most": LISTED,
    }
    return page(request, "desk/office/stages.html", context)
