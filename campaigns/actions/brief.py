"""Saying what the brand wants."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from djmoney.money import Money

from accounts.models import Office, User
from accounts.roles import Permission
from campaigns.actions.challenges import settle_challenges
from campaigns.actions.ranks import line_up
from campaigns.actions.shared import lock_campaign, lock_people, promise
from campaigns.calls import keeps_secret
from campaigns.checks import may_write_brief, missing_in
from campaigns.goals import Targets, keep_goals
from campaigns.letters import money_words, offer_changed, send_all
from campaigns.models import BookingState, Brief, Campaign, CampaignState, Question, QuestionKind, WantedDeliverable
from campaigns.models.application import UNDECIDED
from campaigns.people import may, of_talent
from campaigns.rules import AskedQuestion, WantedLine, day_words, listed
from campaigns.usage import UsageTerms, as_json
from clients.models import Category
from exclusivity.axes import Channel
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation

WORDS = ("goal", "product", "audience", "gift", "dos", "donts", "tags", "label", "brand_words")
FIELDS = (
    *WORDS, "channels", "territories", "days", "apply_until", "places", "rounds", "fee", "gift_value", "exclusive_tail",
    "exclusive_tail_unit", "budget", "brand_hidden", "reach", "segment", "open_stages", "open_tiers", "open_genres",
    "open_countries", "min_stage", "min_tier", "attributes", "audience_countries", "audience_from", "audience_to",
    "audience_mix",
)  # fmt: skip


def lock_brief(campaign: Campaign) -> Campaign:
    """Whose holds stand on the brief, then the campaign."""
    held = campaign.bookings.filter(state=BookingState.HOLD).values_list("talent", flat=True)
    lock_people(held)
    return lock_campaign(campaign)


@action
def write_brief(
    *,
    campaign: Campaign,
    fields: dict[str, Any],
    categories: Iterable[Category],
    exclusive_categories: Iterable[Category],
    wanted: Sequence[WantedLine],
    questions: Sequence[AskedQuestion] | None = None,
    usage: Sequence[UsageTerms] | None = None,
    goals: Targets | None = None,
    goal_currency: str = "",
    by: User,
    now: datetime,
) -> Brief:
    """Say what the brand wants, all of it; `fields` are the brief's own (see `FIELDS`), what is left out stays.

    `questions`, `usage` or `goals` None leaves those that are there. Holds that stand on the brief promise the new
    words. Where pieces have a fee, the brief's is their sum. Raises `Refused` where a piece lies outside its channels
    or days, where fees do not add up, or where an open brief would tell talents a brand that is hidden or lack what it
    had to have to open. Who has applied to an open one is told where what it pays is another.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"a brief has no {', '.join(sorted(unknown))}")
    campaign = lock_brief(campaign)
    require(may_write_brief(campaign))
    brief, fee, offered = campaign.brief, campaign.brief.fee, _offer(campaign.brief)
    lacked = missing_in(campaign)
    for name, value in fields.items():
        setattr(brief, name, value.strip() if name in WORDS else value)
    if not brief.tail.is_sane:
        raise Refused("Ten years is the longest that something is kept to a brand.")
    check_lines(brief, wanted)
    brief.fee = _summed(brief.fee, wanted, before=fee)
    if usage is not None:
        check_usage(usage)
        brief.usage = as_json(usage)
    with violation():
        brief.save()
        brief.wanted.all().delete()
        WantedDeliverable.objects.bulk_create(
            WantedDeliverable(
                brief=brief,
                kind=line.kind,
                channel=line.channel,
                count=line.count,
                draft_due_on=line.draft_due_on,
                live_on=line.live_on,
                live_until=line.live_until,
                fee=line.fee,
            )
            for line in wanted
        )
        if questions is not None:
            _ask(brief, questions)
    brief.categories.set(categories)
    brief.exclusive_categories.set(exclusive_categories)
    brief.refresh_from_db()
    campaign.brief = brief
    if goals is not None:
        keep_goals(campaign, goals, goal_currency)
    if campaign.state != CampaignState.DRAFT:
        require(keeps_secret(campaign))
        if lost := [name for name in missing_in(campaign) if name not in lacked]:
            raise Refused(f"Talents apply to this brief, so it keeps {listed(lost)}.")
    holds = (
        campaign.bookings.select_for_update(of=("self",)).filter(state=BookingState.HOLD).select_related("commitment")
    )
    for booking in holds.order_by("pk"):
        booking.campaign = campaign
        promise(booking, by=by, now=now)
        line_up(booking.talent_id, by=by, now=now, mover=booking)
        settle_challenges(booking, by=by, now=now)
    if campaign.state == CampaignState.OPEN and _offer(brief) != offered:
        _tell_offer(campaign, now)
    return brief


def _offer(brief: Brief) -> tuple[Any, ...]:
    """What a place is paid with. The currency counts only with its amount."""
    return brief.fee, brief.gift, brief.gift_value


def _tell_offer(campaign: Campaign, now: datetime) -> None:
    """Who applied for another offer reads what is offered now."""
    office = Office.objects.current()
    rows = campaign.applications.filter(state__in=UNDECIDED).select_related("talent").order_by("pk")
    told = []
    for row in rows:
        row.campaign = campaign
        told.append((offer_changed(row, office), of_talent(row.talent)))
    send_all(told, now, office)


def _ask(brief: Brief, questions: Sequence[AskedQuestion]) -> None:
    brief.questions.all().delete()
    Question.objects.bulk_create(
        Question(
            brief=brief,
            words=asked.words.strip(),
            kind=asked.kind,
            options=[option.strip() for option in asked.options] if asked.kind == QuestionKind.CHOICE else [],
            required=asked.required,
        )
        for asked in questions
    )


def _summed(fee: Money | None, wanted: Sequence[WantedLine], *, before: Money | None) -> Money | None:
    """What the brand pays a talent: the sum of the pieces where they have a fee. Another one, typed, is a slip."""
    fees = [line.fee * line.count for line in wanted if line.fee is not None]
    if not fees:
        return fee
    if len({each.currency for each in fees}) > 1:
        raise Refused("All pieces are paid in one currency.")
    total = sum(fees[1:], fees[0])
    if fee not in (None, before, total):
        raise Refused(
            f"The pieces add up to {money_words(total)}, not to {money_words(fee)}. Leave the fee of the talent empty, "
            "or change the pieces."
        )
    return total


def check_usage(usage: Sequence[UsageTerms]) -> None:
    """Whether each use is for a time."""
    for line in usage:
        if not (line.lasts and line.lasts.is_sane):
            raise Refused("A use is agreed for a day or longer, up to ten years, or for good.")


def check_lines(brief: Brief, wanted: Sequence[WantedLine]) -> None:
    """A piece outside the brief's channels or days would show where nobody compared it with other promises."""
    days = brief.days
    first, end = (days.lower, days.upper) if hasattr(days, "lower") else (days or (None, None))
    for line in wanted:
        if line.channel not in brief.channels:
            raise Refused(f"A piece is wanted on {Channel(line.channel).label}, which is not among the channels.")
        if line.live_on and first and not (first <= line.live_on and (end is None or line.live_on < end)):
            raise Refused(f"A piece goes live on {day_words(line.live_on)}, outside the days of the brief.")
        if line.live_until and (line.live_on is None or line.live_until < line.live_on):
            raise Refused("The window of a piece begins with its first day. Say that one too.")
        if line.live_until and end and line.live_until >= end:
            raise Refused(f"A piece goes live until {day_words(line.live_until)}, outside the days of the brief.")
        if line.live_on and line.draft_due_on and line.draft_due_on > (line.live_until or line.live_on):
            raise Refused(f"A draft is due on {day_words(line.draft_due_on)}, after its piece goes live.")
    check_last_day(brief)


def check_last_day(brief: Brief) -> None:
    """Whether one can still be in the campaign when its call ends."""
    days: Any = brief.days
    end = days.upper if hasattr(days, "upper") else (days or (None, None))[1]
    if brief.apply_until and end and brief.apply_until >= end:
        raise Refused("The last day to apply lies after the days of the brief.")
