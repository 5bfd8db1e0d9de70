"""What the other apps hand in: the terms of a promise as plain values, before they are rows."""

from dataclasses import dataclass, field
from datetime import date

Days = tuple[date | None, date | None]
"""Half-open days; no first day is ever since, no last day is until further notice."""


@dataclass(frozen=True, slots=True)
class ClauseTerms:
    """One prohibition as it stands on the paper.

    `territories` None is the world, `channels` None all of them; both take an empty tuple the same way. `activities`
    says true or false for an `Activity`; one that is left out takes the office's default. An empty `binds_members`,
    `territory_basis` or `tail_on`, and a `binds_group_of_member` of None, are *unsaid*.
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
