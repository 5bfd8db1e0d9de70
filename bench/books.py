"""What a large office has promised: contracts, bookings and holds, with the boxes that belong to them.

Written in bulk, without a history, but of such facts as the actions would have written: nothing binding clashes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import batched
from random import Random
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Office, User
from bench import market
from campaigns.models import AmbassadorContract, Booking, Brief, Campaign
from campaigns.options import ranks
from clients.models import Brand, Category
from exclusivity.actions.boxes import row_of
from exclusivity.axes import Channel
from exclusivity.boxes import boxes
from exclusivity.facts import load
from exclusivity.models import Box, Clause, Commitment, Exposure, Status
from talent.models import ActMember, Talent

BATCH = 500
A_CAMPAIGN = 10  # bookings
CHANNELS = [str(channel) for channel in Channel][:6]
COUNTRIES = ("JP", "KR", "US", "DE", "FR", "GB", "BR", "TW")


@dataclass(frozen=True, slots=True)
class Plan:
    """One promise before it is rows."""

    talent: int
    is_act: bool
    kind: str
    status: str
    brand: Brand
    categories: tuple[int, ...]
    kept: tuple[int, ...]
    first: date
    last: date | None
    mode: str = "CATEGORY"
    rank: int = 1
    queue: int = 1


def fill(*, commitments: int, now: datetime, seed: int = 3) -> dict[str, int]:
    """Make the market, some acts, and so many promises on the roster that is there."""
    random = Random(seed)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET session_replication_role = replica")
    market.make(random)
    talents = list(Talent.objects.order_by("pk").values_list("pk", flat=True)[: commitments * 3])
    acts = _acts(talents, count=max(1, commitments // 500))
    plans = list(_plans(random, talents, acts, commitments, now.date()))
    for some in batched(plans, BATCH):
        _write(random, some, now)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        for model in (Commitment, Clause, Exposure, Box, Booking, Campaign, Brief, AmbassadorContract):
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
        for field in (Commitment.talents, Clause.categories, Exposure.categories):
            cursor.execute(f"VACUUM ANALYZE {field.through._meta.db_table}")
        cursor.execute("ANALYZE clients_brand, clients_company, clients_category, talent_actmember")
        cursor.execute("RESET statement_timeout")
    return {"commitments": Commitment.objects.count(), "boxes": Box.objects.count()}


def _acts(talents: list[int], count: int) -> set[int]:
    """Groups of four out of the roster's end; a fifth member left."""
    made: dict[str, Any] = {"created_at": datetime.now(UTC), "created_by": User.objects.system()}
    rows, acts = [], []
    for five in list(batched(reversed(talents), 6))[:count]:
        act, *members = five
        acts.append(act)
        rows += [ActMember(act_id=act, member_id=m, period=DateRange(date(2020, 1, 1), None), **made) for m in members]
        rows[-1].period = DateRange(date(2020, 1, 1), date(2024, 1, 1))
    ActMember.objects.bulk_create(rows)
    Talent.objects.filter(pk__in=acts).update(kind="act")
    return set(acts)


def sizes(random: Random, commitments: int) -> Iterator[int]:
    """How many promises each busy talent has: half of them one, a fifth two, and every hundredth 10 to 30."""
    left = commitments
    for size in (30, 30, 3, 3, 3):
        left -= size
        yield size
    while left:
        roll = random.random()
        size = (
            1 if roll < 0.72 else 2 if roll < 0.9 else random.randint(3, 6) if roll < 0.98 else random.randint(10, 30)
        )
        size = min(size, left)
        left -= size
        yield size


def _plans(random: Random, talents: list[int], acts: set[int], commitments: int, today: date) -> Iterator[Plan]:
    """Each promise of a talent keeps another branch of the market, so that none bars another."""
    tree = dict(Category.objects.values_list("pk", "parent_id"))
    leaves = sorted(set(tree) - set(tree.values()))
    brands = list(Brand.objects.order_by("pk"))
    people = iter([*sorted(acts), *(talent for talent in talents if talent not in acts)])
    for size in sizes(random, commitments):
        talent, made = next(people), []
        for number, leaf in enumerate(random.sample(leaves, size)):
            first = today + timedelta(days=random.randint(-400, 200))
            long = random.random() < 0.4
            days = random.randint(180, 730) if long else random.randint(10, 60)
            waits = random.random() < 0.12
            mode = "FULL" if size == 1 and random.random() < 0.03 else "CATEGORY"
            plan = Plan(
                talent=talent,
                is_act=talent in acts,
                kind="ambassador" if long else "one_off",
                status=("draft" if long else "hold") if waits else "signed" if long else "confirmed",
                brand=random.choice(brands),
                categories=(leaf,),
                kept=(tree[leaf] if size == 1 and number == 0 and random.random() < 0.3 else leaf,),
                first=first,
                last=None if long and random.random() < 0.05 else first + timedelta(days=days),
                mode=mode,
            )
            made.append(plan)
        yield from _lined_up(made)


def _lined_up(plans: list[Plan]) -> list[Plan]:
    """A talent's holds in the order of receipt, each with its rank."""
    held = [(number, (plan.first, plan.last)) for number, plan in enumerate(plans) if plan.status == Status.HOLD]
    found = ranks(held)
    return [replace(plan, rank=found.get(number, 1), queue=number + 1) for number, plan in enumerate(plans)]


def _write(random: Random, plans: tuple[Plan, ...], now: datetime) -> None:
    made: dict[str, Any] = {"created_at": now, "created_by": User.objects.system()}
    zone = Office.objects.current().timezone
    commitments = Commitment.objects.bulk_create(
        Commitment(
            kind=plan.kind, status=plan.status, brand=plan.brand, timezone=zone, term=DateRange(plan.first, plan.last),
            bound_at=_bound(plan, now), bound_by=made["created_by"] if _bound(plan, now) else None, **made,
        )
        for plan in plans
    )  # fmt: skip
    through = Commitment.talents.through
    through.objects.bulk_create(
        through(commitment=row, talent_id=plan.talent) for row, plan in zip(commitments, plans, strict=True)
    )
    both = list(zip(commitments, plans, strict=True))
    _write_clauses(random, both, made)
    _write_exposures(random, both, made)
    _write_papers(both, made)
    picture = load([row.pk for row in commitments])
    Box.objects.bulk_create(
        row_of(box) for facts in picture.commitments.values() for box in boxes(facts, picture.office, now)
    )


def _bound(plan: Plan, now: datetime) -> datetime | None:
    if plan.status in (Status.HOLD, Status.DRAFT):
        return None
    return min(now, datetime.combine(plan.first, datetime.min.time(), UTC)) - timedelta(days=20)


def _write_clauses(random: Random, both: list[tuple[Commitment, Plan]], made: dict[str, Any]) -> None:
    barring = [(row, plan) for row, plan in both if plan.kind == "ambassador" or random.random() < 0.6]
    clauses = Clause.objects.bulk_create(
        Clause(
            commitment=row, number="1", mode=plan.mode, activities={"PAID": True, "GIFTED": True, "LIVE": False},
            territories=random.choice((None, ["JP"], ["JP", "KR", "TW"])), territory_basis="TARGETED",
            channels=random.choice((None, None, CHANNELS[:2])), tail_length=random.choice((0, 30, 90)),
            tail_on="ANY_END", binds_members="EACH" if plan.is_act else "NONE", binds_group_of_member=False, **made,
        )
        for row, plan in barring
    )  # fmt: skip
    through = Clause.categories.through
    through.objects.bulk_create(
        through(clause=clause, category_id=category)
        for clause, (_, plan) in zip(clauses, barring, strict=True)
        for category in (plan.kept if plan.mode == "CATEGORY" else ())
    )


def _write_exposures(random: Random, both: list[tuple[Commitment, Plan]], made: dict[str, Any]) -> None:
    owners = [(row, plan) for row, plan in both for _ in range(random.choice((1, 1, 2)))]
    shown = Exposure.objects.bulk_create(
        Exposure(
            commitment=row, activity="PAID", channels=[random.choice(CHANNELS)],
            territories=random.sample(COUNTRIES, random.randint(1, 2)), days=DateRange(plan.first, plan.last), **made,
        )
        for row, plan in owners
    )  # fmt: skip
    through = Exposure.categories.through
    through.objects.bulk_create(
        through(exposure=row, category_id=category)
        for row, (_, plan) in zip(shown, owners, strict=True)
        for category in plan.categories
    )


def _write_papers(both: list[tuple[Commitment, Plan]], made: dict[str, Any]) -> None:
    """The contracts and bookings that own the promises; ten bookings a campaign."""
    at, by = made["created_at"], made["created_by"]
    AmbassadorContract.objects.bulk_create(
        AmbassadorContract(
            brand=plan.brand, talent_id=plan.talent, commitment=row, title=f"{plan.brand.name} for long",
            state="signed" if row.bound_at else "draft", days=row.term, signed_at=row.bound_at,
            signed_by=by if row.bound_at else None, **made,
        )
        for row, plan in both
        if plan.kind == "ambassador"
    )  # fmt: skip
    booked = [pair for pair in both if pair[1].kind == "one_off"]
    apart = max(len(booked) // A_CAMPAIGN, 30)  # one talent's bookings follow one another, and go to other campaigns
    for some in filter(None, (booked[number::apart] for number in range(apart))):
        first = some[0][1]
        campaign = Campaign.objects.create(
            brand=first.brand, name=f"{first.brand.name} {first.first}", state="running", manager=by, opened_at=at,
            opened_by=by, **made,
        )  # fmt: skip
        Brief.objects.create(campaign=campaign, days=some[0][0].term, channels=CHANNELS[:2], places=A_CAMPAIGN)
        Booking.objects.bulk_create(
            Booking(
                campaign=campaign, talent_id=plan.talent, commitment=row,
                state="confirmed" if row.bound_at else "hold", hold_until=None if row.bound_at else at,
                rank=plan.rank, queue=plan.queue, days=row.term,
                confirmed_at=row.bound_at, confirmed_by=by if row.bound_at else None, **made,
            )
            for row, plan in some
        )  # fmt: skip
