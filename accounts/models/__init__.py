from accounts.models.invitation import Invitation
from accounts.models.office import Office
from accounts.models.user import User

__all__ = ["Invitation", "Office", "User"]
