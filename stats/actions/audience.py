"""Who follows an account, entered by hand or read from its platform."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from lib.actions import action
from lib.countries import countries as known_countries
from lib.refusals import Refused, require
from lib.violations import violation
from stats.audience import shares_of
from stats.checks import may_enter_audience
from stats.leading import hold
from stats.models import Audience
from stats.models.audience import AGES
from stats.platforms.readings import AudienceReading
from talent.models import SocialAccount, Source

OLDEST = timedelta(days=366)


@action
def enter_audience(
    *,
    account: SocialAccount,
    as_of: date,
    countries: Mapping[str, Decimal],
    ages: Mapping[str, Decimal],
    women: Decimal | None = None,
    men: Decimal | None = None,
    by: User,
    now: datetime,
) -> Audience:
    """Keep the shares that somebody read off the screen. What is left out is unknown, not zero.

    A day may be entered again: it then holds what was entered last, whole.
    """
    hold([account.talent_id])
    account = SocialAccount.objects.select_related("talent").get(pk=account.pk)
    require(may_enter_audience(account, by))
    if as_of > timezone.localdate(now):
        raise Refused("That day is still to come.")
    if as_of < timezone.localdate(now) - OLDEST:
        raise Refused("An audience of more than a year ago says too little of today’s.")
    strange = [*(set(countries) - set(known_countries())), *(set(ages) - set(AGES))]
    if strange:
        raise Refused(f"Nobody knows what {min(strange)} is.")
    told = {
        "countries": {code: float(share) for code, share in countries.items()},
        "ages": {band: float(share) for band, share in ages.items()},
        "women": women, "men": men, "entered_at": now, "entered_by": by,
    }  # fmt: skip
    with violation():
        entered, _ = Audience.objects.update_or_create(
            account=account, as_of=as_of, source=Source.REPORTED, defaults=told
        )
    return entered


@action
def keep_audience(*, account: SocialAccount, reading: AudienceReading, by: User, now: datetime) -> Audience | None:
    """Keep what the platform told, as measured: the last reading of each month. None where it comes to nothing."""
    told, day = shares_of(reading), timezone.localdate(now)
    if not any(share for share in told.values()):
        return None
    hold([account.talent_id])
    rows = Audience.objects.filter(account=account, source=Source.MEASURED, as_of__gte=day.replace(day=1))
    kept = rows.first() or Audience(account=account, source=Source.MEASURED)
    for name, value in {**told, "as_of": day, "entered_at": now, "entered_by": by}.items():
        setattr(kept, name, value)
    with violation():
        kept.save()
    return kept
