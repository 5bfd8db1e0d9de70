from talent.models.account import Platform, SocialAccount, Source
from talent.models.act import ActMember
from talent.models.roster_import import ImportState, RosterImport
from talent.models.talent import Genre, Stage, Talent, TalentAccess, TalentGenre
from talent.models.tier import TierBound, TierScheme

__all__ = [
    "ActMember",
    "Genre",
    "ImportState",
    "Platform",
    "RosterImport",
    "SocialAccount",
    "Source",
    "Stage",
    "Talent",
    "TalentAccess",
    "TalentGenre",
    "TierBound",
    "TierScheme",
]
