from talent.actions.access import invite_talent
from talent.actions.accounts import add_account, archive_account, edit_account, record_figures
from talent.actions.acts import join_act, leave_act
from talent.actions.away import add_away, change_away, drop_away
from talent.actions.bulk import change_talents
from talent.actions.imports import apply_import, drop_import, remap_import, start_import
from talent.actions.kit_links import count_look, find_kit_link, make_kit_link, revoke_kit_link
from talent.actions.long_imports import stop_import
from talent.actions.roster_views import choose_columns, drop_view, edit_view, open_with, save_view
from talent.actions.segments import (
    add_to_segment,
    archive_segment,
    change_segment,
    make_segment,
    take_from_segment,
)
from talent.actions.talents import add_talent, archive_talent, edit_talent, restore_talent, set_stage
from talent.actions.tiers import use_tier_scheme
from talent.actions.wishes import keep_wishes
from talent.importing.preview import preview

__all__ = [
    "add_account",
    "add_away",
    "add_talent",
    "add_to_segment",
    "apply_import",
    "archive_account",
    "archive_segment",
    "archive_talent",
    "change_away",
    "change_segment",
    "change_talents",
    "choose_columns",
    "count_look",
    "drop_away",
    "drop_import",
    "drop_view",
    "edit_account",
    "edit_talent",
    "edit_view",
    "find_kit_link",
    "invite_talent",
    "join_act",
    "keep_wishes",
    "leave_act",
    "make_kit_link",
    "make_segment",
    "open_with",
    "preview",
    "record_figures",
    "remap_import",
    "restore_talent",
    "revoke_kit_link",
    "save_view",
    "set_stage",
    "start_import",
    "stop_import",
    "take_from_segment",
    "use_tier_scheme",
]
