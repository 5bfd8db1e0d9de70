from campaigns.models.ambassador import AmbassadorContract, ContractState
from campaigns.models.application import Application, ApplicationState, Choice
from campaigns.models.appointment import Appointment
from campaigns.models.booking import Booking, BookingState
from campaigns.models.brief import Brief, BriefCategory, BriefExclusiveCategory, WantedDeliverable
from campaigns.models.campaign import Campaign, CampaignState
from campaigns.models.challenge import Challenge, ChallengeState
from campaigns.models.client_brief import ClientBrief, ClientBriefState
from campaigns.models.confirmation import Confirmation
from campaigns.models.cost import Cost, CostKind, Goal, Measure, PaidBy
from campaigns.models.deliverable import Deliverable, DeliverableState, Draft, Review, ReviewSide
from campaigns.models.feed import Feed
from campaigns.models.gift import Gift, GiftState
from campaigns.models.media import DraftFile, MediaKind, Upload
from campaigns.models.nomination import Nomination, NominationState, Offer, OfferSide
from campaigns.models.nudge import Nudge, NudgeKind
from campaigns.models.outreach import LetterTemplate, Outreach, OutreachLetter
from campaigns.models.question import Question, QuestionKind
from campaigns.models.rating import Rating, Stars
from campaigns.models.reach import Reach
from campaigns.models.remark import Remark, StaffNote
from campaigns.models.screening import Criterion, Points, Score, StepBack
from campaigns.models.shortlist import Shortlist, ShortlistEntry, ShortlistPost, ShortlistState
from campaigns.models.shortlist_answer import Reply, ShortlistAnswer, ShortlistGuest, ShortlistLink
from campaigns.models.template import BriefTemplate
from campaigns.models.thread import Audience, Thread, ThreadFile, ThreadMessage
from talent.models import DeliverableKind

__all__ = [
    "AmbassadorContract",
    "Application",
    "ApplicationState",
    "Appointment",
    "Audience",
    "Booking",
    "BookingState",
    "Brief",
    "BriefCategory",
    "BriefExclusiveCategory",
    "BriefTemplate",
    "Campaign",
    "CampaignState",
    "Challenge",
    "ChallengeState",
    "Choice",
    "Confirmation",
    "ClientBrief",
    "ClientBriefState",
    "ContractState",
    "Cost",
    "CostKind",
    "Criterion",
    "Deliverable",
    "DeliverableKind",
    "DeliverableState",
    "Draft",
    "DraftFile",
    "Feed",
    "Gift",
    "GiftState",
    "Goal",
    "LetterTemplate",
    "Measure",
    "MediaKind",
    "Nomination",
    "NominationState",
    "Nudge",
    "NudgeKind",
    "Offer",
    "OfferSide",
    "Outreach",
    "OutreachLetter",
    "PaidBy",
    "Points",
    "Question",
    "QuestionKind",
    "Reach",
    "Rating",
    "Remark",
    "Reply",
    "Review",
    "ReviewSide",
    "Score",
    "Shortlist",
    "ShortlistAnswer",
    "ShortlistEntry",
    "ShortlistGuest",
    "ShortlistLink",
    "ShortlistPost",
    "ShortlistState",
    "StaffNote",
    "Stars",
    "StepBack",
    "Thread",
    "ThreadFile",
    "ThreadMessage",
    "Upload",
    "WantedDeliverable",
]
