"""Meta's Graph API in v26.0, as far as its documents say: Business Discovery. Strict about what it is asked."""

import re
from datetime import datetime
from typing import Any

from tests.standin.people import Ask, People, Person, Refused, digits, is_refused
from tests.standin.pieces import pieces

VERSION = "v26.0"
OFFICE = "17841405309211844"
USER_FIELDS = {
    "id", "ig_id", "username", "name", "biography", "website", "profile_picture_url", "followers_count",
    "follows_count", "media_count",
}  # fmt: skip
MEDIA_FIELDS = {
    "id", "caption", "timestamp", "permalink", "shortcode", "media_type", "media_product_type", "like_count",
    "comments_count", "view_count", "media_url", "thumbnail_url", "owner", "username",
}  # fmt: skip
DISCOVERY = re.compile(r"business_discovery\.username\(([^(){}]+)\)\{(.*)\}\Z")
MEDIA = re.compile(r"media((?:\.(?:limit|after)\([A-Za-z0-9]+\))*)\{([a-z_,]+)\}")


def instagram_id(handle: str) -> str:
    return "17841" + digits(f"instagram {handle}", 12)


def refusal(
    code: int, sub: int, message: str, *, kind: str = "OAuthException", http: int = 400, **more: Any
) -> Refused:
    error: dict[str, Any] = {"message": message, "type": kind, "code": code, "fbtrace_id": "AkLl12hQO"}
    if sub:
        error["error_subcode"] = sub
    return Refused(http, {"error": {**error, **more}})


def limited() -> Refused:
    """A limit is a 400, and a header says in how many minutes there is room again."""
    answer = refusal(4, 0, "(#4) Application request limit reached", is_transient=True)
    use = f'{{"{OFFICE}":[{{"type":"instagram","call_count":100,"estimated_time_to_regain_access":7}}]}}'
    return Refused(400, answer.body, {"X-Business-Use-Case-Usage": use, "X-App-Usage": '{"call_count":100}'})


def expired() -> Refused:
    words = "Error validating access token: Session has expired on Saturday, 21-Nov-26 10:00:00 PST."
    return refusal(190, 463, words)


def answer(ask: Ask, who: People, now: datetime) -> Any:
    """The answer to `GET /{office's id}?fields=business_discovery…`. Raises `Refused`."""
    steps = ask.path.strip("/").split("/")
    if steps[0] != VERSION:
        raise refusal(2635, 0, f"(#2635) You are calling a deprecated version. Please update to {VERSION}.")
    if ask.method != "GET":
        raise refusal(100, 0, "(#100) Unsupported request")
    if is_refused(ask.bearer):
        raise refusal(190, 467, "Invalid OAuth access token - Cannot parse access token")
    if set(ask.query) - {"fields"}:
        raise refusal(100, 0, f"(#100) Unexpected parameter {sorted(set(ask.query) - {'fields'})[0]}")
    if steps[1:] != [OFFICE]:
        words = f"Unsupported get request. Object with ID '{steps[-1]}' does not exist"
        raise refusal(100, 33, words, kind="GraphMethodException")
    asked = DISCOVERY.match(ask.query.get("fields", [""])[0])
    if not asked:
        raise refusal(100, 0, "(#100) Tried accessing nonexisting field (business_discovery) without fields")
    handle, fields = asked.groups()
    media = MEDIA.search(fields)
    plain = [field for field in MEDIA.sub("", fields).split(",") if field]
    _known(plain, USER_FIELDS)
    person = who.by_handle(handle)
    if person.missing or person.personal:
        words = f"The user with username: {handle} cannot be found."
        raise refusal(
            110, 2207013, "Invalid user id", is_transient=False, error_user_title="Cannot find User",
            error_user_msg=words,
        )  # fmt: skip
    found = {field: _fact(person, field, now) for field in ("id", *plain)}
    if media:
        found["media"] = _media(person, *media.groups(), now=now)
    return {"business_discovery": found, "id": OFFICE}


def _known(fields: list[str], there: set[str]) -> None:
    for field in fields:
        if field not in there:
            raise refusal(100, 0, f"(#100) Tried accessing nonexisting field ({field}) on node type (IGUser)")


def _fact(person: Person, field: str, now: datetime) -> Any:
    facts = {
        "id": person.id, "ig_id": int(digits(person.handle, 10)), "username": person.handle, "name": person.title,
        "followers_count": person.followers_at(now), "follows_count": person.following,
        "media_count": person.posts_at(now),
    }  # fmt: skip
    return facts.get(field, "")


def _media(person: Person, paging: str, fields: str, *, now: datetime) -> dict[str, Any]:
    """Each third post hides its likes, each fifth has no caption, each second is a reel."""
    _known(fields.split(","), MEDIA_FIELDS)
    limits = dict(re.findall(r"(limit|after)\(([A-Za-z0-9]+)\)", paging))
    size, start = int(limits.get("limit", 25)), int(limits.get("after", "c0")[1:])
    posts = pieces(person, now)
    items = []
    for piece in posts[start : start + size]:
        number, reel = piece.number, piece.scripted or piece.number % 2 == 0
        item = {
            "id": piece.named("17858"), "caption": piece.title,
            "timestamp": piece.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "permalink": f"https://www.instagram.com/{'reel' if reel else 'p'}/C{number}/",
            "media_type": "VIDEO" if reel else "IMAGE", "media_product_type": "REELS" if reel else "FEED",
            "like_count": piece.likes, "comments_count": piece.comments, "view_count": piece.views,
        }  # fmt: skip
        hidden = {name for name, value in item.items() if value is None}
        if not piece.scripted:
            hidden |= ({"like_count"} if number % 3 == 0 else set()) | ({"caption"} if number % 5 == 0 else set())
            hidden |= set() if reel else {"view_count"}
        items.append({key: value for key, value in item.items() if key in fields.split(",") and key not in hidden})
    page: dict[str, Any] = {"data": items}
    if start + size < len(posts):
        page["paging"] = {"cursors": {"after": f"c{start + size}"}}
    return page
