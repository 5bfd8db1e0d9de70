"""How long a promise takes, and how long the question who is free."""

from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

from django.utils import timezone

from accounts.models import User
from bench.lines import Line, Report, p95, timed
from bench.office import market
from exclusivity.actions import bind, open_commitment, set_clauses, set_exposures
from exclusivity.queries import blocked_talents
from exclusivity.terms import ClauseTerms, ExposureTerms, Sketch
from talent.models import Talent


def run(report: Report, commitments: int) -> None:
    by, now = User.objects.system(), timezone.now()
    brands, category = market(20)
    days = (now.date(), now.date() + timedelta(days=180))
    clause = ClauseTerms(category_ids=(category.pk,), activities={"PAID": True}, tail_length=30)
    shown = ExposureTerms(category_ids=(category.pk,), channels=("instagram",), territories=("JP",), days=days)
    took = []
    for number, talent in enumerate(Talent.objects.order_by("pk")[:commitments]):
        made: dict[str, Any] = {"by": by, "now": now}
        promise = open_commitment(
            kind="one_off", brand=brands[number % len(brands)], talents=[talent], status="hold", term=days,
            timezone="Asia/Tokyo", **made,
        )  # fmt: skip
        set_clauses(commitment=promise, clauses=[clause], **made)
        set_exposures(commitment=promise, exposures=[shown], **made)
        took.append(timed(partial(bind, commitment=promise, by=by, now=now)))
    report.add(Line("bind a promise: check, guard, history (median)", median(took), "ms", most=30))
    brief = Sketch(brands[0].pk, exposures=(shown,), term=days, timezone="Asia/Tokyo")
    blocked = len(blocked_talents(brief))
    note = f"{blocked} of {Talent.objects.count():,} blocked"
    report.add(
        Line(
            "who is free for this brief, whole roster (p95)",
            p95(lambda: blocked_talents(brief)),
            "ms",
            most=150,
            note=note,
        )
    )
