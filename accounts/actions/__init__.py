from accounts.actions.invitations import accept, find_open, invite, revoke
from accounts.actions.people import change_profile, change_role, deactivate, reactivate

__all__ = ["accept", "change_profile", "change_role", "deactivate", "find_open", "invite", "reactivate", "revoke"]
