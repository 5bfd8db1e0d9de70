"""A brief that is used again."""

from django.db import models

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


@tracked()
class BriefTemplate(models.Model):
    """How the office asks for something, under a name: pieces, pay, uses, rules, questions and the open call.

    `facts` are as `campaigns.templating` writes them; what belongs to one product, its days and its budget are not
    among them. Made by `save_template`; a campaign that began with it keeps its own words.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=80)
    facts = models.JSONField()
    created_at, created_by = made()
    archived_at, archived_by = happened()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["name"],
                name="campaigns_brieftemplate_name",
                violation_error_message="There is a template of this name.",
            ),
            together("archived"),
        )

    def __str__(self) -> str:
        return self.name
