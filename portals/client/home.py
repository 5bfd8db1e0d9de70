"""What waits for the brand."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaigns.models import ContractState
from campaigns.people import can_manage
from campaigns.queries.brand_turns import briefs_to_send, campaigns_to_rate, results_to_read, with_unrated
from campaigns.queries.gifts import gifts_to_ship
from campaigns.queries.outside import to_read
from campaigns.queries.shortlists import lists_that_wait, told
from portals.client import reading
from portals.client.campaigns import RUNNING, with_days
from portals.client.frame import page


def home(request: HttpRequest) -> HttpResponse:
    """Shortlists and drafts to answer first, then what runs. Fourteen queries, however much there is."""
    campaigns = list(reading.campaigns_of(request.user).filter(state__in=RUNNING))
    contracts = [
        with_days(contract) for contract in reading.contracts_of(request.user) if contract.state == ContractState.SIGNED
    ]
    context = {
        "waiting": list(reading.waiting(request.user)),
        "to_ship": list(gifts_to_ship(request.user)),
        "waiting_lists": told(lists_that_wait(request.user)),
        "to_rate": list(with_unrated(campaigns_to_rate(request.user, timezone.now())).order_by("pk")),
        "to_read": list(results_to_read(request.user, timezone.now()).select_related("brand").order_by("pk")),
        "unsent": list(briefs_to_send(request.user).select_related("brand").order_by("created_at", "pk")),
        "unread": to_read(request.user, "client:thread"),
        "campaigns": campaigns,
        "contracts": contracts,
        "managers": {one.manager.pk: one.manager for one in campaigns if can_manage(one.manager)}.values(),
        "today": timezone.localdate(),
    }
    return page(request, "client/home.html", context)
