"""Who is in a segment."""

from datetime import datetime

from django.http import QueryDict

from talent.models import Segment, Talent
from talent.models.talent import TalentQuerySet
from talent.queries import roster


def members(segment: Segment, now: datetime) -> TalentQuerySet:
    """Who is in it at this moment, nobody who is archived: the roster asked anew, or those who were picked."""
    if segment.is_picked:
        return Talent.objects.filter(segments=segment, archived_at=None)
    return roster(QueryDict(segment.query), now=now).filter(archived_at=None).order_by()
