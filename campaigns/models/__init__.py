from campaigns.models.ambassador import AmbassadorContract, ContractState
from campaigns.models.application import Application, ApplicationState, Choice
from campaigns.models.booking import Booking, BookingState
from campaigns.models.brief import Brief, BriefCategory, BriefExclusiveCategory, DeliverableKind, WantedDeliverable
from campaigns.models.campaign import Campaign, CampaignState
from campaigns.models.challenge import Challenge, ChallengeState
from campaigns.models.cost import Cost, CostKind, Goal, Measure, PaidBy
from campaigns.models.deliverable import Deliverable, DeliverableState, Draft, Review, ReviewSide
from campaigns.models.media import DraftFile, MediaKind, Upload
from campaigns.models.nomination import Nomination, NominationState, Offer, OfferSide
from campaigns.models.nudge import Nudge, NudgeKind
from campaigns.models.question import Question, QuestionKind
from campaigns.models.reach import Reach
from campaigns.models.remark import Remark, StaffNote
from campaigns.models.screening import Criterion, Points, Score, StepBack

__all__ = [
    "AmbassadorContract",
    "Application",
    "ApplicationState",
    "Booking",
    "BookingState",
    "Brief",
    "BriefCategory",
    "BriefExclusiveCategory",
    "Campaign",
    "CampaignState",
    "Challenge",
    "ChallengeState",
    "Choice",
    "ContractState",
    "Criterion",
    "Cost",
    "CostKind",
    "Deliverable",
    "DeliverableKind",
    "DeliverableState",
    "Draft",
    "DraftFile",
    "Goal",
    "Measure",
    "MediaKind",
    "Nomination",
    "NominationState",
    "Nudge",
    "NudgeKind",
    "Points",
    "PaidBy",
    "Remark",
    "Offer",
    "OfferSide",
    "Question",
    "QuestionKind",
    "Reach",
    "Review",
    "ReviewSide",
    "Score",
    "StaffNote",
    "StepBack",
    "Upload",
    "WantedDeliverable",
]
