"""How long a promise takes, a check, and the question who is free; in a small office and in a large one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bench.lines import worked
from bench.pages import reader
from campaigns.actions import confirm_booking, draft_contract, place_hold, sign_contract
from campaigns.models import Booking, Brief, Campaign, WantedDeliverable
from campaigns.usage import UsageTerms, as_json
from clients.models import Brand, BrandMember, Category, Company
from exclusivity.models import Commitment
from exclusivity.pairs import beside
from exclusivity.queries import blocked_talents
from exclusivity.rules import as_bound, check
from exclusivity.terms import ClauseTerms, ExposureTerms, Sketch
from lib.refusals import Refused
from talent.models import Talent

TIMES = 60
CHANNELS = ("instagram", "tiktok")


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds at the 95th percentile, what they may be, and what else is to say."""

    value: float
    most: float | None = None
    note: str = ""


type Took = tuple[float, float]


def told(took: list[Took], most: float | None = None, note: str = "") -> Figure:
    walls = sorted(wall for wall, _ in took)
    said = f"median {median(walls):.1f}, of it work {median(work for _, work in took):.1f}"
    p95 = walls[max(0, round(len(walls) * 0.95) - 1)]
    return Figure(p95, most, f"{said}, {note}" if note else said)


def again(do: Callable[[], object], times: int = TIMES, most: float | None = None, note: str = "") -> Figure:
    """So many runs of the same question, after one to warm up; with the number of its queries."""
    with CaptureQueriesContext(connection) as queries:
        do()
    said = f"{len(queries)} queries" if len(queries) else ""
    return told([worked(do) for _ in range(times)], most, ", ".join(filter(None, (said, note))))


class Bench:
    """A campaign whose brief meets nothing that stands, and a rival for the same category."""

    def __init__(self, now: datetime) -> None:
        self.now, self.by = now, User.objects.system()
        made: dict[str, Any] = {"created_at": now, "created_by": self.by}
        self.category = Category.objects.create(key="bench-drinks", name="Soft drinks")
        self.days = (now.date() + timedelta(days=14), now.date() + timedelta(days=44))
        self.campaigns = []
        for name in ("Kirei", "Sawa"):
            company = Company.objects.create(name=name, **made)
            brand = Brand.objects.create(company=company, name=name, **made)
            brand.categories.add(self.category)
            for number in (1, 2):
                user = User.objects.create(
                    email=f"{name}{number}@bench.example", name=name, kind="client", role="brand_approver", password="!"
                )
                BrandMember.objects.create(brand=brand, user=user, **made)
            self.campaigns.append(self._campaign(brand, made))
        Talent.objects.filter(commitments__isnull=False).update(email="talent@bench.example")

    def _campaign(self, brand: Brand, made: dict[str, Any]) -> Campaign:
        campaign = Campaign.objects.create(
            brand=brand, name=f"{brand.name} in summer", state="open", manager=reader_user(), opened_at=self.now,
            opened_by=self.by, **made,
        )  # fmt: skip
        brief = Brief.objects.create(
            campaign=campaign, channels=list(CHANNELS), territories=["JP"], days=self.days, places=10_000,
            usage=as_json([UsageTerms("ads", 30)]), exclusive_tail=30,
        )  # fmt: skip
        brief.categories.add(self.category)
        brief.exclusive_categories.add(self.category)
        WantedDeliverable.objects.bulk_create(
            WantedDeliverable(brief=brief, kind=kind, channel="instagram", live_on=self.days[0])
            for kind in ("reel", "story", "post")
        )
        return campaign

    def hold(self, talent: Talent, campaign: int = 0) -> Booking:
        return place_hold(campaign=self.campaigns[campaign], talent=talent, by=self.by, now=self.now)

    def people(self, promises: int) -> list[Talent]:
        """Talents with so many promises, none of whom stands for one brand alone."""
        counted = Talent.objects.filter(archived_at=None, kind="person").annotate(n=Count("commitments"))
        free = counted.filter(n=promises).exclude(commitments__clauses__mode="FULL").exclude(member_of__isnull=False)
        return list(free.order_by("pk")[:TIMES])


def reader_user() -> User:
    return User.objects.get(email="bench@localhost")


def run(now: datetime | None = None) -> dict[str, Figure]:
    """Every figure by its name."""
    now = now or timezone.now()
    client = reader()
    bench = Bench(now)
    figures: dict[str, Figure] = {}
    crowd = {n: bench.people(n) for n in (0, 1, 2, 3, 30)}
    figures |= _checks(bench, crowd)
    mixed = list(_mix(crowd))
    figures |= _confirmations(bench, mixed)
    figures |= _signatures(bench, [talent for talent in bench.people(0) if talent not in mixed])
    figures |= _roster(bench)
    figures |= _pages(client, bench)
    return figures


def _mix(crowd: dict[int, list[Talent]]) -> Iterator[Talent]:
    """Talents with no, one, two, three and thirty promises by turns."""
    left = {n: list(found) for n, found in crowd.items()}
    for n in cycle(left):
        if not any(left.values()):
            return
        if left[n]:
            yield left[n].pop()


def _checks(bench: Bench, crowd: dict[int, list[Talent]]) -> dict[str, Figure]:
    figures = {}
    for promises in (0, 3, 30):
        if not crowd[promises]:
            continue  # a small office has nobody with thirty
        booking = bench.hold(crowd[promises].pop())
        mine = booking.commitment

        def ask(mine: Commitment = mine) -> object:
            return beside(mine, waiting=False).hits(bench.now)

        figures[f"check of one who has promised {promises}"] = again(ask)
        if promises == 30:
            around = beside(mine)
            bound = as_bound(around.mine, bench.now)
            took = [
                worked(partial(check, bound, other, around.office, bench.now))
                for _ in range(10)
                for other in around.others
            ]
            figures["one pair of the truth"] = told(took, most=1)
    return figures


def _confirmations(bench: Bench, talents: list[Talent]) -> dict[str, Figure]:
    took, held, refused, queries = [], [], [], 0
    for number, talent in enumerate(talents[:TIMES]):
        held.append(worked(partial(bench.hold, talent)))
        booking = Booking.objects.get(talent=talent, campaign=bench.campaigns[0])
        confirm = partial(confirm_booking, booking=booking, by=bench.by, now=bench.now)
        if number:
            took.append(worked(confirm))
            continue
        with CaptureQueriesContext(connection) as captured:
            confirm()
        queries = len(captured)
    for talent in talents[: TIMES // 2]:
        rival = bench.hold(talent, 1)
        refused.append(worked(partial(_refused, rival, bench)))
    return {
        "confirm a booking": told(took, 30, f"{queries} queries"),
        "confirm one that clashes: refused": told(refused),
        "place a hold": told(held),
    }


def _refused(booking: Booking, bench: Bench) -> None:
    try:
        confirm_booking(booking=booking, by=bench.by, now=bench.now)
    except Refused:
        return
    raise AssertionError("a clash was confirmed")


def _signatures(bench: Bench, talents: list[Talent]) -> dict[str, Figure]:
    took = []
    clause = ClauseTerms(
        category_ids=(bench.category.pk,), activities={"PAID": True}, tail_length=30, tail_on="ANY_END"
    )
    for talent in talents[:TIMES]:
        contract = draft_contract(
            brand=bench.campaigns[0].brand, talent=talent, title="A year", days=bench.days, fee=None, duties="",
            clauses=[clause], by=bench.by, now=bench.now,
        )  # fmt: skip
        took.append(worked(partial(sign_contract, contract=contract, by=bench.by, now=bench.now)))
    return {"sign a contract": told(took)}


def _roster(bench: Bench) -> dict[str, Figure]:
    """A narrow brief, a broad one, and one that allows nobody beside it, members of acts included."""
    brand = bench.campaigns[1].brand_id
    leaf = Category.objects.filter(key__startswith="bench-leaf").order_by("pk")[0]
    roots = Category.objects.filter(key__startswith="bench-root")
    days = (bench.days[0], bench.days[0] + timedelta(days=14))
    year = (bench.now.date(), bench.now.date() + timedelta(days=365))
    narrow = Sketch(
        brand, clauses=(_keeps(leaf),), exposures=(_shows((leaf.pk,), ("instagram",), ("JP",), days),), term=days
    )
    broad = Sketch(
        brand,
        clauses=(_keeps(*roots[:5]),),
        exposures=(_shows(_below(roots[:5]), CHANNELS, ("*",), year),),
        term=year,
    )
    full = Sketch(
        brand,
        clauses=(ClauseTerms(mode="FULL", binds_members="EACH", binds_group_of_member=True),),
        exposures=(_shows(_below(roots), None, ("*",), year),),
        term=year,
    )
    everybody = f"of {Talent.objects.count():,} blocked"
    return {
        f"who is free, {name} brief": again(
            partial(blocked_talents, sketch), 30, 150, f"{len(blocked_talents(sketch)):,} {everybody}"
        )
        for name, sketch in (("narrow", narrow), ("broad", broad), ("exclusive", full))
    }


def _keeps(*categories: Category) -> ClauseTerms:
    keys = tuple(category.pk for category in categories)
    return ClauseTerms(category_ids=keys, activities={"PAID": True}, tail_length=30, tail_on="ANY_END")


def _below(roots: Any) -> tuple[int, ...]:
    """The leaves: what a brief promotes is as fine as the tree."""
    return tuple(Category.objects.filter(parent__parent__in=list(roots)).values_list("pk", flat=True))


def _shows(
    categories: tuple[int, ...], channels: tuple[str, ...] | None, territories: tuple[str, ...], days: Any
) -> ExposureTerms:
    return ExposureTerms(category_ids=categories, channels=channels, territories=territories, days=days)


def _pages(client: Client, bench: Bench) -> dict[str, Figure]:
    busy = Talent.objects.annotate(n=Count("commitments")).order_by("-n", "pk")[0]
    leaf = Category.objects.filter(key__startswith="bench-leaf").order_by("pk")[0]
    first, after = bench.days
    asked = {
        "brand": bench.campaigns[1].brand.public_id, "category": leaf.pk, "keeps": leaf.pk, "channel": "instagram",
        "where": "JP", "activity": "PAID", "first": first.isoformat(), "last": after.isoformat(),
    }  # fmt: skip
    pages = {
        f"the page of a talent's exclusivity, {busy.n} promises": reverse(
            "desk:talent-exclusivity", args=[busy.public_id]
        ),
        "the page who is free": f"{reverse('desk:who-is-free')}?{urlencode(asked)}",
    }
    return {name: again(partial(_get, client, url), 20) for name, url in pages.items()}


def _get(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
