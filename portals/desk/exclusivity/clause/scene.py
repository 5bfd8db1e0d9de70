"""What a clause is written on: the promise, its paper, its people, and what can be chosen."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from djmoney.money import Money

from accounts.models import Office
from campaigns import actions
from campaigns.checks import may_amend_contract, may_edit_contract, may_write_own_clauses
from campaigns.models import AmbassadorContract, Booking
from campaigns.promises import presence_of
from clients.models import Brand, Category, Company
from clients.queries import tree
from exclusivity.actions import terms_of
from exclusivity.facts import circle, memberships
from exclusivity.models import Clause, Commitment, Status
from exclusivity.naming import names_of
from exclusivity.sentences import Names
from exclusivity.terms import ClauseTerms, Days, ExposureTerms
from lib.refusals import Answer
from portals.desk.clients.forms import indented
from talent.models import Talent

SILENT = (Status.ENQUIRY, Status.CANCELLED, Status.VOID)
Choice = tuple[str, str]


@dataclass
class Scene(ABC):
    """One clause of a promise, or one more. `now` is the moment of asking."""

    commitment: Commitment
    clause: Clause | None
    now: datetime

    title = ""
    place = "Ambassadors"
    paper = "contract"
    bound = "signed"
    frozen = "Frozen when signed. A later change is a new version."
    amends = False
    """Whether saving writes the next version of what is signed."""

    @property
    def brand(self) -> Brand:
        return self.commitment.brand

    @property
    @abstractmethod
    def may(self) -> Answer:
        """Whether it can be written at all."""

    @property
    @abstractmethod
    def back(self) -> str:
        """The page of what it is a part of."""

    @property
    def place_url(self) -> str:
        return reverse("desk:ambassadors")

    @property
    def term(self) -> Days | None:
        term = self.commitment.term
        return (term.lower, term.upper) if term is not None else None

    @property
    def last(self) -> date | None:
        """The last day of the term."""
        after = self.term[1] if self.term is not None else None
        return after - timedelta(days=1) if after is not None else None

    @property
    @abstractmethod
    def price(self) -> Money | None:
        """What the brand pays for all of it."""

    @property
    def currency(self) -> str:
        return str(self.price.currency) if self.price is not None else Office.objects.current().currency

    def shown(self, terms: ClauseTerms) -> list[ExposureTerms] | None:
        """Where the talent would show with these words; None where that does not change."""
        return None

    @abstractmethod
    def save(self, terms: ClauseTerms, by: Any, amendment: dict[str, Any]) -> Any:
        """Write the clause down."""

    @abstractmethod
    def drop(self, by: Any) -> Any:
        """Take it out, where that can be done."""

    @cached_property
    def stored(self) -> ClauseTerms | None:
        """The clause as it is saved."""
        return terms_of(self.clause) if self.clause is not None else None

    @cached_property
    def others(self) -> list[ClauseTerms]:
        """The newest words of the promise's other clauses."""
        rows = self.commitment.clauses.filter(superseded_at=None).order_by("number", "pk")
        return [terms_of(row) for row in rows if self.clause is None or row.pk != self.clause.pk]

    @cached_property
    def talents(self) -> list[Talent]:
        return list(self.commitment.talents.order_by("name"))

    def names(self, *terms: ClauseTerms) -> Names:
        return names_of(terms, self.brand, self.talents)

    @property
    def version(self) -> int:
        """The version that saving makes."""
        return (self.clause.version if self.clause else 1) + (1 if self.amends and self.clause else 0)

    @property
    def url(self) -> str:
        if self.clause is not None:
            return reverse("desk:clause-edit", args=[self.clause.public_id])
        return reverse("desk:clause-add", args=[self.commitment.public_id])

    @cached_property
    def categories(self) -> list[Choice]:
        """The market as it is now, with what the clause holds of before."""
        nodes = [(str(pk), name) for pk, name in indented(tree())]
        used = {pk for each in self._mentions for pk in each.category_ids}
        used |= set(self.stored.except_category_ids) if self.stored else set()
        gone = used - {int(pk) for pk, _ in nodes}
        return nodes + [(str(c.pk), c.name) for c in Category.objects.filter(pk__in=gone)] if gone else nodes

    @property
    def _mentions(self) -> list[Any]:
        return [self.stored, *self.stored.carve_outs] if self.stored else []

    @cached_property
    def brands(self) -> dict[str, tuple[int, str]]:
        """Public id to key and name."""
        used = {pk for each in self._mentions for pk in each.brand_ids}
        rows = Brand.objects.filter(Q(archived_at=None) | Q(pk__in=used)).order_by("name")
        return {key: (pk, name) for key, pk, name in rows.values_list("public_id", "pk", "name")}

    @cached_property
    def companies(self) -> dict[str, tuple[int, str]]:
        used = self.stored.company_ids if self.stored else ()
        rows = Company.objects.filter(Q(archived_at=None) | Q(pk__in=used)).order_by("name")
        return {key: (pk, name) for key, pk, name in rows.values_list("public_id", "pk", "name")}

    @cached_property
    def promises(self) -> dict[str, tuple[int, str]]:
        """What else its people promised, and what the clause already lets be."""
        ids = [talent.pk for talent in self.talents]
        people = circle(ids, memberships(ids))
        used = {pk for out in (self.stored.carve_outs if self.stored else ()) for pk in out.commitment_ids}
        theirs = Q(talents__in=people) & ~Q(status__in=[str(status) for status in SILENT])
        rows = Commitment.objects.filter(theirs | Q(pk__in=used)).exclude(pk=self.commitment.pk)
        found = rows.distinct().select_related("brand").order_by("brand__name", "pk")
        return {row.public_id: (row.pk, _called(row)) for row in found}


class OnContract(Scene):
    """A contract's clause: written while it is a draft, amended once it is signed."""

    @property
    def contract(self) -> AmbassadorContract:
        return self.commitment.contract

    @property
    def price(self) -> Money | None:
        return self.contract.fee

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.contract.title

    @property
    def amends(self) -> bool:  # type: ignore[override]
        return self.commitment.is_binding

    @property
    def may(self) -> Answer:
        return may_amend_contract(self.contract) if self.amends else may_edit_contract(self.contract)

    @property
    def back(self) -> str:
        return reverse("desk:contract", args=[self.contract.public_id])

    @property
    def term(self) -> Days:
        return self.contract.days.lower, self.contract.days.upper

    def shown(self, terms: ClauseTerms) -> list[ExposureTerms]:
        first, after = self.term
        return presence_of(self.brand, [*self.others, terms], (first, after))  # type: ignore[arg-type]

    def save(self, terms: ClauseTerms, by: Any, amendment: dict[str, Any]) -> Any:
        said: dict[str, Any] = {"contract": self.contract, "clause": self.clause, "terms": terms, "by": by}
        if self.amends:
            return actions.amend_clause(**said, now=self.now, **amendment)
        return actions.write_clause(**said, now=self.now)

    def drop(self, by: Any) -> Any:
        assert self.clause is not None  # noqa: S101
        return actions.drop_clause(contract=self.contract, clause=self.clause, by=by, now=self.now)


class OnBooking(Scene):
    """A hold's own clause, in place of what the brief says."""

    place = "Campaigns"
    paper = "booking"
    bound = "confirmed"
    frozen = "Its own from now on, instead of the brief’s. Frozen when confirmed."

    @property
    def booking(self) -> Booking:
        return self.commitment.booking

    @property
    def price(self) -> Money | None:
        return self.booking.price

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.booking.talent.name} for {self.brand.name}"

    @property
    def place_url(self) -> str:
        return reverse("desk:campaigns")

    @property
    def may(self) -> Answer:
        return may_write_own_clauses(self.booking)

    @property
    def back(self) -> str:
        return reverse("desk:booking", args=[self.booking.public_id])

    def save(self, terms: ClauseTerms, by: Any, amendment: dict[str, Any]) -> Any:
        return actions.write_own_clause(booking=self.booking, clause=self.clause, terms=terms, by=by, now=self.now)

    def drop(self, by: Any) -> Any:
        assert self.clause is not None  # noqa: S101
        return actions.drop_own_clause(booking=self.booking, clause=self.clause, by=by, now=self.now)


def _called(row: Commitment) -> str:
    return f"{row.brand.name}, {row.get_kind_display().lower()}, {row.get_status_display().lower()}"


def scene_of(commitment: Commitment, clause: Clause | None = None) -> Scene:
    """Raises Http404 where the promise has no paper of ours."""
    if getattr(commitment, "contract", None) is not None:
        return OnContract(commitment, clause, timezone.now())
    if getattr(commitment, "booking", None) is not None:
        return OnBooking(commitment, clause, timezone.now())
    raise Http404("Nothing here.")
