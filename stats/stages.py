"""What leads to the next stage, and who has it. Nothing moves by itself: a person decides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from lib.figures import compact
from stats.models.stages import PERCENTS, Measure, StageCriterion, StageReview
from talent.models import Talent
from talent.models.talent import ON_ROSTER, Stage

M = Measure
NEXT: dict[str, str] = {str(stage): str(after) for stage, after in zip(ON_ROSTER, ON_ROSTER[1:], strict=False)}
"""The stage after each one. Who applies is taken on by hand, and after the last there is none."""

SHIPPED: dict[str, dict[str, int]] = {
    Stage.AFFILIATED: {M.BOOKINGS: 1, M.ON_TIME: 80},
    Stage.EXCLUSIVE: {M.BOOKINGS: 3, M.ON_TIME: 90, M.UNCHANGED: 50},
    Stage.HEADLINER: {M.BOOKINGS: 6, M.ON_TIME: 95, M.BRANDS: 2, M.FOLLOWERS: 100_000},
}

RATINGS = 3
"""So many brands have spoken before their share is a figure: and a talent reads only whether it is enough."""

type Criteria = dict[str, dict[str, int]]

# The label as a word of its own, as `campaigns.rules.says_label` reads it.
SAYS_LABEL = r"""lower(concat_ws(' ', f.label, f.caption)) ~ ('(^|[^a-z0-9])' ||
    regexp_replace(lower(trim(brief.label)), '([].^$*+?(){}|\\[-])', '\\\1', 'g') || '([^a-z0-9]|$)')"""

# Only what is completed and live counts; a share of nothing is unknown.
FIGURES = """
WITH work AS (
    SELECT b.talent_id, c.brand_id, count(*) FILTER (WHERE b.state = 'completed') AS done, count(*) AS booked
    FROM campaigns_booking b JOIN campaigns_campaign c ON c.id = b.campaign_id
    WHERE b.state IN ('confirmed', 'completed') {among_b} GROUP BY b.talent_id, c.brand_id
), booked AS (
    SELECT talent_id, sum(done) AS bookings, count(*) FILTER (WHERE booked > 1) AS brands FROM work GROUP BY talent_id
), pieces AS (
    SELECT b.talent_id, count(*) FILTER (WHERE d.published_at IS NOT NULL AND d.live_on IS NOT NULL) AS due,
           count(*) FILTER (
               WHERE (d.published_at AT TIME ZONE (SELECT timezone FROM accounts_office))::date
                   <= coalesce(d.live_until, d.live_on)) AS kept,
           count(*) FILTER (WHERE d.approved_at IS NOT NULL) AS taken,
           count(*) FILTER (WHERE d.approved_at IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM campaigns_draft f JOIN campaigns_review r ON r.draft_id = f.id
               WHERE f.deliverable_id = d.id AND r.side = 'client' AND NOT r.approved
           )) AS at_once,
           count(f.id) FILTER (WHERE trim(brief.label) <> '') AS to_label,
           count(f.id) FILTER (WHERE trim(brief.label) <> '' AND {says_label}) AS labelled
    FROM campaigns_deliverable d JOIN campaigns_booking b ON b.id = d.booking_id
    JOIN campaigns_brief brief ON brief.campaign_id = b.campaign_id
    LEFT JOIN campaigns_draft f ON f.deliverable_id = d.id AND f.version = 1
    WHERE b.state IN ('confirmed', 'completed') {among_b} GROUP BY b.talent_id
), ratings AS (
    SELECT b.talent_id, count(DISTINCT c.brand_id) AS brands, count(*) AS told,
           count(*) FILTER (WHERE r.stars >= 4) AS good
    FROM campaigns_rating r JOIN campaigns_booking b ON b.id = r.booking_id
    JOIN campaigns_campaign c ON c.id = b.campaign_id
    WHERE b.state IN ('confirmed', 'completed') {among_b} GROUP BY b.talent_id
), figures AS (
    SELECT t.id, t.stage, t.followers, coalesce(booked.bookings, 0) AS bookings, coalesce(booked.brands, 0) AS brands,
           CASE WHEN pieces.due > 0 THEN 100 * pieces.kept / pieces.due END AS on_time,
           CASE WHEN pieces.taken > 0 THEN 100 * pieces.at_once / pieces.taken END AS unchanged,
           CASE WHEN pieces.to_label > 0 THEN 100 * pieces.labelled / pieces.to_label END AS labelled,
           CASE WHEN ratings.brands >= {ratings} THEN 100 * ratings.good / ratings.told END AS rated
    FROM talent_talent t LEFT JOIN booked ON booked.talent_id = t.id LEFT JOIN pieces ON pieces.talent_id = t.id
    LEFT JOIN ratings ON ratings.talent_id = t.id
    WHERE t.archived_at IS NULL {among_t}
)
"""
# Who was told "not now" is left out until that day; of several such words the newest counts.
WAITING = """ AND NOT coalesce((
    SELECT r.until > %(today)s FROM stats_stagereview r
    WHERE r.talent_id = figures.id AND r.from_stage = figures.stage ORDER BY r.created_at DESC, r.id DESC LIMIT 1
), false)"""


@dataclass(frozen=True, slots=True)
class Step:
    """One criterion of the next stage beside what somebody has. `has` None: nothing to reckon with yet."""

    measure: str
    least: int
    has: int | None

    @property
    def label(self) -> str:
        return str(Measure(self.measure).label).removesuffix(", in percent")

    @property
    def is_met(self) -> bool:
        return self.has is not None and self.has >= self.least

    @property
    def asks(self) -> str:
        """`at least 90 %`."""
        return f"at least {_words(self.measure, self.least)}"

    @property
    def figure(self) -> str:
        return "nothing yet" if self.has is None else _words(self.measure, self.has)


def _words(measure: str, number: int) -> str:
    if measure == M.FOLLOWERS:
        digits, unit = compact(number)
        return f"{digits} {unit}".strip()
    return f"{number} %" if measure in PERCENTS else str(number)


@dataclass(frozen=True, slots=True)
class Path:
    """Where somebody stands, where it leads, and by what; no steps where the office decides it by hand."""

    stage: str
    to: str
    steps: tuple[Step, ...]

    @property
    def label(self) -> str:
        return str(Stage(self.to).label)

    @property
    def met(self) -> int:
        return sum(step.is_met for step in self.steps)

    @property
    def is_reached(self) -> bool:
        return bool(self.steps) and self.met == len(self.steps)


def criteria() -> Criteria:
    """What each stage asks for. One query."""
    told: dict[str, dict[str, int | None]] = {str(stage): {**SHIPPED[stage]} for stage in SHIPPED}
    for stage, measure, least in StageCriterion.objects.values_list("stage", "measure", "least"):
        told.setdefault(stage, {})[measure] = least
    return {
        stage: {str(m): least for m in Measure if (least := asked.get(m)) is not None} for stage, asked in told.items()
    }


def path_of(talent: Talent) -> Path | None:
    """What leads this talent to the next stage; None where there is none. Two queries."""
    if talent.stage not in NEXT:
        return None
    rows = _asked("SELECT * FROM figures", among=[talent.pk])
    to = NEXT[talent.stage]
    return _path(talent.stage, to, rows[0], criteria().get(to, {})) if rows else None


def paths_to(to: str, talents: Collection[Talent]) -> dict[int, Path]:
    """What a stage asks for beside what each of these talents has; nothing where it has no criteria. Two queries."""
    asked = criteria().get(to)
    if not asked or not talents:
        return {}
    stages = {talent.pk: talent.stage for talent in talents}
    rows = _asked("SELECT * FROM figures", among=stages)
    return {row["id"]: _path(stages[row["id"]], to, row, asked) for row in rows}


def rising(to: str, talents: Collection[Talent]) -> list[Talent]:
    """Those who would come up to this stage, also past another or from outside; nobody where none is asked for it."""
    if to not in NEXT.values():
        return []
    higher = [str(stage) for stage in ON_ROSTER[ON_ROSTER.index(Stage(to)) :]]
    return [talent for talent in talents if talent.stage not in higher]


def all_put_off(talents: Collection[Talent], day: date) -> list[StageReview]:
    """`put_off` of each of these talents, by name. One query."""
    among = StageReview.objects.filter(talent__in=talents, from_stage=F("talent__stage")).select_related("talent")
    newest = among.order_by("talent_id", "-created_at", "-pk").distinct("talent_id")
    found = [review for review in newest if review.until is not None and review.until > day]
    return sorted(found, key=lambda review: review.talent.name)


def put_off(talent: Talent, day: date) -> StageReview | None:
    """The newest word on this stage where it was "not now" and the day of looking again is still to come."""
    newest = talent.stage_reviews.filter(from_stage=talent.stage).first()
    return newest if newest is not None and newest.until is not None and newest.until > day else None


def _path(stage: str, to: str, figures: Mapping[str, Any], asked: Mapping[str, int]) -> Path:
    steps = (
        Step(measure, least, None if figures[measure] is None else int(figures[measure]))
        for measure, least in asked.items()
    )
    return Path(stage, to, tuple(steps))


def reached(now: datetime, *, most: int, manager: int | None = None) -> list[tuple[Talent, Path]]:
    """Talents who have all that the next stage asks for and of whom nobody said "not now", the busiest first.

    Three queries, however many there are.
    """
    asked, ways, values = criteria(), [], {"today": timezone.localdate(now), "most": most, "manager": manager}
    for number, (stage, to) in enumerate(NEXT.items()):
        if asked.get(to):
            values |= {f"stage_{number}": stage} | {f"{m}_{number}": least for m, least in asked[to].items()}
            parts = [f"{measure} >= %({measure}_{number})s" for measure in asked[to]]
            ways.append("(" + " AND ".join([f"stage = %(stage_{number})s", *parts]) + ")")
    if not ways:
        return []
    question = f"SELECT * FROM figures WHERE ({' OR '.join(ways)}) {WAITING} ORDER BY bookings DESC, id LIMIT %(most)s"  # noqa: S608 - our own names
    rows = _asked(question, values=values, mine=manager is not None)
    people = Talent.objects.in_bulk([row["id"] for row in rows])
    found = []
    for row in rows:
        to = NEXT[row["stage"]]
        found.append((people[row["id"]], _path(row["stage"], to, row, asked[to])))
    return found


def _asked(
    question: str, *, among: Collection[int] = (), values: Mapping[str, Any] | None = None, mine: bool = False
) -> list[dict[str, Any]]:
    among_t = "AND t.id = ANY(%(people)s)" if among else "AND t.manager_id = %(manager)s" if mine else ""
    among_b = "AND b.talent_id = ANY(%(people)s)" if among else ""
    given = {"people": list(among), **(values or {})}
    with connection.cursor() as cursor:
        parts = {"among_t": among_t, "among_b": among_b, "says_label": SAYS_LABEL, "ratings": RATINGS}
        cursor.execute(FIGURES.format(**parts) + question, given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
