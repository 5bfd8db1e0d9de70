"""What a clause is written on: the promise, its paper, its people, and what can be chosen."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.clauses import terms_beside
from campaigns.checks import may_amend_contract, may_edit_contract
from campaigns.models import AmbassadorContract
from clients.models import Brand, Category, Company
from clients.queries import tree
from exclusivity.actions import terms_of
from exclusivity.facts import circle, memberships
from exclusivity.models import Clause, Commitment, Status
from exclusivity.naming import names_of
from exclusivity.sentences import Names
from exclusivity.terms import ClauseTerms, Days
from lib.refusals import Answer
from portals.desk.clients.forms import indented
from talent.models import Talent

SILENT = (Status.ENQUIRY, Status.CANCELLED, Status.VOID)
Choice = tuple[str, str]


@dataclass
class Scene:
    """One clause of a contract, or one more. `now` is the moment of asking."""

    contract: AmbassadorContract
    clause: Clause | None
    now: datetime

    @property
    def commitment(self) -> Commitment:
        return self.contract.commitment

    @property
    def brand(self) -> Brand:
        return self.contract.brand

    @property
    def amends(self) -> bool:
        """Whether saving writes the next version of what is signed."""
        return self.commitment.is_binding

    @property
    def may(self) -> Answer:
        """Whether it can be written at all."""
        return may_amend_contract(self.contract) if self.amends else may_edit_contract(self.contract)

    @property
    def term(self) -> Days:
        return self.contract.days.lower, self.contract.days.upper

    @cached_property
    def stored(self) -> ClauseTerms | None:
        """The clause as it is saved."""
        return terms_of(self.clause) if self.clause is not None else None

    @cached_property
    def others(self) -> list[ClauseTerms]:
        return terms_beside(self.contract, self.clause)

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
    def back(self) -> str:
        return reverse("desk:contract", args=[self.contract.public_id])

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


def _called(row: Commitment) -> str:
    return f"{row.brand.name}, {row.get_kind_display().lower()}, {row.get_status_display().lower()}"


def scene_of(contract: AmbassadorContract, clause: Clause | None = None) -> Scene:
    return Scene(contract, clause, timezone.now())
