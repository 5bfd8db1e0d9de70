"""Writing a promise down: who, for whom, when, what it forbids, where the talent shows."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from accounts.models import User
from clients.models import Brand
from exclusivity.actions.binding import settle
from exclusivity.actions.locks import locked
from exclusivity.models import Clause, Commitment, Exposure, Status
from exclusivity.plain import carve_outs_of, plain_carve_outs, plain_windows, windows_of
from exclusivity.terms import ClauseTerms, Days, ExposureTerms, RenewalTerms
from lib.actions import action
from lib.refusals import Denied, require
from talent.models import Talent

OVER = (Status.EXPIRED, Status.TERMINATED, Status.CANCELLED, Status.VOID)


@action
def open_commitment(
    *,
    kind: str,
    brand: Brand,
    talents: Sequence[Talent],
    status: str,
    by: User,
    now: datetime,
    term: DateRange | Days | None = None,
    timezone: str = "",
    family: str = "",
    effective_from: date | None = None,
    renewal: RenewalTerms | None = None,
) -> Commitment:
    """Begin a promise that does not bind yet: an enquiry, a hold or a draft."""
    if status not in (Status.ENQUIRY, Status.HOLD, Status.DRAFT):
        require(Denied("A promise begins as an enquiry, a hold or a draft, and binds later.", code="status"))
    commitment = Commitment.objects.create(
        kind=kind, brand=brand, status=status, term=as_range(term), timezone=timezone, family=family,
        effective_from=effective_from, renewal_months=renewal.months if renewal else None,
        notice_days=renewal.notice_days if renewal else 0, notice_given=renewal.notice_given if renewal else None,
        created_at=now, created_by=by,
    )  # fmt: skip
    commitment.talents.set(talents)
    return commitment


@action
def set_term(*, commitment: Commitment, term: DateRange | Days | None, by: User, now: datetime) -> None:
    """Say from when until when it stands; half-open days."""
    _writable(locked(commitment))
    commitment.term = as_range(term)
    commitment.save(update_fields=["term"])
    settle(commitment, by, now)


@action
def rewrite(
    *,
    commitment: Commitment,
    term: DateRange | Days | None,
    exposures: Sequence[ExposureTerms],
    clauses: Sequence[ClauseTerms] | None,
    by: User,
    now: datetime,
) -> None:
    """Say all of it anew and judge it once, as it then stands: no step in between can clash. None keeps the clauses.

    What is published stays. Raises `Refused` with the sentence where it binds and would clash.
    """
    _writable(locked(commitment))
    commitment.term = as_range(term)
    commitment.save(update_fields=["term"])
    _replace_exposures(commitment, exposures, by, now)
    if clauses is not None:
        _replace_clauses(commitment, clauses, by, now)
    settle(commitment, by, now)


@action
def set_clauses(*, commitment: Commitment, clauses: Sequence[ClauseTerms], by: User, now: datetime) -> list[Clause]:
    """Say what it forbids, in place of what was said before. Once it binds, a change is a new version of the clause."""
    _writable(locked(commitment))
    kept = _replace_clauses(commitment, clauses, by, now)
    settle(commitment, by, now)
    return kept


def _replace_clauses(commitment: Commitment, clauses: Sequence[ClauseTerms], by: User, now: datetime) -> list[Clause]:
    there = {clause.number: clause for clause in commitment.clauses.filter(superseded_at=None)}
    kept: list[Clause] = []
    for terms in clauses:
        old = there.pop(terms.number, None)
        if old is not None and terms_of(old) == _tidy(terms):
            kept.append(old)
            continue
        if old is None:
            kept.append(write_row(Clause(commitment=commitment, created_at=now, created_by=by), terms))
        elif not commitment.is_binding:
            kept.append(write_row(old, terms))
        else:
            kept.append(write_row(next_version(old, by, now), terms))
    for old in there.values():
        if commitment.is_binding:
            supersede(old, by, now)
        else:
            old.delete()
    return kept


def supersede(clause: Clause, by: User, now: datetime) -> None:
    clause.superseded_at, clause.superseded_by = now, by
    clause.save(update_fields=["superseded_at", "superseded_by"])


def next_version(clause: Clause, by: User, now: datetime) -> Clause:
    """Put a signed version away; the row that follows it, not yet written."""
    supersede(clause, by, now)
    return Clause(
        commitment=clause.commitment, number=clause.number, version=clause.version + 1, created_at=now, created_by=by
    )


def write_row(clause: Clause, terms: ClauseTerms) -> Clause:
    """A clause as the terms have it: a new row, or one that nobody signed."""
    said = {
        "number": terms.number, "words": terms.words, "mode": terms.mode,
        "beneficiary_scope": terms.beneficiary_scope, "binds_members": terms.binds_members,
        "binds_group_of_member": terms.binds_group_of_member, "activities": dict(terms.activities),
        "territories": list(terms.territories) if terms.territories else None,
        "territories_except": list(terms.territories_except), "territory_basis": terms.territory_basis,
        "channels": list(terms.channels) if terms.channels else None, "tail_length": terms.tail_length,
        "tail_unit": terms.tail_unit, "tail_on": terms.tail_on, "attributes": dict(terms.attributes),
        "closure": terms.closure, "ownership_as_of": terms.ownership_as_of, "open_list": terms.open_list,
        "windows": plain_windows(terms.windows), "term": as_range(terms.term),
        "lookback_months": terms.lookback_months, "in_force_from": terms.in_force[0],
        "in_force_until": terms.in_force[1], "carve_outs": plain_carve_outs(terms.carve_outs),
        "strength": terms.strength, "refusal_days": terms.refusal_days, "fee": terms.fee,
    }  # fmt: skip
    for name, value in said.items():
        setattr(clause, name, value)
    clause.save()
    clause.categories.set(terms.category_ids)
    clause.categories_except.set(terms.except_category_ids)
    clause.brands.set(terms.brand_ids)
    clause.companies.set(terms.company_ids)
    return clause


def terms_of(clause: Clause) -> ClauseTerms:
    """A stored clause as terms, so that a form can show it and a change can be told."""
    return ClauseTerms(
        number=clause.number, mode=clause.mode, words=clause.words,
        category_ids=_ids(clause.categories), except_category_ids=_ids(clause.categories_except),
        brand_ids=_ids(clause.brands), company_ids=_ids(clause.companies), activities=dict(clause.activities),
        territories=_sorted(clause.territories), territories_except=_sorted(clause.territories_except) or (),
        territory_basis=clause.territory_basis, channels=_sorted(clause.channels), tail_length=clause.tail_length,
        tail_unit=clause.tail_unit, tail_on=clause.tail_on, beneficiary_scope=clause.beneficiary_scope,
        binds_members=clause.binds_members, binds_group_of_member=clause.binds_group_of_member,
        attributes=dict(clause.attributes), closure=clause.closure, ownership_as_of=clause.ownership_as_of,
        open_list=clause.open_list, windows=windows_of(clause.windows),
        term=(clause.term.lower, clause.term.upper) if clause.term is not None else None,
        lookback_months=clause.lookback_months, in_force=(clause.in_force_from, clause.in_force_until),
        carve_outs=carve_outs_of(clause.carve_outs), strength=clause.strength, refusal_days=clause.refusal_days,
        fee=clause.fee,
    )  # fmt: skip


def _ids(relation) -> tuple[int, ...]:
    return tuple(sorted(row.pk for row in relation.all()))


def _sorted(values) -> tuple | None:
    return tuple(sorted(set(values))) if values else None


def _tidy(terms: ClauseTerms) -> ClauseTerms:
    return ClauseTerms(
        number=terms.number, mode=terms.mode, words=terms.words, category_ids=_sorted(terms.category_ids) or (),
        except_category_ids=_sorted(terms.except_category_ids) or (), brand_ids=_sorted(terms.brand_ids) or (),
        company_ids=_sorted(terms.company_ids) or (), activities=dict(terms.activities),
        territories=_sorted(terms.territories), territories_except=_sorted(terms.territories_except) or (),
        territory_basis=terms.territory_basis, channels=_sorted(terms.channels), tail_length=terms.tail_length,
        tail_unit=terms.tail_unit, tail_on=terms.tail_on, beneficiary_scope=terms.beneficiary_scope,
        binds_members=terms.binds_members, binds_group_of_member=terms.binds_group_of_member,
        attributes=dict(terms.attributes), closure=terms.closure, ownership_as_of=terms.ownership_as_of,
        open_list=terms.open_list, windows=windows_of(plain_windows(terms.windows)), term=terms.term,
        lookback_months=terms.lookback_months, in_force=terms.in_force,
        carve_outs=carve_outs_of(plain_carve_outs(terms.carve_outs)), strength=terms.strength,
        refusal_days=terms.refusal_days, fee=terms.fee,
    )  # fmt: skip


@action
def set_exposures(
    *, commitment: Commitment, exposures: Sequence[ExposureTerms], by: User, now: datetime
) -> list[Exposure]:
    """Say where and when the talent shows, in place of what was planned before. What is published stays."""
    _writable(locked(commitment))
    kept = _replace_exposures(commitment, exposures, by, now)
    settle(commitment, by, now)
    return kept


def _replace_exposures(
    commitment: Commitment, exposures: Sequence[ExposureTerms], by: User, now: datetime
) -> list[Exposure]:
    wanted = list(exposures)
    kept: list[Exposure] = []
    for row in commitment.exposures.filter(published_at=None).order_by("id").prefetch_related("categories", "talents"):
        terms = shown_as(row)
        match = next((one for one in wanted if _plain(one) == terms), None)
        if match is None:
            row.delete()
        else:
            wanted.remove(match)
            kept.append(row)
    for terms in wanted:
        row = Exposure.objects.create(
            commitment=commitment, activity=terms.activity, brand_id=terms.brand_id,
            channels=list(terms.channels) if terms.channels else None,
            territories=list(terms.territories) if terms.territories else None,
            days=as_range(terms.days), span=DateTimeTZRange(*terms.span) if terms.span is not None else None,
            attributes=terms.attributes, created_at=now, created_by=by,
        )  # fmt: skip
        row.categories.set(terms.category_ids or ())
        row.talents.set(terms.talent_ids)
        kept.append(row)
    return kept


def shown_as(row: Exposure) -> ExposureTerms:
    days = (row.days.lower, row.days.upper) if row.days is not None else None
    return ExposureTerms(
        row.activity, _ids(row.categories) or None, _sorted(row.channels), _sorted(row.territories), days, row.brand_id,
        (row.span.lower, row.span.upper) if row.span is not None else None, row.attributes, _ids(row.talents),
    )  # fmt: skip


def _plain(terms: ExposureTerms) -> ExposureTerms:
    return ExposureTerms(
        str(terms.activity), _sorted(terms.category_ids), _sorted(terms.channels), _sorted(terms.territories),
        terms.days, terms.brand_id, terms.span, terms.attributes, tuple(sorted(terms.talent_ids)),
    )  # fmt: skip


def as_range(days: DateRange | Days | None) -> DateRange | None:
    """Half-open days as PostgreSQL keeps them. Refuses days that end before they begin."""
    if days is None or isinstance(days, DateRange):
        return days
    lower, upper = days
    if isinstance(lower, date) and isinstance(upper, date) and upper <= lower:
        require(Denied("The last day comes before the first.", code="days"))
    return DateRange(lower, upper)


def _writable(commitment: Commitment) -> None:
    if commitment.status in OVER:
        require(Denied("This promise is over; its terms stay as they were.", code="over"))
