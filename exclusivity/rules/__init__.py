"""The truth of exclusivity: pure functions over plain facts (DOMAIN R1 to R20)."""

from exclusivity.rules.check import as_bound, check, worst
from exclusivity.rules.facts import BINDING, PROSPECTIVE, ClauseFacts, CommitmentFacts, ExposureFacts, Tail
from exclusivity.rules.office import BrandFacts, Membership, OfficeFacts, Owned
from exclusivity.rules.values import OUTSIDE, Dimension, Hit, Value, Verdict

__all__ = [
    "BINDING",
    "OUTSIDE",
    "PROSPECTIVE",
    "BrandFacts",
    "ClauseFacts",
    "CommitmentFacts",
    "Dimension",
    "ExposureFacts",
    "Hit",
    "Membership",
    "OfficeFacts",
    "Owned",
    "Tail",
    "Value",
    "Verdict",
    "as_bound",
    "check",
    "worst",
]
