"""Calling a campaign off: what ends with it, said before it does."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission
from campaigns import actions, checks
from campaigns.models import Campaign
from campaigns.queries.ending import Ending, ending_of
from campaigns.rules import listed
from lib.figures import counted
from lib.refusals import Refused
from outbox.once import sent_once
from portals.pages import allowed, page, visible

NAMED = 6


@dataclass(frozen=True, slots=True)
class Line:
    icon: str
    what: str
    then: str
    whose: str


def _names(names: Iterable[str]) -> str:
    """Each once; of many the first."""
    each = list(dict.fromkeys(names))
    return listed(each) if len(each) <= NAMED else f"{', '.join(each[:NAMED])} and {len(each) - NAMED} more"


def _lines(ending: Ending, campaign: Campaign) -> list[Line]:
    """A line for each thing of which there is one, in the order of their weight."""
    brand, blind = campaign.brand.name, campaign.is_blind
    pieces = [*ending.drafts, *ending.approved]
    said = [
        (ending.bookings, "calendar-x", counted(len(ending.bookings), "booking"),
         f"cancelled; talent and {brand} are told", _names(b.talent.name for b in ending.bookings)),
        (ending.live, "world", f"{counted(len(ending.live), 'post')} live",
         "left up; what is paid for it is to be agreed", _names(p.booking.talent.name for p in ending.live)),
        (pieces, "photo-check", counted(len(pieces), "draft"),
         f"owed no longer, {len(ending.approved)} of them approved" if ending.approved else "owed no longer",
         _names(p.booking.talent.name for p in pieces)),
        (ending.shoots, "camera", counted(len(ending.shoots), "shoot"), "called off",
         _names(f"{s.what} with {s.booking.talent.name}" for s in ending.shoots)),
        (ending.holds, "lock-open", counted(len(ending.holds), "hold"), "released; the next in line moves up",
         _names(h.talent.name for h in ending.holds)),
        (ending.told, "mail", counted(len(ending.told), "applicant"), "told that it does not take place",
         "" if blind else _names(a.talent.name for a in ending.told)),
        (ending.asked, "hand-stop", counted(len(ending.asked), "request") + " by name", "over; the talent is told",
         _names(n.talent.name for n in ending.asked)),
        (ending.gifts, "gift", counted(len(ending.gifts), "gift"), "not sent; the talent is told",
         _names(f"{g.product} for {g.talent.name}" for g in ending.gifts)),
        (ending.letters, "mail-forward", counted(ending.letters, "letter") + " to many",
         "dropped; nobody has sent them yet", ""),
        (ending.done, "circle-check", f"{counted(len(ending.done), 'booking')} completed",
         "kept with the price; nobody is written to", _names(b.talent.name for b in ending.done)),
    ]  # fmt: skip
    return [Line(*line) for there, *line in said if there]


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what ends, ask for the reason, call it off."""
    now = timezone.now()
    campaign: Campaign = visible(request, Campaign.objects.select_related("brand", "manager"), public_id)
    reason, refusal = request.POST.get("reason", "")[:600], ""
    if request.method == "POST":
        try:
            actions.cancel_campaign(campaign=campaign, reason=reason, by=request.user, now=now)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{campaign} is cancelled. Everybody whom it concerns is told.")
            return redirect("desk:campaign", campaign.public_id)
    context = {
        "campaign": campaign,
        "lines": _lines(ending_of(campaign, now), campaign),
        "shown": campaign.state != "draft",
        "may_cancel": checks.may_cancel_campaign(campaign),
        "reason": reason,
        "refusal": refusal,
    }
    return page(request, "desk/campaigns/cancel.html", context, status=409 if refusal else 200)
