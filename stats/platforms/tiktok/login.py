"""Connecting an account, and reading what its owner allowed."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from stats.platforms.calls import as_object, count_of, seconds_of, strange, text_of, words_of
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant, Login, app
from stats.platforms.readings import PostReading, Reading
from stats.platforms.tiktok.errors import NAME, error_in
from stats.platforms.tiktok.videos import VIDEO_FIELDS, VIDEOS_A_PAGE, videos_of
from stats.platforms.walk import walk_back

FIELDS = "open_id,display_name,username,follower_count,following_count,video_count"
PAGES = 10


class TikTokLogin(Login):
    """The office's app at TikTok. `timeout` in seconds."""

    platform = "tiktok"
    name = NAME
    app = app(of="From developers.tiktok.com: the app with Login Kit and Display API.", id_label="Client key")
    needs = {
        "user.info.basic": "whose account it is",
        "user.info.profile": "its handle",
        "user.info.stats": "followers, following and the number of videos",
    }
    wants = {"video.list": "your public videos with their views, likes, comments and shares"}
    posts_by = "video.list"
    parts_by = "access_token"
    renew_every = None  # each renewal kills the token before it, so it is done only when it is needed
    youngest = timedelta(0)

    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the browser goes. TikTok wants the challenge as hex, not as base64url."""
        asked = {
            "client_key": self.client_id,
            "scope": ",".join(self.scopes),
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "state": state,
            "code_challenge": hashlib.sha256(verifier.encode()).hexdigest(),
            "code_challenge_method": "S256",
        }
        return f"{self.urls['authorize']}?{urlencode(asked)}"

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        return self._grant(
            grant_type="authorization_code", code=code, redirect_uri=redirect_uri, code_verifier=verifier
        )

    def renew(self, access_token: str, refresh_token: str) -> Grant:
        """New tokens; the old ones are dead from then on."""
        return self._grant(grant_type="refresh_token", refresh_token=refresh_token)

    def revoke(self, token: str) -> None:
        self._app("/oauth/revoke/", token=token)

    def own_figures(self, access_token: str) -> Reading:
        answer, body = self._call(
            "GET", f"{self.urls['api']}/user/info/", params={"fields": FIELDS}, token=access_token
        )
        data = self._checked(answer, body)
        user = (data.get("data") or {}).get("user")
        if not isinstance(user, dict):
            raise strange(NAME)
        return Reading(
            external_id=text_of(user, "open_id", name=NAME),
            handle=str(user.get("username") or ""),
            title=str(user.get("display_name") or "").replace("\0", "")[:200],
            followers=count_of(user, "follower_count", name=NAME),
            following=count_of(user, "following_count", name=NAME),
            posts=count_of(user, "video_count", name=NAME),
        )

    def posts(self, access_token: str, allowed: Collection[str], since: datetime) -> list[PostReading]:
        """Their public videos since then, the newest first, at most two hundred. A page may hold fewer than asked."""

        def page(cursor: str) -> tuple[list[PostReading], str]:
            said = {"max_count": VIDEOS_A_PAGE} | ({"cursor": int(cursor)} if cursor else {})
            answer, body = self._call(
                "POST", f"{self.urls['api']}/video/list/", params={"fields": VIDEO_FIELDS}, said=said,
                token=access_token,
            )  # fmt: skip
            return videos_of(self._checked(answer, body))

        return walk_back(page, PAGES, since)

    def _grant(self, **asked: str) -> Grant:
        data = self._app("/oauth/token/", **asked)
        return Grant(
            external_id=text_of(data, "open_id", name=NAME),
            scopes=words_of(data.get("scope")),
            access_token=text_of(data, "access_token", name=NAME),
            access_seconds=seconds_of(data, "expires_in"),
            refresh_token=text_of(data, "refresh_token", name=NAME),
            refresh_seconds=seconds_of(data, "refresh_expires_in"),
        )

    def _app(self, path: str, **asked: str) -> dict[str, Any]:
        form = {"client_key": self.client_id, "client_secret": self.client_secret, **asked}
        answer, body = self._call("POST", self.urls["api"] + path, form=form)
        return self._checked(answer, body)

    def _checked(self, answer: httpx.Response, body: bytes) -> dict[str, Any]:
        if not body and answer.status_code == 200:  # what revoking answers
            return {}
        try:
            data = as_object(body, name=NAME)
        except PlatformError:
            if answer.status_code >= 500:
                raise PlatformError(Kind.TRANSIENT, f"TikTok has trouble (error {answer.status_code}).") from None
            raise
        error = error_in(answer.status_code, data)
        if error is not None:
            raise error
        return data
