"""The doors: one per portal, opened by kind. A stranger finds nothing there."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from accounts.roles import Kind

KEYS = {"desk": Kind.STAFF, "client": Kind.CLIENT, "talent": Kind.TALENT}
HOMES = {Kind.STAFF: "desk:today", Kind.CLIENT: "client:home", Kind.TALENT: "talent:home"}


class DoorMiddleware:
    """404 for whoever has no business in the portal of the page that they ask for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("No name and no search holds a NUL, and PostgreSQL takes none.")
        match = request.resolver_match
        portal = match.namespaces[0] if match and match.namespaces else None
        if portal in KEYS and request.user.is_authenticated and request.user.kind != KEYS[portal]:
            raise Http404("Nothing here.")
