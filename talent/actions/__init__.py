from talent.actions.access import invite_talent
from talent.actions.accounts import add_account, archive_account, edit_account, record_figures
from talent.actions.acts import join_act, leave_act
from talent.actions.talents import add_talent, archive_talent, edit_talent, restore_talent, set_stage
from talent.actions.tiers import use_tier_scheme

__all__ = [
    "add_account",
    "add_talent",
    "archive_account",
    "archive_talent",
    "edit_account",
    "edit_talent",
    "invite_talent",
    "join_act",
    "leave_act",
    "record_figures",
    "restore_talent",
    "set_stage",
    "use_tier_scheme",
]
