"""Who follows the largest accounts of three in five talents, as they showed the office; the others are not known."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from agency.demo import staff
from agency.demo.roster import Roster
from stats.actions import enter_audience
from stats.models.audience import AGES
from talent.models import SocialAccount, Talent

ABROAD = {
    "JP": ("TW", "US", "KR", "HK"), "KR": ("JP", "US", "VN", "TW"), "TW": ("JP", "HK", "MY", "US"),
    "VN": ("KR", "US", "JP", "TH"), "FI": ("SE", "US", "GB", "EE"), "FR": ("BE", "CA", "MA", "CH"),
}  # fmt: skip
ELSEWHERE = ("US", "GB", "DE", "BR")
CURVES = ((8, 34, 37, 13, 5, 2, 1), (2, 17, 41, 24, 10, 4, 2), (14, 43, 28, 9, 4, 1, 1))
"""How old the followers are: in the middle, older, younger."""


def build(rng: Random, *, roster: Roster, booker: User, now: datetime) -> None:
    name, email = staff.TALENT_LOGIN
    for talent in roster.persons:
        account = talent.accounts.filter(archived_at=None, followers__isnull=False).first()
        known = rng.random() < 0.6
        if account is not None and (known or talent.name == name):
            by = User.objects.get(email=email) if talent.name == name else booker
            _enter(rng, talent, account, by=by, now=now - timedelta(days=rng.randrange(2, 80)))


def _enter(rng: Random, talent: Talent, account: SocialAccount, *, by: User, now: datetime) -> None:
    home = rng.randrange(38, 86)
    left, countries = 96 - home, {talent.country: Decimal(home)}
    for code in ABROAD.get(talent.country, ELSEWHERE):
        share = rng.randrange(left // 2 + 1)
        if code != talent.country and share:
            countries[code] = Decimal(share)
            left -= share
    women = Decimal(rng.randrange(240, 810)) / 10
    enter_audience(
        account=account, as_of=now.date(), countries=countries,
        ages=dict(zip(AGES, map(Decimal, rng.choice(CURVES)), strict=True)),
        women=women, men=Decimal(rng.randrange(96, 100)) - women, by=by, now=now,
    )  # fmt: skip
