"""Connecting a Page, and reading what somebody who runs it allowed."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from stats.platforms import graph_owners
from stats.platforms.calls import as_object, strange, text_of
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.facebook import Facebook
from stats.platforms.facebook.client import NAME
from stats.platforms.facebook.posts import ladder
from stats.platforms.grants import Grant, Login, app
from stats.platforms.readings import PastReading, PostReading, Reading

INSIGHTS = "read_insights"
REACTIONS = "pages_read_user_content"
LISTED = "pages_show_list"
READ = "pages_read_engagement"
PAGES = 10  # of a hundred each that somebody runs


class FacebookLogin(Login):
    """The office's app at Facebook. `timeout` in seconds.

    Who signs in is a person, and what is read is a Page that they run. Only that Page's token is kept: it does not run
    out, but dies when they change their password, leave the Page or remove the app. That of the person, by which
    Facebook could be told that we let go, would end every Page they ever connected here; it is dropped at once.
    """

    platform = "facebook"
    name = NAME
    app = app(of="From developers.facebook.com: the app’s id, under App settings, Basic.", id_label="App id")
    runs = "Page"
    needs = {
        LISTED: "which Pages you run, to find this one",
        READ: "the Page’s name, its followers, its posts and how often they were shared",
    }
    wants = {
        REACTIONS: "how many reacted to the Page’s posts and commented on them",
        INSIGHTS: "how often the Page’s posts were seen and by how many, and its followers of the last two years",
    }
    posts_by = READ
    history_by = INSIGHTS
    renew_every = None
    renews_by_app = False

    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the browser goes. Facebook's code needs our secret; `rerequest` asks anew for what was left out."""
        asked = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": ",".join(self.scopes),
            "auth_type": "rerequest",
            "state": state,
        }
        return f"{self.urls['authorize']}?{urlencode(asked)}"

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The code becomes a token of hours, that one a token of sixty days: of the person, until a Page is chosen.

        Only from the longer one come tokens of Pages that do not run out.
        """
        app_ = {"client_id": self.client_id, "client_secret": self.client_secret}
        short = self._token({**app_, "redirect_uri": redirect_uri, "code": code})
        long = self._token({**app_, "grant_type": "fb_exchange_token", "fb_exchange_token": short})
        told = self._get("/me/permissions", {}, long)
        try:
            scopes = tuple(row["permission"] for row in told["data"] if row["status"] == "granted")
        except (KeyError, TypeError) as error:
            raise strange(NAME) from error
        return Grant(external_id="", scopes=scopes, access_token=long)

    def choose(self, grant: Grant, external_id: str, handle: str) -> Grant:
        """The Page of that id or name among those they run and let us see."""
        meant, names = handle.casefold(), list[str]()
        asked, seen, cursor = {"fields": "id,name,username,access_token", "limit": "100"}, {""}, ""
        for _ in range(PAGES):
            data = self._get("/me/accounts", {**asked, "after": cursor} if cursor else asked, grant.access_token)
            for row in _rows(data):
                name = str(row.get("username") or "")
                if row["id"] == external_id if external_id else meant in {row["id"], name.casefold()}:
                    if not row.get("access_token"):
                        raise PlatformError(
                            Kind.PERMISSION,
                            f"Facebook lets you see the Page {handle} and not read it for others: your role there is "
                            "too small. Ask whoever runs it for one that may see its content and insights.",
                        )
                    token = text_of(row, "access_token", name=NAME)
                    return Grant(external_id=row["id"], scopes=grant.scopes, access_token=token)
                names.append(name or str(row.get("name") or row["id"]))
            cursor = _next(data)
            if cursor in seen:
                break
            seen.add(cursor)
        if meant in map(str.casefold, names):
            raise PlatformError(
                Kind.NOT_FOUND,
                f"The Page {handle} that you let the office see is not the one that it read under this name so far. "
                "Where it is the right one, ask the office to archive this account and enter it anew.",
            )
        if not names:
            raise PlatformError(Kind.NOT_FOUND, "On Facebook you let the office see no Page that you run.")
        listed = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
        raise PlatformError(
            Kind.NOT_FOUND, f"On Facebook you let the office see {listed}, and this account is {handle}."
        )

    def renew(self, access_token: str, refresh_token: str) -> Grant:
        """Nothing renews the token of a Page: it holds, or somebody has to sign in again."""
        raise PlatformError(Kind.TOKEN_REVOKED, graph_owners.ended(NAME))

    def revoke(self, token: str) -> None:
        """There is no such call for one Page: only who runs it can, in Facebook's own settings."""

    def own_figures(self, access_token: str) -> Reading:
        found = self._page(access_token).fetch_handles(["me"]).get("me")
        if found is None:
            raise PlatformError(Kind.NOT_FOUND, "The Page is not there on Facebook any more.")
        if isinstance(found, PlatformError):
            raise found
        return found

    def posts(self, access_token: str, allowed: Collection[str], since: datetime) -> list[PostReading]:
        """The Page's posts since then, the newest first, at most a hundred; with what is allowed of each."""
        page = self._page(access_token)
        page.ladder = ladder(reactions=REACTIONS in allowed, insights=INSIGHTS in allowed)
        return page.posts("me", since)

    def history(self, access_token: str, now: datetime) -> list[PastReading]:
        return self._page(access_token).history("me", now)

    def _page(self, token: str) -> "OwnPage":
        return OwnPage(self.urls["graph"], token, self.client, timeout=self.timeout, spend=self.spend)

    def _token(self, asked: dict[str, str]) -> str:
        return text_of(self._get("/oauth/access_token", asked, ""), "access_token", name=NAME)

    def _get(self, path: str, asked: dict[str, str], token: str) -> dict[str, Any]:
        answer, body = self._call("GET", self.urls["graph"] + path, params=asked, token=token)
        if answer.status_code != 200:
            raise _refusal(answer.status_code, answer.headers, body)
        return as_object(body, name=NAME)


class OwnPage(Facebook):
    """A Page asked about with its own token, as `me`; whoever calls is patient."""

    own_token = True
    refusal = staticmethod(lambda status, headers, body: _refusal(status, headers, body))

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        return self._once(path, params)


def _refusal(status: int, headers: Mapping[str, str], body: bytes) -> PlatformError:
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    return graph_owners.error_of(NAME, status, headers, data if isinstance(data, dict) else {})


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    rows = data.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in rows):
        raise strange(NAME)
    return rows


def _next(data: dict[str, Any]) -> str:
    """The cursor to the next page, empty at the end."""
    paging = data.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return ""
    cursors = paging.get("cursors")
    return str(cursors.get("after") or "") if isinstance(cursors, dict) else ""
