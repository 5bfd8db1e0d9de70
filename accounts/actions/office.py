"""The office's own settings."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import available_timezones

from accounts.models import Office, User
from accounts.roles import Permission, can
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation

FIELDS = ("name", "timezone", "currency", "fee_percent", "decline_words", "talents_see_sales")
"""What is changed on *Office*."""


@action
def change_office(
    *,
    name: str,
    timezone: str,
    currency: str,
    fee_percent: Decimal,
    decline_words: str | None = None,
    talents_see_sales: bool | None = None,
    by: User,
    now: datetime,
    reason: str = "",
) -> Office:
    """Its name, its clock, the currency that forms begin with, and its share of a fee in percent.

    What is confirmed or signed keeps the share that it was agreed with. `decline_words` are what a talent reads where
    nobody wrote a reason for a no, `talents_see_sales` says whether they read what they sold; None leaves them.
    """
    require(can(by, Permission.RUN_OFFICE))
    Office.objects.current()
    office = Office.objects.select_for_update(of=("self",)).get(pk=1)
    if not name.strip():
        raise Refused("An office has a name.")
    if timezone not in available_timezones():
        raise Refused(f"{timezone} is not the name of a time zone.")
    office.name, office.timezone, office.currency, office.fee_percent = name.strip(), timezone, currency, fee_percent
    if decline_words is not None:
        if not decline_words.strip():
            raise Refused("A no has words. Write some.")
        office.decline_words = decline_words.strip()
    if talents_see_sales is not None:
        office.talents_see_sales = talents_see_sales
    with violation():
        office.save(update_fields=[*FIELDS])
    return office
