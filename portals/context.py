"""What every page knows: the office's name, the places of the reader's portal, their theme."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

THEMES = ("auto", "light", "dark")


@dataclass(slots=True)
class Place:
    """One line of a portal's navigation. `low` places stand at the foot of the desk's side bar."""

    name: str
    label: str
    icon: str
    low: bool = False
    url: str = ""
    current: bool = False
    count: int | str | None = None
    hot: bool = False
    also: tuple[str, ...] = ()
    """Pages that belong to it and have addresses of their own: a page's name, or how the addresses begin."""


PLACES: dict[str, tuple[Place, ...]] = {
    "desk": (
        Place("desk:today", "Today", "inbox", hot=True),
        Place("desk:talents", "Talents", "users", also=("/desk/segments/",)),
        Place("desk:brands", "Brands", "building-store"),
        Place("desk:campaigns", "Campaigns", "speakerphone", also=("/desk/gifts/",)),
        Place("desk:ambassadors", "Ambassadors", "award", also=("/desk/clauses/", "/desk/commitments/")),
        Place(
            "desk:clashes", "Clash desk", "scale", hot=True, also=("desk:who-is-free", "desk:checks", "desk:waivers")
        ),
        Place("desk:calendar", "Calendar", "calendar"),
        Place("desk:results", "Results", "chart-bar"),
        Place("desk:office", "Office", "settings", low=True),
    ),
    "client": (
        Place("client:home", "Waiting for you", "inbox"),
        Place("client:shortlists", "Shortlists", "user-check"),
        Place("client:drafts", "Drafts", "photo-check"),
        Place("client:campaigns", "Campaigns", "speakerphone"),
        Place("client:calendar", "Calendar", "calendar"),
        Place("client:ambassadors", "Ambassadors", "award"),
        Place("client:checked", "Checked for you", "shield-check"),
        Place("client:threads", "Messages", "messages"),
    ),
    "talent": (
        Place("talent:home", "Home", "home"),
        Place("talent:projects", "Projects", "briefcase"),
        Place("talent:work", "My work", "movie"),
        Place("talent:accounts", "Accounts", "chart-line"),
        Place("talent:profile", "Profile", "user-circle"),
    ),
}
OWN_PLACES = (("account_change_password", "Password", "key"), ("mfa_index", "Two-step sign-in", "shield-lock"))
PORTAL_OF_KIND = {"staff": "desk", "client": "client", "talent": "talent"}


@cache
def address(name: str) -> str:
    """Where a page is, or "" while the office has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def beginning(page: str) -> str:
    """How the addresses of a page begin, by its name or as they are."""
    return page if page.startswith("/") else address(page)


def places(request: HttpRequest, portal: str) -> list[Place]:
    """The portal's pages that exist; the current one is the longest address that the request is under."""
    found = [
        Place(p.name, p.label, p.icon, p.low, url, hot=p.hot, also=p.also)
        for p in PLACES.get(portal, ())
        if (url := address(p.name))
    ]
    homes = [(url, place) for place in found for url in (place.url, *map(beginning, place.also)) if url]
    under = [(url, place) for url, place in homes if request.path.startswith(url)]
    if under:
        nearest = max(under, key=lambda pair: len(pair[0]))[1]
        home = found[0]
        # A portal's home is often the root of all its other pages: it is current only when it is the page itself.
        nearest.current = nearest is not home or request.path == home.url
    return found


def office(request: HttpRequest) -> dict[str, Any]:
    """`office`, `office_name`, `nav`, `own_places`, `theme`. A page that fails must still have its frame: no query
    runs until a template asks, and a reader without a session gets the frame of the public pages.
    """
    user = getattr(request, "user", None)
    known = bool(user is not None and user.is_authenticated)
    match = getattr(request, "resolver_match", None)
    portal = match.namespaces[0] if match and match.namespaces else ""
    if portal not in PLACES and known:
        portal = PORTAL_OF_KIND.get(getattr(user, "kind", ""), "")
    theme = request.COOKIES.get("theme") or (getattr(user, "theme", "auto") if known else "auto")
    current = SimpleLazyObject(_office)
    return {
        "office": current,
        "office_name": SimpleLazyObject(lambda: str(getattr(current, "name", "") or "Jimusho")),
        "nav": places(request, portal) if known else [],
        "own_places": [
            {"url": url, "label": label, "icon": icon} for name, label, icon in OWN_PLACES if (url := address(name))
        ],
        "sign_out_url": address("account_logout"),
        "notices_url": address(f"{portal}:notices") if known and portal else "",
        "find_url": address("desk:find") if portal == "desk" else "",
        "theme": theme if theme in THEMES else "auto",
    }


def _office() -> Any:
    """The office's row; None where the database has none yet."""
    from accounts.models import Office

    return Office.objects.known()
