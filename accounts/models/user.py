"""People who sign in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from accounts.roles import Kind, Role, roles_of
from lib.history import tracked
from lib.ids import PublicIdField


class UserManager(BaseUserManager["User"]):
    """Users by address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def system(self) -> "User":
        """The user in whose name background jobs act."""
        nobody = {"email": "jobs@localhost", "name": "Jimusho", "is_active": False, "password": make_password(None)}
        user, _ = self.get_or_create(kind=Kind.SYSTEM, role=Role.SYSTEM, defaults=nobody)
        return user


@tracked(exclude=("password", "last_login"))
class User(AbstractBaseUser):
    """A person at the office, at a brand, or a talent (or a talent's guardian).

    Made by `accounts.actions.invite`, opened by `accept`. Which brands and talents are theirs is kept beside those:
    `clients.BrandMember`, `talent.TalentAccess`.
    """

    public_id = PublicIdField()
    email = models.EmailField("e-mail")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    role = models.CharField(max_length=20, choices=Role.choices)
    timezone = models.CharField(max_length=50, default="Asia/Tokyo")
    theme = models.CharField(
        max_length=5, choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")], default="auto"
    )
    notices = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="chosen ways, `topic:way`, where not usual"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_email", violation_error_message="Somebody has this address already."
            ),
            models.CheckConstraint(
                condition=Q(
                    *(Q(kind=kind, role__in=[str(r) for r in roles_of(kind)]) for kind in Kind), _connector=Q.OR
                ),
                name="accounts_user_role_fits_kind",
                violation_error_message="That role belongs to another portal.",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="system"),
                name="accounts_user_one_system",
                violation_error_message="There is one system user.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff_member(self) -> bool:
        return self.kind == Kind.STAFF

    @property
    def has_joined(self) -> bool:
        """Whether the invitation was accepted, so that there is a password."""
        return self.has_usable_password()

    def get_full_name(self) -> str:
        return self.name
