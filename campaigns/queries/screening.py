"""A campaign's applicants as one of the office screens them: fewest scores first, others' scores after their own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg, Count, DecimalField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import Application, Campaign, Criterion, Score, StepBack
from campaigns.models.application import UNDECIDED
from talent.models import Talent

SHOWS = {
    "left": "Left to score",
    "all": "All",
    "undecided": "Undecided",
    "yes": "Yes",
    "backup": "Backup",
    "no": "No",
}


def screened(campaign: Campaign, user: User) -> "QuerySet[Application]":
    """Who waits for an answer, each with `scored` (how many scores), `mine`, `mean`, and `stepped` (user stepped back).

    `is_scored`: whether the campaign scores its applicants.

    Fewest scores first. The order tells nothing of who they are while the pass is blind.
    """
    scores = Score.objects.filter(application=OuterRef("pk"))
    by_one = scores.order_by().values("application")
    own = scores.filter(created_by=user).values("total")[:1]
    rows = (
        Application.objects.filter(campaign=campaign, state__in=UNDECIDED)
        .select_related("talent", "chosen_by")
        .annotate(
            scored=Coalesce(Subquery(by_one.annotate(n=Count("pk")).values("n")), 0),
            mean=Subquery(by_one.annotate(m=Avg("total")).values("m"), output_field=DecimalField()),
            mine=Subquery(own),
            stepped=Exists(StepBack.objects.filter(application=OuterRef("pk"), created_by=user)),
            is_scored=Exists(Criterion.objects.filter(campaign=campaign)),
        )
    )
    return rows.order_by("scored", "public_id" if campaign.is_blind else "created_at", "pk")


@dataclass(frozen=True, slots=True)
class ScreeningQueue:
    """What is left to look at: `rows` as the filter says, of `total` applicants, `scored` by the reader."""

    rows: list[Application]
    everybody: list[Application]
    show: str

    @property
    def total(self) -> int:
        """Those whom the reader may score."""
        return sum(not row.stepped for row in self.everybody)  # type: ignore[attr-defined]

    @property
    def scored(self) -> int:
        return sum(row.mine is not None for row in self.everybody)  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        return f"{self.scored} of {self.total} scored by you"

    def beside(self, current: Application) -> tuple[Application | None, Application | None]:
        """The one before and the one after in the list; None at its ends."""
        places = [row.pk for row in self.rows]
        if current.pk not in places:
            return None, next(iter(self.rows), None)
        at = places.index(current.pk)
        before = self.rows[at - 1] if at else None
        return before, self.rows[at + 1] if at + 1 < len(self.rows) else None

    def following(self, current: Application) -> Application | None:
        """The next one to score, round the list; None where nothing is left."""
        places = [row.pk for row in self.everybody]
        at = places.index(current.pk) + 1 if current.pk in places else 0
        round_it = [*self.everybody[at:], *self.everybody[: max(0, at - 1)]]
        return next((row for row in round_it if _is_left(row) and row.pk != current.pk), None)


def _is_left(row: Application) -> bool:
    return row.mine is None and not row.stepped  # type: ignore[attr-defined]


def screening_queue(campaign: Campaign, user: User, show: str = "left") -> ScreeningQueue:
    """The list of the page. One query."""
    everybody = list(screened(campaign, user))
    show = show if show in SHOWS else "left"
    if show == "left":
        rows = [row for row in everybody if _is_left(row)]
    elif show == "all":
        rows = everybody
    else:
        rows = [row for row in everybody if shown_choice(row, user) == ("" if show == "undecided" else show)]
    return ScreeningQueue(rows, everybody, show)


def may_see_scores(row: Application, user: User) -> bool:
    """Others' scores are for those who gave their own, and for those who give none."""
    if not can(user, Permission.RUN_CAMPAIGNS):
        return True
    return row.mine is not None  # type: ignore[attr-defined]


def hides_decision(row: Application, user: User) -> bool:
    """Whether a colleague has decided what the reader is to judge first: it is shown once they have scored.

    One's own decision is always shown, and all of them where nobody is scored.
    """
    if not row.choice or row.chosen_by_id == user.pk or not row.is_scored:  # type: ignore[attr-defined]
        return False
    return not may_see_scores(row, user)


def shown_choice(row: Application, user: User) -> str:
    """The pending decision as the reader may know it."""
    return "" if hides_decision(row, user) else row.choice


def without_address(applications: Iterable[Application]) -> set[int]:
    """Talents of these applications to whom no letter can go: nobody signs in for them and no address is written."""
    talents = Talent.objects.filter(pk__in=[row.talent_id for row in applications], email="")
    return set(talents.exclude(access__user__is_active=True).values_list("pk", flat=True))
