"""X API v2, by its documents: `GET /2/users`, `/2/users/by` and `/2/users/:id/tweets`. Strict."""

import re
from datetime import datetime
from typing import Any

from tests.standin.people import EPOCH, Ask, People, Person, Refused, digits, is_refused
from tests.standin.pieces import Piece, pieces

MOST = 100
NAME = re.compile(r"[A-Za-z0-9_]{1,15}\Z")
ID = re.compile(r"[0-9]{1,19}\Z")
FIELDS = {
    "created_at", "description", "public_metrics", "verified", "verified_type", "protected", "profile_image_url",
    "url", "location",
}  # fmt: skip
TIMELINE = re.compile(r"/2/users/([0-9]{1,19})/tweets\Z")
TIMELINE_PARAMS = {
    "max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time", "exclude", "expansions",
    "media.fields", "tweet.fields",
}  # fmt: skip
POST_FIELDS = {"created_at", "public_metrics", "entities", "lang", "note_tweet", "attachments", "paid_partnership"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
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
    if is_refused(ask.bearer):
        raise unauthorized()
    timeline = TIMELINE.match(ask.path)
    if timeline and ask.method == "GET":
        return _timeline(ask, who.by_id(timeline[1]), now)
    if ask.path == "/2/tweets" and ask.method == "GET":
        return _lookup(ask, who, now)
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


def _timeline(ask: Ask, person: Person, now: datetime) -> Any:
    """The newest posts; without `data` where there are none. Each third has a video, each second no bookmarks."""
    unknown = sorted(set(ask.query) - TIMELINE_PARAMS)
    if unknown:
        raise bad_request(unknown[0], f"The query parameter [{unknown[0]}] is not one of {sorted(TIMELINE_PARAMS)}")
    asked = {key: values[0] for key, values in ask.query.items()}
    fields = set(asked.get("tweet.fields", "").split(",")) - {""}
    most = asked.get("max_results", "10")
    if fields - POST_FIELDS or set(asked.get("exclude", "replies").split(",")) - {"replies", "retweets"}:
        raise bad_request("tweet.fields", "A value is not valid")
    if not most.isdigit() or not 5 <= int(most) <= 100:
        raise bad_request("max_results", f"The `max_results` query parameter value [{most}] is not between 5 and 100")
    if "start_time" in asked and not TIME.match(asked["start_time"]):
        raise bad_request("start_time", "The `start_time` query parameter value is not an ISO 8601 date/time")
    if person.missing or person.suspended or person.protected:
        return {"errors": [_unseen(person)]}
    since = datetime.fromisoformat(asked["start_time"]) if "start_time" in asked else EPOCH
    found = [piece for piece in pieces(person, now) if piece.at >= since][: int(most)]
    if not found:
        return {"meta": {"result_count": 0}}
    films = [piece for piece in found if piece.number % 3 == 0]
    more = {"media": [{"media_key": f"13_{film.id}", "type": "video"} for film in films]}
    data = [_post(piece, fields) for piece in found]
    return {"data": data, "meta": {"result_count": len(found)}} | ({"includes": more} if films else {})


def _lookup(ask: Ask, who: People, now: datetime) -> Any:
    """Posts by id, of whoever was asked about before; what was taken down is named under `errors`, with 200."""
    unknown = sorted(set(ask.query) - {"ids", "expansions", "media.fields", "tweet.fields"})
    ids = ask.query.get("ids", [""])[0].split(",")
    if unknown or not 0 < len(ids) <= MOST or not all(ID.match(each) for each in ids):
        raise bad_request("ids", "The `ids` query parameter is not between 1 and 100 posts")
    fields = set(ask.query.get("tweet.fields", [""])[0].split(",")) - {""}
    known = [who.by_id(each) for each in list(who.met)]
    seen = [each for each in known if not (each.missing or each.suspended or each.protected)]
    there = {piece.id: piece for person in seen for piece in pieces(person, now)}
    gone = [
        {"value": each, "resource_id": each, "resource_type": "tweet", "parameter": "ids", "title": "Not Found Error",
         "detail": f"Could not find tweet with ids: [{each}].", "type": f"{PROBLEMS}/resource-not-found"}
        for each in ids if each not in there
    ]  # fmt: skip
    data = [_post(there[each], fields) for each in ids if each in there]
    return {key: rows for key, rows in (("data", data), ("errors", gone)) if rows}


def _post(piece: Piece, fields: set[str]) -> dict[str, Any]:
    counts = {
        "retweet_count": (piece.likes or 0) // 12, "reply_count": piece.comments, "like_count": piece.likes,
        "quote_count": 0, "impression_count": piece.views, "bookmark_count": piece.number,
    }  # fmt: skip
    if piece.number % 2:
        del counts["bookmark_count"]
    more = {
        "created_at": f"{piece.at:%Y-%m-%dT%H:%M:%S}.000Z", "public_metrics": counts,
        "note_tweet": {"text": f"{piece.title}, at length"},
    }  # fmt: skip
    if piece.scripted and "https://t.co/x" in piece.title:
        own = {
            "url": "https://t.co/own",
            "expanded_url": f"https://x.com/a/status/{piece.id}/photo/1",
            "media_key": "3_1",
        }
        more["entities"] = {"urls": [{"url": "https://t.co/x", "expanded_url": "https://shop.example/x"}, own]}
    if piece.paid is not None:
        more["paid_partnership"] = piece.paid
    if piece.number % 3 == 0:
        more["attachments"] = {"media_keys": [f"13_{piece.id}"]}
    if piece.number % 5:
        del more["note_tweet"]
    return {"id": piece.id, "text": piece.title} | {name: value for name, value in more.items() if name in fields}


def _unseen(person: Person) -> dict[str, Any]:
    if person.protected:
        words = f"Sorry, you are not authorized to see the user with id: [{person.id}]."
        return {
            "value": person.id, "detail": words, "title": "Authorization Error", "resource_type": "user",
            "type": f"{PROBLEMS}/not-authorized-for-resource",
        }  # fmt: skip
    return _error(person.id, "id", person)


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
