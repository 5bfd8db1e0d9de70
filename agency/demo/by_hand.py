"""Snapchat tells nobody: two accounts whose figures are typed in each month. One of them misses this month's."""

from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from agency.demo import staff
from agency.demo.pictures import screen
from agency.demo.roster import Roster, fold
from stats.actions import enter_counts, import_history
from talent.actions import add_account
from talent.models import SocialAccount, Talent

MONTH = timedelta(days=30)
LATE, FRESH = timedelta(days=43), timedelta(days=9)


def build(rng: Random, *, roster: Roster, booker: User, now: datetime) -> None:
    """The talent who can sign in enters her own, and is late; the office does it for the other."""
    name, email = staff.TALENT_LOGIN
    _account(
        rng, roster.by_name[name], by=User.objects.get(email=email), last=now - LATE, followers=84_600, booker=booker
    )
    yuna = roster.by_name["Yuna Baek"]
    snaps = _account(rng, yuna, by=booker, last=now - FRESH, followers=31_900, booker=booker)
    _before(rng, snaps, by=booker, first=now - FRESH - 9 * MONTH, now=now)


def _before(rng: Random, account: SocialAccount, *, by: User, first: datetime, now: datetime) -> None:
    """What a spreadsheet of hers knew of the year before; one line of it nobody can read."""
    count, lines = 19_000, ["Date,Followers"]
    for week in range(30, 0, -1):
        count = round(count * rng.uniform(1.0, 1.012))
        lines.append(f"{(first - timedelta(weeks=week)).date()},{count if week != 17 else 'ca. ?'}")
    content = "\n".join(lines).encode()
    import_history(filename="Snapchat, my own sheet.csv", content=content, account=account, by=by, now=now)


def _account(rng: Random, talent: Talent, *, by: User, last: datetime, followers: int, booker: User) -> SocialAccount:
    handle = f"{fold(talent.name).split()[0]}.snaps"
    first = last - 9 * MONTH
    account = add_account(talent=talent, platform="snapchat", handle=handle, by=booker, now=first)
    counts = [followers]
    while len(counts) < 10:
        counts.append(round(counts[-1] * rng.uniform(0.95, 0.99)))
    for month, count in enumerate(reversed(counts)):
        at = first + month * MONTH
        enter_counts(
            account=account, as_of=at.date(), followers=count, evidence=screen(account.handle, count, at.date()), by=by,
            now=at,
        )  # fmt: skip
    return account
