"""Who is in a segment."""

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict

from talent.models import Segment, Talent
from talent.models.talent import TalentQuerySet
from talent.queries import looked_up, roster


def members(segment: Segment, now: datetime) -> TalentQuerySet:
    """Who is in it at this moment, nobody who is archived: the roster asked anew, or those who were picked."""
    return members_of([segment], now)[segment]


def members_of(segments: Iterable[Segment], now: datetime) -> dict[Segment, TalentQuerySet]:
    """The same for several. What their filters name is looked up together, in three queries at most."""
    asked = {segment: QueryDict(segment.query) for segment in segments}
    named = looked_up(list(asked.values()))
    return {
        segment: Talent.objects.filter(segments=segment, archived_at=None) if segment.is_picked
        else roster(params, now=now, named=named).filter(archived_at=None).order_by()
        for segment, params in asked.items()
    }  # fmt: skip
