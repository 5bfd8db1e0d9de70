"""A feed that moved for good is asked at its new address from then on."""

from collections.abc import Collection, Mapping
from datetime import datetime

from accounts.models import User
from lib.actions import action
from stats.leading import hold
from stats.platforms.readings import Reading
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
