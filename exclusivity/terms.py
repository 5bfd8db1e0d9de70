"""What the other apps hand in: the terms of a promise as plain values, before they are rows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from djmoney.money import Money

Days = tuple[date | None, date | None]
"""Half-open days; no first day is ever since, no last day is until further notice."""


Span = tuple[datetime | None, datetime | None]
"""Half-open instants."""


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """When a clause stands: `pre` back from `anchor`, `post` on from `to` (empty: from the anchor itself).

    Anchors: TERM FIRST_POST LAST_POST USAGE_END SIGNATURE SHOOT FIXED; units DAY MONTH HOUR; `count` CALENDAR or EXACT.
    `days` are the half-open days of FIXED.
    """

    anchor: str = "TERM"
    pre: int = 0
    post: int = 0
    unit: str = "DAY"
    count: str = "CALENDAR"
    to: str = ""
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class CarveOutTerms:
    """What a clause lets be: whatever fits all that is said. `territories` None are all of them."""

    brand_ids: tuple[int, ...] = ()
    category_ids: tuple[int, ...] = ()
    commitment_ids: tuple[int, ...] = ()
    activities: tuple[str, ...] = ()
    territories: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    pre_existing: bool = False


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """One prohibition as it stands on the paper.

    `territories` None is the world, `channels` None all of them; both take an empty tuple the same way. `activities`
    says true or false for an `Activity`; one that is left out takes the office's default. An empty `binds_members`,
    `territory_basis` or `tail_on`, and a `binds_group_of_member` of None, are *unsaid*. `fee` is its own price, if any.
    """

    number: str = "1"
    mode: str = "CATEGORY"
    category_ids: tuple[int, ...] = ()
    except_category_ids: tuple[int, ...] = ()
    brand_ids: tuple[int, ...] = ()
    company_ids: tuple[int, ...] = ()
    activities: dict[str, bool] = field(default_factory=dict)
    territories: tuple[str, ...] | None = None
    territories_except: tuple[str, ...] = ()
    territory_basis: str = ""
    channels: tuple[str, ...] | None = None
    tail_length: int = 0
    tail_unit: str = "DAY"
    tail_on: str = ""
    words: str = ""
    beneficiary_scope: str = "BRAND"
    binds_members: str = ""
    binds_group_of_member: bool | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    closure: str = "OWNED_BRANDS"
    ownership_as_of: str = "LIVE"
    open_list: bool = False
    windows: tuple[WindowTerms, ...] = ()
    term: Days | None = None
    lookback_months: int | None = None
    in_force: Span = (None, None)
    carve_outs: tuple[CarveOutTerms, ...] = ()
    strength: str = "PROHIBIT"
    refusal_days: int = 0
    fee: Money | None = None


@dataclass(frozen=True, slots=True)
class ExposureTerms:
    """Where and when the talent shows. None is *nobody said*; `territories` of ("*",) is the world.

    `days` are half-open days in the commitment's zone. `brand_id` where it is not the commitment's own.
    """

    activity: str = "PAID"
    category_ids: tuple[int, ...] | None = None
    channels: tuple[str, ...] | None = None
    territories: tuple[str, ...] | None = None
    days: tuple[date, date | None] | None = None
    brand_id: int | None = None
    span: tuple[datetime, datetime | None] | None = None
    attributes: dict[str, str] | None = None
    talent_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalTerms:
    """It renews itself by `months`, unless notice is given `notice_days` before its end."""

    months: int
    notice_days: int = 0
    notice_given: date | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """A commitment that does not exist yet: what a brief would bring, or a contract while it is typed."""

    brand_id: int
    talent_ids: tuple[int, ...] = ()
    clauses: tuple[ClauseTerms, ...] = ()
    exposures: tuple[ExposureTerms, ...] = ()
    term: Days | None = None
    timezone: str = ""
    kind: str = "one_off"
