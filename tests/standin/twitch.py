"""Twitch Helix and its token door, as far as the documents say. Strict about headers and repeated keys."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

from tests.standin.people import Ask, People, Person, Refused, digits, is_refused
from tests.standin.pieces import Piece, pieces

MOST = 100
ON = timedelta(hours=3)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


def twitch_id(handle: str) -> str:
    return digits(f"twitch {handle}", 9)


def refusal(status: int, error: str, message: str) -> Refused:
    return Refused(status, {"error": error, "status": status, "message": message})


def limited() -> Refused:
    body = refusal(429, "Too Many Requests", "Too many requests").body
    return Refused(429, body, {"Ratelimit-Limit": "800", "Ratelimit-Remaining": "0"})


class Door:
    """Gives out app tokens and remembers for whom. `lapsed` are those that it no longer accepts."""

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.lapsed: set[str] = set()

    def answer(self, ask: Ask, who: People, now: datetime) -> Any:
        """One request to either host. Raises `Refused`."""
        if ask.path.endswith("/oauth2/token"):
            return self._token(ask)
        if self.given.get(ask.bearer) is None or ask.bearer in self.lapsed:
            raise refusal(401, "Unauthorized", "Invalid OAuth token")
        if ask.headers.get("Client-Id") != self.given[ask.bearer]:
            raise refusal(401, "Unauthorized", "Client ID and OAuth token do not match")
        if ask.method != "GET":
            raise refusal(404, "Not Found", "")
        match ask.path:
            case "/helix/users":
                return _users(ask, who)
            case "/helix/channels/followers":
                return _followers(ask, who, now)
            case "/helix/streams":
                return _streams(ask, who, now)
            case "/helix/channels":
                return _channels(ask, who, now)
            case "/helix/videos":
                return _videos(ask, who, now)
            case "/helix/clips":
                return _clips(ask, who, now)
        raise refusal(404, "Not Found", "")

    def _token(self, ask: Ask) -> Any:
        asked = {key: values[0] for key, values in ask.query.items()}
        if ask.method != "POST" or asked.get("grant_type") != "client_credentials":
            raise Refused(400, {"status": 400, "message": "missing grant type"})
        if not asked.get("client_id"):
            raise Refused(400, {"status": 400, "message": "missing client id"})
        if is_refused(asked.get("client_secret", "")):
            raise Refused(403, {"status": 403, "message": "invalid client secret"})
        token = hashlib.sha256(f"{asked['client_id']} {len(self.given)}".encode()).hexdigest()[:30]
        self.given[token] = asked["client_id"]
        return {"access_token": token, "expires_in": 5_011_271, "token_type": "bearer"}


def _users(ask: Ask, who: People) -> Any:
    ids, logins = ask.query.get("id", []), ask.query.get("login", [])
    if set(ask.query) - {"id", "login"} or not 0 < len(ids) + len(logins) <= MOST:
        raise refusal(400, "Bad Request", "Invalid number of ids or logins: between 1 and 100")
    if any(not login.replace("_", "").isalnum() for login in logins) or any(not id_.isdigit() for id_ in ids):
        raise refusal(400, "Bad Request", "Invalid login names, emails or IDs in request")
    people = [*(who.by_id(id_) for id_ in ids), *(who.by_handle(login) for login in logins)]
    return {
        "data": [
            {
                "id": person.id,
                "login": person.handle,
                "display_name": person.title,
                "type": "",
                "broadcaster_type": "partner",
                "description": "",
                "view_count": 0,
                "created_at": "2016-12-14T20:32:28Z",
            }  # fmt: skip
            for person in people
            if not (person.missing or person.suspended)
        ]
    }


def _followers(ask: Ask, who: People, now: datetime) -> Any:
    if set(ask.query) - {"broadcaster_id", "first", "after"} or len(ask.query.get("broadcaster_id", [])) != 1:
        raise refusal(400, "Bad Request", 'The parameter "broadcaster_id" is required')
    return {"total": who.by_id(ask.query["broadcaster_id"][0]).followers_at(now), "data": [], "pagination": {}}


def _stream(piece: Piece) -> str | None:
    """A scripted piece that is marked or not is the recording of a stream, which is on for three hours."""
    return None if piece.paid is None else f"4{piece.id}"


def _on(ask: Ask, who: People, now: datetime, name: str) -> tuple[Person, list[Piece]]:
    """Who is asked about, and what is on there."""
    if set(ask.query) != {name} or len(ask.query[name]) != 1:
        raise refusal(400, "Bad Request", f'The parameter "{name}" is required')
    person = who.by_id(ask.query[name][0])
    return person, [piece for piece in pieces(person, now) if _stream(piece) and now - piece.at < ON]


def _streams(ask: Ask, who: People, now: datetime) -> Any:
    person, on = _on(ask, who, now, "user_id")
    rows = [
        {
            "id": _stream(piece), "user_id": person.id, "user_login": person.handle, "type": "live",
            "title": piece.title, "viewer_count": 12, "started_at": f"{piece.at:%Y-%m-%dT%H:%M:%SZ}",
        }
        for piece in on
    ]  # fmt: skip
    return {"data": rows[:1], "pagination": {}}


def _channels(ask: Ask, who: People, now: datetime) -> Any:
    """What is set there now, which outlives the stream that it was set for."""
    person, _ = _on(ask, who, now, "broadcaster_id")
    last = next((piece for piece in pieces(person, now) if _stream(piece)), None)
    row = {"broadcaster_id": person.id, "broadcaster_login": person.handle, "title": last.title if last else ""}
    return {"data": [row | {"is_branded_content": bool(last and last.paid)}]}


def _videos(ask: Ask, who: People, now: datetime) -> Any:
    """Uploads and recordings, by the time, the newest first."""
    if set(ask.query) - {"user_id", "first", "after", "type", "sort", "period"} or len(ask.query["user_id"]) != 1:
        raise refusal(400, "Bad Request", "The request must specify either the id, user_id, or game_id parameter.")
    person = who.by_id(ask.query["user_id"][0])
    rows = [
        {
            "id": piece.id, "stream_id": _stream(piece), "user_id": person.id, "user_login": person.handle,
            "title": piece.title, "description": "", "created_at": f"{piece.at:%Y-%m-%dT%H:%M:%SZ}",
            "published_at": f"{piece.at:%Y-%m-%dT%H:%M:%SZ}", "url": f"https://www.twitch.tv/videos/{piece.id}",
            "viewable": "public", "view_count": piece.views, "language": "en",
            "type": "archive" if piece.paid is not None or piece.number % 2 == 0 else "upload", "duration": "3m21s",
        }
        for piece in pieces(person, now)
    ]  # fmt: skip
    return _page(ask, rows)


def _clips(ask: Ask, who: People, now: datetime) -> Any:
    """The most seen first: each fourth was cut by the channel itself, the rest by viewers."""
    asked = {key: values[0] for key, values in ask.query.items()}
    if set(asked) - {"broadcaster_id", "first", "after", "started_at", "ended_at"} or "broadcaster_id" not in asked:
        raise refusal(400, "Bad Request", "The id, broadcaster_id or game_id parameter is required.")
    if not all(TIME.match(asked.get(key, "2026-01-01T00:00:00Z")) for key in ("started_at", "ended_at")):
        raise refusal(400, "Bad Request", "A time is not in RFC3339 format.")
    person = who.by_id(asked["broadcaster_id"])
    since = asked.get("started_at", "")
    if person.pieces is not None:
        return {"data": [], "pagination": {}}
    found = [piece for piece in pieces(person, now) if f"{piece.at:%Y-%m-%dT%H:%M:%SZ}" >= since]
    rows = [
        {
            "id": f"Clip{piece.id}", "url": f"https://clips.twitch.tv/Clip{piece.id}", "broadcaster_id": person.id,
            "creator_id": "7" if piece.number % 4 else person.id, "title": f"Clip of {piece.number}",
            "view_count": (piece.views or 0) // 10, "created_at": f"{piece.at:%Y-%m-%dT%H:%M:%SZ}", "duration": 12.9,
        }
        for piece in found
    ]  # fmt: skip
    return _page(ask, sorted(rows, key=lambda row: -int(row["view_count"])))


def _page(ask: Ask, rows: list[dict[str, Any]]) -> Any:
    size, start = ask.query.get("first", ["20"])[0], ask.query.get("after", ["0"])[0]
    if not size.isdigit() or not 0 < int(size) <= MOST or not start.isdigit():
        raise refusal(400, "Bad Request", 'The parameter "first" was malformed: between 1 and 100')
    end = int(start) + int(size)
    return {"data": rows[int(start) : end], "pagination": {"cursor": str(end)} if end < len(rows) else {}}
