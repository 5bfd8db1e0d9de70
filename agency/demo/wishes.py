"""What two in three of the roster ask for their work, and for whom some of them do it gladly or not at all."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from agency.demo import staff
from agency.demo.roster import Roster
from clients.models import Category
from talent.actions import keep_wishes

REFUSED = ("alcohol", "gambling", "tobacco-and-vapes", "fast-food", "energy-drinks", "payments")
LOVED = ("skincare", "coffee", "luggage", "running-shoes")
BY_THE_THOUSAND = {"reel": 600, "story": 200, "video": 1000, "post": 400}
"""Yen for a thousand followers, somewhat more for the small and less for the large."""
WORDS = (
    "",
    "",
    "No work on Sundays",
    "Lives with two cats, and gladly shows them",
    "Only what they have tried for two weeks",
)


def build(rng: Random, *, roster: Roster, booker: User, now: datetime) -> None:
    login, email = staff.TALENT_LOGIN
    known = set(Category.objects.values_list("key", flat=True))
    refused, loved = ([key for key in keys if key in known] for keys in (REFUSED, LOVED))
    for talent in roster.persons:
        if rng.random() > 0.66 and talent.name != login:
            continue
        per_thousand = Decimal(max(1, 10 - len(str(talent.followers or 0)))) / 4
        rates = {
            kind: Decimal(max(5, round((talent.followers or 0) * yen * float(per_thousand) / 1_000_000))) * 1000
            for kind, yen in BY_THE_THOUSAND.items()
            if rng.random() < 0.8
        }
        if "reel" in rates and rng.random() < 0.4:
            rates["ads"] = (rates["reel"] / 4).quantize(Decimal(1))
        keep_wishes(
            talent=talent, rates=rates, currency="JPY",
            refused_categories=rng.sample(refused, rng.choice((0, 0, 1, 2))) if refused else (),
            loved_categories=rng.sample(loved, rng.choice((0, 1, 1))) if loved else (), words=rng.choice(WORDS),
            by=User.objects.get(email=email) if talent.name == login else booker,
            now=now - timedelta(days=rng.randrange(2, 90)),
        )  # fmt: skip
