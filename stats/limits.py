"""The thresholds of *Worth a look* that are in use."""

from dataclasses import asdict

from stats.models import SignalLimit
from stats.numbers.limits import Limits

SHIPPED: dict[str, float] = asdict(Limits())


def limits_in_use() -> Limits:
    """Ours, with those that the office changed. One query."""
    return Limits(**{name: float(value) for name, value in SignalLimit.objects.values_list("name", "value")})
