from exclusivity.models.box import Box
from exclusivity.models.check import Check, CheckedTalent
from exclusivity.models.clause import Clause, TargetMode, TerritoryBasis
from exclusivity.models.commitment import BINDING, PROSPECTIVE, Commitment, CommitmentKind, Status
from exclusivity.models.default import ActivityDefault, Counting
from exclusivity.models.exposure import Exposure
from exclusivity.models.finding import Decision, DecisionKind, Finding
from exclusivity.models.links import (
    ClauseBrand,
    ClauseCategory,
    ClauseCompany,
    ClauseExceptCategory,
    CommitmentTalent,
    ExposureCategory,
    ExposureTalent,
)
from exclusivity.models.market import CategoryClash, CompanyTrade
from exclusivity.models.waiver import Offer, Waiver, WaiverState

__all__ = [
    "ActivityDefault",
    "Counting",
    "ClauseBrand",
    "ClauseCategory",
    "ClauseCompany",
    "ClauseExceptCategory",
    "CommitmentTalent",
    "CategoryClash",
    "CompanyTrade",
    "ExposureCategory",
    "ExposureTalent",
    "Offer",
    "Waiver",
    "WaiverState",
    "BINDING",
    "PROSPECTIVE",
    "Box",
    "Check",
    "CheckedTalent",
    "Clause",
    "Commitment",
    "CommitmentKind",
    "Decision",
    "DecisionKind",
    "Exposure",
    "Finding",
    "Status",
    "TargetMode",
    "TerritoryBasis",
]
