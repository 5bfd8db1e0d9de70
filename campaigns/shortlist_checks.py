"""Whether somebody can be proposed, and whether a shortlist can be answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Prefetch

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.checks import OUTSIDE, office_day, places_left, takes_nobody
from campaigns.models import (
    BookingState,
    Campaign,
    Reply,
    Shortlist,
    ShortlistAnswer,
    ShortlistEntry,
    ShortlistState,
)
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING
from campaigns.promises import sketch_of
from campaigns.rules import day_words
from campaigns.shortlists import choice_of
from exclusivity.queries import Standing, standings_if_bound
from exclusivity.rules import Verdict
from lib.moves import can_move
from lib.refusals import Answer, Denied
from talent.models import Talent
from talent.models.talent import ON_ROSTER

FROZEN = "This shortlist was sent and stays as it is. Begin the next version."


def may_draft(campaign: Campaign) -> Answer:
    """A shortlist is drawn up while the campaign takes talents and its brief says when it shows."""
    if campaign.state not in TAKING:
        return takes_nobody(campaign)
    if campaign.brief.days is None:
        return Denied("The brief has no days yet.", code="brief")
    if campaign.shortlists.filter(state=ShortlistState.DRAFT).exists():
        return Denied("There is a draft of the next shortlist already.", code="draft")
    return True


def in_hand(campaign: Campaign) -> bool:
    """Whether places are free and the brand has somebody before it without an answer, or said yes to somebody whom
    nobody has given a place yet.
    """
    if places_left(campaign) == 0:
        return False
    placed = campaign.bookings.filter(state__in=(BookingState.HOLD, *STANDING)).values("talent")
    answers = Prefetch("answers", ShortlistAnswer.objects.filter(sent_at__isnull=False).order_by("said_at", "pk"))
    rows = ShortlistEntry.objects.filter(shortlist__campaign=campaign, shortlist__state=ShortlistState.SENT)
    held = [choice_of(entry.answers.all()) for entry in rows.exclude(talent__in=placed).prefetch_related(answers)]
    return any(answer is None or answer.choice == Reply.YES for answer in held)


def may_write(shortlist: Shortlist) -> Answer:
    """Only a draft is written."""
    return True if shortlist.state == ShortlistState.DRAFT else Denied(FROZEN, code="frozen")


@dataclass(frozen=True, slots=True)
class Standings:
    """How talents would stand if booked, by their ids. `by_brief` is as the brief alone has it; `as_held` by their own
    hold or booking, with its waivers and decisions, for those who have one.
    """

    by_brief: dict[int, Standing]
    as_held: dict[int, Standing]

    def of(self, talent_id: int) -> Standing:
        return self.as_held.get(talent_id) or self.by_brief[talent_id]

    @property
    def all_clear(self) -> bool:
        """Whether the brief alone stands against nothing that anybody has to decide."""
        return all(standing.verdict < Verdict.REVIEW for standing in self.by_brief.values())


def standings(campaign: Campaign, talent_ids: Sequence[int], now: datetime) -> Standings:
    """The door's question for several at once, in as many queries as for one."""
    places = campaign.bookings.filter(talent__in=talent_ids, state__in=(BookingState.HOLD, *STANDING))
    written = dict(places.values_list("commitment_id", "talent_id"))
    bare = sketch_of(campaign)
    asked, held = standings_if_bound([replace(bare, talent_ids=(pk,)) for pk in talent_ids], written, now)
    return Standings(dict(zip(talent_ids, asked, strict=True)), {written[key]: held[key] for key in written})


def may_propose(talent: Talent, standing: Standing) -> Answer:
    """Whether a talent can stand on a shortlist: on the roster, and nothing forbids it for certain."""
    if talent.archived_at or talent.stage not in ON_ROSTER:
        return Denied(f"{talent.name} is not on the roster.", code="roster")
    if standing.verdict >= Verdict.BLOCK:
        return Denied(f"{talent.name} cannot be proposed. {standing.sentence}", outside=OUTSIDE, code="block")
    return True


def may_send(shortlist: Shortlist, now: datetime) -> Answer:
    """What a draft lacks before a brand can read it. Each talent is asked for apart (`may_propose`)."""
    answer = can_move(shortlist, ShortlistState.SENT)
    if not answer:
        return answer
    campaign = shortlist.campaign
    if campaign.state not in TAKING:
        return takes_nobody(campaign)
    entries = list(shortlist.entries.select_related("talent"))
    if not entries:
        return Denied("Nobody is on it yet. Add who should be proposed.", code="empty")
    wordless = [entry.talent.name for entry in entries if not entry.why.strip()]
    if wordless:
        return Denied(f"Say why {wordless[0]} fits, for the brand to read.", code="why")
    priceless = [entry.talent.name for entry in entries if entry.price is None]
    if priceless:
        return Denied(f"Say what {priceless[0]} costs the brand.", code="price")
    return may_ask_until(shortlist.answer_by, now)


def may_ask_until(day: date | None, now: datetime) -> Answer:
    """Answers are asked for by a day to come."""
    if day is not None and day < office_day(now):
        return Denied(f"{day_words(day)} has passed. Say by when the brand answers.", code="late")
    return True


def may_answer(shortlist: Shortlist, user: User) -> Answer:
    """Whether the brand may still say something, and whether this person may say it for the brand."""
    answer = can(user, Permission.ANSWER_SHORTLISTS)
    return answer and is_open(shortlist)


def is_open(shortlist: Shortlist) -> Answer:
    """A version is answered until a newer one replaces it or the campaign takes nobody any more."""
    if shortlist.state == ShortlistState.REPLACED:
        return Denied("A newer shortlist was sent. Answer that one.", code="replaced")
    if shortlist.state != ShortlistState.SENT:
        return Denied("This shortlist has not been sent.", code="draft")
    if shortlist.campaign.state not in TAKING:
        return Denied("The casting of this campaign is over.", code="over")
    return True
