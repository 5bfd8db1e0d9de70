from accounts.models.digest import Digest
from accounts.models.invitation import Invitation
from accounts.models.office import Office
from accounts.models.user import User

__all__ = ["Digest", "Invitation", "Office", "User"]
