"""The truth of exclusivity: pure functions over plain facts (DOMAIN R1 to R24)."""

from exclusivity.rules.check import as_bound, check, strangers, worst
from exclusivity.rules.facts import (
    BINDING,
    PROSPECTIVE,
    CarveOut,
    ClauseFacts,
    CommitmentFacts,
    ExposureFacts,
    OfferFacts,
    Renewal,
    Tail,
    WaiverFacts,
    Window,
)
from exclusivity.rules.office import BrandFacts, Membership, OfficeFacts, Owned
from exclusivity.rules.values import OUTSIDE, Dimension, Hit, Value, Verdict

__all__ = [
    "BINDING",
    "OUTSIDE",
    "PROSPECTIVE",
    "BrandFacts",
    "CarveOut",
    "ClauseFacts",
    "CommitmentFacts",
    "Dimension",
    "ExposureFacts",
    "Hit",
    "Membership",
    "OfficeFacts",
    "OfferFacts",
    "Owned",
    "Renewal",
    "Tail",
    "Value",
    "Verdict",
    "WaiverFacts",
    "Window",
    "as_bound",
    "check",
    "strangers",
    "worst",
]
