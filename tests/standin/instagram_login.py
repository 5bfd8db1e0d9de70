"""Instagram API with Instagram Login: business login, access_token, refresh_access_token, me."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.standin.consents import APP, SECRET
from tests.standin.pieces import Piece, pieces

if TYPE_CHECKING:
    from tests.standin.logins import Logins

NAME = "Instagram"
CLIENT = "client_id"
AUTHORIZE = "/www.instagram.com/oauth/authorize"
APPS = "/www.instagram.com/accounts/manage_access/"
CODE_GOOD_FOR = timedelta(hours=1)
TAIL = "#_"
HOUR, SIXTY_DAYS, DAY = 3_600, 5_183_944, 86_400  # seconds
SCOPES = {
    "instagram_business_basic", "instagram_business_manage_insights", "instagram_business_manage_comments",
    "instagram_business_content_publish", "instagram_business_manage_messages",
}  # fmt: skip
NEEDED = {"client_id", "redirect_uri", "response_type", "scope"}
ASKED = NEEDED | {"state", "enable_fb_login", "force_reauth"}
FIELDS = {
    "id", "user_id", "username", "name", "account_type", "profile_picture_url", "followers_count", "follows_count",
    "media_count", "biography",
}  # fmt: skip
STORIES_A_PAGE = 25
type Answer = tuple[int, Any]


def wrong(asked: dict[str, str]) -> str:
    """What Instagram's page would complain of."""
    if not NEEDED <= set(asked) <= ASKED:
        return "Invalid platform app"
    if asked["response_type"] != "code" or not asked["redirect_uri"].startswith("http") or not asked.get("state"):
        return "Invalid redirect_uri"
    return "" if set(asked["scope"].split(",")) <= SCOPES else "Invalid scopes"


def brings_back(code: str, scopes: list[str]) -> dict[str, str]:
    return {"code": code}


def _no(code: int, message: str, subcode: int = 0, kind: str = "OAuthException", http: int = 400) -> Answer:
    error = {"message": message, "type": kind, "code": code, "fbtrace_id": "A1"}
    return http, {"error": error | ({"error_subcode": subcode} if subcode else {})}


def _flat_no(message: str) -> Answer:
    return 400, {"error_type": "OAuthException", "code": 400, "error_message": message}


REFUSED = _no(190, "Error validating access token: The user has not authorized application.", 458)


def access_token(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    if headers.get("Content-Type") != "application/x-www-form-urlencoded":
        return _flat_no("The request is not form-encoded")
    if (asked.get("client_id"), asked.get("client_secret")) != (APP, SECRET):
        return _flat_no("Invalid platform app")
    if asked.get("grant_type") != "authorization_code":
        return _flat_no("Invalid grant_type")
    code = of.consents.redeem("instagram", asked.get("code", ""), now)
    if code is None:
        return _flat_no("This authorization code has been used")
    if code.redirect_uri != asked.get("redirect_uri"):
        return _flat_no("Error validating verification code. Please make sure your redirect_uri is identical")
    short = of.consents.issue("IGSHORT", code, kind="short", family=uuid4().hex, good_for=HOUR, now=now)
    whose = of.person("instagram", code.handle, now)["id"]
    return 200, {"access_token": short, "user_id": int(whose), "permissions": code.scopes}


def exchange(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    if set(asked) != {"grant_type", "client_secret", "access_token"} or asked["grant_type"] != "ig_exchange_token":
        return _no(100, "Invalid parameter")
    if asked["client_secret"] != SECRET:
        return _no(101, "Error validating client secret.")
    short = of.consents.find("instagram", asked["access_token"], "short", now)
    if short is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    long = of.consents.issue("IGLONG", short, kind="access", family=short.family, good_for=SIXTY_DAYS, now=now)
    return 200, {"access_token": long, "token_type": "bearer", "expires_in": SIXTY_DAYS}


def refresh(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    if set(asked) != {"grant_type", "access_token"} or asked["grant_type"] != "ig_refresh_token":
        return _no(100, "Invalid parameter")
    old = of.consents.find("instagram", asked["access_token"], "access", now)
    if old is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    if now.timestamp() - old.issued < DAY:
        return _no(100, "The access token is too young to be refreshed")
    long = of.consents.issue("IGLONG", old, kind="access", family=old.family, good_for=SIXTY_DAYS, now=now)
    said = {"access_token": long, "token_type": "bearer", "expires_in": SIXTY_DAYS}
    return 200, said | {"permissions": ",".join(old.scopes)}


def me(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    text = asked.get("access_token") or headers.get("Authorization", "").removeprefix("Bearer ")
    known = of.consents.find("instagram", text, "access", now) or of.consents.find("instagram", text, "short", now)
    if known is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    fields = asked.get("fields", "id").split(",")
    if not set(fields) <= FIELDS:
        return _no(100, "(#100) Tried accessing nonexisting field", http=400)
    if "instagram_business_basic" not in known.scopes:
        return _no(10, "(#10) Application does not have permission for this action", http=403)
    person = of.person("instagram", known.handle, now)
    facts = {
        "user_id": person["id"], "username": person["handle"], "name": person["title"],
        "account_type": "MEDIA_CREATOR", "profile_picture_url": "", "followers_count": person["followers"],
        "follows_count": person["following"], "media_count": person["posts"], "biography": "",
    }  # fmt: skip
    return 200, {name: facts[name] for name in fields if name in facts} | {"id": f"24{person['id'][2:]}"}


MEDIA_FIELDS = {
    "id", "caption", "timestamp", "permalink", "media_type", "media_product_type", "like_count", "comments_count",
}  # fmt: skip
METRICS = {"reach", "views", "saved", "shares", "likes", "comments", "total_interactions"}
STORY_METRICS = {
    "views", "reach", "replies", "shares", "navigation", "follows", "link_clicks", "total_interactions", "reposts",
}  # fmt: skip
STORY_FIELDS = {"id", "caption", "timestamp", "permalink", "media_type", "media_product_type"}
LASTS = timedelta(days=1)


def _known(of: "Logins", headers: Mapping[str, str], now: datetime) -> Any:
    return of.consents.find("instagram", headers.get("Authorization", "").removeprefix("Bearer "), "access", now)


def media(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """One's own posts, the newest first; each third hides its likes, as for everybody."""
    known, start = _known(of, headers, now), asked.get("after", "c0")[1:]
    if known is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    fields, size = set(asked.get("fields", "id").split(",")), asked.get("limit", "25")
    if set(asked) - {"fields", "limit", "after"} or not fields <= MEDIA_FIELDS or not (size + start).isdigit():
        return _no(100, "(#100) Tried accessing nonexisting field")
    posts = of.pieces("instagram", known.handle, now)
    end, items = int(start) + int(size), []
    for piece in posts[int(start) : end]:
        reel = piece.scripted or piece.number % 2 == 0
        item = {
            "id": piece.named("17858"), "caption": piece.title, "timestamp": f"{piece.at:%Y-%m-%dT%H:%M:%S+0000}",
            "permalink": f"https://www.instagram.com/p/C{piece.number}/", "media_type": "VIDEO" if reel else "IMAGE",
            "media_product_type": "REELS" if reel else "FEED", "like_count": piece.likes,
            "comments_count": piece.comments,
        }  # fmt: skip
        if piece.number % 3 == 0 and not piece.scripted:
            item["like_count"] = None
        items.append({name: value for name, value in item.items() if name in fields and value is not None})
    paging = {"cursors": {"before": "b", "after": f"c{end}"}, "next": "https://graph.instagram.com/?access_token=X"}
    return 200, {"data": items} | ({"paging": paging} if end < len(posts) else {})


def _stories(of: "Logins", handle: str, now: datetime) -> list[Piece]:
    """The scripted ones that are there now."""
    said = of.people["instagram"].get(handle.lower(), {}).get("stories", ())
    person = replace(of.there["instagram"].by_handle(handle), pieces=said)
    return [piece for piece in pieces(person, now) if now - piece.at < LASTS] if said else []


def stories(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """One's own stories of the last day."""
    known = _known(of, headers, now)
    if known is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    fields = set(asked.get("fields", "id").split(","))
    start = asked.get("after", "s0").removeprefix("s")
    if set(asked) - {"fields", "after"} or not fields <= STORY_FIELDS or not start.isdigit():
        return _no(100, "(#100) Tried accessing nonexisting field")
    items = [
        {
            "id": piece.named("17858"), "timestamp": f"{piece.at:%Y-%m-%dT%H:%M:%S+0000}", "media_type": "IMAGE",
            "permalink": f"https://www.instagram.com/stories/{known.handle}/{piece.id}/",
            "media_product_type": "STORY",
        }
        for piece in _stories(of, known.handle, now)
    ]  # fmt: skip
    end = int(start) + STORIES_A_PAGE
    for item in items[: of.undated_stories]:
        del item["timestamp"]
    told = [{name: value for name, value in item.items() if name in fields} for item in items[int(start) : end]]
    return 200, {"data": told} | ({"paging": {"cursors": {"after": f"s{end}"}}} if end < len(items) else {})


def insights(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime, post: str) -> Answer:
    """What one post reached: nothing of what is too young, an error where a figure was given up."""
    known = _known(of, headers, now)
    if known is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    if "instagram_business_manage_insights" not in known.scopes:
        return _no(10, "(#10) Application does not have permission for this action", http=403)
    metrics = asked.get("metric", "").split(",")
    told = [each for each in _stories(of, known.handle, now) if each.named("17858") == post]
    if set(asked) != {"metric"} or set(metrics) - (STORY_METRICS if told else METRICS) or set(metrics) & of.given_up:
        return _no(100, "(#100) metric must be one of the following values")
    others = (each for each in of.pieces("instagram", known.handle, now) if each.named("17858") == post)
    piece = next(iter(told), None) or next(others, None)
    if piece is None:
        return _no(100, f"Unsupported get request. Object with ID '{post}' does not exist", 33)
    if (piece.views or 0) < 5:
        return _no(10, "(#10) Not enough viewers for the media to show insights", http=403)
    views = piece.views or 0
    counts = {"reach": views * 4 // 5, "views": views, "saved": views // 100, "shares": views // 200}
    counts["total_interactions"] = sum(filter(None, (piece.likes, piece.comments, counts["saved"], counts["shares"])))
    rows = [
        {"name": name, "period": "lifetime", "values": [{"value": counts[name]}], "id": f"{post}/insights/{name}"}
        for name in metrics
        if name in counts and (name != "saved" or piece.number % 2)
    ]
    return 200, {"data": rows}


ABROAD = ("JP", "US", "KR", "TW", "GB", "FR", "BR", "DE", "TH", "ID", "VN", "MX", "IT", "ES", "CA", "AU")
BANDS = ("13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")
NAMED, FEWEST = 45, 100


def audience_of(handle: str, followers: int) -> dict[str, dict[str, int]]:
    """Who follows somebody, always the same: 97 in a hundred have a country, all but 40 in a thousand say a gender."""
    draw = Random(handle.lower())
    parts = {
        "country": [draw.uniform(1, 3) * 4.0**-n for n in range(len(ABROAD))],
        "age": [draw.uniform(0.6, 1.4) * share for share in (4, 27, 36, 18, 8, 4, 2)],
        "gender": [draw.uniform(20, 80), draw.uniform(20, 80), 4],
    }
    names = {"country": ABROAD, "age": BANDS, "gender": ("F", "M", "U")}
    known = followers * 97 // 100
    return {
        of: {name: int(known * share / sum(shares)) for name, share in zip(names[of], shares, strict=True)}
        for of, shares in parts.items()
    }


def demographics(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime, whose: str) -> Answer:
    """How many followers by one breakdown: nothing below a hundred, and of countries the 45 largest."""
    known = _known(of, headers, now)
    if known is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    if "instagram_business_manage_insights" not in known.scopes:
        return _no(10, "(#10) Application does not have permission for this action", http=403)
    if set(asked) != {"metric", "period", "timeframe", "metric_type", "breakdown"}:
        return _no(100, "(#100) The parameters period, timeframe, metric_type and breakdown are required")
    person, breakdown = of.person("instagram", known.handle, now), asked["breakdown"]
    fixed = (asked["period"], asked["metric_type"]) == ("lifetime", "total_value")
    if (
        not fixed
        or asked["timeframe"] not in {"this_week", "this_month"}
        or breakdown not in {"country", "age", "gender"}
    ):
        return _no(100, "(#100) Invalid parameter")
    if whose != person["id"]:
        return _no(100, f"Unsupported get request. Object with ID '{whose}' does not exist", 33)
    if person["followers"] < FEWEST:
        return 200, {"data": []}
    counts = person.get("audience") or audience_of(known.handle, person["followers"])
    told = sorted(counts.get(breakdown, {}).items(), key=lambda pair: -pair[1])[:NAMED]
    results = [{"dimension_values": [name], "value": value} for name, value in told]
    row = {
        "name": asked["metric"], "period": "lifetime", "title": "Follower demographics", "description": "…",
        "total_value": {"breakdowns": [{"dimension_keys": [breakdown], "results": results}]},
        "id": f"{whose}/insights/{asked['metric']}/lifetime",
    }  # fmt: skip
    return 200, {"data": [row]}


def followers_a_day(
    of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime, whose: str
) -> Answer:
    """New followers of each of the last thirty days, without today; or who they are."""
    if asked.get("metric") == "follower_demographics":
        return demographics(of, asked, headers, now, whose)
    known = _known(of, headers, now)
    if known is None:
        return _no(190, "Error validating access token: Session has expired.", 463)
    if "instagram_business_manage_insights" not in known.scopes:
        return _no(10, "(#10) Application does not have permission for this action", http=403)
    if set(asked) != {"metric", "period", "since", "until"} or asked["metric"] != "follower_count":
        return _no(100, "(#100) metric must be one of the following values")
    person = of.person("instagram", known.handle, now)
    since, until = (datetime.fromtimestamp(int(asked[key]), UTC) for key in ("since", "until"))
    if whose != person["id"] or asked["period"] != "day" or until > now or now - since > timedelta(days=31):
        return _no(100, "(#100) (follower_count) metric only supports querying data for the last 30 days excluding")
    days = [since + timedelta(days=n + 1, hours=8) for n in range((until - since).days)]
    values = [{"value": 10 + n, "end_time": f"{day:%Y-%m-%dT%H:%M:%S+0000}"} for n, day in enumerate(days)]
    told = person["followers"] >= 100
    return 200, {"data": [{"name": "follower_count", "period": "day", "values": values}] if told else []}


CALLS = {
    ("POST", "/api.instagram.com/oauth/access_token"): access_token,
    ("GET", "/graph.instagram.com/access_token"): exchange,
    ("GET", "/graph.instagram.com/refresh_access_token"): refresh,
    ("GET", "/graph.instagram.com/v26.0/me"): me,
    ("GET", "/graph.instagram.com/v26.0/me/media"): media,
    ("GET", "/graph.instagram.com/v26.0/me/stories"): stories,
}
WHOSE = re.compile(r"/graph\.instagram\.com/v26\.0/(17841[0-9]{12})/insights\Z")
POST = re.compile(r"/graph\.instagram\.com/v26\.0/((?!17841)[0-9]+)/insights\Z")


def call_at(method: str, path: str) -> Any:
    """What answers there, if anything does."""
    if method == "GET" and (found := POST.match(path)):
        return partial(insights, post=found[1])
    if method == "GET" and (found := WHOSE.match(path)):
        return partial(followers_a_day, whose=found[1])
    return CALLS.get((method, path))
