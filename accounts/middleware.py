"""Per request: who must sign in first, the reader's clock, and who it is for the history."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pghistory
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

NOT_SAVED = "You are no longer signed in. What you sent was not saved."


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask strangers to sign in, and bring them back to the page on which they were.

    What cannot be read again (a form that was sent, a part of a page) leads back to the page round it, and who sent
    something reads that it was not saved.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        part = request.headers.get("HX-Request") == "true"
        sent = request.method not in ("GET", "HEAD")
        back = request.get_full_path()
        if part or sent:
            back = _page_round(request)
        answer = redirect_to_login(back, self.get_login_url(view_func), self.get_redirect_field_name(view_func))
        if sent:
            messages.warning(request, NOT_SAVED)
        if part:
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer


def _page_round(request: HttpRequest) -> str:
    """The page of ours that the browser says it showed, or the start."""
    said = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(said)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


class ReaderMiddleware:
    """Show times in the reader's zone; name the reader and the page in the history of whatever they change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = ZoneInfo(request.user.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        with timezone.override(zone):
            if request.method in ("GET", "HEAD", "OPTIONS"):
                return self.get_response(request)
            with pghistory.context(user=request.user.pk, who=str(request.user), url=request.path):
                return self.get_response(request)
