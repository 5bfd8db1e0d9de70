"""Which tiers the office counts by."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from talent.checks import may
from talent.models import TierScheme


@action
def use_tier_scheme(*, scheme: TierScheme, by: User, now: datetime, reason: str = "") -> TierScheme:
    """Count by this scheme from now on. What bookings froze stays as it was."""
    require(may(by, Permission.RUN_OFFICE))
    schemes = {row.pk: row for row in TierScheme.objects.select_for_update(of=("self",)).order_by("pk")}
    chosen = schemes[scheme.pk]
    if not chosen.bounds.filter(from_followers=0).exists():
        raise Refused(f"{chosen.name} has no tier that begins at 0.")
    for row in schemes.values():
        if row.in_use and row != chosen:
            row.in_use = False
            row.save(update_fields=["in_use"])
    if not chosen.in_use:
        chosen.in_use = True
        with violation():
            chosen.save(update_fields=["in_use"])
    return chosen
