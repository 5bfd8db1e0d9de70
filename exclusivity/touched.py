"""Which promises depend on a part of the world: those to look at again when it has changed."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from clients.models import Ownership
from clients.rules import tied
from exclusivity.facts import circle, memberships
from exclusivity.models import BINDING, PROSPECTIVE, Clause, Commitment, TargetMode

FORCEFUL = Q(status__in=[str(status) for status in (*BINDING, *PROSPECTIVE)])


def by_market(
    *,
    categories: Iterable[int] = (),
    companies: Iterable[int] = (),
    trades: Iterable[int] = (),
    brands: Iterable[int] = (),
) -> list[int]:
    """Ids of the commitments that these parts of the market concern (see `clients.actions.telling.tell`)."""
    categories, trades, brands, group = set(categories), set(trades), set(brands), _tied(companies)
    trading = Q(clauses__mode=TargetMode.COMPANY_TRADE)
    return _ids(
        Q(clauses__categories__in=categories),
        Q(clauses__categories_except__in=categories),
        Q(clauses__open_list=True, brand__categories__in=categories),
        Q(clauses__in=_lets_be(categories)),
        Q(brand__company__in=group),
        Q(clauses__companies__in=group),
        Q(clauses__brands__company__in=group),
        trading & Q(clauses__categories__in=trades),
        trading & Q(clauses__categories_except__in=trades),
        Q(brand__in=brands),
        Q(exposures__brand__in=brands),
        Q(clauses__brands__in=brands),
    )


def by_people(talents: Iterable[int]) -> list[int]:
    """Ids of the commitments of these people, of their acts and of the other members."""
    near = list(talents)
    people = circle(near, memberships(near))
    return _ids(Q(talents__in=people), Q(exposures__talents__in=people))


def by_silence(kinds: Iterable[str]) -> list[int]:
    """Ids of the commitments with a clause that does not say whether one of these activities counts."""
    return _ids(*(Q(pk__in=_silent_on(kind)) for kind in kinds))


def _silent_on(kind: str) -> QuerySet[Clause]:
    return Clause.objects.exclude(activities__has_key=kind).values("commitment_id")  # type: ignore[return-value]


def _ids(*ways: Q) -> list[int]:
    """One small query each: together they would join everything with everything."""
    found: set[int] = set()
    for way in ways:
        found |= set(Commitment.objects.filter(FORCEFUL).filter(way).values_list("id", flat=True))
    return sorted(found)


def _tied(companies: Iterable[int]) -> set[int]:
    """Companies with all that they ever belonged to, or that ever belonged to them."""
    wanted = set(companies)
    if not wanted:
        return set()
    ties = list(Ownership.objects.values_list("parent_id", "child_id"))
    return wanted.union(*(tied(one, ties) for one in wanted))


def _lets_be(categories: set[int]) -> list[int]:
    """Clauses with a carve-out for one of these categories."""
    if not categories:
        return []
    rows = Clause.objects.exclude(carve_outs=[]).values_list("id", "carve_outs")
    return [key for key, outs in rows if any(categories & set(out.get("category_ids", ())) for out in outs)]
