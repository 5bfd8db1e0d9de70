"""Briefs that are kept to begin others with."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns.models import Brief, BriefTemplate, Campaign
from campaigns.people import may
from campaigns.templating import facts_of
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation


def _named(name: str) -> str:
    if not name.strip():
        raise Refused("Give the template a name.")
    return name.strip()


def _lock(template: BriefTemplate) -> BriefTemplate:
    return BriefTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)


@action
def save_template(*, campaign: Campaign, name: str, by: User, now: datetime) -> BriefTemplate:
    """Keep the campaign's brief under a name. Under the name of another template it takes that one's place."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    facts = {"facts": facts_of(Brief.objects.get(campaign=campaign)), "archived_at": None, "archived_by": None}
    with violation():
        kept, _ = BriefTemplate.objects.update_or_create(
            name=_named(name), defaults=facts, create_defaults={**facts, "created_at": now, "created_by": by}
        )
    return kept


@action
def rename_template(*, template: BriefTemplate, name: str, by: User, now: datetime) -> BriefTemplate:
    """Call it something else."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    template = _lock(template)
    template.name = _named(name)
    with violation():
        template.save(update_fields=["name"])
    return template


@action
def archive_template(*, template: BriefTemplate, by: User, now: datetime) -> BriefTemplate:
    """Begin nothing with it any more, or again. What began with it stays."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    template = _lock(template)
    gone = template.archived_at is not None
    template.archived_at, template.archived_by = (None, None) if gone else (now, by)
    template.save(update_fields=["archived_at", "archived_by"])
    return template
