"""Clauses as they are usually written (DOMAIN 1.2): a start that the editor fills in, in the trade's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exclusivity.axes import Activity
from exclusivity.terms import WindowTerms

NO_NEW_WORK = {"SHOOT": False, "LIVE": False}


def _counts(*kinds: Activity, **others: bool) -> dict[str, bool]:
    return {**{str(kind): True for kind in kinds}, **others}


@dataclass(frozen=True, slots=True)
class Preset:
    """`values` are fields of `ClauseTerms`; what is not among them stays as it is."""

    key: str
    name: str
    line: str
    values: Mapping[str, Any]


STRICT = Preset(
    "STRICT_AMBASSADOR", "Strict ambassador", "No word about a rival, paid or not, old posts included; 30 days more.",
    {
        "mode": "CATEGORY", "activities": _counts(*Activity), "windows": (), "tail_length": 30, "tail_unit": "DAY",
        "tail_on": "ANY_END", "strength": "PROHIBIT",
    },
)  # fmt: skip
STANDARD = Preset(
    "STANDARD_AMBASSADOR", "Standard ambassador",
    "Paid, gifted and affiliate posts, appearances and ads for rivals; 30 days more.",
    {
        "mode": "CATEGORY",
        "activities": _counts(
            Activity.PAID, Activity.GIFTED, Activity.AFFILIATE, Activity.APPEARANCE, Activity.PAID_USAGE, **NO_NEW_WORK
        ),
        "windows": (), "tail_length": 30, "tail_unit": "DAY", "tail_on": "ANY_END", "strength": "PROHIBIT",
    },
)  # fmt: skip
CAMPAIGN = Preset(
    "CAMPAIGN_CATEGORY", "Campaign, a category", "From a day before the first post until 30 days after the last.",
    {
        "mode": "CATEGORY",
        "activities": _counts(Activity.PAID, Activity.GIFTED, Activity.AFFILIATE, Activity.PAID_USAGE, **NO_NEW_WORK),
        "windows": (WindowTerms("FIRST_POST", 1, 30, to="LAST_POST"),), "tail_length": 0, "tail_on": "",
        "strength": "PROHIBIT",
    },
)  # fmt: skip
QUIET = Preset(
    "QUIET_WINDOW", "Quiet window", "No other sponsor at all from a day before the first post to a day after the last.",
    {
        "mode": "FULL", "activities": _counts(Activity.PAID, Activity.GIFTED, Activity.AFFILIATE, **NO_NEW_WORK),
        "windows": (WindowTerms("FIRST_POST", 1, 1, to="LAST_POST"),), "tail_length": 0, "tail_on": "",
        "strength": "PROHIBIT",
    },
)  # fmt: skip
NAMED = Preset(
    "NAMED_ONLY", "Named brands only", "Just the brands on the annexed list, and nobody like them.",
    {
        "mode": "NAMED", "closure": "SELF", "ownership_as_of": "SIGNING", "open_list": False, "windows": (),
        "activities": _counts(Activity.PAID, Activity.GIFTED, Activity.AFFILIATE, Activity.PAID_USAGE, **NO_NEW_WORK),
        "strength": "PROHIBIT",
    },
)  # fmt: skip
USAGE = Preset(
    "USAGE_ANCHORED", "While the ads run", "For as long as the brand runs ads with the talent’s face.",
    {
        "mode": "CATEGORY",
        "activities": _counts(Activity.PAID, Activity.PAID_USAGE, Activity.APPEARANCE, **NO_NEW_WORK),
        "windows": (WindowTerms("TERM", to="USAGE_END"),), "tail_length": 0, "tail_on": "", "strength": "PROHIBIT",
    },
)  # fmt: skip
HELD = Preset(
    "HELD_13_WEEKS", "Held 13 weeks", "From the shoot for 13 weeks, even if nothing is ever shown; renewed by a fee.",
    {
        "mode": "CATEGORY", "activities": _counts(Activity.PAID, Activity.PAID_USAGE, Activity.APPEARANCE, SHOOT=True),
        "windows": (WindowTerms("SHOOT", 0, 91),), "tail_length": 0, "tail_on": "", "strength": "PROHIBIT",
    },
)  # fmt: skip
PRESETS = {preset.key: preset for preset in (STANDARD, STRICT, CAMPAIGN, QUIET, NAMED, USAGE, HELD)}
