"""A shortlist with what was said to it, for the desk, the brand and guests; and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from djmoney.money import Money

from accounts.models import User
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Campaign,
    NominationState,
    Reply,
    Shortlist,
    ShortlistAnswer,
    ShortlistEntry,
    ShortlistState,
)
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING
from campaigns.queries.lapsed import ended_since, said_before
from campaigns.shortlists import Changed, Changes, changes, choice_of, other_days, summed
from exclusivity.sheets import TO_BE_DECIDED
from talent.models import Talent

ANSWERS = Prefetch("answers", ShortlistAnswer.objects.select_related("said_by", "guest"))


@dataclass(slots=True)
class Line:
    """A talent on the list, what was said about them, and what changed since the version before. `lapsed` was said to
    an earlier one, at another price or on other terms, and does not hold; `ended` says why what was said to this one
    does not count any more.
    """

    entry: ShortlistEntry
    said: list[ShortlistAnswer]
    changed: Changed | None
    booking: Booking | None = None
    lapsed: list[ShortlistAnswer] = field(default_factory=list)
    ended: str = ""

    @property
    def lapsed_from(self) -> ShortlistEntry | None:
        """To what `lapsed` was said."""
        return self.lapsed[0].entry if self.lapsed else None

    @property
    def lapsed_days(self) -> bool:
        """Whether that was on other days."""
        was = self.lapsed_from
        return was is not None and other_days(was.shortlist, self.entry.shortlist)

    @property
    def lapsed_price(self) -> bool:
        """Whether that was at another price."""
        was = self.lapsed_from
        return was is not None and was.price != self.entry.price

    @property
    def holds(self) -> ShortlistAnswer | None:
        """The answer that holds: the last choice."""
        found: ShortlistAnswer | None = choice_of(self.said)
        return found

    @property
    def choice(self) -> str:
        return self.holds.choice if self.holds else ""

    @property
    def overruled(self) -> list[ShortlistAnswer]:
        """Choices of before that said otherwise, the newest first."""
        holds = self.holds
        return [a for a in reversed(self.said) if holds and a.choice and a.pk != holds.pk and a.choice != holds.choice]

    @property
    def comments(self) -> list[ShortlistAnswer]:
        return [answer for answer in self.said if answer.comment]

    @property
    def lapsed_words(self) -> list[ShortlistAnswer]:
        """What is still shown of what does not hold: all of it until somebody chose again, then the comments."""
        return [answer for answer in self.lapsed if answer.comment] if self.holds else self.lapsed

    @property
    def unsent(self) -> bool:
        return any(answer.sent_at is None for answer in self.said)

    @property
    def sent_choice(self) -> str:
        """What the office was told last."""
        found = choice_of([answer for answer in self.said if answer.sent_at])
        return found.choice if found else ""


@dataclass(frozen=True, slots=True)
class Gone:
    """Who is no longer on the list, with what was said about them. `has_place`: held or booked all the same."""

    name: str
    said: list[ShortlistAnswer]
    has_place: bool

    @property
    def ends(self) -> ShortlistAnswer | None:
        """The choice that ends with it: none where a place came of it."""
        return None if self.has_place else choice_of(self.said)


@dataclass(slots=True)
class Sheet:
    """A version with its people, sums and changes."""

    shortlist: Shortlist
    lines: list[Line]
    changes: Changes = field(default_factory=Changes)
    before: Shortlist | None = None
    latest: int = 1
    gone: list[Gone] = field(default_factory=list)
    moved: bool = False
    """Whether the days changed since the version before, so that what was said to it does not hold."""

    @property
    def gone_comments(self) -> list[tuple[str, ShortlistAnswer]]:
        """What was written about who is no longer on it."""
        return [(each.name, answer) for each in self.gone for answer in each.said if answer.comment]

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if not line.choice]

    @property
    def answered(self) -> list[Line]:
        return [line for line in self.lines if line.choice]

    @property
    def yes(self) -> list[Line]:
        return [line for line in self.lines if line.choice == Reply.YES]

    @property
    def backup(self) -> list[Line]:
        return [line for line in self.lines if line.choice == Reply.BACKUP]

    @property
    def places_before(self) -> int:
        """How many places the version before had, where that is another number; else 0."""
        now, before = self.shortlist.places, self.before.places if self.before is not None else None
        return before if before and now and before != now else 0

    @property
    def stay(self) -> bool:
        """Whether somebody has answered, and all that was said before holds."""
        return bool(self.answered) and not self.moved and not any(line.lapsed for line in self.lines)

    @property
    def too_many(self) -> bool:
        """Whether more have a yes than there are places."""
        return bool(self.shortlist.places and len(self.yes) > self.shortlist.places)

    @property
    def told_yes(self) -> list[Line]:
        """Those with a yes that the office was told."""
        return [line for line in self.lines if line.sent_choice == Reply.YES]

    @property
    def total(self) -> Money | None:
        """What those with a yes cost together."""
        return summed(line.entry.price for line in self.yes)

    @property
    def over(self) -> bool:
        """Whether those with a yes cost more than the budget."""
        total, budget = self.total, self.shortlist.budget
        return bool(total and budget and total.currency == budget.currency and total > budget)

    @property
    def to_send(self) -> list[Line]:
        """About whom somebody said something that the office does not have yet."""
        return [line for line in self.lines if line.unsent]

    @property
    def doubtful(self) -> list[Line]:
        return [line for line in self.lines if line.entry.outcome == TO_BE_DECIDED]


def sheet_of(shortlist: Shortlist, *, before: Shortlist | None = None, placed: bool = False) -> Sheet:
    """The version with its people. `before` is the one to compare with: the last that was sent, where none is given.

    `placed` brings each one's hold or booking along, for staff. Nine queries at most, three more of what was replaced.
    """
    rows = list(shortlist.entries.select_related("talent").prefetch_related("posts", ANSWERS))
    earlier = shortlist.campaign.shortlists.filter(number__lt=shortlist.number, sent_at__isnull=False)
    before = before or earlier.order_by("-number").first()
    measured = shortlist.sent_at is not None
    old = {row.talent_id: row for row in before.entries.prefetch_related(ANSWERS)} if before is not None else {}
    told = changes(rows, list(old.values()), measured=measured) if before is not None else Changes()
    moved = before is not None and measured and other_days(before, shortlist)
    off = old.keys() - {row.talent_id for row in rows}
    places: dict[int, Booking] = {}
    if placed or off:
        standing = shortlist.campaign.bookings.filter(state__in=(BookingState.HOLD, *STANDING))
        places = {booking.talent_id: booking for booking in standing}
    lines = []
    ended = ended_since(shortlist, rows) if shortlist.state == ShortlistState.REPLACED else {}
    silent = [row.talent_id for row in rows if choice_of(row.answers.all()) is None]
    older = said_before(before, silent) if before is not None and before.number > 1 and silent else {}
    for row in rows:
        changed, was = told.by_talent.get(row.talent_id), old.pop(row.talent_id, None)
        over = was is not None and bool(moved or (changed is not None and changed.price))
        lapsed = list(was.answers.all()) if was is not None and over else []
        place = places.get(row.talent_id) if placed else None
        said = list(row.answers.all())
        lapsed = lapsed or older.get(row.talent_id, [])
        lines.append(Line(row, said, changed, place, lapsed, ended.get(row.talent_id, "") if choice_of(said) else ""))
    gone = [Gone(row.name, list(row.answers.all()), pk in places) for pk, row in old.items()]
    latest = shortlist.campaign.shortlists.exclude(state=ShortlistState.DRAFT).count()
    return Sheet(shortlist, lines, told, before, max(latest, shortlist.number if measured else 1), gone, moved)


def prices_for(campaign: Campaign, talents: Sequence[Talent]) -> dict[int, Money | None]:
    """What the brand would pay, by talents' ids: as held, else as agreed or asked for, else as the brief says.

    Nothing at all is a price too: that of a talent who takes the product. What is over says nothing. Three queries.
    """
    over = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)
    countered = campaign.nominations.filter(talent__in=talents, state=NominationState.COUNTERED)
    came = list(Application.objects.filter(campaign=campaign, talent__in=talents).exclude(state__in=over))
    places = campaign.bookings.filter(talent__in=talents, state__in=(BookingState.HOLD, *STANDING))
    said: list[tuple[int, Money | None]] = [(talent.pk, campaign.brief.fee) for talent in talents]
    said += [(each.talent_id, each.proposed_fee) for each in came]
    said += [(each.talent_id, each.counter_fee) for each in countered]
    said += [(each.talent_id, each.agreed_fee) for each in came]
    said += [(each.talent_id, each.price) for each in places]
    prices: dict[int, Money | None] = dict.fromkeys((talent.pk for talent in talents), None)
    return prices | {pk: price for pk, price in said if price is not None}


def shortlists_of(user: User) -> "QuerySet[Shortlist]":
    """What was sent to a brand's person, the newest first."""
    rows = Shortlist.objects.visible_to(user).filter(sent_at__isnull=False)
    return rows.select_related("campaign__brand", "campaign__manager").order_by("-sent_at", "-pk")


@dataclass(frozen=True, slots=True)
class Told:
    """A shortlist in a list: how many people, how many answered."""

    shortlist: Shortlist
    people: int
    answered: int
    unsent: bool

    @property
    def waits(self) -> bool:
        """Whether it is the brand's turn."""
        open_ = self.shortlist.state == ShortlistState.SENT and self.shortlist.campaign.state in TAKING
        return open_ and (self.answered < self.people or self.unsent)


def with_answers() -> "QuerySet[ShortlistEntry]":
    answers = Prefetch("answers", ShortlistAnswer.objects.order_by("said_at", "pk"))
    return ShortlistEntry.objects.select_related("talent").prefetch_related(answers)


def told(rows: "QuerySet[Shortlist]") -> list[Told]:
    """With how far the answers are. Three queries."""
    found = []
    for row in rows.prefetch_related(Prefetch("entries", with_answers())):
        said = [list(entry.answers.all()) for entry in row.entries.all()]
        unsent = any(answer.sent_at is None for each in said for answer in each)
        found.append(Told(row, len(said), sum(choice_of(each) is not None for each in said), unsent))
    return found


def lists_that_wait(user: User) -> "QuerySet[Shortlist]":
    """Those that are the brand's turn: somebody has no choice yet, or something that was said was not sent."""
    answers = ShortlistAnswer.objects.filter(entry=OuterRef("pk"))
    open_entries = ShortlistEntry.objects.filter(shortlist=OuterRef("pk")).exclude(Exists(answers.exclude(choice="")))
    unsent = ShortlistAnswer.objects.filter(entry__shortlist=OuterRef("pk"), sent_at=None)
    rows = shortlists_of(user).filter(state=ShortlistState.SENT, campaign__state__in=TAKING)
    return rows.filter(Exists(open_entries) | Exists(unsent)).order_by("answer_by", "sent_at", "pk")
