"""Keeps the boxes beside the facts. Nothing else writes them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from exclusivity.actions.findings import admit
from exclusivity.boxes import BoxFacts, boxes_by_key, turned
from exclusivity.facts import load
from exclusivity.models import Box, Commitment, Status
from exclusivity.pairs import beside
from exclusivity.rules import CommitmentFacts, OfficeFacts
from exclusivity.side_by_side import standing_side_by_side
from lib.actions import action
from lib.asked import asked, prepared
from lib.violations import broken_constraint, violation

CONSTRAINT = "exclusivity_box_no_clash"
BATCH = 500
# In the order of `BoxFacts`.
COLUMNS = (
    "side", "talent_id", "commitment_id", "clause_id", "exposure_id", "binding", "period", "markets", "brands",
    "commitments", "territories", "channels", "activities",
)  # fmt: skip
TURN = "UPDATE exclusivity_box SET binding = %(binding)s WHERE id = ANY(%(boxes)s::bigint[])"
PERIOD = 1 + COLUMNS.index("period")  # in a row that begins with its own key


class Difference(NamedTuple):
    """How many boxes a commitment lacks and how many it has too many."""

    commitment_id: int
    missing: int
    surplus: int


def stored(ids: Iterable[int]) -> dict[int, dict[tuple, list[int]]]:
    """The boxes that are there: commitment to key to row ids, of which there should be one."""
    found: dict[int, dict[tuple, list[int]]] = {key: defaultdict(list) for key in ids}
    for row in Box.objects.filter(commitment__in=found).values_list("pk", *COLUMNS):
        found[row[1 + COLUMNS.index("commitment_id")]][_key(row)].append(row[0])
    return found


@asked
def _stored(commitment: int) -> QuerySet[Box, Any]:
    return Box.objects.filter(commitment=commitment).values_list("pk", *COLUMNS)


def _key(row: tuple[Any, ...]) -> tuple:
    """What makes a stored box the one that it is."""
    period = row[PERIOD]
    facts = (*row[1:PERIOD], (period.lower, period.upper), *row[PERIOD + 1 :])
    key = BoxFacts(*facts).key
    # Actions write half-open periods only; a period with other ends is none of theirs.
    whole = not period.isempty and not period.upper_inc and (period.lower is None or period.lower_inc)
    return key if whole else (str(period), *key)


def write_boxes(commitment: CommitmentFacts, office: OfficeFacts, now: datetime | None = None) -> None:
    """Bring a commitment's boxes in line with its facts. An `IntegrityError` of `CONSTRAINT` is a clash."""
    wanted = boxes_by_key(commitment, office, now)
    there: dict[tuple, list[int]] = defaultdict(list)
    for row in _stored(commitment.id):
        there[_key(row)].append(row[0])
    new = {key: box for key, box in wanted.items() if key not in there}
    stale = {key: (pks[1:] if key in wanted else pks) for key, pks in there.items()}
    # What becomes binding is mostly the same box: one statement, and the constraint looks at it all the same.
    same: dict[bool, list[int]] = {True: [], False: []}
    for key, box in list(new.items()):
        if pks := stale.get(turned(key)):
            same[box.binding].append(pks.pop())
            del new[key]
    if gone := [pk for pks in stale.values() for pk in pks]:
        Box.objects.filter(pk__in=gone).delete()
    for binding, pks in same.items():
        if pks:
            with prepared() as cursor:
                cursor.execute(TURN, {"binding": binding, "boxes": pks})
    if new:
        Box.objects.bulk_create([row_of(box) for box in new.values()])


def row_of(box: BoxFacts) -> Box:
    axes = ("markets", "brands", "commitments", "territories", "channels", "activities")
    return Box(
        side=box.side,
        talent_id=box.talent,
        commitment_id=box.commitment,
        clause_id=box.clause,
        exposure_id=box.exposure,
        binding=box.binding,
        period=box.range,
        **{axis: getattr(box, axis) for axis in axes},
    )


def record_boxes(commitment: Commitment, by: User, now: datetime) -> None:
    """Write the boxes of what is a fact already: a clash is admitted and put on the clash desk, never refused."""
    around = beside(commitment)
    for other in around.others:  # what was bound before them they let be, and this may be such
        if any(out.pre_existing for clause in other.clauses for out in clause.carve_outs):
            with suppress(IntegrityError), transaction.atomic():  # a clash of its own waits for the next rebuild
                write_boxes(other, _world(other.id), now)
    try:
        with transaction.atomic():
            write_boxes(around.mine, around.office, now)
    except IntegrityError as error:
        if broken_constraint(error) != CONSTRAINT:
            raise
        admit(around, by, now)
        decided, admitted = standing_side_by_side([commitment.id])
        mine = replace(
            around.mine, decided=frozenset(decided[commitment.id]), admitted=frozenset(admitted[commitment.id])
        )
        for other in around.others:
            if other.id in mine.admitted:
                write_boxes(replace(other, admitted=other.admitted | {mine.id}), _world(other.id), now)
        with violation():
            write_boxes(mine, around.office, now)


def _world(commitment_id: int) -> OfficeFacts:
    """The office as that commitment sees it; of another's circle it may know more members and brands."""
    return load([commitment_id]).office


def differences(now: datetime | None = None, only: Sequence[int] | None = None) -> list[Difference]:
    """Where the boxes (of all promises, or of some) are not what the facts say; empty where all is well."""
    found = []
    for ids in _batches(only):
        there, picture = stored(ids), load(ids)
        for key, facts in picture.commitments.items():
            wanted = set(boxes_by_key(facts, picture.office, now))
            missing = len(wanted - set(there[key]))
            surplus = sum(len(pks) - (box in wanted) for box, pks in there[key].items())
            if missing or surplus:
                found.append(Difference(key, missing, surplus))
    return found


@action
def rebuild_boxes(*, by: User, now: datetime) -> list[Difference]:
    """Make every box again from the facts. What came to clash since is admitted, with a finding."""
    changed = differences(now)
    for difference in changed:
        record_boxes(Commitment.objects.get(pk=difference.commitment_id), by, now)
    return changed


def _batches(only: Sequence[int] | None) -> Iterable[list[int]]:
    """All that may have boxes, and what has some though it may not."""
    rows = Commitment.objects.filter(Q(boxes__isnull=False) | ~Q(status=Status.VOID)).distinct().order_by("id")
    ids = list((rows if only is None else rows.filter(id__in=only)).values_list("id", flat=True))
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
