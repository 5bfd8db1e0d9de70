"""One's own calendar address: made, shown once, withdrawn. The same part on the pages of two portals."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from campaigns.actions import open_feed, revoke_feed
from campaigns.models import Feed
from portals.pages import attempt


def opened(request: HttpRequest) -> str:
    """A new address, in full. It is shown once: only the hash of its token is kept."""
    token = attempt(request, lambda: open_feed(by=request.user, now=timezone.now()))
    return request.build_absolute_uri(reverse("feed", args=[token]))


def withdrawn(request: HttpRequest) -> None:
    attempt(request, lambda: revoke_feed(by=request.user, now=timezone.now()), "The address leads nowhere now.")


def shown(request: HttpRequest, fresh: str = "") -> dict[str, Any]:
    """What the part is drawn from."""
    return {"feed": Feed.objects.visible_to(request.user).filter(revoked_at=None).first(), "fresh": fresh}
