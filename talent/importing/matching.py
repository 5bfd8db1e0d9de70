"""Whose row it is: which talents and accounts of the roster a file's rows are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.db.models import QuerySet
from django.db.models.functions import Lower

from talent.importing.rows import Row
from talent.models import SocialAccount, Talent

BATCH = 1000


def batches[T](things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of at most `size` things."""
    every = list(things)
    for start in range(0, len(every), size):
        yield every[start : start + size]


@dataclass(slots=True)
class Known:
    """What the roster has that a file may be about."""

    talents: dict[int, Talent] = field(default_factory=dict)
    accounts: dict[tuple[str, str], SocialAccount] = field(default_factory=dict)
    accounts_of: dict[int, list[SocialAccount]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[Talent]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Talent]] = field(default_factory=lambda: defaultdict(list))


def _matching_accounts(rows: list[Row]) -> Iterator[QuerySet[SocialAccount]]:
    """The accounts that rows name by handle or by the platform's id."""
    by_platform: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, set[str]] = defaultdict(set)
    for row in chain.from_iterable(row.accounts for row in rows):
        if row.account_key:
            by_platform[row.platform].add(row.handle.lower())
            if row.external_id:
                ids[row.platform].add(row.external_id)
    for platform, handles in by_platform.items():
        for batch in batches(sorted(handles)):
            yield SocialAccount.objects.annotate(lower=Lower("handle")).filter(platform=platform, lower__in=batch)
    for platform, external in ids.items():
        for batch in batches(sorted(external)):
            yield SocialAccount.objects.filter(platform=platform, external_id__in=batch)


def load(rows: list[Row], *, lock: bool, also: Collection[int] = ()) -> Known:
    """Read what the rows may be about; with `lock`, talents before accounts and each in ascending order.

    `also` are talents that are read in any case.
    """
    rows = [row for row in rows if not row.refusal]
    wanted: set[int] = set(also)
    for found in _matching_accounts(rows):
        wanted.update(found.order_by().values_list("talent", flat=True))
    for batch in batches(sorted({row.email.lower() for row in rows if row.email})):
        emails = Talent.objects.filter(archived_at=None).annotate(lower=Lower("email")).filter(lower__in=batch)
        wanted.update(emails.order_by().values_list("pk", flat=True))
    for batch in batches(sorted({row.name.lower() for row in rows if row.name})):
        names = Talent.objects.filter(archived_at=None).annotate(lower=Lower("name")).filter(lower__in=batch)
        wanted.update(names.order_by().values_list("pk", flat=True))
    known = Known()
    for ids in batches(sorted(wanted)):
        talents = Talent.objects.filter(pk__in=ids).order_by("pk").prefetch_related("genres")
        accounts = SocialAccount.objects.filter(talent__in=ids).order_by("pk")
        if lock:
            talents, accounts = talents.select_for_update(of=("self",)), accounts.select_for_update(of=("self",))
        for talent in talents:
            known.talents[talent.pk] = talent
            if talent.archived_at is None:
                known.by_name[talent.name.lower()].append(talent)
                if talent.email:
                    known.by_email[talent.email.lower()].append(talent)
        for account in accounts:
            _remember(known, account)
    return known


def _remember(known: Known, account: SocialAccount) -> None:
    """An account in use comes before an archived one of the same handle."""
    known.accounts_of[account.talent_id].append(account)
    keys = [(account.platform, account.handle.lower())]
    if account.external_id:
        keys.append((account.platform, account.external_id.lower()))
    for key in keys:
        before = known.accounts.get(key)
        if before is None or (before.archived_at and not account.archived_at):
            known.accounts[key] = account


def account_of(known: Known, row: Row) -> SocialAccount | None:
    """The account on the roster that a row names."""
    if row.account_key is None:
        return None
    found = known.accounts.get(row.account_key)
    return found or (known.accounts.get((row.platform, row.external_id.lower())) if row.external_id else None)


def same_person(name: str, platforms: set[str], row: Row) -> bool:
    """Whether a row with a talent's e-mail is about that talent.

    Managers put one address under many talents, so another name with another account on a platform that the talent is
    on already is somebody else.
    """
    return not row.platforms & platforms or (bool(row.name) and row.name.lower() == name.lower())
