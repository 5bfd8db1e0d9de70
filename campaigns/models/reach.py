"""Whom an open call reaches."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from talent.models import Segment, Talent, TierBound
from talent.models.talent import TalentQuerySet
from talent.rules import UNRATED
from talent.segments import members_of


class Reach(models.TextChoices):
    """Who sees a project that is open. Whom the office asks by name sees it in any case."""

    ALL = "all", "All talents"
    SEGMENT = "segment", "A segment"
    SOME = "some", "Some talents"
    NAMED = "named", "Only those asked by name"


SEGMENT = ("open_stages", "open_tiers", "open_genres", "open_countries")


def _words() -> Any:
    return ArrayField(models.CharField(max_length=40))


def reaches(talents: TalentQuerySet) -> Q:
    """Campaigns whose open call is for at least one of those talents.

    Part of the query that asks; before it come one for the segments that open calls are for, and three at most for
    what their filters name. An empty list on an axis asks nothing of it; otherwise the talent has one of its words.
    """
    bound = TierBound.objects.filter(scheme__in_use=True, from_followers__lte=OuterRef("followers"))
    genres = Talent.genres.through.objects.filter(talent=OuterRef("pk")).values("genre__key")
    theirs = {
        "open_stages": Q(open_stages__contains=[F("stage")]),
        "open_tiers": Q(open_tiers__contains=[F("tier_now")]),
        "open_countries": Q(open_countries__contains=[F("country")]),
        "open_genres": Q(open_genres__overlap=ArraySubquery(genres)),
    }
    asked = {name: models.ExpressionWrapper(OuterRef(f"brief__{name}"), output_field=_words()) for name in SEGMENT}
    found = talents.annotate(
        tier_now=Coalesce(Subquery(bound.order_by("-from_followers").values("name")[:1]), models.Value(UNRATED)),
        **asked,
    )
    for name, condition in theirs.items():
        found = found.filter(Q(**{f"{name}__len": 0}) | condition)
    called = Q(brief__reach=Reach.ALL) | Q(brief__reach=Reach.SOME) & Q(Exists(found))
    now = timezone.now()
    segments = Segment.objects.filter(
        briefs__reach=Reach.SEGMENT, briefs__campaign__state__in=("open", "running")
    ).distinct()
    for segment, inside in members_of(segments, now).items():
        theirs_too = Exists(inside.filter(pk__in=talents.values("pk")))
        called |= Q(brief__reach=Reach.SEGMENT, brief__segment=segment) & Q(theirs_too)
    return called
