"""Pieces whose day comes or has passed, on the office's clock; requests by name and gifts that wait for a word."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Greatest

from accounts.models import User
from accounts.roles import Role
from campaigns.checks import office_day
from campaigns.models import (
    BookingState,
    Confirmation,
    Deliverable,
    DeliverableState,
    Draft,
    Gift,
    GiftState,
    Nomination,
    NominationState,
    Nudge,
    NudgeKind,
    Offer,
)
from campaigns.models.nudge import OF_DRAFT
from campaigns.queries.confirmations import unaccepted
from outbox.models import Message
from talent.models import TalentAccess
from talent.rules import grown_up_since, is_of_age

SOON = timedelta(days=2)
AGAIN_SOON = LAST_CALL = timedelta(days=1)
STILL_ASKED = timedelta(days=42)
UNDER_WAY = timedelta(days=7)
OF_LATE = timedelta(days=14)
"""What has waited for longer is no news: it stands on *Today*, and nobody is first written to about it."""
OWN_DAYS = {NudgeKind.OWN_LATE: timedelta(days=2), NudgeKind.OWN_OVER: timedelta(days=4)}
"""After so long a draft that waits for the office's own review is told of: to the manager, then to the owner."""
BIRTHDAY_IS_NEWS = timedelta(days=7)
"""Whose eighteenth birthday is longer ago is not said to have come of age before the office could look."""
PAPER_WAITS = timedelta(days=2)
"""After so long a confirmation that was not accepted is asked for again; a day later it is the office's to ask."""


def nudge_due(kind: str, now: datetime) -> QuerySet[Deliverable]:
    """The pieces of standing bookings for which this reminder is due and has not gone out; `newest` is their draft."""
    today, own = office_day(now), Q(state=DeliverableState.OFFICE_REVIEW)
    heard = Nudge.objects.filter(
        deliverable=OuterRef("pk"), kind=NudgeKind.OWN_LATE, draft=OuterRef("newest"), sent_at__lte=now - LAST_CALL
    )
    drafts, again = Q(state=DeliverableState.PLANNED), Q(state=DeliverableState.CHANGES)
    over = Q(live_until=None) | Q(live_until__lt=today)
    due = {
        NudgeKind.DRAFT_SOON: drafts & Q(draft_due_on__gte=today, draft_due_on__lte=today + SOON),
        NudgeKind.DRAFT_LATE: drafts & Q(draft_due_on__lt=today),
        NudgeKind.POST_SOON: Q(state=DeliverableState.APPROVED, live_on__lte=today + LAST_CALL)
        & (Q(live_until=None, live_on__gte=today) | Q(live_until__gte=today)),
        NudgeKind.POST_LATE: Q(state=DeliverableState.APPROVED, live_on__lt=today) & over,
        NudgeKind.REDO_SOON: again & Q(again_on__gte=today, again_on__lte=today + AGAIN_SOON),
        NudgeKind.REDO_LATE: again & Q(again_on__lt=today),
        NudgeKind.BRAND_LATE: Q(state=DeliverableState.CLIENT_REVIEW, turn_due_on__lt=today),
        NudgeKind.OWN_LATE: own & Q(newest_at__lte=now - OWN_DAYS[NudgeKind.OWN_LATE], newest_at__gt=now - OF_LATE),
        NudgeKind.OWN_OVER: own & Q(newest_at__lte=now - OWN_DAYS[NudgeKind.OWN_OVER]) & Q(Exists(heard)),
    }[NudgeKind(kind)]
    drafts_of = Draft.objects.filter(deliverable=OuterRef("pk")).order_by("-version")
    told = Nudge.objects.filter(deliverable=OuterRef("pk"), kind=kind)
    if kind in OF_DRAFT:
        told = told.filter(draft=OuterRef("newest"))
    rows = Deliverable.objects.filter(booking__state=BookingState.CONFIRMED).alias(
        again_on=Greatest("turn_due_on", "draft_due_on"),
        newest=Subquery(drafts_of.values("pk")[:1]),
        newest_at=Subquery(drafts_of.values("submitted_at")[:1]),
    )
    return rows.filter(due).exclude(Exists(told))


def requests_to_remind(now: datetime) -> QuerySet[Nomination]:
    """Requests that wait for the talent, end within a day and were offered more than a day ago; each offer once."""
    newer = Offer.objects.filter(nomination=OuterRef(OuterRef("pk")), created_at__gt=OuterRef("written"))
    told = Message.objects.filter(
        kind="nomination_soon",
        about=Concat(Value("campaign:"), OuterRef("campaign__public_id")),  # which has an index
        thing=Concat(Value("request:"), OuterRef("public_id")),
    )
    told = told.exclude(Exists(newer))
    rows = Nomination.objects.filter(state=NominationState.ASKED, reply_by__gt=now, reply_by__lte=now + LAST_CALL)
    rows = rows.filter(created_at__lte=now - LAST_CALL).exclude(offers__created_at__gt=now - LAST_CALL)
    return rows.exclude(Exists(told))


def gifts_to_ask_of(now: datetime) -> QuerySet[Gift]:
    """Gifts that left a week ago, of which nobody said that they arrived; each is asked of once, while they may still
    know, and only whom a letter reaches."""
    told = Message.objects.filter(kind="gift_arrived", about=Concat(Value("gift:"), OuterRef("public_id")))
    rows = Gift.objects.filter(
        Exists(User.objects.filter(talent_access__talent=OuterRef("talent"), is_active=True)) | ~Q(talent__email=""),
        state=GiftState.SHIPPED, shipped_at__lte=now - UNDER_WAY, shipped_at__gt=now - STILL_ASKED,
    )  # fmt: skip
    return rows.exclude(Exists(told))


class GuardianStep(StrEnum):
    """What is to be done about a guardian of somebody who is of age."""

    STAYS = "stays"
    """They were let in on the adult's own word."""
    WARN = "warn"
    WAIT = "wait"
    END = "end"


def was_minor(access: TalentAccess) -> bool:
    """Whether the talent was under age when somebody was let in; after that it is on the adult's own word."""
    return is_of_age(access.talent.born_on, office_day(access.created_at)) is False


def guardians_to_end(now: datetime) -> QuerySet[TalentAccess]:
    """Guardians of talents who are of age; what is to be done about each `guardian_step` says, by when the office was
    last `warned`."""
    about = Concat(Value("talent:"), OuterRef("talent__public_id"))  # which has an index
    told = Message.objects.filter(kind="guardian_ends_manager", about=about)
    rows = TalentAccess.objects.filter(user__role=Role.GUARDIAN, talent__born_on__lte=grown_up_since(office_day(now)))
    rows = rows.annotate(warned=Subquery(told.order_by("-pk").values("written")[:1]))
    return rows.select_related("talent", "user").order_by("pk")


def guardian_step(access: TalentAccess, now: datetime) -> GuardianStep:
    """At the birthday it ends. Where that is long ago the date was written late, or wrongly: a day before it ends the
    office is warned. Of the archived nobody is told anything."""
    if not was_minor(access):
        return GuardianStep.STAYS
    talent, warned = access.talent, access.warned  # type: ignore[attr-defined]
    lately = not is_of_age(talent.born_on, office_day(now) - BIRTHDAY_IS_NEWS)
    if lately or talent.archived_at is not None:
        return GuardianStep.END
    if warned is None or warned <= now - OF_LATE:
        return GuardianStep.WARN
    return GuardianStep.END if warned <= now - LAST_CALL else GuardianStep.WAIT


def papers_to_remind(now: datetime) -> QuerySet[Confirmation]:
    """Confirmations of late that have waited for a word for two days; each version is asked for once more, and only
    where a letter reaches who may accept it: under age a guardian, else the talent."""
    told = Message.objects.filter(
        kind="confirmation_waits",
        about=Concat(Value("campaign:"), OuterRef("booking__campaign__public_id")),  # which has an index
        thing=Concat(Value("terms:"), OuterRef("public_id")),
    )
    users = User.objects.filter(talent_access__talent=OuterRef("booking__talent"), is_active=True)
    grown, minor = grown_up_since(office_day(now)), Q(booking__talent__born_on__isnull=False)
    minor &= Q(booking__talent__born_on__gt=grown)
    reached = Exists(users.filter(role=Role.TALENT)) | ~Q(booking__talent__email="")
    rows = unaccepted().filter(
        (minor & Exists(users.filter(role=Role.GUARDIAN))) | (~minor & reached),
        booking__state=BookingState.CONFIRMED, drawn_at__lte=now - PAPER_WAITS, drawn_at__gt=now - OF_LATE,
    )  # fmt: skip
    return rows.exclude(Exists(told))
