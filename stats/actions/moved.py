"""What an account is called and where it is, as its platform tells: a feed that moved for good, a new handle."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models.functions import Lower

from accounts.models import User
from lib.actions import action
from stats.connectors import CONNECTORS
from stats.leading import hold
from stats.letters import tell_of_new_name
from stats.platforms.connector import ByIdConnector
from stats.platforms.readings import Reading
from talent.handles import address_of
from talent.keeping import keep_search
from talent.models import SocialAccount


def _is_same(account: SocialAccount, reading: Reading) -> bool:
    """By its id; a feed without one by the title that it had, so that a lapsed domain leads nobody to a stranger's."""
    if account.external_id:
        return account.external_id == reading.external_id
    return account.title in ("", reading.title)


@action
def follow_moves(
    *, readings: Mapping[int, Reading], accounts: Collection[SocialAccount], by: User, now: datetime
) -> int:
    """Write down where feeds are now; answers how many. Only where the feed there is the same one and ours alone.

    It was fetched there a moment ago, under the rules for every address that we ask.
    """
    longest = SocialAccount._meta.get_field("url").max_length or 0
    moved = {
        account.pk: account
        for account in accounts
        if (reading := readings.get(account.pk)) and 0 < len(reading.moved_to) <= longest and _is_same(account, reading)
    }
    if not moved:
        return 0
    hold([account.talent_id for account in moved.values()])
    taken = set(
        SocialAccount.objects.filter(archived_at=None, url__in=[readings[pk].moved_to for pk in moved]).values_list(
            "url", flat=True
        )
    )
    done = 0
    for row in SocialAccount.objects.select_for_update(of=("self",)).filter(pk__in=moved).order_by("pk"):
        address = readings[row.pk].moved_to
        if address not in taken and row.url == moved[row.pk].url:
            row.url = address
            row.save(update_fields=["url"])
            taken.add(address)
            done += 1
    return done


def _which(account: SocialAccount) -> tuple[str, str]:
    return account.handle, account.external_id


def _is_renamed(account: SocialAccount, reading: Reading) -> bool:
    """Asked for by its id, it has another handle now."""
    known = account.external_id and account.external_id == reading.external_id
    return bool(known and reading.handle and reading.handle.casefold() != account.handle.casefold())


@action
def follow_names(
    *, readings: Mapping[int, Reading], accounts: Collection[SocialAccount], by: User, now: datetime
) -> int:
    """Write down new handles, with the address that goes with them, and tell the talents' managers; answers how many.

    A handle that another account here still has is that one's no more, for a platform gives it to one at a time: where
    that one is asked for by its id, the id stands for its handle until it is read itself; else the new name waits. One
    that was known by its id alone gets its first handle without a word.
    """
    renamed = {
        account.pk: account
        for account in accounts
        if (reading := readings.get(account.pk)) and _is_renamed(account, reading)
    }
    if not renamed:
        return 0
    platform = next(iter(renamed.values())).platform
    names = {pk: readings[pk].handle[:120] for pk in renamed}
    there = SocialAccount.objects.filter(platform=platform, archived_at=None).order_by("pk")
    hold([account.talent_id for account in renamed.values()])
    locked = there.select_for_update(of=("self",)).select_related("talent__manager")
    rows = list(locked.filter(pk__in=names))
    others = there.alias(low=Lower("handle")).filter(low__in=[name.lower() for name in names.values()])
    others = others.exclude(pk__in=names).select_related("talent")
    # Nobody is waited for, who may wait for us: another time will do.
    free = list(others.select_for_update(of=("self", "talent"), no_key=True, skip_locked=True))
    rows += free
    kept = {row.handle.lower() for row in others.exclude(pk__in=[row.pk for row in free])}
    before = {row.pk: row.handle for row in rows}
    same = {row.pk for row in rows if (was := renamed.get(row.pk)) and _which(row) == _which(was)}
    going = {pk: name for pk, name in names.items() if pk in same and name.lower() not in kept}
    going = _without_waiting(rows, going, {pk: renamed[pk].external_id for pk in going})
    told = {name.lower() for name in going.values()}
    for row in rows:
        if row.handle.lower() in told:
            row.url = "" if row.url == address_of(platform, row.handle) else row.url
            row.handle = row.external_id
            row.save(update_fields=["handle", "url"])
    for row in rows:
        if row.pk in going:
            if row.url in ("", address_of(platform, before[row.pk])):
                row.url = address_of(platform, going[row.pk])
            row.handle = going[row.pk]
            row.save(update_fields=["handle", "url"])
            if before[row.pk] != row.external_id:
                tell_of_new_name(row, before[row.pk], now)
    keep_search({row.talent_id for row in rows if row.handle != before[row.pk]})
    return len(going)


def _without_waiting(rows: Sequence[SocialAccount], going: Mapping[int, str], ids: Mapping[int, str]) -> dict[int, str]:
    """Those of the new names that nobody keeps: who has one is renamed too, or is asked for by its id alone. Where that
    is the same account, entered twice, the name is its own.
    """
    has = {row.handle.lower(): row for row in rows}
    given: dict[str, int] = {}
    for pk, name in going.items():
        given.setdefault(name.lower(), pk)
    left = {pk: name for pk, name in going.items() if given[name.lower()] == pk}

    def keeps(row: SocialAccount, pk: int) -> bool:
        return row.pk != pk and row.pk not in left and (row.external_id == ids[pk] or not _gives_way(row, has))

    while waiting := [pk for pk, name in left.items() if (row := has.get(name.lower())) and keeps(row, pk)]:
        for pk in waiting:
            del left[pk]
    return left


def _gives_way(row: SocialAccount, has: Mapping[str, SocialAccount]) -> bool:
    kind = CONNECTORS.get(row.platform)
    by_id = kind is not None and issubclass(kind, ByIdConnector) and kind.is_id(row.external_id)
    return by_id and row.external_id not in has
