"""Twitch Helix and its token door, as far as the documents say. Strict about headers and repeated keys."""

import hashlib
from datetime import datetime
from typing import Any

from tests.standin.people import Ask, People, Refused, digits

MOST = 100
BAD_SECRETS = {"", "wrong-secret"}


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
        raise refusal(404, "Not Found", "")

    def _token(self, ask: Ask) -> Any:
        asked = {key: values[0] for key, values in ask.query.items()}
        if ask.method != "POST" or asked.get("grant_type") != "client_credentials":
            raise Refused(400, {"status": 400, "message": "missing grant type"})
        if not asked.get("client_id"):
            raise Refused(400, {"status": 400, "message": "missing client id"})
        if asked.get("client_secret", "") in BAD_SECRETS:
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
