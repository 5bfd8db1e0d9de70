"""How long the lists take to come, all of the server's time."""

from dataclasses import replace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.lines import Line, Report, p95
from campaigns.models import Campaign
from talent.models import Talent

ROSTER = (
    "", "?q=osaka", "?sort=-followers", "?platform=youtube&country=JP", "?q=berln&sort=name", "?q=mkia",
    "?q=official_tokyo_channel", "?q=さくらたなか", "?page=40", "?sort=growth", "?sort=-growth_7",
    "?sort=-engagement&band=above&band=high&signals=open", "?growth_min=3&engagement_min=2&age=week",
    "?sort=-signals", "?signal=drop", "?sort=growth_90",
    "?sort=figures", "?sort=country", "?sort=platform", "?sort=-language&page=30", "?sort=genre",
    "?sort=band&stage=exclusive", "?q=osaka+berln+recife", "?platform=youtube", "?language=ja", "?genre=genre-1",
    "?manager=none", "?tier=Micro", "?stale=on", "?followers_min=10000&sort=name", "?archived=all",
)  # fmt: skip
QUERIES = 12
TIMES_SMALL = 2  # × the same page of the small office
TIMES_SQL = 3  # × its SQL, where that takes long: see docs/adr/0012
LONG = 20  # ms


def reader() -> Client:
    """The owner, signed in."""
    user, _ = User.objects.get_or_create(
        email="bench@localhost", defaults={"name": "Bench", "kind": "staff", "role": "owner", "password": "!"}
    )
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def somebody() -> str:
    """A talent whose accounts have a year of figures and posts, as most who work have."""
    return Talent.objects.filter(accounts__pieces__isnull=False).values_list("public_id", flat=True)[0]


def _asked(client: Client, address: str) -> tuple[int, float]:
    """How many statements a page asks, and how many milliseconds the database takes for them."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(queries), 1000 * sum(float(query["time"]) for query in queries)


def _took(client: Client, address: str) -> float:
    client.get(address)
    return p95(lambda: client.get(address))


def _line(client: Client, what: str, address: str, most: float) -> tuple[Line, int, float]:
    """With the number of its queries and the milliseconds of their SQL."""
    value = _took(client, address)
    count, sql = _asked(client, address)
    note = f"{count} queries" + (f", {value / sql:.1f} × their SQL" if sql else "")
    return Line(f"{what} (p95)", value, "ms", most=most, note=note), count, sql


def _line_of(report: Report, client: Client, what: str, address: str, most: float) -> tuple[Line, int, float]:
    """The same; one that takes too long is asked again, for something may have run beside it. Then the second answer
    counts, whatever it is, judged by the machine's speed of then.
    """
    first = _line(client, what, address, most)
    if replace(first[0], slower=report.slower).verdict != "MISSED":
        return first
    report.look()
    return _line(client, what, address, most)


def roster_took() -> dict[str, float]:
    """Milliseconds of the roster page by its filters, to hold another office's against.

    Pages of as many rows are compared: one that a small office does not fill counts as long as the page as it opens.
    """
    client, roster = reader(), reverse("desk:talents")
    took = {filters: _took(client, roster + filters) for filters in ROSTER}
    rows = {filters: client.get(roster + filters).content.count(b"<tr") for filters in ROSTER}
    return {filters: took[filters] if rows[filters] >= rows[""] else max(took[filters], took[""]) for filters in ROSTER}


def run(report: Report, small: dict[str, float]) -> None:
    """`small` are the milliseconds of the small office's roster, on the reference machine."""
    client = reader()
    roster = reverse("desk:talents")
    for filters in ROSTER:
        what = f"roster page {filters or 'as it opens'}"
        line, count, sql = _line_of(report, client, what, roster + filters, most=60)
        times = line.value / report.slower / small[filters]
        broken = {
            f"more than {QUERIES} queries": count > QUERIES,
            f"more than {TIMES_SMALL} × that of the small office": times > TIMES_SMALL,
            f"more than {TIMES_SQL} × their SQL": sql > LONG * report.slower and line.value / sql > TIMES_SQL,
        }
        missed = tuple(words for words, is_so in broken.items() if is_so)
        report.add(replace(line, note=f"{times:.1f} × that of the small office, {line.note}", missed=missed))
    public_id = somebody()
    for name, what in (
        ("talent", "page with a year of charts"),
        ("talent-accounts", "accounts"),
        ("talent-posts", "posts"),
    ):
        address = reverse(f"desk:{name}", args=[public_id])
        report.add(_line_of(report, client, f"a talent's {what}", address, most=80)[0])
    # A brief with a category and days to come, so that every reason has something to look at.
    campaign = Campaign.objects.filter(brief__days__startswith__gt=timezone.localdate()).order_by("pk")[0]
    matching = reverse("desk:campaign-matching", args=[campaign.public_id])
    for filters in ("", "?way=rested", "?way=blocked", "?shown=200", "?country=JP&platform=youtube"):
        what = f"matching {filters or 'as it opens'}"
        report.add(_line_of(report, client, what, matching + filters, most=1000)[0])
