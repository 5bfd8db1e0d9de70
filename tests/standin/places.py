"""The platforms that the stand-in plays beside YouTube: where each answers, who is there, how each says no."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.standin import graph, pages, twitch, x
from tests.standin.people import Ask, People, Refused


@dataclass(slots=True)
class Window:
    """Calls that a platform allows in each stretch of the clock, and the headers by which it says so."""

    names: tuple[str, str, str]  # how many in all, how many are left, the second at which there is room again
    seconds: int
    most: int
    began: int = 0
    used: int = 0

    def call(self, now: datetime) -> tuple[dict[str, str], bool]:
        """Counts one: the headers, and whether it is one too many."""
        began = int(now.timestamp()) // self.seconds * self.seconds
        if began != self.began:
            self.began, self.used = began, 0
        spent = self.used >= self.most
        self.used += not spent
        told = (self.most, self.most - self.used, began + self.seconds)
        return dict(zip(self.names, map(str, told), strict=True)), spent


@dataclass(slots=True)
class Place:
    """One platform. `prefix` is the real host; `path` what our base address adds to it."""

    prefix: str
    path: str
    answer: Callable[[Ask, People, datetime], Any]
    people: People
    faults: dict[str, Callable[[], Refused]]
    window: Window | None = None
    asked: list[Ask] = field(default_factory=list)
    owns: Callable[[Ask], bool] = lambda ask: True
    door: str = ""  # where its tokens are given out, on a host of its own

    @property
    def where(self) -> str:
        return self.prefix + self.path


def places() -> dict[str, Place]:
    """As freshly started."""
    return {
        "instagram": Place(
            "/graph.facebook.com",
            f"/{graph.VERSION}",
            graph.answer,
            People(graph.instagram_id),
            GRAPH_FAULTS,
            owns=lambda ask: "business_discovery" in ask.query.get("fields", [""])[0],
        ),
        "facebook": Place(
            "/graph.facebook.com", f"/{graph.VERSION}", pages.answer, People(pages.page_id), GRAPH_FAULTS
        ),
        "twitch": Place(
            "/api.twitch.tv",
            "/helix",
            twitch.Door().answer,
            People(twitch.twitch_id),
            TWITCH_FAULTS,
            door="/id.twitch.tv/oauth2/token",
            window=Window(("Ratelimit-Limit", "Ratelimit-Remaining", "Ratelimit-Reset"), 60, 800),
        ),
        "x": Place(
            "/api.x.com",
            "",
            x.answer,
            People(x.x_id),
            X_FAULTS,
            window=Window(("x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"), 900, 10_000),
        ),
    }


GRAPH_FAULTS: dict[str, Callable[[], Refused]] = {
    "limited": graph.limited,
    "expired": graph.expired,
    "withdrawn": lambda: graph.refusal(190, 458, "Error validating access token: The user has not authorized the app."),
    "password": lambda: graph.refusal(190, 460, "Error validating access token: The password was changed."),
    "permission": lambda: graph.refusal(10, 0, "(#10) Application does not have permission for this action", http=403),
    "scope": lambda: graph.refusal(200, 0, "(#200) Requires pages_read_engagement permission", http=403),
    "blocked": lambda: graph.refusal(368, 0, "The action attempted has been deemed abusive"),
    "gone": lambda: graph.refusal(100, 33, "Unsupported get request. Object with ID '1' does not exist"),
    "unknown": lambda: graph.refusal(1, 0, "An unknown error occurred", http=500),
    "service": lambda: graph.refusal(2, 0, "Service temporarily unavailable", http=503),
    "invalid": lambda: graph.refusal(100, 0, "(#100) Invalid parameter"),
}
X_FAULTS: dict[str, Callable[[], Refused]] = {
    "limited": x.limited,
    "old-limited": lambda: Refused(429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}),
    "capped": lambda: Refused(
        429, {"title": "UsageCapExceeded", "period": "Monthly", "type": f"{x.PROBLEMS}/usage-capped"}
    ),
    "credits": lambda: Refused(402, {"title": "CreditsDepleted", "type": f"{x.PROBLEMS}/credits"}),
    "401": x.unauthorized,
    "not-enrolled": lambda: Refused(
        403, {"title": "Client Forbidden", "type": "https://api.x.com/2/problems/client-forbidden"}
    ),
    "403": lambda: Refused(403, {"title": "Forbidden", "type": "about:blank", "status": 403}),
    "404": lambda: Refused(404, {"title": "Not Found Error", "type": f"{x.PROBLEMS}/resource-not-found"}),
    "400": lambda: x.bad_request("ids", "Invalid"),
    "500": lambda: Refused(500, {"title": "Internal Server Error", "status": 500}),
    "503": lambda: Refused(503, {"title": "Service Unavailable", "status": 503}),
}
TWITCH_FAULTS: dict[str, Callable[[], Refused]] = {
    "limited": twitch.limited,
    "401": lambda: twitch.refusal(401, "Unauthorized", "Invalid OAuth token"),
    "403": lambda: twitch.refusal(403, "Forbidden", "Forbidden"),
    "404": lambda: twitch.refusal(404, "Not Found", "Not Found"),
    "400": lambda: twitch.refusal(400, "Bad Request", "Bad Request"),
    "500": lambda: twitch.refusal(500, "Internal Server Error", ""),
    "503": lambda: twitch.refusal(503, "Service Unavailable", ""),
}
