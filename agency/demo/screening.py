"""Two open calls of the demo office under screening: one in the middle of it, one in its blind pass."""

from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from campaigns import actions
from campaigns.models import Application, Campaign

OPEN, BLIND = "Night Run, spring 2027", "Carry-on, two cities"
CRITERIA = (
    ("Real running, not a prop", 40), ("Reaches runners in Japan", 25), ("Craft of the last posts", 20),
    ("Fee against reach", 15),
)  # fmt: skip
TRAVEL = (("Has lived with one bag", 60), ("Craft of the last films", 40))
NOTES = (
    "The bridge idea is the brief. Ask for one slow shot of the shoe.",
    "Warm, but I cannot see the running in it.",
    "Her last three reels were all at night. That is what they want.",
    "",
)
MARKS = (
    ("yes", "We like the river in the rain."),
    ("backup", ""),
    ("no", "The brand looks for somebody who runs at night."),
)


def screen(rng: Random, now: datetime, staff: list[User]) -> None:
    """Half of the first call is scored by one or two, three are marked, one colleague stepped back."""
    campaign = Campaign.objects.select_related("manager").get(name=OPEN)
    _criteria(campaign, CRITERIA, blind=False, now=now)
    rows = list(campaign.applications.filter(state="applied").order_by("pk"))
    for place, row in enumerate(rows[:7]):
        for one in staff[: 2 if place < 4 else 1][:: 1 if place % 2 else -1]:
            mark = MARKS[place] if place < len(MARKS) and one == staff[0] else ("", "")
            _score(rng, row, one, now - timedelta(hours=20 - place), *mark)
    actions.step_back(
        application=rows[-1], reason="My sister manages this one’s shoots.", by=staff[0], now=now - timedelta(hours=3)
    )
    hidden = Campaign.objects.select_related("manager").get(name=BLIND)
    _criteria(hidden, TRAVEL, blind=True, now=now)
    for row in hidden.applications.filter(state="applied").order_by("pk")[:1]:
        _score(rng, row, staff[1], now - timedelta(hours=5))


def _criteria(campaign: Campaign, criteria: tuple[tuple[str, int], ...], *, blind: bool, now: datetime) -> None:
    actions.set_criteria(
        campaign=campaign, criteria=criteria, blind=blind, by=campaign.manager, now=now - timedelta(days=1)
    )


def _score(rng: Random, row: Application, by: User, now: datetime, choice: str = "", answer: str = "") -> None:
    row = Application.objects.get(pk=row.pk)
    points = {one.public_id: rng.randrange(2, 6) for one in row.campaign.criteria.all()}
    actions.screen_application(
        application=row, points=points, note=rng.choice(NOTES), choice=choice or row.choice, seen_choice=row.choice,
        answer=answer or row.choice_answer, by=by, now=now,
    )  # fmt: skip
