"""TikTok, by https://developers.tiktok.com/doc/: login-kit-web, oauth-user-access-token-management, get-user-info."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.standin.consents import APP, SECRET, Code, Token

if TYPE_CHECKING:
    from tests.standin.logins import Logins

NAME = "TikTok"
CLIENT = "client_key"
AUTHORIZE = "/www.tiktok.com/v2/auth/authorize/"
APPS = "/www.tiktok.com/settings/apps"
CODE_GOOD_FOR = timedelta(minutes=10)
TAIL = ""
ACCESS, REFRESH = 7_200, 15_552_000  # seconds
SCOPES = {"user.info.basic", "user.info.profile", "user.info.stats", "video.list"}
ASKED = {"client_key", "scope", "response_type", "redirect_uri", "state", "code_challenge", "code_challenge_method"}
FIELDS = {
    "open_id": "user.info.basic", "union_id": "user.info.basic", "avatar_url": "user.info.basic",
    "display_name": "user.info.basic", "bio_description": "user.info.profile", "username": "user.info.profile",
    "profile_deep_link": "user.info.profile", "is_verified": "user.info.profile", "follower_count": "user.info.stats",
    "following_count": "user.info.stats", "likes_count": "user.info.stats", "video_count": "user.info.stats",
}  # fmt: skip
type Answer = tuple[int, Any]


def wrong(asked: dict[str, str]) -> str:
    """What TikTok's page would complain of."""
    if set(asked) != ASKED:
        return f"Check these parameters: {', '.join(sorted(set(asked) ^ ASKED))}"
    if asked["response_type"] != "code" or not asked["state"] or not asked["redirect_uri"].startswith("http"):
        return "response_type, state or redirect_uri is wrong."
    if not set(asked["scope"].split(",")) <= SCOPES:
        return "A scope is not known."
    if asked["code_challenge_method"] != "S256" or not re.fullmatch("[0-9a-f]{64}", asked["code_challenge"]):
        return "code_challenge is not the hex of a SHA-256."
    return ""


def brings_back(code: str, scopes: list[str]) -> dict[str, str]:
    return {"code": code, "scopes": ",".join(scopes)}


def _no(error: str, description: str, code: int = 400) -> Answer:
    return code, {"error": error, "error_description": description, "log_id": "20261125"}


def _api_no(error: str, message: str, code: int = 401) -> Answer:
    return code, {"error": {"code": error, "message": message, "log_id": "20261125"}}


REFUSED = _no("invalid_grant", "Refresh token is invalid or expired.")


def _app(asked: dict[str, str], headers: Mapping[str, str]) -> Answer | None:
    if headers.get("Content-Type") != "application/x-www-form-urlencoded":
        return _no("invalid_request", "The request is not form-encoded.")
    if (asked.get("client_key"), asked.get("client_secret")) != (APP, SECRET):
        return _no("invalid_client", "Client key or secret is incorrect.", 401)
    return None


def _tokens(of: "Logins", whose: Code | Token, family: str, now: datetime) -> Answer:
    consents = of.consents
    access = consents.issue("act.", whose, kind="access", family=family, good_for=ACCESS, now=now)
    refresh = consents.issue("rft.", whose, kind="refresh", family=family, good_for=REFRESH, now=now)
    return 200, {
        "access_token": access, "expires_in": ACCESS, "open_id": of.person("tiktok", whose.handle, now)["id"],
        "refresh_expires_in": REFRESH, "refresh_token": refresh, "scope": ",".join(whose.scopes),
        "token_type": "Bearer",
    }  # fmt: skip


def token(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    refused = _app(asked, headers)
    if refused:
        return refused
    if asked.get("grant_type") == "refresh_token":
        old = of.consents.find("tiktok", asked.get("refresh_token", ""), "refresh", now)
        spent = of.consents.spend(asked["refresh_token"]) if old else None
        return _tokens(of, spent, spent.family, now) if spent else REFUSED
    if asked.get("grant_type") != "authorization_code":
        return _no("unsupported_grant_type", "The grant type is not supported.")
    code = of.consents.redeem("tiktok", asked.get("code", ""), now)
    if code is None or code.redirect_uri != asked.get("redirect_uri"):
        return _no("invalid_grant", "Authorization code is expired or invalid.")
    if hashlib.sha256(asked.get("code_verifier", "").encode()).hexdigest() != code.challenge:
        return _no("invalid_grant", "Code verifier or code challenge is invalid.")
    return _tokens(of, code, uuid4().hex, now)


def revoke(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    refused = _app(asked, headers)
    if refused:
        return refused
    known = of.consents.find("tiktok", asked.get("token", ""), "access", now)
    if known is None:
        return _no("invalid_request", "The token is not known.")
    of.consents.remove("tiktok", family=known.family)
    return 200, None


def user_info(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    bearer = headers.get("Authorization", "")
    known = of.consents.find("tiktok", bearer.removeprefix("Bearer "), "access", now)
    if not bearer.startswith("Bearer ") or known is None:
        return _api_no("access_token_invalid", "The access token is invalid or not found in the request.")
    fields = asked.get("fields", "").split(",")
    if set(asked) != {"fields"} or not set(fields) <= set(FIELDS):
        return _api_no("invalid_params", "Fields are invalid.", 400)
    if not {FIELDS[name] for name in fields} <= set(known.scopes):
        return _api_no("scope_not_authorized", "The user did not authorize the scope required.")
    person = of.person("tiktok", known.handle, now)
    facts = {
        "open_id": person["id"], "union_id": person["id"], "avatar_url": "", "display_name": person["title"],
        "bio_description": "", "username": person["handle"], "profile_deep_link": "", "is_verified": False,
        "follower_count": person["followers"], "following_count": person["following"],
        "likes_count": person["followers"] * 12, "video_count": person["posts"],
    }  # fmt: skip
    user = {name: facts[name] for name in fields}
    return 200, {"data": {"user": user}, "error": {"code": "ok", "message": "", "log_id": "20261125"}}


VIDEO_FIELDS = {
    "id", "title", "video_description", "create_time", "share_url", "cover_image_url", "duration", "view_count",
    "like_count", "comment_count", "share_count", "is_aigc",
}  # fmt: skip


def video_list(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """Public videos, the newest first, from a cursor of milliseconds on. A page of three or more is one short."""
    known = of.consents.find("tiktok", headers.get("Authorization", "").removeprefix("Bearer "), "access", now)
    if known is None:
        return _api_no("access_token_invalid", "The access token is invalid or not found in the request.")
    if "video.list" not in known.scopes:
        return _api_no("scope_not_authorized", "The user did not authorize the scope required.")
    fields = set(asked.get("fields", "").split(","))
    if headers.get("Content-Type") != "application/json" or not fields <= VIDEO_FIELDS:
        return _api_no("invalid_params", "Fields or content type are invalid.", 400)
    try:
        said = json.loads(asked.get("body", ""))
        most, cursor = said.get("max_count", 10), said.get("cursor", int(now.timestamp() * 1000))
    except ValueError:
        return _api_no("invalid_params", "The body is not JSON.", 400)
    if set(said) - {"max_count", "cursor"} or not 0 < most <= 20:
        return _api_no("invalid_params", "max_count is not between 1 and 20.", 400)
    there = [piece for piece in of.pieces("tiktok", known.handle, now) if piece.at.timestamp() * 1000 < cursor]
    page = there[: most - 1 if most > 2 else most]
    videos = [
        {
            "id": piece.id, "title": piece.title[:150], "video_description": f"{piece.title} #cat"[:150],
            "create_time": int(piece.at.timestamp()), "view_count": piece.views, "like_count": piece.likes,
            "share_url": f"https://www.tiktok.com/@{known.handle}/video/{piece.id}",
            "comment_count": piece.comments, "share_count": (piece.likes or 0) // 12,
        }
        for piece in page
    ]  # fmt: skip
    data = {
        "videos": [{name: video[name] for name in fields if name in video} for video in videos],
        "cursor": int(page[-1].at.timestamp() * 1000) if page else cursor, "has_more": len(page) < len(there),
    }  # fmt: skip
    return 200, {"data": data, "error": {"code": "ok", "message": "", "log_id": "20261125"}}


CALLS = {
    ("POST", "/open.tiktokapis.com/v2/oauth/token/"): token,
    ("POST", "/open.tiktokapis.com/v2/oauth/revoke/"): revoke,
    ("GET", "/open.tiktokapis.com/v2/user/info/"): user_info,
    ("POST", "/open.tiktokapis.com/v2/video/list/"): video_list,
}


def call_at(method: str, path: str) -> Any:
    """What answers there, if anything does."""
    return CALLS.get((method, path))
