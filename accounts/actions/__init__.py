from accounts.actions.invitations import accept, find_open, invite, revoke
from accounts.actions.notices import (
    choose_notices,
    read_notices,
    stop_digest,
    write_digest,
)
from accounts.actions.office import change_office
from accounts.actions.opening import open_office
from accounts.actions.people import change_profile, change_role, deactivate, reactivate

__all__ = [
    "accept",
    "change_office",
    "change_profile",
    "change_role",
    "choose_notices",
    "deactivate",
    "find_open",
    "invite",
    "open_office",
    "reactivate",
    "read_notices",
    "revoke",
    "stop_digest",
    "write_digest",
]
