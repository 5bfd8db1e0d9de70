"""The letter that lets somebody in."""

from django.db import models

from accounts.models.user import User
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


@tracked(exclude=("token_hash",))
class Invitation(models.Model):
    """An address's way in: good once, until `expires_at`. Only the hash of its token is kept.

    Made and sent by `accounts.actions.invite`, used up by `accept`, withdrawn by `revoke`.
    """

    public_id = PublicIdField()
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    created_at, created_by = made()
    accepted_at, accepted_by = happened()
    revoked_at, revoked_by = happened()

    class Meta:
        ordering = ("-created_at",)
        constraints = (together("accepted"), together("revoked"))

    def __str__(self) -> str:
        return f"Invitation of {self.user}"
