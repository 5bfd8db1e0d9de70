"""Facebook Pages in Graph v26.0, as far as its documents say: `GET /{id or name}?fields=…`. Strict."""

from datetime import datetime
from typing import Any

from tests.standin.graph import BAD_TOKENS, VERSION, refusal
from tests.standin.people import Ask, People, digits

FIELDS = {
    "id", "name", "username", "link", "about", "fan_count", "followers_count", "talking_about_count",
    "verification_status", "instagram_business_account",
}  # fmt: skip


def page_id(handle: str) -> str:
    return digits(f"facebook {handle}", 15)


def answer(ask: Ask, who: People, now: datetime) -> Any:
    """One Page. Raises `Refused`."""
    version, _, name = ask.path.strip("/").partition("/")
    if version != VERSION:
        raise refusal(2635, 0, f"(#2635) You are calling a deprecated version. Please update to {VERSION}.")
    if ask.bearer in BAD_TOKENS:
        raise refusal(190, 467, "Invalid OAuth access token - Cannot parse access token")
    if ask.method != "GET" or set(ask.query) - {"fields"}:
        raise refusal(100, 0, "(#100) Unsupported request")
    fields = [field for field in ask.query.get("fields", [""])[0].split(",") if field]
    for field in fields:
        if field not in FIELDS:
            raise refusal(100, 0, f"(#100) Tried accessing nonexisting field ({field}) on node type (Page)")
    person = who.by_id(name) if name.isdigit() else who.by_handle(name)
    if person.missing or person.personal:
        words = (
            f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due to missing "
            "permissions, or does not support this operation"
        )
        raise refusal(100, 33, words, kind="GraphMethodException")
    followers = person.followers_at(now)
    facts = {
        "id": person.id, "name": person.title, "username": person.handle, "followers_count": followers,
        "fan_count": followers * 97 // 100, "link": f"https://www.facebook.com/{person.handle}",
    }  # fmt: skip
    return {key: value for key, value in facts.items() if key == "id" or key in fields}
