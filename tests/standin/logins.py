"""The stand-in's sign-ins: TikTok's Login Kit, Instagram Login, Facebook Login, and Google for YouTube. As strict as
the real ones.

    GET  /www.tiktok.com/v2/auth/authorize/      /www.instagram.com/oauth/authorize          a page: Allow or Deny
    POST /open.tiktokapis.com/v2/oauth/token/    /api.instagram.com/oauth/access_token       codes into tokens
    GET  /open.tiktokapis.com/v2/user/info/      /graph.instagram.com/v26.0/me               one's own figures
    POST /open.tiktokapis.com/v2/video/list/     /graph.instagram.com/v26.0/me/media          one's own posts
    GET                                          /graph.instagram.com/v26.0/{id}/insights    what a post reached
    GET  /www.tiktok.com/settings/apps           /www.instagram.com/accounts/manage_access/  a page: Remove access

Google has its pages at /accounts.google.com/o/oauth2/v2/auth and /myaccount.google.com/connections, its tokens at
/oauth2.googleapis.com/token, the report of days at /youtubeanalytics.googleapis.com/v2/reports; the lists under
/youtube/v3 are answered by token too. Facebook's dialog is at /www.facebook.com/v26.0/dialog/oauth; who signs in there
runs the Page of the same name, or those that were scripted (`pages`).

Control: `/_control/consents {"tiktok": {"remove": "handle"}}` ends a consent, `{"tiktok": {"faults": ["500", …]}}` lets
the next calls go wrong (`500`, `html`, `429`, `refused`, `hang`).
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.standin import consent_pages, facebook_login, instagram_login, tiktok, youtube_login
from tests.standin.channels import Channels
from tests.standin.consents import APP, Consents
from tests.standin.faults import HANG, Raw
from tests.standin.people import People
from tests.standin.pieces import Piece, pieces

PLATFORMS = {"tiktok": tiktok, "instagram": instagram_login, "youtube": youtube_login, "facebook": facebook_login}
BY_TOKEN = "/youtube/v3/"  # with a key, YouTube answers itself
HTML = "text/html; charset=utf-8"


def open_id(handle: str) -> str:
    """Whom TikTok says a handle is, to this app."""
    return hashlib.sha256(f"tiktok:{handle}".encode()).hexdigest()[:32]


class Logins:
    """All of them over one socket. Who is on Instagram, Facebook or YouTube is there for the office's key too."""

    def __init__(self, consents: Consents, instagram: People, facebook: People, channels: Channels) -> None:
        self.consents = consents
        self.channels = channels
        self.there = {"tiktok": People(open_id), "instagram": instagram, "facebook": facebook}
        self.people: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in self.there}
        self.undated_stories = 0  # of which Instagram leaves the time out
        self.given_up: set[str] = set()  # insights that Instagram and Facebook do not take any more

    def person(self, platform: str, handle: str, now: datetime) -> dict[str, Any]:
        """What the platform knows of somebody: always the same, unless it was scripted."""
        base = self.there[platform].by_handle(handle)
        facts = {
            "id": base.id, "handle": handle, "title": base.title, "followers": base.followers_at(now),
            "following": base.following, "posts": base.posts_at(now),
        }  # fmt: skip
        return facts | self.people[platform].get(handle.lower(), {})

    def pieces(self, platform: str, handle: str, now: datetime) -> list[Piece]:
        """What somebody has published."""
        said = self.people[platform].get(handle.lower(), {})
        person = self.there[platform].by_handle(handle)
        return pieces(replace(person, pieces=said["pieces"]) if "pieces" in said else person, now)

    def seed(self, facts: Mapping[str, Any], as_of: datetime) -> None:
        for platform, people in self.there.items():
            people.seed(facts.get(platform, {}), as_of)

    def script(self, platform: str, who: str, **facts: Any) -> None:
        self.people[platform][who.lower()] = facts

    def control(self, body: Mapping[str, Mapping[str, Any]]) -> None:
        for platform, deeds in body.items():
            if "remove" in deeds:
                self.consents.remove(platform, handle=deeds["remove"])
            self.consents.faults.setdefault(platform, []).extend(deeds.get("faults", ()))

    def answer(self, method: str, target: str, body: bytes, headers: Mapping[str, str], now: datetime) -> Raw | None:
        """The answer where the address is one of ours."""
        parts = urlsplit(target)
        for platform, module in PLATFORMS.items():
            if parts.path == module.AUTHORIZE:
                return self._authorize(platform, method, parts.query, body, now)
            if parts.path == module.APPS:
                return self._apps(platform, method, body)
            call = module.call_at(method, parts.path)
            if parts.path.startswith(BY_TOKEN) and "Authorization" not in headers:
                continue
            if call is not None:
                query = parts.query if method == "GET" or parts.query else body.decode()
                asked = dict(parse_qsl(query, keep_blank_values=True))
                if method == "POST" and parts.query:
                    asked["body"] = body.decode()
                self.consents.asked.append((platform, f"{method} {parts.path}", asked))
                return self._broken(platform) or _sent(*call(self, asked, headers, now))
        return None

    def _broken(self, platform: str) -> Raw | None:
        match self.consents.fault(platform):
            case "500":
                return Raw(500, b'{"error": {"code": "internal_error", "message": "Try again."}}')
            case "html":
                return Raw(200, b"<!doctype html><title>Sorry</title>", HTML)
            case "hang":
                time.sleep(HANG)
            case "429":
                return Raw(429, b'{"error": {"code": "rate_limit_exceeded", "message": "Slow down."}}')
            case "2500":
                return _sent(400, {"error": {"code": 2500, "message": "Unknown path components", "type": "Exception"}})
            case "refused":
                code, said = PLATFORMS[platform].REFUSED
                return _sent(code, said)
        return None

    def _authorize(self, platform: str, method: str, query: str, body: bytes, now: datetime) -> Raw:
        module = PLATFORMS[platform]
        pairs = parse_qsl(query, keep_blank_values=True)
        asked = dict(pairs)
        said = "A parameter is given twice." if len(pairs) != len(asked) else module.wrong(asked)
        if asked.get(module.CLIENT) != APP:
            said = "The app is not known."
        if said:
            return Raw(400, consent_pages.wrong(module.NAME, said), HTML)
        scopes = asked["scope"].replace(",", " ").split()
        if method == "GET":
            return Raw(200, consent_pages.asking(module.NAME, {}, [(scope, True) for scope in scopes]), HTML)
        form = parse_qsl(body.decode(), keep_blank_values=True)
        given = dict(form)
        back = {"state": asked["state"]}
        handle = given.get("handle", "").strip().removeprefix("@")
        if given.get("answer") != "allow" or not handle:
            back |= {"error": "access_denied", "error_description": "The user denied the request"}
            return _redirect(asked["redirect_uri"], back)
        allowed = [value for key, value in form if key == "allow" and value in scopes]
        code = self.consents.code(
            platform, handle=handle, scopes=allowed, redirect_uri=asked["redirect_uri"],
            challenge=asked.get("code_challenge", ""), good_for=module.CODE_GOOD_FOR, now=now,
        )  # fmt: skip
        return _redirect(asked["redirect_uri"], module.brings_back(code, allowed) | back, module.TAIL)

    def _apps(self, platform: str, method: str, body: bytes) -> Raw:
        module = PLATFORMS[platform]
        if method == "POST":
            self.consents.remove(platform, handle=dict(parse_qsl(body.decode())).get("handle", ""))
            return Raw(302, b"", HTML, headers=(("Location", module.APPS),))
        return Raw(200, consent_pages.apps(module.NAME, self.consents.who(platform)), HTML)


def _sent(code: int, data: Any) -> Raw:
    return Raw(code, b"" if data is None else json.dumps(data).encode())


def _redirect(address: str, query: dict[str, str], tail: str = "") -> Raw:
    return Raw(302, b"", HTML, headers=(("Location", f"{address}?{urlencode(query)}{tail}"),))
