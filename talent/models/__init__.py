from talent.models.account import Platform, SocialAccount, Source
from talent.models.act import ActMember
from talent.models.away import Away
from talent.models.media_kit import KitLink
from talent.models.roster_import import ImportLine, ImportState, RosterImport
from talent.models.segment import Segment, SegmentTalent
from talent.models.talent import Genre, Stage, Talent, TalentAccess, TalentGenre
from talent.models.tier import TierBound, TierScheme
from talent.models.view import RosterChoice, RosterView
from talent.models.wishes import DeliverableKind, Wishes

__all__ = [
    "ActMember",
    "Away",
    "DeliverableKind",
    "Genre",
    "ImportLine",
    "ImportState",
    "KitLink",
    "Platform",
    "RosterChoice",
    "RosterImport",
    "RosterView",
    "Segment",
    "SegmentTalent",
    "SocialAccount",
    "Source",
    "Stage",
    "Talent",
    "TalentAccess",
    "TalentGenre",
    "TierBound",
    "TierScheme",
    "Wishes",
]
