"""Where somebody stands in the roster that they look through: kept in their browser, from the list to its talents."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

COOKIE = "roster"
TABS = (
    "desk:talent", "desk:talent-accounts", "desk:talent-posts", "desk:talent-exclusivity", "desk:talent-work",
    "desk:talent-kit", "desk:talent-history",
)  # fmt: skip
NOTHING: list[Any] = ["", 1, "", [], []]
MOST = 3_500  # characters that a browser keeps for certain, with the name and what belongs to it


@dataclass(frozen=True, slots=True)
class Place:
    """`number` of `count` in the list; 0 where this talent is not on the page of it that was seen last. `before` and
    `after` lead to who stands there or, `over` the edge of that page, to the page on which they are.
    """

    back: str
    number: int = 0
    count: str = ""
    before: str = ""
    after: str = ""
    over: tuple[str, ...] = ()  # of "before" and "after"


def _salt(request: HttpRequest) -> str:
    return f"roster-of-{request.user.pk}"


def keep(request: HttpRequest, response: HttpResponse, found: Page, ids: list[str]) -> None:
    """Let the pages of these talents know the list that they are in."""
    asked = request.GET.copy()
    asked.pop("panel", None)
    pages = found.paginator
    at_least = getattr(pages, "at_least", None)
    count = f"over {at_least:,}" if at_least else f"{pages.count:,}"
    pages_beside = [found.number - 1 if found.has_previous() else 0, found.number + 1 if found.has_next() else 0]
    kept = [asked.urlencode(), found.start_index(), count, ids, pages_beside]
    words = signing.dumps(kept, salt=_salt(request), compress=True)
    if len(words) > MOST:
        response.delete_cookie(COOKIE, path=reverse("desk:talents"))
        return
    where, safe = reverse("desk:talents"), settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, words, path=where, secure=safe, httponly=True, samesite="Lax")


def _kept(request: HttpRequest) -> list[Any]:
    try:
        kept: list[Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request))
    except signing.BadSignature:
        kept = []
    return kept if len(kept) == len(NOTHING) else NOTHING  # an earlier version kept less


def place_of(request: HttpRequest, public_id: str) -> Place:
    """The way back to the list as it was, and to who stands before and after this talent, on the same tab."""
    query, first, count, ids, pages = _kept(request)
    roster = reverse("desk:talents")
    back = f"{roster}{'?' if query else ''}{query}"
    if public_id not in ids:
        return Place(back)
    match = request.resolver_match
    # What somebody types on a page of another kind is not to be left by a key.
    tab = match.view_name if match and match.view_name in TABS else "desk:talent"
    at = ids.index(public_id)
    edges = {-1: pages[0], len(ids): pages[1]}

    def way(to: int) -> str:
        if to not in edges:
            return reverse(tab, args=[ids[to]])
        asked = QueryDict(query, mutable=True)
        asked["page"] = edges[to]
        return f"{roster}?{asked.urlencode()}" if edges[to] else ""

    over = tuple(name for name, to in (("before", at - 1), ("after", at + 1)) if edges.get(to))
    return Place(back, first + at, count, way(at - 1), way(at + 1), over)
