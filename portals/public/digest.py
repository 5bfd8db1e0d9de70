"""Stopping the daily digest from the mail itself, without signing in."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.actions import stop_digest
from accounts.actions.notices import reader_of
from accounts.models import Office, User
from outbox.once import sent_once
from portals.pages import page
from portals.public.guests import Door, quiet


def _find(token: str, now: datetime) -> User | None:
    return reader_of(token)


@csrf_exempt  # mail programs post here in one click (RFC 8058); the token is the key
@sent_once
@Door(_find, "public/digest_over.html")
def digest(request: HttpRequest, user: User, token: str) -> Any:
    """What stops, and the button; pressed, it has stopped."""
    if request.method == "POST":
        stop_digest(user=user, by=user, now=timezone.now())
    context = {"office": Office.objects.current(), "stopped": request.method == "POST"}
    response: HttpResponse = page(request, "public/digest.html", context)
    return quiet(response, referrer="same-origin")
