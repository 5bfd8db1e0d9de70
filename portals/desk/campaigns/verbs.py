"""What takes a campaign from one state to the next."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.models import Campaign
from outbox.once import sent_once
from portals.pages import allowed, attempt, visible


def _verb(do: Callable[..., Any], words: str) -> Callable[..., HttpResponse]:
    @allowed(Permission.RUN_CAMPAIGNS)
    @sent_once
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        campaign: Campaign = visible(request, Campaign.objects, public_id)
        attempt(request, lambda: do(campaign=campaign, by=request.user, now=timezone.now()), words.format(campaign))
        return redirect("desk:campaign", campaign.public_id)

    view.__doc__ = do.__doc__
    return view


open_ = _verb(actions.open_campaign, "{} is open. Talents can apply.")
report = _verb(actions.start_reporting, "{} is in reporting.")
reopen = _verb(actions.reopen_campaign, "{} runs again.")
close = _verb(actions.close_campaign, "{} is closed. Everybody who applied has an answer.")
close_call = _verb(actions.close_call, "The call for {} is closed. Who has applied is still answered.")
open_call = _verb(actions.open_call, "The call for {} goes on.")
