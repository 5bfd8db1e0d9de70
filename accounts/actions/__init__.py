from accounts.actions.invitations import accept, find_open, invite, revoke
from accounts.actions.office import change_office
from accounts.actions.opening import open_office
from accounts.actions.people import change_profile, change_role, deactivate, reactivate

__all__ = [
    "accept",
    "change_office",
    "change_profile",
    "change_role",
    "deactivate",
    "find_open",
    "invite",
    "open_office",
    "reactivate",
    "revoke",
]
