"""Sign-in with Google, by https://developers.google.com/identity/protocols/oauth2/web-server, and YouTube Analytics."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.standin import videos, youtube
from tests.standin.channels import Channel, Channels
from tests.standin.consents import APP, SECRET, Token

if TYPE_CHECKING:
    from tests.standin.logins import Logins

NAME = "YouTube"
CLIENT = "client_id"
AUTHORIZE = "/accounts.google.com/o/oauth2/v2/auth"
APPS = "/myaccount.google.com/connections"
CODE_GOOD_FOR = timedelta(minutes=10)
TAIL = ""
HOUR, FOR_EVER = 3_599, 5_000_000_000  # seconds
GOOGLE = "https://www.googleapis.com/auth/"
READ, ANALYTICS = f"{GOOGLE}youtube.readonly", f"{GOOGLE}yt-analytics.readonly"
SCOPES = {READ, ANALYTICS, f"{GOOGLE}youtube", f"{GOOGLE}yt-analytics-monetary.readonly"}
NEEDED = {"client_id", "redirect_uri", "response_type", "scope"}
ASKED = NEEDED | {
    "access_type", "prompt", "state", "include_granted_scopes", "login_hint", "code_challenge", "code_challenge_method",
}  # fmt: skip
REPORT = {"ids", "startDate", "endDate", "metrics", "dimensions", "sort", "filters", "maxResults", "startIndex"}
METRICS = {"views", "likes", "comments", "shares", "subscribersGained", "subscribersLost", "estimatedMinutesWatched"}
PACIFIC = ZoneInfo("America/Los_Angeles")
LATE = 2  # days that a report is behind
type Answer = tuple[int, Any]


def wrong(asked: dict[str, str]) -> str:
    """What Google's page would complain of."""
    if not NEEDED <= set(asked) <= ASKED:
        return f"Error 400: invalid_request, {', '.join(sorted(set(asked) - ASKED)) or 'a parameter is missing'}"
    if asked["response_type"] != "code" or not asked["redirect_uri"].startswith("http") or not asked.get("state"):
        return "Error 400: redirect_uri_mismatch"
    if not set(asked["scope"].split(" ")) <= SCOPES:
        return "Error 400: invalid_scope"
    if asked.get("access_type") not in (None, "online", "offline"):
        return "Error 400: invalid_request, access_type"
    if asked.get("code_challenge_method") != "S256" or not re.fullmatch(r"[\w-]{43}", asked.get("code_challenge", "")):
        return "Error 400: invalid_request, code_challenge"
    return ""


def brings_back(code: str, scopes: list[str]) -> dict[str, str]:
    return {"code": code, "scope": " ".join(scopes)}


def _no(error: str, description: str, code: int = 400) -> Answer:
    return code, {"error": error, "error_description": description}


REFUSED = _no("invalid_grant", "Token has been expired or revoked.")


def token(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    if headers.get("Content-Type") != "application/x-www-form-urlencoded":
        return _no("invalid_request", "The request is not form-encoded.")
    if (asked.get("client_id"), asked.get("client_secret")) != (APP, SECRET):
        return _no("invalid_client", "The OAuth client was not found.", 401)
    if asked.get("grant_type") == "refresh_token":
        old = of.consents.find("youtube", asked.get("refresh_token", ""), "refresh", now)
        return _access(of, old, now) if old else REFUSED
    if asked.get("grant_type") != "authorization_code":
        return _no("unsupported_grant_type", "Invalid grant_type")
    code = of.consents.redeem("youtube", asked.get("code", ""), now)
    challenge = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
    if code is None or base64.urlsafe_b64encode(challenge).decode().rstrip("=") != code.challenge:
        return _no("invalid_grant", "Malformed auth code.")
    if code.redirect_uri != asked.get("redirect_uri"):
        return _no("redirect_uri_mismatch", "Bad Request")
    family = uuid4().hex
    refresh = of.consents.issue("1//", code, kind="refresh", family=family, good_for=FOR_EVER, now=now)
    status, said = _access(of, of.consents.tokens[refresh], now)
    return status, said | {"refresh_token": refresh}


def _access(of: "Logins", whose: Token, now: datetime) -> Answer:
    text = of.consents.issue("ya29.", whose, kind="access", family=whose.family, good_for=HOUR, now=now)
    return 200, {"access_token": text, "expires_in": HOUR, "scope": " ".join(whose.scopes), "token_type": "Bearer"}


def revoke(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    if set(asked) != {"token"}:
        return _no("invalid_request", "Bad Request")
    known = [of.consents.find("youtube", asked["token"], kind, now) for kind in ("access", "refresh")]
    found = next((each for each in known if each), None)
    if found is None:
        return _no("invalid_token", "Token expired or revoked")
    of.consents.remove("youtube", family=found.family)
    return 200, {}


def report(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """Rows of days, by Pacific time; the last ones are not told yet, days before the channel was there never."""
    try:
        known = _bearer(of, headers, ANALYTICS, now)
        days, metrics = _asked_days(asked), asked.get("metrics", "").split(",")
    except youtube.Refusal as refusal:
        return refusal.code, refusal.body
    channel = of.channels.by_handle(known.handle)
    newest = now.astimezone(PACIFIC).date() - timedelta(days=LATE)
    rows = [[f"{day}", *(_figure(name, day, channel) for name in metrics)] for day in days if channel and day <= newest]
    headers_ = [{"name": "day", "columnType": "DIMENSION", "dataType": "STRING"}]
    headers_ += [{"name": name, "columnType": "METRIC", "dataType": "INTEGER"} for name in metrics]
    said: dict[str, Any] = {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers_}
    return 200, said | ({"rows": rows} if rows else {})


def _asked_days(asked: dict[str, str]) -> list[date]:
    if set(asked) - REPORT:
        raise youtube.Refusal(400, "badRequest", f"Unknown name: {sorted(set(asked) - REPORT)[0]}", domain="global")
    if asked.get("ids") != "channel==MINE" or asked.get("dimensions") != "day" or asked.get("sort") != "day":
        raise youtube.Refusal(400, "badRequest", "The query is not supported.", domain="global")
    if not set(asked.get("metrics", "").split(",")) <= METRICS:
        raise youtube.Refusal(400, "badRequest", "Unknown identifier given in field parameters.metrics.")
    try:
        first, last = (date.fromisoformat(asked[name]) for name in ("startDate", "endDate"))
    except (KeyError, ValueError) as error:
        raise youtube.Refusal(400, "badRequest", "Invalid date", domain="global") from error
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _figure(name: str, day: date, channel: Channel) -> int:
    """The same for ever, and as the channel grows."""
    begin, end = (datetime.combine(day + timedelta(days=n), time(), PACIFIC) for n in (0, 1))
    some = int.from_bytes(hashlib.sha256(f"{channel.handle} {day}".encode()).digest()[:4]) % 20
    match name:
        case "views":
            return max(0, channel.views_at(end) - channel.views_at(begin))
        case "subscribersGained":
            return max(0, channel.followers_at(end) - channel.followers_at(begin) + some)
    return some


def _bearer(of: "Logins", headers: Mapping[str, str], scope: str, now: datetime) -> Token:
    text = headers.get("Authorization", "").removeprefix("Bearer ")
    known = of.consents.find("youtube", text, "access", now)
    if known is None:
        raise youtube.Refusal(401, "authError", "Invalid Credentials", domain="global", status="UNAUTHENTICATED")
    if scope not in known.scopes:
        words = "Request had insufficient authentication scopes."
        raise youtube.Refusal(403, "insufficientPermissions", words, domain="global", status="PERMISSION_DENIED")
    return known


type Listing = Callable[[dict[str, list[str]], Channels, datetime], dict[str, Any]]


def own(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime, listing: Listing) -> Answer:
    """A list that is asked with a token in place of a key."""
    query = {name: [value] for name, value in asked.items()}
    try:
        known = _bearer(of, headers, READ, now)
        if "key" in query:
            raise youtube.Refusal(400, "badRequest", "A key beside a token", domain="global")
        mine = of.channels.by_handle(known.handle)
        query["key"] = ["by token"]
        if "mine" in query:
            return 200, youtube.channels(query, of.channels, now, own=[mine] if mine else [])
        return 200, listing(query, of.channels, now)
    except youtube.Refusal as refusal:
        return refusal.code, refusal.body


CALLS = {
    ("POST", "/oauth2.googleapis.com/token"): token,
    ("POST", "/oauth2.googleapis.com/revoke"): revoke,
    ("GET", "/youtubeanalytics.googleapis.com/v2/reports"): report,
    ("GET", "/youtube/v3/channels"): partial(own, listing=youtube.channels),
    ("GET", "/youtube/v3/playlistItems"): partial(own, listing=videos.playlist_items),
    ("GET", "/youtube/v3/videos"): partial(own, listing=videos.video_list),
    ("GET", "/youtube/v3/videos:batchGetStats"): partial(own, listing=videos.batch_get_stats),
}


def call_at(method: str, path: str) -> Any:
    """What answers there, if anything does."""
    return CALLS.get((method, path))
