"""What the ids in clauses are called: the names that `sentences` reads."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from clients.models import Brand, Category, Company
from exclusivity.actions import terms_of
from exclusivity.axes import Activity, Channel
from exclusivity.facts import differing
from exclusivity.models import Clause, Commitment
from exclusivity.rules.facts import ClauseFacts
from exclusivity.rules.place import activity
from exclusivity.rules.values import Value
from exclusivity.rules.words import listed
from exclusivity.sentences import Names, Part, say
from exclusivity.terms import CarveOutTerms, ClauseTerms, Days
from talent.models import ActMember, Talent


def names_of(terms: Sequence[ClauseTerms], brand: Brand, talents: Iterable[Talent], *, outside: bool = False) -> Names:
    """All names in these clauses, in six queries at most; only what is mentioned is asked for."""
    people = list(talents)
    outs = [out for each in terms for out in each.carve_outs]
    said: list[ClauseTerms | CarveOutTerms] = [*terms, *outs]
    categories = {pk for each in said for pk in each.category_ids}
    categories |= {pk for each in terms for pk in each.except_category_ids}
    brands = {pk for each in said for pk in each.brand_ids}
    companies = {pk for each in terms for pk in each.company_ids}
    promises = {pk for out in outs for pk in out.commitment_ids}
    acts = [person for person in people if person.kind == "act"]
    persons = [person.pk for person in people if person.kind != "act"]
    return Names(
        brand=brand.name,
        who=listed(person.name for person in people),
        is_act=bool(acts),
        in_act=bool(persons) and ActMember.objects.filter(member__in=persons).exists(),
        categories=dict(Category.objects.filter(pk__in=categories).values_list("pk", "name")) if categories else {},
        brands=dict(Brand.objects.filter(pk__in=brands).values_list("pk", "name")) if brands else {},
        companies=dict(Company.objects.filter(pk__in=companies).values_list("pk", "name")) if companies else {},
        promises=_promises(promises) if promises and not outside else {},
        channels={str(value): str(label) for value, label in Channel.choices},
        settled=settled(),
        outside=outside,
    )


def _promises(ids: set[int]) -> dict[int, str]:
    rows = Commitment.objects.filter(pk__in=ids).select_related("brand")
    return {row.pk: f"the {'contract with' if row.kind == 'ambassador' else 'booking for'} {row.brand}" for row in rows}


def settled(mode: str = "CATEGORY") -> frozenset[str]:
    """The activities that count, or not, by the office's default where a clause is silent (R12)."""
    return frozenset(kind for kind, value in defaults(mode).items() if value is not Value.UNKNOWN)


def defaults(mode: str = "CATEGORY") -> dict[str, Value]:
    """What the office reads where a clause of this mode is silent on an activity."""
    silent, office = ClauseFacts(id=0, mode=mode), differing()
    return {str(kind): activity(silent, str(kind), office) for kind in Activity}


def day_of(instant: datetime | None, commitment: Commitment) -> date | None:
    """The day of an instant on the promise's own clock."""
    return instant.astimezone(ZoneInfo(commitment.timezone or "UTC")).date() if instant is not None else None


def in_force(rows: QuerySet[Clause], now: datetime) -> QuerySet[Clause]:
    """The version of each clause that holds now: an amendment may take effect later, until then the one before does."""
    begun = Q(in_force_from=None) | Q(in_force_from__lte=now)
    lasts = Q(in_force_until=None, superseded_at=None) | Q(in_force_until__gt=now)
    return rows.filter(begun & lasts)


def clauses_said(
    commitment: Commitment, brand: Brand, talents: Iterable[Talent], term: Days | None = None
) -> list[tuple[Clause, tuple[Part, ...]]]:
    """The newest version of each clause with its words. The rows know `is_signed`, `is_older` and the day `since`."""
    rows = list(
        commitment.clauses.filter(superseded_at=None).prefetch_related(
            "categories", "categories_except", "brands", "companies"
        )
    )
    if term is None and commitment.term is not None:
        term = (commitment.term.lower, commitment.term.upper)
    terms = [terms_of(row) for row in rows]
    names = names_of(terms, brand, talents) if rows else Names()
    for row in rows:
        row.is_signed, row.is_older = commitment.is_binding, row.version > 1  # type: ignore[attr-defined]
        row.since = day_of(row.in_force_from, commitment)  # type: ignore[attr-defined]
    return [(row, say(each, names, term)) for row, each in zip(rows, terms, strict=True)]
