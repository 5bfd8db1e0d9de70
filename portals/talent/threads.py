"""Messages between the talent and the office."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission
from campaigns import actions
from campaigns.models import Audience, Booking, Campaign
from campaigns.models.booking import STANDING
from campaigns.queries.threads import who_takes_part
from outbox.once import sent_once
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from portals.talent.standing import me, talents_of
from portals.threads import BeginForm, Threads

THREADS = Threads("talent", page)


@allowed(Permission.WRITE_THREADS)
@sent_once
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the office about a project that one applied for, is asked for or is booked for."""
    campaign: Campaign = visible(request, Campaign.objects.select_related("brand", "brief", "manager"), public_id)
    named = [one for one in talents_of(request) if one.public_id == request.GET.get("talent")]
    talent = named[0] if named else me(request)
    if not who_takes_part(campaign).filter(pk=talent.pk).exists():
        raise Http404("Nothing here.")
    bookings = Booking.objects.visible_to(request.user).filter(campaign=campaign, state__in=STANDING)
    booking = bookings.select_related("talent", "campaign__brand").filter(talent=talent).first()
    form = BeginForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = attempt(
            request,
            lambda: actions.open_thread(
                campaign=campaign, booking=booking, talent=talent, audience=Audience.TALENT, by=request.user,
                now=timezone.now(), **form.cleaned_data,
            ),
            "Sent to the office.",
            form,
        )  # fmt: skip
        if made:
            return redirect("talent:thread", made.public_id)
    return page(request, "talent/thread_begin.html", {"campaign": campaign, "talent": talent, "form": form})
