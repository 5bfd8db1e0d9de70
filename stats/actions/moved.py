"""What an account is called and where it is, as its platform tells: a feed that moved for good, a new handle."""

from collections.abc import Collection, Mapping
from datetime import datetime

from accounts.models import User
from lib.actions import action
from stats.leading import hold
from stats.letters import tell_of_new_name
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


def _is_renamed(account: SocialAccount, reading: Reading) -> bool:
    """Asked for by its id, it has another handle now."""
    known = account.external_id and account.external_id == reading.external_id
    return bool(known and reading.handle and reading.handle.casefold() != account.handle.casefold())


@action
def follow_names(
    *, readings: Mapping[int, Reading], accounts: Collection[SocialAccount], by: User, now: datetime
) -> int:
    """Write down new handles, with the address that goes with them, and tell the talents' managers; answers how many.

    A handle that another account here still has waits until that one's own is read. One that was known by its id alone
    gets its first handle without a word.
    """
    renamed = {
        account.pk: account
        for account in accounts
        if (reading := readings.get(account.pk)) and _is_renamed(account, reading)
    }
    if not renamed:
        return 0
    hold([account.talent_id for account in renamed.values()])
    done = []
    rows = SocialAccount.objects.select_for_update(of=("self",)).select_related("talent__manager")
    for row in rows.filter(pk__in=renamed, archived_at=None).order_by("pk"):
        handle, before = readings[row.pk].handle[:120], row.handle
        others = SocialAccount.objects.filter(platform=row.platform, handle__iexact=handle, archived_at=None)
        if before != renamed[row.pk].handle or others.exclude(pk=row.pk).exists():
            continue
        if row.url in ("", address_of(row.platform, before)):
            row.url = address_of(row.platform, handle)
        row.handle = handle
        row.save(update_fields=["handle", "url"])
        done.append(row.talent_id)
        if before != row.external_id:
            tell_of_new_name(row, before, now)
    keep_search(done)
    return len(done)
