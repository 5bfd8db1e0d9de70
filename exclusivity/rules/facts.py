"""What the truth reads: plain values, no rows. None is *nobody said* wherever nothing else is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Days = tuple[date | None, date | None]

FORCELESS = frozenset({"enquiry", "void"})
PROSPECTIVE = frozenset({"hold", "draft"})
BINDING = frozenset({"confirmed", "signed", "suspended", "expired", "terminated"})


@dataclass(frozen=True, slots=True)
class Tail:
    """How long a clause lives on after the term, and after which kind of end (R17). An empty `on` is unsaid."""

    length: int
    unit: str = "DAY"
    on: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """When a clause stands: `pre` back from `anchor`, `post` on from `to`; `days` are those of FIXED."""

    anchor: str = "TERM"
    pre: int = 0
    post: int = 0
    unit: str = "DAY"
    count: str = "CALENDAR"
    to: str = ""
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class CarveOut:
    """What a clause lets be: whatever fits all that is said. None is anything.

    `pre_existing` are engagements bound before the clause was signed; `older` are those that are known.
    """

    brands: frozenset[int] | None = None
    categories: frozenset[int] | None = None
    commitments: frozenset[int] | None = None
    activities: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    pre_existing: bool = False
    older: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """A consent, with its scope (R14). None is anything."""

    state: str
    commitment: int | None = None
    brand: int | None = None
    channels: frozenset[str] | None = None
    activities: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    category: int | None = None
    days: Days | None = None
    granted_at: datetime | None = None
    revoked_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What was laid before the holder of a first refusal (R22)."""

    commitment: int
    offered_at: datetime
    declined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """It renews itself by so many months, unless notice was given so many days before its end."""

    months: int
    notice_days: int = 0
    notice_given: date | None = None


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """A prohibition. `territories` and `channels` None are the world and all of them."""

    id: int
    number: str = "1"
    mode: str = "CATEGORY"
    categories: frozenset[int] = frozenset()
    categories_except: frozenset[int] = frozenset()
    brands: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()
    closure: str = "OWNED_BRANDS"
    beneficiary_scope: str = "BRAND"
    binds_members: str = ""
    binds_group_of_member: bool | None = None
    activities: Mapping[str, bool] = field(default_factory=dict)
    territories: frozenset[str] | None = None
    territories_except: frozenset[str] = frozenset()
    territory_basis: str = ""
    channels: frozenset[str] | None = None
    tail: Tail | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    ownership_as_of: str = "LIVE"
    open_list: bool = False
    windows: tuple[Window, ...] = ()
    term: Days | None = None
    lookback_months: int | None = None
    in_force: tuple[datetime | None, datetime | None] = (None, None)
    carve_outs: tuple[CarveOut, ...] = ()
    waivers: tuple[WaiverFacts, ...] = ()
    strength: str = "PROHIBIT"
    refusal_days: int = 0
    offers: tuple[OfferFacts, ...] = ()

    @property
    def label(self) -> str:
        return f"clause {self.number}"


@dataclass(frozen=True, slots=True)
class ExposureFacts:
    """Where and when the talent shows.

    `days` are half-open days in the commitment's zone, `span` instants instead of them.
    """

    id: int
    brand: int
    activity: str = "PAID"
    categories: frozenset[int] | None = None
    channels: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    days: tuple[date, date | None] | None = None
    span: tuple[datetime, datetime | None] | None = None
    published_at: datetime | None = None
    attributes: Mapping[str, str] | None = None
    talents: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """A promise. `zones` is its clock; where the paper is silent, each clock that it may mean (V9).

    Against `decided` it does not stand, by a recorded decision; `admitted` are those that it came to clash with when
    the world changed under both: the guard lets them stand, the truth still says so.
    """

    id: int
    kind: str
    status: str
    brand: int
    talents: frozenset[int]
    zones: tuple[str, ...]
    term: Days | None = None
    family: str = ""
    bound_at: datetime | None = None
    ended_on: date | None = None
    end_reason: str = ""
    clauses: tuple[ClauseFacts, ...] = ()
    exposures: tuple[ExposureFacts, ...] = ()
    effective_from: date | None = None
    renewal: Renewal | None = None
    decided: frozenset[int] = frozenset()
    admitted: frozenset[int] = frozenset()
