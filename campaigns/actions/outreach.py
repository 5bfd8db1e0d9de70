"""Letters to many: templates, and the drafts that are written from them."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from accounts.models import Office, User
from accounts.roles import Permission
from campaigns.models import Campaign, CampaignState, LetterTemplate, Outreach, OutreachLetter
from campaigns.outreach import MOST, Look, fields_known, look_at, may_say
from campaigns.people import may
from lib.actions import action
from lib.refusals import Denied, Refused, require
from lib.violations import violation
from outbox.actions import draft_all, drop_message, send_all
from outbox.models import Message
from talent.models import Talent

KIND = "outreach"


def _words(subject: str, body: str) -> tuple[str, str]:
    subject, body = " ".join(subject.split()), body.strip()
    if not subject or not body:
        raise Refused("A letter has a subject and a text.")
    return subject, body


@action
def add_letter_template(*, name: str, subject: str, body: str, by: User, now: datetime) -> LetterTemplate:
    """Keep a letter with its fields, to be used again. A field that does not exist is refused."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    subject, body = _words(subject, body)
    require(fields_known(subject, body))
    with violation():
        return LetterTemplate.objects.create(
            name=" ".join(name.split()), subject=subject, body=body, created_at=now, created_by=by
        )


@action
def edit_letter_template(
    *, template: LetterTemplate, name: str, subject: str, body: str, by: User, now: datetime
) -> LetterTemplate:
    """Change it for the next letters; those that are written stay."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    subject, body = _words(subject, body)
    require(fields_known(subject, body))
    template = _living(template)
    template.name, template.subject, template.body = " ".join(name.split()), subject, body
    with violation():
        template.save(update_fields=["name", "subject", "body"])
    return template


@action
def archive_letter_template(*, template: LetterTemplate, by: User, now: datetime) -> LetterTemplate:
    """Offer it no more."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    template = _living(template)
    template.archived_at, template.archived_by = now, by
    template.save(update_fields=["archived_at", "archived_by"])
    return template


def _living(template: LetterTemplate) -> LetterTemplate:
    template = LetterTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if template.archived_at is not None:
        raise Refused(f"{template.name} is archived.")
    return template


def about_outreach(outreach: Outreach) -> str:
    return f"outreach:{outreach.public_id}"


@action
def write_outreach(
    *,
    talents: Sequence[Talent],
    campaign: Campaign | None,
    template: LetterTemplate | None,
    subject: str,
    body: str,
    expected: int | None,
    by: User,
    now: datetime,
) -> Outreach:
    """Write each talent's letter as a draft in the outbox, one for each of their addresses; nothing goes yet.

    `expected` is how many letters the page announced; where it would be another number now, nobody is written to.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    subject, body = _words(subject, body)
    require(may_say(campaign, subject, body))
    if len(talents) > MOST:
        raise Refused(f"A letter goes to at most {MOST} talents. Choose fewer.")
    looks = [look for look in look_at(talents, campaign=campaign, subject=subject, body=body, now=now) if look.to]
    letters = sum(len(look.to) for look in looks)
    if not letters:
        raise Refused("Nobody of them would get it. Beside each name stands why.")
    if expected is not None and letters != expected:
        raise Refused(Denied(f"What you read has changed: {letters} letters would be written now. Look again."))
    outreach = Outreach.objects.create(
        campaign=campaign, template=template, subject=subject, body=body, created_at=now, created_by=by
    )
    _drafts(outreach, looks, now)
    return outreach


def _drafts(outreach: Outreach, looks: Sequence[Look], now: datetime) -> None:
    foot = f"{Office.objects.current().name}\n{settings.SITE_URL}"
    choice = f"You choose whether letters like this reach you:\n{settings.SITE_URL}/talent/notices/ways"
    pairs = [(look, who) for look in looks for who in look.to]
    campaign = outreach.campaign
    messages = draft_all(
        [
            {
                "to_address": who.email, "to_name": who.name, "subject": look.subject,
                "body": "\n\n".join([look.body, foot, *([choice] if who.reader else [])]),
                "kind": KIND, "about": about_outreach(outreach), "reader": who.reader, "way": who.way(KIND), "now": now,
                "thing": f"campaign:{campaign.public_id}" if campaign is not None and look.knows else "",
            }
            for look, who in pairs
        ]
    )  # fmt: skip
    with violation():
        OutreachLetter.objects.bulk_create(
            OutreachLetter(outreach=outreach, talent=look.talent, to_address=who.email, message=message)
            for (look, who), message in zip(pairs, messages, strict=True)
        )


def drop_outreach(campaign: Campaign) -> None:
    """What was written to many about a campaign that is called off, and has not gone, will not."""
    abouts = [about_outreach(outreach) for outreach in campaign.outreach.all()]
    for message in Message.objects.filter(about__in=abouts, state=Message.State.DRAFT).order_by("pk"):
        drop_message(message)


@action
def send_outreach(*, outreach: Outreach, by: User, now: datetime) -> list[Message]:
    """Let all of its letters go that still wait as drafts."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = outreach.campaign
    if campaign is not None and campaign.state == CampaignState.CANCELLED:
        raise Refused(f"{campaign.name} is cancelled, so these letters would be wrong. Drop them.")
    sent = send_all(Message.objects.filter(about=about_outreach(outreach), state=Message.State.DRAFT))
    if not sent:
        raise Refused("No letter waits. They may have gone already.")
    return sent
