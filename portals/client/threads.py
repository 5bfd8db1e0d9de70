"""Messages between the brand and the office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission
from campaigns import actions
from campaigns.models import Audience, Campaign
from outbox.once import sent_once
from portals.client import reading
from portals.client.frame import page
from portals.pages import allowed, attempt, visible
from portals.threads import BeginForm, Threads

THREADS = Threads("client", page)


@allowed(Permission.WRITE_THREADS)
@sent_once
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the office about a campaign."""
    campaign: Campaign = visible(request, reading.campaigns_of(request.user), public_id)
    form = BeginForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = attempt(
            request,
            lambda: actions.open_thread(
                campaign=campaign, audience=Audience.BRAND, by=request.user, now=timezone.now(), **form.cleaned_data
            ),
            "Sent to the office.",
            form,
        )
        if made:
            return redirect("client:thread", made.public_id)
    return page(request, "client/thread_begin.html", {"campaign": campaign, "form": form})
