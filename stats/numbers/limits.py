"""From where on a figure is worth a look: ours, where the office says nothing else. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Our own design, after published descriptions (see `numbers.signals`). Shares in percent."""

    jump: float = 50
    spike_z: float = 6
    spike_share: float = 1
    taken_back: float = 40
    drop_day: float = 1.5
    drop_week: float = 3
    hollow_growth: float = 20
    hollow_fall: float = 30
    far_above: float = 3
    ratio_low: float = 0.2
    ratio_high: float = 8
    even: float = 10
    reach_low: float = 1
    reach_high: float = 300
    churn: float = 200
    churn_ratio: float = 0.5


PAIRS = (("ratio_low", "ratio_high"), ("reach_low", "reach_high"))
"""The first of each lies below the second."""
