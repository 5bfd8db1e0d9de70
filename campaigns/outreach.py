"""A letter with fields: what each field says to each talent, who gets the letter, and who does not and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import Office
from accounts.roles import Role
from accounts.topics import BY_KEY, NEVER, chosen_way
from campaigns.calls import brand_as_told, names_brand
from campaigns.checks import office_day
from campaigns.letters import days_words, instant_words, money_words
from campaigns.models import Booking, Campaign, CampaignState, Nomination, NominationState
from campaigns.models.booking import STANDING
from campaigns.models.outreach import FIELD
from campaigns.people import ADDRESSED, Addressee, addressee, can_manage
from campaigns.rules import day_words, listed, talent_net
from lib.refusals import Answer, Denied
from talent.models import Talent, TalentAccess
from talent.models.talent import Stage
from talent.rules import is_of_age

MOST = 500
"""Talents that one letter goes to; drafts beyond that nobody reads before they go."""
FIELDS: dict[str, str] = {
    "talent": "the talent’s name",
    "campaign": "the campaign’s name",
    "brand": "the brand, or the words in its place where its name is hidden from them",
    "pay": "what they receive, after the office’s share",
    "days": "when it goes live",
    "deadline": "by when they answer, or apply; empty once that day is over",
    "manager": "who looks after the campaign, or the talent",
    "office": "the office’s name",
    "link": "the project in their portal, else the portal",
}

OF_CAMPAIGN = ("campaign", "brand", "pay", "days", "deadline")


def fields_in(*texts: str) -> list[str]:
    """The fields that the texts name, each once, in their order."""
    return list(dict.fromkeys(found.strip() for text in texts for found in FIELD.findall(text)))


def fields_known(*texts: str) -> Answer:
    """Whether all fields are of the closed list."""
    unknown = [name for name in fields_in(*texts) if name not in FIELDS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        return Denied(f"There is no field {listed(f'{{{name}}}' for name in unknown)}. The fields are {known}.")
    return True


def may_say(campaign: Campaign | None, *texts: str) -> Answer:
    """Whether the letter can be written so: its fields exist and say something, and no hidden brand is told."""
    answer = fields_known(*texts)
    if not answer:
        return answer
    if campaign is None:
        lacking = [f"{{{name}}}" for name in fields_in(*texts) if name in OF_CAMPAIGN]
        return Denied(f"No campaign is chosen, so there is nothing to say for {listed(lacking)}.") if lacking else True
    if any(names_brand(campaign, filled(text, {"campaign": campaign.name})) for text in texts):
        return Denied("Talents are not to read the brand’s name, and the letter says it. Write {brand} in its place.")
    return answer


def filled(text: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: values.get(found[1].strip(), found[0]), text)


@dataclass(slots=True)
class Look:
    """What one talent would get: `to` whom, in which words; or `why` nobody does."""

    talent: Talent
    to: list[Addressee] = field(default_factory=list)
    why: str = ""
    subject: str = ""
    body: str = ""
    knows: bool = False
    """Whether their portal shows them the campaign, so that their notice and their link may lead there."""


@dataclass(slots=True)
class _Facts:
    """What is known of the talents' part in the campaign. Three queries, however many they are."""

    campaign: Campaign | None
    bookings: dict[int, Booking]
    requests: dict[int, Nomination]
    known: set[int]

    @classmethod
    def of(cls, campaign: Campaign | None, talents: Sequence[Talent]) -> "_Facts":
        if campaign is None:
            return cls(None, {}, {}, set())
        ids = [talent.pk for talent in talents]
        booked = campaign.bookings.filter(talent__in=ids, confirmed_at__isnull=False).order_by("pk")
        asked = campaign.nominations.filter(talent__in=ids).order_by("pk")
        applied = campaign.applications.filter(talent__in=ids).values_list("talent", flat=True)
        bookings = {row.talent_id: row for row in booked}
        requests = {row.talent_id: row for row in asked}
        standing = {key for key, row in bookings.items() if row.state in STANDING}
        known = {*standing, *requests, *applied} if campaign.state != CampaignState.DRAFT else set()
        return cls(campaign, bookings, requests, known)


def look_at(
    talents: Sequence[Talent], *, campaign: Campaign | None, subject: str, body: str, now: datetime
) -> list[Look]:
    """Each talent's letter as it would be written now. The queries do not grow with the talents."""
    office, today = Office.objects.current(), office_day(now)
    users = _users(talents)
    facts = _Facts.of(campaign, talents)
    wanted = fields_in(subject, body)
    looks = []
    for talent in talents:
        look = Look(talent, knows=talent.pk in facts.known)
        look.to, look.why = _readers(talent, users.get(talent.pk, []), today)
        values = _values(talent, facts, office, now)
        empty = [name for name in wanted if not values.get(name)]
        if not look.why and empty:
            look.to, look.why = [], f"Empty for them: {listed(f'{{{name}}}' for name in empty)}."
        look.subject, look.body = filled(subject, values), filled(body, values)
        looks.append(look)
    return looks


def _users(talents: Sequence[Talent]) -> dict[int, list[tuple[str, Addressee]]]:
    """Who can sign in for each, with their role."""
    columns = [f"user__{name}" for name in ADDRESSED]
    rows = TalentAccess.objects.filter(talent__in=talents, user__is_active=True).order_by("user_id")
    found: dict[int, list[tuple[str, Addressee]]] = defaultdict(list)
    for talent, role, *who in rows.values_list("talent", "user__role", *columns):
        found[talent].append((role, addressee(*who)))
    return found


def _readers(talent: Talent, users: list[tuple[str, Addressee]], today: date) -> tuple[list[Addressee], str]:
    """Who reads a letter to this talent: those who sign in, else their own address; of a minor, the guardians."""
    if talent.archived_at is not None:
        return [], "Archived."
    if talent.stage == Stage.ALUMNI:
        return [], "No longer with the office."
    if is_of_age(talent.born_on, today) is False:
        users = [(role, who) for role, who in users if role == Role.GUARDIAN]
        if not users:
            return [], "Under age, and no guardian can sign in."
    elif not users:
        return ([Addressee(talent.name, talent.email)], "") if talent.email else ([], "No account and no address.")
    topic = BY_KEY["outreach"]
    willing = [who for _, who in users if chosen_way(topic, who.kind, who.choices) != NEVER]
    return (willing, "") if willing else ([], "They chose not to get letters to many.")


def _values(talent: Talent, facts: _Facts, office: Office, now: datetime) -> dict[str, str]:
    values = {"talent": talent.name, "office": office.name, "link": settings.SITE_URL + reverse("talent:home")}
    values["manager"] = talent.manager.name if talent.manager and can_manage(talent.manager) else ""
    campaign = facts.campaign
    if campaign is None:
        return values
    booking, asked = facts.bookings.get(talent.pk), facts.requests.get(talent.pk)
    days = campaign.brief.days
    return values | {
        "campaign": campaign.name,
        "brand": campaign.brand.name if booking is not None else brand_as_told(campaign),
        "pay": _pay(campaign, booking, asked, office),
        "days": days_words(days.lower, days.upper) if days else "",
        "deadline": _deadline(campaign, asked, office, now),
        "manager": campaign.manager.name if can_manage(campaign.manager) else office.name,
        "link": settings.SITE_URL + _page(talent, campaign, facts),
    }


def _page(talent: Talent, campaign: Campaign, facts: _Facts) -> str:
    shown = talent.pk in facts.known
    return reverse("talent:project", args=[campaign.public_id]) if shown else reverse("talent:projects")


def _pay(campaign: Campaign, booking: Booking | None, asked: Nomination | None, office: Office) -> str:
    """Of the booking, else of what was asked by name, else of the brief."""
    if booking is not None and booking.state in STANDING and booking.price is not None:
        return money_words(talent_net(booking.price, booking.fee_percent))
    fee = asked.fee if asked is not None and asked.fee is not None else campaign.brief.fee
    return money_words(talent_net(fee, office.fee_percent)) if fee is not None and fee.amount else ""


def _deadline(campaign: Campaign, asked: Nomination | None, office: Office, now: datetime) -> str:
    """Of the request, else of the brief; nothing that is over already."""
    if asked is not None and asked.state == NominationState.ASKED:
        return instant_words(asked.reply_by, office) if asked.reply_by > now else ""
    until = campaign.brief.apply_until
    return day_words(until) if until and until >= office_day(now) else ""
