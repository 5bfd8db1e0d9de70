"""Threads on a campaign and its bookings: the list, a new one, and what needs no answer."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.models import Audience, Booking, Campaign, Thread
from campaigns.queries.threads import threads_of, who_takes_part
from outbox.once import sent_once
from portals.desk.campaigns.campaign import header, loaded
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page, visible
from portals.threads import Attachments, Threads
from talent.models import Talent


class BeginThreadForm(DeskForm):
    """Who reads it, what it is about, the first message."""

    audience = forms.ChoiceField(label="Read by", help_text="This never changes, so choose before you write.")
    title = forms.CharField(label="What it is about", max_length=120)
    text = forms.CharField(label="Message", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    attachments = Attachments(required=False, label="Files", help_text="Pictures, PDF or text, up to 20 MB each.")

    def __init__(self, *args: Any, campaign: Campaign, talents: list[Talent], **options: Any) -> None:
        super().__init__(*args, **options)
        self.talents = {talent.public_id: talent for talent in talents}
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (str(Audience.OFFICE), "Only the office"),
            (str(Audience.BRAND), f"The office and {campaign.brand.name}"),
            *((talent.public_id, f"The office and {talent.name}") for talent in talents),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """As `open_thread` takes it."""
        chosen = self.cleaned_data["audience"]
        talent = self.talents.get(chosen)
        words = {name: self.cleaned_data[name] for name in ("title", "text", "attachments")}
        return {"audience": str(Audience.TALENT) if talent else chosen, "talent": talent, **words}


@allowed(Permission.READ_DESK)
def threads(request: HttpRequest, public_id: str) -> HttpResponse:
    """All threads of the campaign, its bookings' among them."""
    campaign = loaded(request, public_id)
    context = {
        **header(request, campaign, "Threads", timezone.now()),
        "threads": threads_of(request.user, campaign=campaign),
        "may_begin": can(request.user, Permission.WRITE_THREADS),
    }
    return page(request, "desk/campaigns/threads.html", context)


def _begin(
    request: HttpRequest, campaign: Campaign, booking: Booking | None, talents: list[Talent], back: str, label: str
) -> HttpResponse:
    form = BeginThreadForm(
        request.POST or None,
        request.FILES or None,
        campaign=campaign,
        talents=talents,
        initial={"audience": request.GET.get("reader", "")},
    )
    if form.is_valid():
        made = attempt(
            request,
            lambda: actions.open_thread(
                campaign=campaign, booking=booking, by=request.user, now=timezone.now(), **form.said
            ),
            "Sent.",
            form,
        )
        if made:
            return redirect("desk:thread", made.public_id)
    context = {"heading": "Start a thread", "form": form, "deed": "Send message", "back": back, "back_label": label}
    context["multipart"] = True
    return page(request, "desk/form.html", context)


@allowed(Permission.WRITE_THREADS)
@sent_once
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin one on the campaign."""
    campaign: Campaign = visible(request, Campaign.objects.select_related("brand", "manager"), public_id)
    back = reverse("desk:campaign-threads", args=[campaign.public_id])
    return _begin(request, campaign, None, list(who_takes_part(campaign)), back, campaign.name)


@allowed(Permission.WRITE_THREADS)
@sent_once
def begin_on_booking(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin one on a booking: with its talent, its brand, or among ourselves."""
    rows = Booking.objects.select_related("campaign__brand", "campaign__manager", "talent")
    booking: Booking = visible(request, rows, public_id)
    back = reverse("desk:booking", args=[booking.public_id])
    return _begin(request, booking.campaign, booking, [booking.talent], back, str(booking))


@allowed(Permission.WRITE_THREADS)
@sent_once
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was written last needs no answer."""
    thread: Thread = visible(request, Thread.objects, public_id)
    attempt(request, lambda: actions.settle_thread(thread=thread, by=request.user, now=timezone.now()), "Settled.")
    return redirect("desk:thread", thread.public_id)


class DeskThreads(Threads):
    """Also says what waits for the office's answer."""

    def context(self, request: HttpRequest, row: Thread, form: Any) -> dict[str, Any]:
        context = super().context(request, row, form)
        last = context["said"][-1]
        waits = row.settled_at is None and last.written_by.kind != "staff"
        return {**context, "may_settle": waits and context["may_write"]}


THREADS = DeskThreads("desk", page)
