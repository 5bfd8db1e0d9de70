"""How long the lists take to come, all of the server's time."""

from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from bench.lines import Line, Report, p95
from talent.models import Talent

ROSTER = (
    "", "?q=osaka", "?sort=-followers", "?platform=youtube&country=JP", "?q=berln&sort=name", "?page=40",
    "?sort=growth", "?sort=-engagement&band=above&band=high&signals=open", "?growth_min=3&engagement_min=2&age=week",
)  # fmt: skip
QUERIES = 12


def reader() -> Client:
    """The owner, signed in."""
    user, _ = User.objects.get_or_create(
        email="bench@localhost", defaults={"name": "Bench", "kind": "staff", "role": "owner", "password": "!"}
    )
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def run(report: Report) -> None:
    client = reader()
    try:
        roster = reverse("desk:talents")
        page = reverse("desk:talent-accounts", args=[Talent.objects.exclude(followers=None)[0].public_id])
    except NoReverseMatch as missing:
        print(f"Not measured: {missing}")
        return

    def get(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"

    for filters in ROSTER:
        with CaptureQueriesContext(connection) as queries:
            get(roster + filters)
        note = f"{len(queries)} queries" + (f", more than {QUERIES}" if len(queries) > QUERIES else "")
        what = f"roster page {filters or 'as it opens'} (p95)"
        report.add(Line(what, p95(partial(get, roster + filters)), "ms", most=60, note=note))
    report.add(Line("a talent's accounts with charts (p95)", p95(lambda: get(page)), "ms", most=80))
