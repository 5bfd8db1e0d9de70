"""What the office makes of clauses that are silent."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission, can
from exclusivity.actions import set_activity_defaults
from exclusivity.axes import Activity
from exclusivity.models import ActivityDefault, Counting
from exclusivity.models.default import SHIPPED
from outbox.once import sent_once
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page

MEANT = {
    Activity.PAID: "A post for a fee",
    Activity.GIFTED: "A post for a product, without a fee",
    Activity.AFFILIATE: "A link or code that earns a share, as long as it is there",
    Activity.ORGANIC: "A mention that nobody asked for or paid",
    Activity.APPEARANCE: "Being there in person: an opening, a show, a broadcast",
    Activity.SHOOT: "Being photographed or filmed, before anything is shown",
    Activity.LIVE: "A post from before that stays up. Where it does not count, a remark is made",
    Activity.PAID_USAGE: "The brand runs ads with the talent",
    Activity.ORGANIC_REUSE: "The brand shows the talent’s post on its own channels",
    Activity.ANNOUNCE: "The announcement of work to come",
    Activity.NAMED_USE: "The product is seen in use, unnamed",
    Activity.OWN_BRAND: "The talent’s own label",
}


class SilenceForm(DeskForm):
    """One choice for each activity."""

    def __init__(self, *args: Any, stands: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, label in Activity.choices:
            self.fields[kind] = forms.ChoiceField(choices=Counting.choices, label=label, initial=stands[kind])
            self.fields[kind].widget.attrs["class"] = "form-select small"
        self.fields["reason"] = forms.CharField(max_length=300, required=False, label="Reason, for the record")
        self.fields["reason"].widget.attrs["class"] = "form-control"

    def lines(self) -> list[dict[str, Any]]:
        """A row of the table for each activity: what it is, what stands, and what the rules come with."""
        return [
            {
                "field": self[kind],
                "meant": MEANT[Activity(kind)],
                "shipped": SHIPPED[kind].label,
                "stands": Counting(self.fields[kind].initial).label,
                "differs": self.fields[kind].initial != SHIPPED[kind],
            }
            for kind in Activity.values
        ]


@allowed(Permission.READ_DESK)
@sent_once
def defaults(request: HttpRequest) -> HttpResponse:
    """Which kinds of work a clause counts that does not say so; whoever runs the office changes them."""
    stands = {**SHIPPED, **dict(ActivityDefault.objects.values_list("activity", "counting"))}
    may_run = can(request.user, Permission.RUN_OFFICE)
    form = SilenceForm(request.POST or None, stands=stands)
    if form.is_valid():
        said = dict(form.cleaned_data)
        reason = said.pop("reason")
        done = attempt(
            request,
            lambda: set_activity_defaults(counting=said, by=request.user, now=timezone.now(), reason=reason),
            "Saved. Promises whose clauses are silent are looked at again.",
            form,
        )
        if done:
            return redirect("desk:office-exclusivity")
    return page(request, "desk/office/silence.html", {"form": form, "lines": form.lines(), "may_run": may_run})
