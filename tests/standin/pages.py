"""Facebook Pages in Graph v26.0, by its documents: `GET /{id or name}?fields=…` and published posts. Strict."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.standin.graph import VERSION, refusal
from tests.standin.people import EPOCH, Ask, People, Person, digits, is_refused
from tests.standin.pieces import Piece, pieces

FIELDS = {
    "id", "name", "username", "link", "about", "fan_count", "followers_count", "talking_about_count",
    "verification_status", "instagram_business_account",
}  # fmt: skip


POST_FIELDS = {
    "id", "message", "story", "created_time", "permalink_url", "status_type", "shares",
    "reactions.summary(total_count).limit(0)", "comments.summary(total_count).limit(0)",
}  # fmt: skip
EDGE = "published_posts"
INSIGHTS = re.compile(r"insights\.metric\(([a-z_,]+)\)")
METRICS = {"post_media_view", "post_total_media_view_unique", "post_reactions_like_total", "post_clicks"}


def page_id(handle: str) -> str:
    return digits(f"facebook {handle}", 15)


def answer(ask: Ask, who: People, now: datetime) -> Any:
    """One Page. Raises `Refused`."""
    version, _, name = ask.path.strip("/").partition("/")
    if version != VERSION:
        raise refusal(2635, 0, f"(#2635) You are calling a deprecated version. Please update to {VERSION}.")
    if is_refused(ask.bearer):
        raise refusal(190, 467, "Invalid OAuth access token - Cannot parse access token")
    name, _, edge = name.partition("/")
    if edge == "insights" and ask.method == "GET":
        return follows(ask, who.by_id(name) if name.isdigit() else who.by_handle(name), now)
    params = {"fields", "limit", "since", "until", "after"} if edge == EDGE else {"fields"}
    if ask.method != "GET" or edge not in ("", EDGE) or set(ask.query) - params:
        raise refusal(100, 0, "(#100) Unsupported request")
    if edge and INSIGHTS.search(ask.query.get("fields", [""])[0]):
        raise refusal(10, 0, "(#10) This endpoint requires the 'read_insights' permission", http=403)
    person = who.by_id(name) if name.isdigit() else who.by_handle(name)
    if person.missing or person.personal:
        words = (
            f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due to missing "
            "permissions, or does not support this operation"
        )
        raise refusal(100, 33, words, kind="GraphMethodException")
    return published(ask, person, now) if edge else of_page(ask, person, now)


def with_pieces(person: Person, said: Sequence[Mapping[str, Any]]) -> Person:
    return replace(person, pieces=said)


def _fields(ask: Ask, there: set[str]) -> list[str]:
    asked = INSIGHTS.sub("", ask.query.get("fields", [""])[0])
    fields = [field for field in asked.split(",") if field]
    for field in fields:
        if field not in there:
            raise refusal(100, 0, f"(#100) Tried accessing nonexisting field ({field}) on node type (Page)")
    return fields


def of_page(ask: Ask, person: Person, now: datetime) -> Any:
    """What a Page says of itself."""
    fields, followers = _fields(ask, FIELDS), person.followers_at(now)
    facts = {
        "id": person.id, "name": person.title, "username": person.handle, "followers_count": followers,
        "fan_count": followers * 97 // 100, "link": f"https://www.facebook.com/{person.handle}",
    }  # fmt: skip
    return {key: value for key, value in facts.items() if key == "id" or key in fields}


def published(ask: Ask, person: Person, now: datetime) -> Any:
    """A page of posts, the newest first. Each third was never shared, each fifth has no words."""
    fields, metrics = _fields(ask, POST_FIELDS), INSIGHTS.search(ask.query.get("fields", [""])[0])
    if metrics and not set(metrics[1].split(",")) <= METRICS:
        raise refusal(100, 0, "(#100) The value must be a valid insights metric")
    asked = {key: values[0] for key, values in ask.query.items()}
    size, since, start = asked.get("limit", "25"), asked.get("since", "0"), asked.get("after", "c0")[1:]
    if not (size.isdigit() and 0 < int(size) <= 100 and since.isdigit() and start.isdigit()):
        raise refusal(100, 0, "(#100) Invalid parameter")
    found = [piece for piece in pieces(person, now) if piece.at.timestamp() >= int(since)]
    page = found[int(start) : int(start) + int(size)]
    named = metrics[1].split(",") if metrics else []
    answer: dict[str, Any] = {"data": [_post(person, piece, fields, named) for piece in page]}
    if page:
        after = f"c{int(start) + int(size)}"
        answer["paging"] = {"cursors": {"before": "b", "after": after}}
        if len(found) > int(start) + int(size):
            answer["paging"]["next"] = f"https://graph.facebook.com/{VERSION}/{person.id}/{EDGE}?access_token=X"
    return answer


def _post(person: Person, piece: Piece, fields: list[str], metrics: list[str]) -> dict[str, Any]:
    reel = piece.number % 2 == 0
    facts: dict[str, Any] = {
        "id": piece.named(f"{person.id}_"), "message": piece.title,
        "created_time": f"{piece.at:%Y-%m-%dT%H:%M:%S+0000}",
        "permalink_url": f"https://www.facebook.com/{person.id}/posts/{piece.id}",
        "status_type": "added_video" if reel else "added_photos", "shares": {"count": (piece.likes or 0) // 12},
        "reactions.summary(total_count).limit(0)": {"data": [], "summary": {"total_count": piece.likes}},
        "comments.summary(total_count).limit(0)": {"data": [], "summary": {"total_count": piece.comments}},
    }  # fmt: skip
    hidden = ({"shares"} if piece.number % 3 == 0 else set()) | (set() if piece.number % 5 else {"message"})
    if metrics:
        views = piece.views or 0
        told = {"post_media_view": views, "post_total_media_view_unique": views * 3 // 4} if piece.number % 4 else {}
        facts["insights"] = {
            "data": [
                {"name": name, "period": "lifetime", "values": [{"value": told[name]}], "id": f"{piece.id}/{name}"}
                for name in metrics
                if name in told
            ]
        }
        fields = [*fields, "insights"]
    kept = {"id", *fields} - (set() if piece.scripted else hidden)
    return {key.partition(".")[0]: value for key, value in facts.items() if key in kept}


def follows(ask: Ask, person: Person, now: datetime) -> Any:
    """Followers of a Page of ours at the end of each day: ninety days in a call, two years back."""
    asked = {key: values[0] for key, values in ask.query.items()}
    if set(asked) != {"metric", "period", "since", "until"} or asked["period"] != "day":
        raise refusal(3001, 1504028, "No metric was specified to be fetched")
    if asked["metric"] != "page_follows":
        raise refusal(100, 0, "(#100) The value must be a valid insights metric")
    since, until = (datetime.fromtimestamp(int(asked[key]), UTC) for key in ("since", "until"))
    if until - since > timedelta(days=90):
        raise refusal(100, 0, "(#100) There cannot be more than 90 days (7776000 s) between since and until")
    first = max(since, now - timedelta(days=730))
    days = [first + timedelta(days=n + 1) for n in range(max(0, (until - first).days))]
    values = [
        {"value": person.followers_at(day), "end_time": f"{day:%Y-%m-%dT%H:%M:%S+0000}"}
        for day in days
        if day >= EPOCH - timedelta(days=100)
    ]
    return {"data": [{"name": "page_follows", "period": "day", "values": values}] if values else []}
