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
    decided: frozenset[int] = frozenset()
    admitted: frozenset[int] = frozenset()
