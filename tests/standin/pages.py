"""Facebook Pages in Graph v26.0, by its documents: `GET /{id or name}?fields=…` and published posts. Strict."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.standin.graph import BAD_TOKENS, VERSION, refusal
from tests.standin.people import EPOCH, Ask, People, Person, digits
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


def page_id(handle: str) -> str:
    return digits(f"facebook {handle}", 15)


def answer(ask: Ask, who: People, now: datetime) -> Any:
    """One Page. Raises `Refused`."""
    version, _, name = ask.path.strip("/").partition("/")
    if version != VERSION:
        raise refusal(2635, 0, f"(#2635) You are calling a deprecated version. Please update to {VERSION}.")
    if ask.bearer in BAD_TOKENS:
        raise refusal(190, 467, "Invalid OAuth access token - Cannot parse access token")
    name, _, edge = name.partition("/")
    if edge == "insights" and ask.method == "GET":
        return _follows(ask, who.by_id(name) if name.isdigit() else who.by_handle(name), now)
    params = {"fields", "limit", "since", "until", "after"} if edge == EDGE else {"fields"}
    if ask.method != "GET" or edge not in ("", EDGE) or set(ask.query) - params:
        raise refusal(100, 0, "(#100) Unsupported request")
    fields = [field for field in ask.query.get("fields", [""])[0].split(",") if field]
    for field in fields:
        if field not in (POST_FIELDS if edge else FIELDS):
            raise refusal(100, 0, f"(#100) Tried accessing nonexisting field ({field}) on node type (Page)")
    person = who.by_id(name) if name.isdigit() else who.by_handle(name)
    if person.missing or person.personal:
        words = (
            f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due to missing "
            "permissions, or does not support this operation"
        )
        raise refusal(100, 33, words, kind="GraphMethodException")
    if edge:
        return _published(ask, person, fields, now)
    followers = person.followers_at(now)
    facts = {
        "id": person.id, "name": person.title, "username": person.handle, "followers_count": followers,
        "fan_count": followers * 97 // 100, "link": f"https://www.facebook.com/{person.handle}",
    }  # fmt: skip
    return {key: value for key, value in facts.items() if key == "id" or key in fields}


def _published(ask: Ask, person: Person, fields: list[str], now: datetime) -> Any:
    """A page of posts, the newest first. Each third was never shared, each fifth has no words."""
    asked = {key: values[0] for key, values in ask.query.items()}
    size, since, start = asked.get("limit", "25"), asked.get("since", "0"), asked.get("after", "c0")[1:]
    if not (size.isdigit() and 0 < int(size) <= 100 and since.isdigit() and start.isdigit()):
        raise refusal(100, 0, "(#100) Invalid parameter")
    found = [piece for piece in pieces(person, now) if piece.at.timestamp() >= int(since)]
    page = found[int(start) : int(start) + int(size)]
    answer: dict[str, Any] = {"data": [_post(person, piece, fields) for piece in page]}
    if page:
        after = f"c{int(start) + int(size)}"
        answer["paging"] = {"cursors": {"before": "b", "after": after}}
        if len(found) > int(start) + int(size):
            answer["paging"]["next"] = f"https://graph.facebook.com/{VERSION}/{person.id}/{EDGE}?access_token=X"
    return answer


def _post(person: Person, piece: Piece, fields: list[str]) -> dict[str, Any]:
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
    kept = {"id", *fields} - (set() if piece.scripted else hidden)
    return {key.partition(".")[0]: value for key, value in facts.items() if key in kept}


def _follows(ask: Ask, person: Person, now: datetime) -> Any:
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
