"""The thresholds of *Worth a look*, as the office wants them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from accounts.models import User
from accounts.roles import Permission, can
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from stats.limits import SHIPPED, limits_in_use
from stats.models import Limit, SignalLimit
from stats.numbers.limits import PAIRS


@action
def set_signal_limits(*, limits: Mapping[str, Decimal | None], by: User, now: datetime, reason: str = "") -> None:
    """Each threshold by its name; None is what we ship. Signals follow when next computed. Raises `Refused`."""
    require(can(by, Permission.EDIT_BENCHMARKS))
    known = asdict(limits_in_use()) | {name: SHIPPED[name] if v is None else float(v) for name, v in limits.items()}
    for name in limits:
        if known[name] <= 0:
            raise Refused(f"{Limit(name).label}: above zero.")
    for low, high in PAIRS:
        if known[low] >= known[high]:
            raise Refused(f"{Limit(low).label}: below {known[high]:g}, where it is too many.")
    for name, value in limits.items():
        if value is None or float(value) == SHIPPED[name]:
            SignalLimit.objects.filter(name=name).delete()
        elif not SignalLimit.objects.filter(name=name, value=value).exists():
            with violation():
                SignalLimit.objects.update_or_create(name=name, defaults={"value": value})
