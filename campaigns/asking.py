"""Asking a talent by name: who can be asked, and what can be answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from campaigns.checks import may_hold, takes_nobody
from campaigns.models import ApplicationState, Booking, BookingState, Campaign, Nomination, NominationState
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING
from campaigns.models.nomination import UNDER_WAY
from campaigns.options import ENDS_AT, clock_words, office_zone
from campaigns.promises import sketch_of
from exclusivity.queries import Standing, standings_if_bound
from exclusivity.rules import OUTSIDE, Verdict
from lib.moves import can_move
from lib.refusals import Answer, Denied
from talent.models import Talent
from talent.models.talent import ON_ROSTER

REPLY_IN = timedelta(days=3)
IN_IT = (ApplicationState.APPLIED, ApplicationState.BACKUP, ApplicationState.ACCEPTED)
OVER = {
    NominationState.AGREED: "This request was answered with yes.",
    NominationState.DECLINED: "This request was answered with no.",
    NominationState.REFUSED: "The counter-offer was declined. The request is over.",
    NominationState.LAPSED: "This request was not answered in time and is over.",
    NominationState.WITHDRAWN: "This request was withdrawn.",
}


def default_reply(now: datetime) -> datetime:
    """Three days on, 18:00 on the office's clock."""
    zone = office_zone()
    return datetime.combine(now.astimezone(zone).date() + REPLY_IN, ENDS_AT, zone)


def standings_for(campaign: Campaign, talents: Sequence[Talent], now: datetime) -> dict[int, Standing]:
    """How each talent would stand if they were booked, by their ids: by their hold where they have one here.

    So an override of that hold counts. The number of queries does not grow with the talents.
    """
    if not talents:
        return {}
    held = Booking.objects.filter(campaign=campaign, state=BookingState.HOLD, talent__in=talents)
    holds = dict(held.values_list("commitment_id", "talent_id"))
    free = [talent for talent in talents if talent.pk not in set(holds.values())]
    bare = sketch_of(campaign)
    sketched, written = standings_if_bound([replace(bare, talent_ids=(one.pk,)) for one in free], holds, now)
    by_hold = {talent: written[commitment] for commitment, talent in holds.items()}
    return {**{one.pk: stands for one, stands in zip(free, sketched, strict=True)}, **by_hold}


def not_blocked(standing: Standing) -> Answer:
    """A definite clash is in the way, at this door as at the others."""
    if standing.verdict >= Verdict.BLOCK:
        return Denied(standing.sentence, outside=standing.outside or OUTSIDE, code="block")
    return True


def may_ask(campaign: Campaign) -> Answer:
    """Whether the campaign asks anybody by name."""
    if campaign.state not in TAKING:
        return takes_nobody(campaign)
    if campaign.brief.days is None:
        return Denied("The brief has no days yet.", code="brief")
    return True


def may_nominate(
    campaign: Campaign, talents: Sequence[Talent], now: datetime
) -> dict[int, tuple[Standing | None, Answer]]:
    """Of each talent, by their ids, how they would stand and whether they can be asked.

    Those can who are on the roster, not in it and not asked yet, and in whose way nothing definite is. Stage, tier and
    segment of the open call do not count here; with a hold of their own they can be asked too. There is no standing
    where the campaign asks nobody. The number of queries does not grow with the talents.
    """
    whole = may_ask(campaign)
    if not whole:
        return {talent.pk: (None, whole) for talent in talents}
    stands = standings_for(campaign, talents, now)
    taken = {
        "is booked already.": campaign.bookings.filter(state__in=STANDING),
        "has applied. Answer the application.": campaign.applications.filter(state__in=IN_IT),
        "has been asked already. Their answer comes first.": campaign.nominations.filter(state__in=UNDER_WAY),
    }
    why: dict[int, str] = {}
    for words, rows in taken.items():
        for key in rows.filter(talent__in=talents).values_list("talent", flat=True):
            why.setdefault(key, words)
    return {talent.pk: (stands[talent.pk], _asked(talent, why.get(talent.pk), stands[talent.pk])) for talent in talents}


def _asked(talent: Talent, why: str | None, standing: Standing) -> Answer:
    if talent.archived_at or talent.stage not in ON_ROSTER:
        return Denied(f"{talent.name} is not on the roster.", code="roster")
    if why:
        return Denied(f"{talent.name} {why}", code="again")
    return not_blocked(standing)


def _to(nomination: Nomination, state: str) -> Answer:
    """`can_move` in the words of a request."""
    if nomination.state in OVER:
        return Denied(OVER[NominationState(nomination.state)], code="over")
    return can_move(nomination, state)


def may_answer(nomination: Nomination, now: datetime) -> Answer:
    """Whether it is the talent's turn, and still time."""
    answer = _to(nomination, NominationState.LAPSED)
    if not answer and nomination.state == NominationState.COUNTERED:
        return Denied("Your counter-offer is with the office. Their answer comes here.", code="turn")
    if answer and nomination.reply_by <= now:
        return Denied(f"The time to answer was over on {clock_words(nomination.reply_by)}.", code="late")
    return answer


def may_say_no(nomination: Nomination, now: datetime) -> Answer:
    """A talent can also say no while their counter-offer is with the office."""
    if nomination.state == NominationState.COUNTERED:
        return True
    return may_answer(nomination, now)


def may_say_yes(nomination: Nomination, now: datetime) -> Answer:
    """`may_answer`, and a place can be held, and nothing definite came between since they were asked."""
    return may_answer(nomination, now) and _can_take(nomination, now)


def may_take_counter(nomination: Nomination, now: datetime) -> Answer:
    """Whether the office can say yes to a counter-offer."""
    return may_reply(nomination) and _can_take(nomination, now)


def may_reply(nomination: Nomination) -> Answer:
    """Whether the office has a counter-offer to answer."""
    if nomination.state == NominationState.ASKED:
        return Denied("The talent has not answered yet.", code="turn")
    return _to(nomination, NominationState.REFUSED)


def may_take_back(nomination: Nomination) -> Answer:
    """The office can withdraw what is not settled."""
    return _to(nomination, NominationState.WITHDRAWN)


def _can_take(nomination: Nomination, now: datetime) -> Answer:
    campaign, talent = nomination.campaign, nomination.talent
    place = may_hold(campaign, talent, now)
    if isinstance(place, Denied) and place.code == "again":
        # A hold that the office placed before it asked is the place.
        if campaign.bookings.filter(talent=talent, state__in=STANDING).exists():
            return place
        place = True
    return place and not_blocked(standings_for(campaign, [talent], now)[talent.pk])
