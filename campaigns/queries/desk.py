"""The desk's one queue: to do, waiting, done today. A constant number of queries, however long it is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Office, User
from accounts.roles import Kind
from campaigns.models import (
    AmbassadorContract,
    Booking,
    BookingState,
    CampaignState,
    Challenge,
    ChallengeState,
    ContractState,
    Deliverable,
    DeliverableState,
    Draft,
    Outreach,
    Shortlist,
)
from campaigns.models.booking import STANDING
from campaigns.people import APPROVERS
from campaigns.queries import client_briefs, confirmations, consents, nominations
from campaigns.queries.answers import answers
from campaigns.queries.casting import of_campaigns
from campaigns.queries.done import done_today
from campaigns.queries.entries import Entry, Queue, by_due, day_start
from campaigns.queries.gifts import gifts_of_office
from campaigns.queries.live import to_verify
from campaigns.queries.settlements import unsettled
from campaigns.queries.shortlist_turns import turns
from campaigns.queries.threads import unanswered
from campaigns.rules import day_words, ordinal, says_label
from clients.models import BrandMember
from exclusivity.models import Finding
from exclusivity.rules import Verdict
from lib.figures import counted
from outbox.models import Message

RENEWAL_IN = timedelta(days=60)
NEWS = timedelta(days=2)
SOON = timedelta(days=1)
LIVE_CAMPAIGNS = (CampaignState.OPEN, CampaignState.RUNNING)
ANSWERS = BrandMember.objects.filter(
    brand=OuterRef("booking__campaign__brand"), user__is_active=True, user__role__in=APPROVERS
)


def desk_queue(user: User, now: datetime, *, mine: bool = False) -> Queue:
    """What the office has to do; nobody but staff has one.

    `mine`: only of campaigns that `user` manages, and of contracts of talents that they look after.
    """
    if not user.is_authenticated or not user.is_active or user.kind != Kind.STAFF:
        return Queue()
    desk = _Desk(user, now, mine)
    ask_again, waiting = consents.asked(user, desk.today, mine=mine)
    asked, countered = nominations.asked(user, now, mine=mine)
    overdue, unaccepted = confirmations.asked(user, now, mine=mine)
    waiting += [*asked, *unaccepted]
    todo = [*client_briefs.to_take(), *overdue, *answers(user, desk.today, mine=mine), *countered, *ask_again]
    todo += [*desk.holds(), *desk.findings(), *desk.contracts(), *desk.threads(), *desk.outreach()]
    todo += unsettled(user, now, mine=mine)
    todo += to_verify(user, now, mine=mine)
    todo += [*consents.running_out(user, now, mine=mine), *consents.to_second(user)]
    to_do, to_wait = turns(desk.managed(Shortlist.objects.all(), "campaign__manager"), desk.today)
    whole, to_end = of_campaigns(user, desk.today, mine=mine)
    to_ship, given = gifts_of_office(user, now, mine=mine)
    todo, waiting = [*todo, *to_do, *whole, *to_ship], [*waiting, *to_wait, *to_end, *given]
    for deliverable in desk.deliverables():
        entry, ours = desk.piece(deliverable)
        (todo if ours else waiting).append(entry)
    return Queue(by_due(todo, desk.zone), by_due(waiting, desk.zone), done_today(user, now))


class _Desk:
    def __init__(self, user: User, now: datetime, mine: bool) -> None:
        self.user, self.now, self.mine = user, now, mine
        self.zone = Office.objects.current().timezone
        self.today = day_start(now, self.zone).date()

    def managed[Rows: QuerySet](self, rows: Rows, path: str) -> Rows:
        return rows.filter(**{path: self.user}) if self.mine else rows

    def holds(self) -> list[Entry]:
        rows = Booking.objects.filter(state=BookingState.HOLD, campaign__state__in=LIVE_CAMPAIGNS)
        rows = self.managed(rows, "campaign__manager").select_related("talent", "campaign__brand")
        bookings = list(rows)
        worst = _worst({b.commitment_id for b in bookings})
        asked = {c.hold_id: c for c in self.challenges()}
        return [self.hold(row, asked.get(row.pk), worst.get(row.commitment_id, Verdict.CLEAR.name)) for row in bookings]

    def challenges(self) -> list[Challenge]:
        rows = Challenge.objects.filter(state=ChallengeState.OPEN)
        return list(self.managed(rows, "hold__campaign__manager").select_related("challenger__campaign__brand"))

    def hold(self, row: Booking, asked: Challenge | None, verdict: str) -> Entry:
        """Confirm it; a challenge is answered first, and by when."""
        brand, due = row.campaign.brand, row.hold_until
        title, label = f"Confirm {row.talent.name} for {brand.name}", "Confirm booking"
        said = [f"{ordinal(row.rank)} hold"]
        if asked is not None:
            due = asked.deadline
            title = f"Answer {asked.challenger.campaign.brand.name} about {row.talent.name}"
            label = "Answer"
            said.append(f"{brand.name} holds first and is challenged: unanswered it lapses")
        elif row.promoted_at is not None and self.now - row.promoted_at < NEWS:
            said.append("moved up")
        if asked is None and due is not None and self.now <= due < self.now + SOON:
            said.append(f"lapses at {due.astimezone(ZoneInfo(self.zone)):%H:%M}")
        return Entry(
            icon="clock-exclamation" if asked is not None else "calendar-check",
            title=title,
            line=f"{row.campaign.name}. {', '.join(said)}",
            url_name="desk:booking",
            public_id=row.public_id,
            action_label=label,
            due=due,
            late=bool(due and due <= self.now),
            face=row.talent,
            mark=brand,
            verdict=verdict,
            since=row.created_at,
        )

    def findings(self) -> list[Entry]:
        rows = Finding.objects.filter(state=Finding.State.OPEN).select_related("talent", "one__brand", "other__brand")
        if self.mine:
            campaigns = Q(one__booking__campaign__manager=self.user) | Q(other__booking__campaign__manager=self.user)
            rows = rows.filter(campaigns | Q(talent__manager=self.user))
        return [
            Entry(
                icon="scale",
                title=f"Decide {row.talent.name}: {row.one.brand.name} and {row.other.brand.name}",
                line=row.because,
                url_name="desk:clash",
                public_id=row.public_id,
                action_label="Decide",
                face=row.talent,
                mark=row.other.brand,
                verdict=row.verdict,
                since=row.raised_at,
            )
            for row in rows
        ]

    def contracts(self) -> list[Entry]:
        rows = AmbassadorContract.objects.filter(
            state=ContractState.SIGNED, days__endswith__lte=self.today + RENEWAL_IN
        ).select_related("talent", "brand")
        rows = self.managed(rows, "talent__manager")
        return [
            Entry(
                icon="signature",
                title=f"Talk with {row.brand.name} about renewing {row.talent.name}",
                line=f"{row.title} runs out after {day_words(row.days.upper - timedelta(days=1))}",
                url_name="desk:contract",
                public_id=row.public_id,
                action_label="Open contract",
                due=row.days.upper - timedelta(days=1),
                late=row.days.upper <= self.today,
                face=row.talent,
                mark=row.brand,
                since=row.signed_at,
            )
            for row in rows
        ]

    def threads(self) -> list[Entry]:
        rows = self.managed(unanswered(), "campaign__manager").select_related("campaign__brand", "talent")
        return [
            Entry(
                icon="message",
                title=f"Answer {row.talent.name if row.talent else row.campaign.brand.name}: {row.title}",
                line=row.campaign.name,
                url_name="desk:thread",
                public_id=row.public_id,
                action_label="Read and answer",
                face=row.talent,
                mark=row.campaign.brand,
                since=row.said_at,  # type: ignore[attr-defined]
            )
            for row in rows
        ]

    def outreach(self) -> list[Entry]:
        rows = Outreach.objects.filter(letters__message__state=Message.State.DRAFT)
        rows = rows.filter(created_by=self.user) if self.mine else rows
        return [
            Entry(
                icon="mail",
                title=f"Read and send: {row.heading}",
                line=f"{counted(row.waiting, 'letter')} to many wait",
                url_name="desk:outreach",
                public_id=row.public_id,
                action_label="Read letters",
                since=row.created_at,
            )
            for row in rows.select_related("campaign__brand").annotate(waiting=Count("letters"))
        ]

    def deliverables(self) -> list[Deliverable]:
        rows = Deliverable.objects.filter(booking__state__in=STANDING).exclude(
            state__in=(DeliverableState.PUBLISHED, DeliverableState.WAIVED)
        )
        rows = self.managed(rows, "booking__campaign__manager")
        return list(
            rows.select_related("booking__talent", "booking__campaign__brand", "booking__campaign__brief")
            .prefetch_related(Prefetch("drafts", Draft.objects.order_by("-version")))
            .annotate(passed_at=Max("drafts__reviews__made_at"), is_answered=Exists(ANSWERS))
            .order_by("pk")
        )

    def piece(self, row: Deliverable) -> tuple[Entry, bool]:
        """The line of a piece, and whether it is the office's turn."""
        campaign, talent = row.booking.campaign, row.booking.talent
        passed_at: datetime | None = row.passed_at  # type: ignore[attr-defined]
        draft = next(iter(row.drafts.all()), None)
        if row.state == DeliverableState.OFFICE_REVIEW and draft:
            label = campaign.brief.label
            missing = "" if says_label(label, draft.label, draft.caption) else f". The {label} label is missing"
            return self._line(
                row, "photo-check", f"Check draft {draft.version} from {talent.name}",
                f"{row}, {campaign.name}{missing}", "desk:draft", draft.public_id, "Review draft",
                row.live_by, draft.submitted_at,
            ), True  # fmt: skip
        if row.state == DeliverableState.CLIENT_REVIEW and draft:
            return self._with_brand(row, draft)
        if row.state == DeliverableState.APPROVED:
            due, what = row.live_by, f"Address of {row} from {talent.name}"
            since = row.approved_at
        else:
            again = "Next draft" if row.state == DeliverableState.CHANGES else "Draft"
            due, what = row.draft_by, f"{again} of {row} from {talent.name}"
            since = passed_at or row.created_at
        late = bool(due and due < self.today)
        entry = self._line(
            row, "clock-exclamation" if late else "hourglass", what, f"{campaign.name} for {campaign.brand.name}",
            "desk:deliverable", row.public_id, "Open piece", due, since,
        )  # fmt: skip
        return entry, late

    def _with_brand(self, row: Deliverable, draft: Draft) -> tuple[Entry, bool]:
        """A draft that waits for the brand: the office's turn once it is late, or where the brand has nobody."""
        brand, due = row.booking.campaign.brand.name, row.turn_due_on or row.live_by
        late, answered = bool(due and due < self.today), row.is_answered  # type: ignore[attr-defined]
        what, line = f"draft {draft.version} from {row.booking.talent.name}", f"{row}, {row.booking.campaign.name}"
        icon, title, label = "hourglass", f"D{what[1:]} at {brand}", "Look"
        if not answered:
            icon, title, label = "photo-check", f"Answer {what} for {brand}", "Review draft"
            line = f"{line}. Nobody of the brand has a way in"
        elif late:
            icon, title = "clock-exclamation", f"Ask {brand} about {what}"
        since: datetime | None = row.passed_at  # type: ignore[attr-defined]
        entry = self._line(row, icon, title, line, "desk:draft", draft.public_id, label, due, since)
        return entry, late or not answered

    def _line(
        self,
        row: Deliverable,
        icon: str,
        title: str,
        line: str,
        url_name: str,
        public_id: str,
        label: str,
        due: object,
        since: datetime | None,
    ) -> Entry:
        return Entry(
            icon=icon,
            title=title,
            line=line,
            url_name=url_name,
            public_id=public_id,
            action_label=label,
            due=due,  # type: ignore[arg-type]
            late=bool(due and due < self.today),  # type: ignore[operator]
            face=row.booking.talent,
            mark=row.booking.campaign.brand,
            since=since,
        )


def _worst(commitments: set[int]) -> dict[int, str]:
    """The worst verdict of each commitment's findings, by name, those left out whose pair may stand."""
    worst: dict[int, Verdict] = {}
    rows = Finding.objects.filter(Q(one__in=commitments) | Q(other__in=commitments)).exclude(state=Finding.State.GONE)
    rows = rows.exclude(pk__in=Finding.objects.letting_through().values("pk"))
    for one, other, name in rows.values_list("one", "other", "verdict"):
        for commitment in commitments & {one, other}:
            worst[commitment] = max(worst.get(commitment, Verdict.CLEAR), Verdict[name])
    return {commitment: verdict.name for commitment, verdict in worst.items()}
