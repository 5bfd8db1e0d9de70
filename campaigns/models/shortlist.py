"""Whom the office proposes to a brand: a version that stands as it was sent."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.campaign import Campaign
from exclusivity.models import Check
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent

MOST_POSTS = 3
NOBODY: dict[str, Any] = {
    "platform": "", "handle": "", "url": "", "followers": None, "rate": None, "formula": "", "counted": 0, "seen": 0,
    "source": "", "as_of": "",
}  # fmt: skip
_LATER = "ARRAY['state', 'read_at', 'read_by_id']"  # what still comes to a version that was sent


class ShortlistState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    REPLACED = "replaced", "Replaced by a newer one"


class ShortlistQuerySet(models.QuerySet["Shortlist"]):
    def visible_to(self, user: User) -> "ShortlistQuerySet":
        """Staff see all, a brand's people what was sent to their brand, nobody else any."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(sent_at__isnull=False, campaign__in=Campaign.objects.visible_to(user))
        return self.none()


def _still(parent: str) -> pgtrigger.Trigger:
    """Nothing of a version that was sent is written, added or taken out. `parent` finds it from NEW and OLD."""
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=(
            f"IF EXISTS ({parent} AND s.sent_at IS NOT NULL) THEN "
            "RAISE EXCEPTION 'pgtrigger: a shortlist that was sent never changes'; END IF; "
            "RETURN COALESCE(NEW, OLD);"
        ),
    )


@tracked()
class Shortlist(models.Model):
    """One numbered version of the people proposed for a campaign. A draft until it is sent, then frozen.

    `places`, `days` and `budget` are the brief's as of sending, `check_made` is the clean sheet that went with it.
    `read_at` is when somebody at the desk last read the brand's answers. Changed by `campaigns.actions`:
    `draft_shortlist`, `write_shortlist`, `send_shortlist`, `read_answers`.
    """

    State: ClassVar = ShortlistState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ShortlistState.DRAFT: {ShortlistState.SENT},
        ShortlistState.SENT: {ShortlistState.REPLACED},
        ShortlistState.REPLACED: set(),
    }

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="shortlists")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=ShortlistState.choices, default=ShortlistState.DRAFT)
    lead = models.TextField("words to the brand", blank=True)
    answer_by = models.DateField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(null=True, editable=False)
    days = DateRangeField(null=True, editable=False)
    budget = MoneyField(max_digits=14, decimal_places=2, null=True, editable=False, default_currency="JPY")
    check_made = models.ForeignKey(Check, models.PROTECT, null=True, editable=False, related_name="+")
    created_at, created_by = made()
    sent_at, sent_by = happened()
    read_at, read_by = happened()

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="campaigns_shortlist_number_once",
                violation_error_message="Somebody began this version at the same time. Reload the page.",
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state="draft"),
                name="campaigns_shortlist_one_draft",
                violation_error_message="There is a draft of the next shortlist already.",
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state="sent"),
                name="campaigns_shortlist_one_sent",
                violation_error_message="Another version was sent at the same time. Reload the page.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | (~Q(state="draft") & Q(sent_at__isnull=False)),
                name="campaigns_shortlist_sent_by_somebody",
                violation_error_message="A shortlist that was sent says when and by whom.",
            ),
            together("sent"),
            together("read"),
        )
        triggers = (
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"OLD.sent_at IS NOT NULL AND (to_jsonb(NEW.*) - {_LATER}) IS DISTINCT FROM "
                    f"(to_jsonb(OLD.*) - {_LATER})"
                ),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Shortlist {self.number} for {self.campaign}"


class OfShortlist(models.QuerySet[Any]):
    """Rows that are seen by whom the shortlist is: `path` leads to it."""

    path = "shortlist"

    def visible_to(self, user: User) -> Any:
        return self.filter(**{f"{self.path}__in": Shortlist.objects.visible_to(user)})


@tracked()
class ShortlistEntry(models.Model):
    """A talent on a shortlist. `price` is what the brand would pay, `why` is for the brand to read.

    What is not editable is written at sending and is of that day: `name` to `figures` (the accounts, the leading one
    first: `campaigns.shortlists.Measured`), `verdict` for staff, `outcome` and `note` in the client's words.
    """

    public_id = PublicIdField()
    shortlist = models.ForeignKey(Shortlist, models.PROTECT, related_name="entries")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="shortlist_entries")
    order = models.PositiveSmallIntegerField()
    why = models.TextField(blank=True)
    price = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    name = models.CharField(max_length=120, blank=True, editable=False)
    native_name = models.CharField(max_length=120, blank=True, editable=False)
    place = models.CharField(max_length=120, blank=True, editable=False)
    tier = models.CharField(max_length=40, blank=True, editable=False)
    followers = models.BigIntegerField(null=True, editable=False)
    figures = models.JSONField(default=list, editable=False)
    verdict = models.CharField(max_length=16, blank=True, editable=False)
    outcome = models.CharField(max_length=20, blank=True, editable=False)
    note = models.CharField(max_length=400, blank=True, editable=False)

    objects = OfShortlist.as_manager()

    class Meta:
        ordering = ("shortlist", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["shortlist", "talent"],
                name="campaigns_shortlistentry_once",
                violation_error_message="This talent is on the shortlist already.",
            ),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0),
                name="campaigns_shortlistentry_price",
                violation_error_message="The price is 0 or more.",
            ),
        )
        triggers = (_still("SELECT 1 FROM campaigns_shortlist s WHERE s.id IN (NEW.shortlist_id, OLD.shortlist_id)"),)

    def __str__(self) -> str:
        return f"{self.talent} on {self.shortlist}"

    @property
    def leading(self) -> dict[str, Any]:
        """The account that stands first, as it was at sending; without words and figures where there was none."""
        return self.figures[0] if self.figures else NOBODY


class OfEntry(OfShortlist):
    path = "entry__shortlist"


@tracked()
class ShortlistPost(models.Model):
    """A post that shows the brand what a talent does: where it is, and a picture of it. At most three an entry."""

    public_id = PublicIdField()
    entry = models.ForeignKey(ShortlistEntry, models.CASCADE, related_name="posts")
    place = models.PositiveSmallIntegerField()
    url = models.URLField("address", max_length=500, blank=True)
    words = models.CharField(max_length=120, blank=True, help_text="what is to be seen")
    views = models.BigIntegerField(null=True, blank=True)
    picture = models.ImageField(upload_to="shortlists/", blank=True)

    objects = OfEntry.as_manager()

    class Meta:
        ordering = ("entry", "place")
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "place"],
                name="campaigns_shortlistpost_place",
                violation_error_message="Two posts have one place.",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_POSTS),
                name="campaigns_shortlistpost_three",
                violation_error_message="At most three posts show what somebody does.",
            ),
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(picture=""),
                name="campaigns_shortlistpost_something",
                violation_error_message="A post has an address or a picture.",
            ),
        )
        triggers = (
            _still(
                "SELECT 1 FROM campaigns_shortlistentry e JOIN campaigns_shortlist s ON s.id = e.shortlist_id "
                "WHERE e.id IN (NEW.entry_id, OLD.entry_id)"
            ),
        )

    def __str__(self) -> str:
        return self.words or self.url or "picture"
