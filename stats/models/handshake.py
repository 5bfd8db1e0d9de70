"""A talent's way to the platform and back."""

import secrets
from datetime import timedelta

from django.db import models

from lib.ids import PublicIdField
from lib.sealed import SealedField
from lib.stamps import made
from talent.models import SocialAccount

GOOD_FOR = timedelta(minutes=10)


def new_nonce() -> str:
    return secrets.token_urlsafe(32)


class Handshake(models.Model):
    """Begun by one person in one session for one account; the platform's answer brings `nonce` back, once.

    `session` is a fingerprint of the session, `verifier` the secret half of PKCE.
    """

    public_id = PublicIdField()
    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=60, unique=True, default=new_nonce)
    session = models.CharField(max_length=64)
    verifier = SealedField()
    answered = models.DateTimeField(null=True, blank=True)
    created_at, created_by = made()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.created_by} connects {self.account}"
