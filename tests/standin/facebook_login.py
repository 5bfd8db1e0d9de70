"""Facebook Login in Graph v26.0: the dialog, oauth/access_token, me/permissions, me/accounts; a Page by its token."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.standin import pages
from tests.standin.consents import APP, SECRET, Token
from tests.standin.graph import VERSION
from tests.standin.people import Ask, Person, Refused

if TYPE_CHECKING:
    from tests.standin.logins import Logins

NAME = "Facebook"
CLIENT = "client_id"
AUTHORIZE = f"/www.facebook.com/{VERSION}/dialog/oauth"
APPS = "/www.facebook.com/settings/"
GRAPH = f"/graph.facebook.com/{VERSION}"
CODE_GOOD_FOR = timedelta(minutes=10)
TAIL = "#_=_"
HOURS, SIXTY_DAYS, FOR_GOOD = 5_400, 5_183_944, 315_360_000  # seconds
SCOPES = {"public_profile", "pages_show_list", "pages_read_engagement", "pages_read_user_content", "read_insights"}
NEEDED = {"client_id", "redirect_uri", "response_type", "scope"}
ASKED = NEEDED | {"state", "auth_type"}
FIELDS = {"id", "name", "username", "access_token", "category", "tasks"}
OF_WHICH = re.compile(r"EAAP([0-9a-f]*)Z")  # a Page's token says whose it is
SEEN_BY = {"pages_read_user_content": ("reactions", "comments"), "read_insights": ("insights",)}
type Answer = tuple[int, Any]


def wrong(asked: dict[str, str]) -> str:
    """What Facebook's page would complain of."""
    if not NEEDED <= set(asked) <= ASKED or asked.get("auth_type", "rerequest") != "rerequest":
        return "Invalid parameter"
    if asked["response_type"] != "code" or not asked["redirect_uri"].startswith("http") or not asked.get("state"):
        return "URL blocked"
    return "" if set(asked["scope"].split(",")) <= SCOPES else "Invalid Scopes"


def brings_back(code: str, scopes: list[str]) -> dict[str, str]:
    return {"code": code}


def _no(code: int, message: str, subcode: int = 0, http: int = 400) -> Answer:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1"}
    return http, {"error": error | ({"error_subcode": subcode} if subcode else {})}


REFUSED = _no(190, "Error validating access token: The user has not authorized application.", 458)
ENDED = _no(190, "Error validating access token: Session has expired.", 463)


def access_token(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """A code into a token of hours, or that one into one of sixty days."""
    if (asked.get("client_id"), asked.get("client_secret")) != (APP, SECRET):
        return _no(101, "Error validating application. Cannot get application info due to a system error.")
    if asked.get("grant_type") == "fb_exchange_token":
        if set(asked) != {"client_id", "client_secret", "grant_type", "fb_exchange_token"}:
            return _no(100, "Invalid parameter")
        short = of.consents.find("facebook", asked["fb_exchange_token"], "short", now)
        if short is None:
            return ENDED
        long = of.consents.issue("EAAL", short, kind="user", family=short.family, good_for=SIXTY_DAYS, now=now)
        return 200, {"access_token": long, "token_type": "bearer", "expires_in": SIXTY_DAYS}
    if set(asked) != {"client_id", "client_secret", "redirect_uri", "code"}:
        return _no(100, "Missing redirect_uri parameter.")
    code = of.consents.redeem("facebook", asked["code"], now)
    if code is None:
        return _no(100, "This authorization code has been used.", 36009)
    if code.redirect_uri != asked["redirect_uri"]:
        return _no(100, "Error validating verification code. Please make sure your redirect_uri is identical", 36008)
    short = of.consents.issue("EAAS", code, kind="short", family=uuid4().hex, good_for=HOURS, now=now)
    return 200, {"access_token": short, "token_type": "bearer", "expires_in": HOURS}


def _user(of: "Logins", headers: Mapping[str, str], now: datetime) -> Token | None:
    text = headers.get("Authorization", "").removeprefix("Bearer ")
    return of.consents.find("facebook", text, "user", now) or of.consents.find("facebook", text, "short", now)


def permissions(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """What was allowed, and what was left out."""
    known = _user(of, headers, now)
    if known is None:
        return ENDED
    rows = [{"permission": name, "status": "granted"} for name in ("public_profile", *known.scopes)]
    left = sorted(SCOPES - set(known.scopes) - {"public_profile"})
    return 200, {"data": rows + [{"permission": name, "status": "declined"} for name in left]}


def accounts(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
    """The Pages that somebody runs, three at most in an answer; the token of each is as good as theirs, or for good."""
    known, start = _user(of, headers, now), asked.get("after", "c0")[1:]
    if known is None:
        return ENDED
    fields = set(asked.get("fields", "id").split(","))
    if set(asked) - {"fields", "limit", "after"} or not fields <= FIELDS or not start.isdigit():
        return _no(100, "(#100) Tried accessing nonexisting field")
    if "pages_show_list" not in known.scopes:
        return 200, {"data": []}
    said = of.people["facebook"].get(known.handle.lower(), {})
    run = said.get("pages", [known.handle])
    end, rows = int(start) + 3, []
    for handle in run[int(start) : end]:
        page = of.there["facebook"].by_handle(handle)
        lasts = FOR_GOOD if known.kind == "user" else HOURS
        text = f"EAAP{handle.encode().hex()}Z"
        token = of.consents.issue(text, known, kind="access", family=known.family, good_for=lasts, now=now)
        facts = {"id": page.id, "name": page.title, "username": page.handle, "access_token": token}
        if handle in said.get("seen_only", ()):
            del facts["access_token"]
        rows.append({name: facts[name] for name in facts if name in fields | {"id"}})
    paging = {"cursors": {"before": "b", "after": f"c{end}"}}
    if end < len(run):
        paging["next"] = f"https://graph.facebook.com{GRAPH}/me/accounts?access_token=X"  # type: ignore[assignment]
    return 200, {"data": rows} | ({"paging": paging} if rows else {})


def _by_its_token(told: Callable[[Ask, Person, datetime], Any], scope: str, path: str) -> Any:
    """A call that a Page's token makes, as `/me…`."""

    def answer(of: "Logins", asked: dict[str, str], headers: Mapping[str, str], now: datetime) -> Answer:
        text = headers.get("Authorization", "").removeprefix("Bearer ")
        known, which = of.consents.find("facebook", text, "access", now), OF_WHICH.match(text)
        if known is None or which is None:
            return ENDED
        unseen = [name for need, names in SEEN_BY.items() if need not in known.scopes for name in names]
        if scope not in known.scopes or any(name in asked.get("fields", "") for name in unseen):
            return _no(10, "(#10) This endpoint requires a permission that the user did not grant", http=403)
        page = of.there["facebook"].by_handle(bytes.fromhex(which[1]).decode())
        if of.given_up & set(re.findall(r"[a-z_]+", asked.get("fields", ""))):
            return _no(100, "(#100) The value must be a valid insights metric")
        said = of.people["facebook"].get(page.handle, {})
        person = pages.with_pieces(page, said["pieces"]) if "pieces" in said else page
        try:
            return 200, told(Ask("GET", path, {name: [value] for name, value in asked.items()}, headers), person, now)
        except Refused as refused:
            return refused.code, refused.body

    return answer


CALLS = {
    ("GET", f"{GRAPH}/oauth/access_token"): access_token,
    ("GET", f"{GRAPH}/me/permissions"): permissions,
    ("GET", f"{GRAPH}/me/accounts"): accounts,
    ("GET", f"{GRAPH}/me"): _by_its_token(pages.of_page, "pages_read_engagement", "/me"),
    ("GET", f"{GRAPH}/me/published_posts"): _by_its_token(
        pages.published, "pages_read_engagement", "/me/published_posts"
    ),
    ("GET", f"{GRAPH}/me/insights"): _by_its_token(pages.follows, "read_insights", "/me/insights"),
}


def call_at(method: str, path: str) -> Any:
    """What answers there, if anything does."""
    return CALLS.get((method, path))
