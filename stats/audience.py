"""The audience of accounts, as it is known."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from lib.countries import countries
from stats.models import Audience
from stats.models.audience import AGES
from stats.own import OWN_AUDIENCES
from stats.platforms.readings import AudienceReading


def latest(account_ids: Collection[int]) -> dict[int, Audience]:
    """Account to its own audience of the newest day; no key where nobody knows it. One query."""
    rows = Audience.objects.filter(OWN_AUDIENCES, account__in=account_ids).select_related("account", "entered_by")
    return {row.account_id: row for row in rows.order_by("account_id", "-as_of", "source").distinct("account_id")}


def shares_of(reading: AudienceReading) -> dict[str, Any]:
    """A platform's counts as `Audience` keeps them, of those whom the platform knows: who says no gender is in neither
    share. Countries are held against all of them where the platform does not name every country."""
    totals = [sum(counts.values()) for counts in (reading.countries, reading.ages, reading.genders)]
    lands = _percent(reading.countries, max(totals) if reading.is_cut else totals[0])
    genders = _percent(reading.genders, totals[2])
    return {
        "countries": {code: float(share) for code, share in lands.items() if share and code in countries()},
        "ages": {band: float(share) for band, share in _percent(reading.ages, totals[1]).items() if band in AGES},
        "women": genders.get("F"), "men": genders.get("M"),
    }  # fmt: skip


def _percent(counts: Mapping[str, int], total: int) -> dict[str, Decimal]:
    return {name: round(Decimal(100 * count) / total, 1) for name, count in counts.items()} if total else {}
