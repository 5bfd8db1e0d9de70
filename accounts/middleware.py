"""Per request: the reader's clock, and who it is for the history."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pghistory
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


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
