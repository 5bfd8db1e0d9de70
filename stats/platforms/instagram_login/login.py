"""Connecting a professional account, and reading what its owner allowed."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from stats.platforms.calls import as_object, count_of, seconds_of, strange, text_of, words_of
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant, Login, app
from stats.platforms.graph_owners import error_of
from stats.platforms.instagram.parse import posts_of, stories_of
from stats.platforms.instagram_login.insights import LADDER, NAMED_COUNTRIES, STORY_LADDER, counts_of, with_insights
from stats.platforms.readings import AudienceReading, PastReading, PostReading, Reading
from stats.platforms.series import series_of
from stats.platforms.walk import as_cut, walk_back

NAME = "Instagram"
INSIGHTS = "instagram_business_manage_insights"
FOLLOWED_BY = "in which countries your followers live, how old they are and how many are women and men"
FIELDS = "user_id,username,name,followers_count,follows_count,media_count"
STORIES = "id,caption,timestamp,permalink,media_type,media_product_type"
MEDIA = "id,caption,timestamp,permalink,media_type,media_product_type,like_count,comments_count"
POSTS_A_PAGE = 25
PAGES = 4
ENDS_ALL = {Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED, Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED}
UNANSWERED = {Kind.TRANSIENT, Kind.BAD_RESPONSE, Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED}
STORIES_WITHIN = timedelta(hours=12)  # a story is there for a day
HISTORY = timedelta(days=30)  # as far back as Instagram tells, without today


class InstagramLogin(Login):
    """The office's app at Instagram. `timeout` in seconds."""

    platform = "instagram"
    name = NAME
    app = app(
        of="From developers.facebook.com: the app’s Instagram app id, under Instagram.", id_label="Instagram app id"
    )
    needs = {"instagram_business_basic": "handle, followers, following, your posts and their likes and comments"}
    wants = {
        INSIGHTS: "what your posts and stories reached, their views, saves, shares and interactions, new followers a "
        f"day, and {FOLLOWED_BY}"
    }
    posts_by = "instagram_business_basic"
    history_by = audience_by = INSIGHTS
    audience_words = FOLLOWED_BY
    renew_every = timedelta(days=7)  # of sixty
    youngest = timedelta(days=1)
    renews_by_app = False
    calls_each_post = True

    @classmethod
    def posts_within(cls, allowed: Collection[str]) -> timedelta:
        return STORIES_WITHIN if INSIGHTS in allowed else timedelta.max

    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the browser goes. Instagram takes no challenge; its code needs our secret."""
        asked = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": ",".join(self.scopes),
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

    def revoke(self, token: str) -> None:
        """There is no such call: only the owner can, in Instagram's own settings."""

    def own_figures(self, access_token: str) -> Reading:
        user = self._graph("/me", {"fields": FIELDS}, access_token)
        return Reading(
            external_id=text_of(user, "user_id", name=NAME),
            handle=text_of(user, "username", name=NAME),
            title=str(user.get("name") or "").replace("\0", "")[:200],
            followers=count_of(user, "followers_count", name=NAME),
            following=count_of(user, "follows_count", name=NAME),
            posts=count_of(user, "media_count", name=NAME),
        )

    def posts(self, access_token: str, allowed: Collection[str], since: datetime) -> list[PostReading]:
        """Their posts since then, the newest first, at most a hundred; where insights are allowed with those, and with
        the stories of now before them.
        """

        def page(cursor: str) -> tuple[list[PostReading], str]:
            asked = {"fields": MEDIA, "limit": str(POSTS_A_PAGE)} | ({"after": cursor} if cursor else {})
            return posts_of({"media": self._graph("/me/media", asked, access_token)})

        posts = walk_back(page, PAGES, since)
        if INSIGHTS not in allowed:
            return posts
        return as_cut(self._with_insights([*self._stories(access_token), *posts], access_token), posts)

    def _stories(self, token: str) -> list[PostReading]:
        """Those that are there now, as far as they are told: the posts do not wait for them."""
        stories: list[PostReading] = []
        cursor, seen = "", {""}
        for _ in range(PAGES):
            try:
                page = self._graph("/me/stories", {"fields": STORIES} | ({"after": cursor} if cursor else {}), token)
                told, cursor = stories_of(page)
            except PlatformError as error:
                if error.kind in ENDS_ALL:
                    raise
                break
            stories += told
            if cursor in seen:
                break
            seen.add(cursor)
        return stories

    def history(self, access_token: str, now: datetime) -> list[PastReading]:
        """Followers at the end of each of the last thirty days, reckoned back from today's by the new ones of each day.

        Who left meanwhile is not told: days long ago are a little too low. Empty below a hundred followers.
        """
        today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        asked = {
            "metric": "follower_count", "period": "day",
            "since": str(int((today - HISTORY).timestamp())), "until": str(int(today.timestamp())),
        }  # fmt: skip
        reading = self.own_figures(access_token)
        if reading.followers is None:
            return []
        data = self._graph(f"/{reading.external_id}/insights", asked, access_token)
        past, followers = [], reading.followers
        for at, new in reversed(series_of(data, "follower_count", name=NAME)):
            past.append(PastReading(at, max(followers, 0), is_reckoned=True))
            followers -= new
        return past[::-1]

    def audience(self, access_token: str, external_id: str) -> AudienceReading | None:
        """Who follows them now. Instagram names the 45 largest countries, and nothing below a hundred followers."""
        breakdowns = ("country", "age", "gender")
        countries, ages, genders = (self._followers_by(of, external_id, access_token) for of in breakdowns)
        if not (countries or ages or genders):
            return None
        return AudienceReading(countries, ages, genders, is_cut=len(countries) >= NAMED_COUNTRIES)

    def _followers_by(self, breakdown: str, whose: str, token: str) -> dict[str, int]:
        asked = {
            "metric": "follower_demographics", "period": "lifetime", "timeframe": "this_month",
            "metric_type": "total_value", "breakdown": breakdown,
        }  # fmt: skip
        return counts_of(self._graph(f"/{whose}/insights", asked, token), breakdown)

    def _with_insights(self, posts: list[PostReading], token: str) -> list[PostReading]:
        """One call for each, the newest first. What Instagram does not tell of a post (too few saw it, it is too old)
        stays unknown, and so does what it does not answer any more after it told of some.
        """
        rungs, done = {"": 0, "story": 0}, list[PostReading]()
        for post in posts:
            of = post.kind if post.kind in rungs else ""
            ladder = STORY_LADDER if of else LADDER
            while rungs[of] < len(ladder):
                try:
                    data = self._graph(f"/{post.external_id}/insights", {"metric": ladder[rungs[of]]}, token)
                    post = with_insights(post, data)
                    break
                except PlatformError as error:
                    if error.kind in {Kind.PERMISSION, Kind.NOT_FOUND}:
                        break
                    if error.kind in UNANSWERED and done:
                        return done + posts[len(done) :]
                    if error.kind is not Kind.CONFIGURATION:
                        raise
                rungs[of] += 1  # a figure that Instagram gave up spoils the whole call
            done.append(post)
        return done

    def _graph(self, path: str, params: dict[str, str], token: str) -> dict[str, Any]:
        return self._ask("GET", f"{self.urls['graph']}/{self.urls['version']}{path}", params=params, token=token)

    def _granted(self, data: dict[str, Any], whose: str, scopes: tuple[str, ...]) -> Grant:
        return Grant(
            external_id=whose,
            scopes=scopes,
            access_token=text_of(data, "access_token", name=NAME),
            access_seconds=seconds_of(data, "expires_in"),
        )

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        answer, body = self._call(method, url, **more)
        try:
            data = as_object(body, name=NAME)
        except PlatformError:
            if answer.status_code >= 500:
                raise PlatformError(Kind.TRANSIENT, f"Instagram has trouble (error {answer.status_code}).") from None
            raise
        if answer.status_code != 200 or "error" in data:
            raise error_of(NAME, answer.status_code, answer.headers, data)
        return data
