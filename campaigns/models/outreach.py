"""Letters to many: their templates, and what was written to whom."""

import re

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from campaigns.models.campaign import Campaign
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from outbox.models import Message
from talent.models import Talent

FIELD = re.compile(r"\{([^{}\n]{0,40})\}")


@tracked()
class LetterTemplate(models.Model):
    """A letter with fields in it, to be used again. Written and changed by staff; archived, never deleted."""

    public_id = PublicIdField()
    name = models.CharField(max_length=80, help_text="for the office")
    subject = models.CharField(max_length=200)
    body = models.TextField("letter")
    created_at, created_by = made()
    archived_at, archived_by = happened()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            together("archived"),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(archived_at=None),
                name="campaigns_lettertemplate_name",
                violation_error_message="There is a template of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Outreach(models.Model):
    """One letter to several talents, as it was written for all of them: its fields still in it.

    Written with its drafts by `write_outreach`, and never changed: each draft can be, until it goes.
    """

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="outreach")
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, blank=True, related_name="outreach")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at, created_by = made()

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def heading(self) -> str:
        """The subject over all its letters, for staff: what is another for each talent stays open."""
        known = {"campaign": self.campaign.name, "brand": self.campaign.brand.name} if self.campaign else {}
        return FIELD.sub(lambda found: known.get(found[1].strip(), "…"), self.subject)


@tracked()
class OutreachLetter(models.Model):
    """Whose letter a draft is: one for each talent and address."""

    outreach = models.ForeignKey(Outreach, models.PROTECT, related_name="letters")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="outreach_letters")
    to_address = models.EmailField()
    message = models.OneToOneField(Message, models.PROTECT, related_name="outreach_letter")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["outreach", "talent", "to_address"],
                name="campaigns_outreachletter_once",
                violation_error_message="This letter is written to them already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outreach} to {self.talent}"
