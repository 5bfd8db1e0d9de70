"""Where somebody stands in the roster that they look through: kept in their browser, from the list to its talents."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "roster"
MOST = 3_500  # characters that a browser keeps for certain, with the name and what belongs to it


@dataclass(frozen=True, slots=True)
class Place:
    """`number` of `count` in the list; 0 where this talent is not on the page of it that was seen last."""

    back: str
    number: int = 0
    count: str = ""
    before: str = ""
    after: str = ""


def _salt(request: HttpRequest) -> str:
    return f"roster-of-{request.user.pk}"


def keep(request: HttpRequest, response: HttpResponse, found: Page, ids: list[str]) -> None:
    """Let the pages of these talents know the list that they are in."""
    asked = request.GET.copy()
    asked.pop("panel", None)
    pages = found.paginator
    at_least = getattr(pages, "at_least", None)
    count = f"over {at_least:,}" if at_least else f"{pages.count:,}"
    words = signing.dumps([asked.urlencode(), found.start_index(), count, ids], salt=_salt(request), compress=True)
    if len(words) > MOST:
        response.delete_cookie(COOKIE, path=reverse("desk:talents"))
        return
    where, safe = reverse("desk:talents"), settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, words, path=where, secure=safe, httponly=True, samesite="Lax")


def _kept(request: HttpRequest) -> list[Any]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request)))
    except signing.BadSignature:
        return ["", 1, "", []]


def place_of(request: HttpRequest, public_id: str) -> Place:
    """The way back to the list as it was, and to who stands before and after this talent, on the same tab."""
    query, first, count, ids = _kept(request)
    back = f"{reverse('desk:talents')}{'?' if query else ''}{query}"
    if public_id not in ids:
        return Place(back)
    match = request.resolver_match
    tab = match.view_name if match and list(match.kwargs) == ["public_id"] else "desk:talent"
    at = ids.index(public_id)

    def way(to: int) -> str:
        return reverse(tab, args=[ids[to]]) if 0 <= to < len(ids) else ""

    return Place(back, first + at, count, way(at - 1), way(at + 1))
