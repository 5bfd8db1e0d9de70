"""Whether earned media value is told, to whom, and by which prices."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import Office, User
from accounts.roles import Permission, can
from campaigns.checks import office_day
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from stats.checks import may_take_back
from stats.models import PriceTable, UnitPrice


@action
def switch_earned_media(*, is_on: bool, for_clients: bool, by: User, now: datetime) -> Office:
    """Tell it in results, and to brands too; or neither. Raises `Refused`."""
    require(can(by, Permission.RUN_OFFICE))
    Office.objects.current()
    office = Office.objects.select_for_update(of=("self",)).get(pk=1)
    if is_on and not PriceTable.objects.exists():
        raise Refused("Write a price table first: without prices there is nothing to reckon.")
    office.earned_media, office.clients_see_earned_media = is_on, for_clients
    with violation():
        office.save(update_fields=["earned_media", "clients_see_earned_media"])
    return office


@action
def add_price_table(
    *, currency: str, source: str, source_url: str, valid_from: date, prices: Mapping[tuple[str, str], Decimal | None],
    by: User, now: datetime,
) -> PriceTable:  # fmt: skip
    """Prices for posts live from a day on, as (platform, what is counted) to an amount; None has no price.

    Only the first table may begin in the past: what was reported by another one stays. Raises `Refused`.
    """
    require(can(by, Permission.RUN_OFFICE))
    Office.objects.current()
    Office.objects.select_for_update(of=("self",)).get(pk=1)
    if valid_from < office_day(now) and PriceTable.objects.exists():
        raise Refused("A further table begins today or later, so that what was reported stays as it was.")
    if not any(prices.values()):
        raise Refused("Write at least one price.")
    with violation():
        table = PriceTable.objects.create(
            currency=currency, source=source.strip(), source_url=source_url, valid_from=valid_from,
            created_at=now, created_by=by,
        )  # fmt: skip
    with violation():
        for (platform, counted), amount in prices.items():
            if amount is not None:
                UnitPrice.objects.create(table=table, platform=platform, counted=counted, amount=amount)
    return table


@action
def take_back_price_table(*, table: PriceTable, by: User, now: datetime) -> None:
    """It was written by mistake. The last one goes only where the value is switched off. Raises `Refused`."""
    Office.objects.current()
    office = Office.objects.select_for_update(of=("self",)).get(pk=1)
    table = PriceTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    require(may_take_back(table, by, now, ZoneInfo(office.timezone)))
    if office.earned_media and not PriceTable.objects.exclude(pk=table.pk).exists():
        raise Refused("It is the only table. Switch the value off first.")
    table.delete()
