"""Connecting a channel, and reading what its owner allowed."""

import base64
import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from stats.platforms.calls import as_object, seconds_of, text_of
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant, Login, app
from stats.platforms.readings import PastReading, PostReading, Reading
from stats.platforms.youtube import YouTube
from stats.platforms.youtube.errors import OUR_KEY, error_of, reasons_of
from stats.platforms.youtube_login.errors import NAME, sign_in_error
from stats.platforms.youtube_login.reports import COUNTED, days_of, past_of, span

READ = "https://www.googleapis.com/auth/youtube.readonly"
ANALYTICS = "https://www.googleapis.com/auth/yt-analytics.readonly"


class YouTubeLogin(Login):
    """The office's app at Google. `timeout` in seconds."""

    platform = "youtube"
    name = NAME
    app = app(of="From console.cloud.google.com: an OAuth client of kind Web application.")
    asks = "Google"
    needs = {READ: "whose channel it is, its subscribers, views and videos"}
    wants = {ANALYTICS: "views and new and lost subscribers of each day, also of days before today"}
    posts_by = READ
    history_by = ANALYTICS
    parts_by = "refresh_token"  # an access token of an hour is dead before anybody withdraws
    key_first = True
    renew_every = timedelta(days=1)  # YouTube wants to know at least monthly that the consent still holds
    youngest = timedelta(0)

    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the browser goes. Google gives a token that lasts only where it asks anew."""
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": " ".join(self.scopes),
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{self.urls['authorize']}?{urlencode(asked)}"

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        grant = self._grant(
            grant_type="authorization_code", code=code, redirect_uri=redirect_uri, code_verifier=verifier
        )
        if not grant.refresh_token:
            raise PlatformError(Kind.BAD_RESPONSE, "Google gave no token that lasts.")
        return grant

    def renew(self, access_token: str, refresh_token: str) -> Grant:
        """An hour more. The refresh token stays the same."""
        return self._grant(grant_type="refresh_token", refresh_token=refresh_token)

    def revoke(self, token: str) -> None:
        self._ask_google("/revoke", token=token)

    def own_figures(self, access_token: str) -> Reading:
        """The channel of whoever signed in. Its count is rounded as it is for everybody."""
        return self._own(access_token).mine()

    def posts(self, access_token: str, allowed: Collection[str], since: datetime) -> list[PostReading]:
        own = self._own(access_token)
        return own.posts(own.mine().external_id, since)

    def history(self, access_token: str, now: datetime) -> list[PastReading]:
        """Subscribers and views at the end of each day that is told, reckoned back from those of now.

        YouTube tells the last two or three days later; until then they count as if nothing had changed.
        """
        reading = self.own_figures(access_token)
        if reading.followers is None:
            return []
        first, last = span(now)
        asked = {
            "ids": "channel==MINE", "startDate": first.isoformat(), "endDate": last.isoformat(),
            "metrics": ",".join(COUNTED), "dimensions": "day", "sort": "day",
        }  # fmt: skip
        answer, body = self._call("GET", f"{self.urls['analytics']}/reports", params=asked, token=access_token)
        if answer.status_code != 200:
            if reasons_of(body) & OUR_KEY:
                said = "The office’s project at Google has no YouTube Analytics API switched on."
                raise PlatformError(Kind.CONFIGURATION, said)
            raise error_of(answer.status_code, answer.headers, body)
        return past_of(reading, days_of(as_object(body, name=NAME)))

    def _own(self, access_token: str) -> "OwnYouTube":
        return OwnYouTube(self.urls["api"], access_token, self.client, timeout=self.timeout, spend=self.spend)

    def _grant(self, **asked: str) -> Grant:
        data = self._ask_google("/token", client_id=self.client_id, client_secret=self.client_secret, **asked)
        return Grant(
            external_id="",
            scopes=tuple(str(data.get("scope") or "").split()),
            access_token=text_of(data, "access_token", name=NAME),
            access_seconds=seconds_of(data, "expires_in"),
            refresh_token=str(data.get("refresh_token") or ""),
        )

    def _ask_google(self, path: str, **form: str) -> dict[str, Any]:
        answer, body = self._call("POST", self.urls["token"] + path, name="Google", form=form)
        try:
            data = as_object(body, name="Google")
        except PlatformError:
            if answer.status_code == 200:
                raise
            data = {}
        if answer.status_code != 200:
            raise sign_in_error(answer.status_code, answer.headers, data)
        return data


class OwnYouTube(YouTube):
    """YouTube's lists, asked with an owner's token in place of a key; whoever calls is patient."""

    def mine(self) -> Reading:
        found = next(iter(self._channels({"mine": "true"}).values()), None)
        if found is None:
            raise PlatformError(Kind.NOT_FOUND, "You signed in to Google as somebody who has no YouTube channel.")
        if isinstance(found, PlatformError):
            raise found
        return found

    def _ask(self, path: str, params: dict[str, str], *, bucket: str = "") -> dict[str, Any]:
        return self._call(path, params, error_of, bucket=bucket, headers={"Authorization": f"Bearer {self.key}"})[0]
