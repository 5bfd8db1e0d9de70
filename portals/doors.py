"""The doors: one per portal, opened by kind. A stranger finds nothing there."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from accounts.roles import Kind
from outbox.once import TAKES

KEYS = {"desk": Kind.STAFF, "client": Kind.CLIENT, "talent": Kind.TALENT}
READING = ("GET", "HEAD")
HOMES = {Kind.STAFF: "desk:today", Kind.CLIENT: "client:home", Kind.TALENT: "talent:home"}


def _page_above(path: str) -> str:
    """Where an address that only takes what is sent leads somebody who reads it: Back, or a reload, after a refusal."""
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


class DoorMiddleware:
    """404 for whoever has no business in the portal of the page that they ask for; 405 for what is sent to a page that
    is only read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method in READING:
            return redirect(_page_above(request.path))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("No name and no search holds a NUL, and PostgreSQL takes none.")
        match = request.resolver_match
        portal = match.namespaces[0] if match and match.namespaces else None
        if portal in KEYS and request.user.is_authenticated and request.user.kind != KEYS[portal]:
            raise Http404("Nothing here.")
        if portal in KEYS and request.method not in READING and not getattr(view, TAKES, False):
            return HttpResponseNotAllowed(READING)
        return None
