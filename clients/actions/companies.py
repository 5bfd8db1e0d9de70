"""Companies, and who owns whom."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.editing import changed, save
from clients.actions.telling import tell, written
from clients.checks import may_archive_company, may_own
from clients.models import Company, Ownership
from lib.actions import action
from lib.refusals import Refused, require

FIELDS = frozenset({"name", "country", "website", "notes"})


def _locked(company: Company) -> Company:
    return Company.objects.select_for_update(of=("self",)).get(pk=company.pk)


@action
def add_company(*, name: str, by: User, now: datetime, **fields: Any) -> Company:
    """Write down a company. Raises `Refused` where the name is taken."""
    require(can(by, Permission.EDIT_CLIENTS))
    company = Company(created_at=now, created_by=by)
    changed(company, {"name": name, **fields}, FIELDS)
    save(company)
    return company


@action
def edit_company(*, company: Company, fields: dict[str, Any], by: User, now: datetime, reason: str = "") -> Company:
    """Change what is written about a company."""
    require(can(by, Permission.EDIT_CLIENTS))
    company = _locked(company)
    save(company, changed(company, fields, FIELDS))
    return company


@action
def archive_company(*, company: Company, by: User, now: datetime, reason: str = "") -> Company:
    """Take a company without brands out of the lists; what refers to it stays."""
    require(can(by, Permission.EDIT_CLIENTS))
    company = _locked(company)
    require(may_archive_company(company))
    if company.archived_at is None:
        company.archived_at, company.archived_by = now, by
        company.save(update_fields=["archived_at", "archived_by"])
    return company


@action
def restore_company(*, company: Company, by: User, now: datetime, reason: str = "") -> Company:
    """Put an archived company back."""
    require(can(by, Permission.EDIT_CLIENTS))
    company = _locked(company)
    company.archived_at = company.archived_by = None
    company.save(update_fields=["archived_at", "archived_by"])
    return company


@action
def set_owner(
    *,
    child: Company,
    parent: Company,
    since: date,
    by: User,
    now: datetime,
    until: date | None = None,
    reason: str = "",
) -> Ownership:
    """`parent` owns `child` from `since` up to, not including, `until`. Raises `Refused` for rings and overlaps."""
    require(can(by, Permission.EDIT_CLIENTS))
    # All companies of both groups could close a ring together, so whoever ties companies waits for one another.
    list(Company.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    require(may_own(parent, child, since, until))
    tie = Ownership(child=child, parent=parent, period=DateRange(since, until), created_at=now, created_by=by)
    save(tie)
    tell(f"{child} belongs to {parent} from {written(since)} on.", companies=[child.pk, parent.pk])
    return tie


@action
def end_ownership(*, ownership: Ownership, on: date, by: User, now: datetime, reason: str = "") -> Ownership:
    """`on` is the last day on which it stood. It can be ended earlier than it was to end, never later."""
    require(can(by, Permission.EDIT_CLIENTS))
    tie = Ownership.objects.select_for_update(of=("self",)).get(pk=ownership.pk)
    after = on + timedelta(days=1)
    if after <= tie.period.lower:
        raise Refused(
            f"{tie.parent} owns {tie.child} from {tie.period.lower:%-d %B %Y}. The last day is not before that."
        )
    if tie.period.upper and after > tie.period.upper:
        raise Refused(f"This ownership ends on {tie.period.upper - timedelta(days=1):%-d %B %Y} already.")
    tie.period = DateRange(tie.period.lower, after)
    save(tie, ["period"])
    tell(f"{tie.child} belongs to {tie.parent} until {written(on)}.", companies=[tie.child_id, tie.parent_id])
    return tie
