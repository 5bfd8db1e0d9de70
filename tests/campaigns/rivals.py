"""Another brand that keeps a category to itself."""

from campaigns import actions
from campaigns.models import AmbassadorContract
from clients.models import Category
from exclusivity.actions import take_over
from exclusivity.terms import ClauseTerms
from talent.models import Talent
from tests.factories import NOW, BrandFactory, days, manager


def clause(category: Category, **values) -> ClauseTerms:
    """All rivals in a category, in Japan, on every channel."""
    said = {"number": "4.2", "mode": "CATEGORY", "category_ids": (category.pk,), "territories": ("JP",)}
    return ClauseTerms(
        **{**said, "territory_basis": "TARGETED", "tail_on": "ANY_END", "binds_members": "EACH", **values}
    )


def draft_rival(talent: Talent, category: Category, name: str = "Lumeya", term=None, **values) -> AmbassadorContract:
    """An unsigned ambassador contract with another brand of the category."""
    return actions.draft_contract(
        brand=BrandFactory(name=name, categories=[category]),
        talent=talent,
        title=f"{name} 2026",
        days=term or days("2026-01-01", "2027-01-01"),
        fee=None,
        duties="",
        clauses=[clause(category, **values)],
        by=manager(),
        now=NOW,
    )


def bind_to_rival(talent: Talent, category: Category, name: str = "Lumeya", term=None, **values) -> AmbassadorContract:
    """The same, signed."""
    contract = draft_rival(talent, category, name, term, **values)
    return actions.sign_contract(contract=contract, by=manager(), now=NOW)


def bound_elsewhere(talent: Talent, category: Category) -> AmbassadorContract:
    """A rival's paper that was signed elsewhere: what stands here clashes with it from now on."""
    contract = draft_rival(talent, category)
    take_over(commitment=contract.commitment, status="signed", by=manager(), now=NOW, bound_at=NOW)
    return contract
