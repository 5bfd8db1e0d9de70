"""X API v2, as far as its documents say: `GET /2/users` and `GET /2/users/by`. Strict about what it is asked."""

import re
from datetime import datetime
from typing import Any

from tests.standin.people import Ask, People, Person, Refused, digits

MOST = 100
BAD_TOKENS = {"", "wrong-token"}
NAME = re.compile(r"[A-Za-z0-9_]{1,15}\Z")
ID = re.compile(r"[0-9]{1,19}\Z")
FIELDS = {
    "created_at", "description", "public_metrics", "verified", "verified_type", "protected", "profile_image_url",
    "url", "location",
}  # fmt: skip
PROBLEMS = "https://api.twitter.com/2/problems"


def x_id(handle: str) -> str:
    return digits(f"x {handle}", 10)


def bad_request(param: str, words: str) -> Refused:
    body = {
        "errors": [{"parameters": {param: []}, "message": words}], "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.", "type": f"{PROBLEMS}/invalid-request",
    }  # fmt: skip
    return Refused(400, body)


def unauthorized() -> Refused:
    return Refused(401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"})


def limited() -> Refused:
    body = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return Refused(429, body, {"x-rate-limit-limit": "300", "x-rate-limit-remaining": "0"})


def answer(ask: Ask, who: People, now: datetime) -> Any:
    """Accounts by id or by name; who is missing is named under `errors`, with 200. Raises `Refused`."""
    if ask.bearer in BAD_TOKENS:
        raise unauthorized()
    param = {"/2/users": "ids", "/2/users/by": "usernames"}.get(ask.path)
    if param is None or ask.method != "GET":
        raise Refused(404, {"title": "Not Found Error", "type": f"{PROBLEMS}/resource-not-found", "status": 404})
    unknown = sorted(set(ask.query) - {param, "user.fields", "expansions", "tweet.fields", "post.fields"})
    if unknown:
        raise bad_request(unknown[0], f"The query parameter [{unknown[0]}] is not one of [{param},user.fields]")
    fields = {field for value in ask.query.get("user.fields", []) for field in value.split(",")}
    if fields - FIELDS:
        words = f"The `user.fields` query parameter value [{sorted(fields - FIELDS)[0]}] is not valid"
        raise bad_request("user.fields", words)
    if len(ask.query.get(param, [])) != 1:
        raise bad_request(param, f"The `{param}` query parameter can not be empty")
    values = ask.query[param][0].split(",")
    if len(values) > MOST:
        words = f"The number of values in the `{param}` query parameter list [{len(values)}] is not between 1 and 100"
        raise bad_request(param, words)
    for value in values:
        if not (ID if param == "ids" else NAME).match(value):
            raise bad_request(param, f"The `{param}` query parameter value [{value}] does not match")
    people = [who.by_id(value) if param == "ids" else who.by_handle(value) for value in values]
    data = [_user(person, fields, now) for person in people if not (person.missing or person.suspended)]
    errors = [
        _error(value, param, person)
        for value, person in zip(values, people, strict=True)
        if person.missing or person.suspended
    ]
    return {key: rows for key, rows in (("data", data), ("errors", errors)) if rows}


def _user(person: Person, fields: set[str], now: datetime) -> dict[str, Any]:
    user: dict[str, Any] = {"id": person.id, "name": person.title, "username": person.handle}
    if "public_metrics" in fields:
        user["public_metrics"] = {
            "followers_count": person.followers_at(now), "following_count": person.following,
            "tweet_count": person.posts_at(now), "listed_count": 16, "like_count": 2312, "media_count": 81,
        }  # fmt: skip
    if "protected" in fields:
        user["protected"] = person.protected
    return user


def _error(value: str, param: str, person: Person) -> dict[str, Any]:
    said = {"value": value, "resource_type": "user", "parameter": param, "resource_id": value}
    if person.suspended:
        detail, title = f"User has been suspended: [{value}].", "Forbidden"
    else:
        detail, title = f"Could not find user with {param}: [{value}].", "Not Found Error"
    return {**said, "detail": detail, "title": title, "type": f"{PROBLEMS}/resource-not-found"}
