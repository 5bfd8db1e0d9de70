"""Connecting a professional account, and reading what its owner allowed."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from stats.platforms.calls import as_object, call, count_of, seconds_of, strange, text_of, words_of
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant, Login
from stats.platforms.instagram_login.errors import NAME, error_of
from stats.platforms.readings import Reading

FIELDS = "user_id,username,name,followers_count,follows_count,media_count"


class InstagramLogin(Login):
    """The office's app at Instagram. `timeout` in seconds."""

    name = NAME
    needs = {"instagram_business_basic": "handle, followers, following and the number of posts"}
    revokes = False  # only the owner can, in Instagram's own settings
    renew_every = timedelta(days=7)  # of sixty
    youngest = timedelta(days=1)

    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the browser goes. Instagram takes no challenge; its code needs our secret."""
        asked = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": ",".join(self.needs),
            "state": state,
        }
        return f"{self.urls['authorize']}?{urlencode(asked)}"

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The code becomes a token of an hour, and that one a token of sixty days."""
        short = self._ask(
            "POST",
            self.urls["token"],
            form={
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "grant_type": "authorization_code",
                "redirect_uri": redirect_uri,
                "code": code.removesuffix("#_"),
            },
        )
        rows = short.get("data")  # documented in a list, seen flat
        row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else short
        long = self._ask(
            "GET",
            f"{self.urls['graph']}/access_token",
            params={
                "grant_type": "ig_exchange_token",
                "client_secret": self.client_secret,
                "access_token": text_of(row, "access_token", name=NAME),
            },
        )
        whose = row.get("user_id")
        if not isinstance(whose, str | int) or isinstance(whose, bool):
            raise strange(NAME)
        return self._granted(long, str(whose), words_of(row.get("permissions")))

    def renew(self, access_token: str, refresh_token: str) -> Grant:
        """Sixty days more, in a token that may be another. It must be a day old and not ended."""
        data = self._ask(
            "GET",
            f"{self.urls['graph']}/refresh_access_token",
            params={"grant_type": "ig_refresh_token", "access_token": access_token},
        )
        return self._granted(data, "", words_of(data.get("permissions")))

    def revoke(self, access_token: str) -> None:
        """There is no such call."""

    def own_figures(self, access_token: str) -> Reading:
        user = self._ask(
            "GET", f"{self.urls['graph']}/{self.urls['version']}/me", params={"fields": FIELDS}, token=access_token
        )
        return Reading(
            external_id=text_of(user, "user_id", name=NAME),
            handle=text_of(user, "username", name=NAME),
            title=str(user.get("name") or "").replace("\0", "")[:200],
            followers=count_of(user, "followers_count", name=NAME),
            following=count_of(user, "follows_count", name=NAME),
            posts=count_of(user, "media_count", name=NAME),
        )

    def _granted(self, data: dict[str, Any], whose: str, scopes: tuple[str, ...]) -> Grant:
        return Grant(
            external_id=whose,
            scopes=scopes,
            access_token=text_of(data, "access_token", name=NAME),
            access_seconds=seconds_of(data, "expires_in"),
        )

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        answer, body = call(self.client, method, url, name=NAME, deadline=self.timeout * 3, **more)
        try:
            data = as_object(body, name=NAME)
        except PlatformError:
            if answer.status_code >= 500:
                raise PlatformError(Kind.TRANSIENT, f"Instagram has trouble (error {answer.status_code}).") from None
            raise
        if answer.status_code != 200 or "error" in data:
            raise error_of(answer.status_code, data)
        return data
