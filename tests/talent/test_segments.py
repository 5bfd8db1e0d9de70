"""Segments: of filters or of picked talents, who is in them, and what is refused."""

import pytest

from lib.refusals import Refused
from talent.actions import add_to_segment, archive_segment, change_segment, make_segment, take_from_segment
from talent.models import Segment
from talent.segments import members
from tests.factories import NOW, TalentFactory, booker, brand_person, reader, talent_user

pytestmark = pytest.mark.django_db


def made(name="Tokyo", query="country=JP", talents=(), **values):
    return make_segment(name=name, query=query, talents=talents, **{"by": booker(), "now": NOW, **values})


def names(segment):
    return sorted(talent.name for talent in members(segment, NOW))


def test_a_segment_of_filters_is_whoever_they_find_now():
    TalentFactory(name="Aoi", country="JP")
    TalentFactory(name="Gone", country="JP", archived_at=NOW, archived_by=booker())
    later = TalentFactory(name="Mio", country="FR")
    segment = made(query="country=JP&archived=all")
    assert names(segment) == ["Aoi"]
    later.country = "JP"
    later.save()
    assert names(segment) == ["Aoi", "Mio"]
    assert names(change_segment(segment=segment, name="Paris", query="country=FR", by=booker(), now=NOW)) == []


def test_a_segment_of_picked_talents_holds_those_alone():
    aoi, mio = TalentFactory(name="Aoi"), TalentFactory(name="Mio")
    segment = made(query="", talents=[aoi])
    assert names(add_to_segment(segment=segment, talents=[aoi, mio], by=booker(), now=NOW)) == ["Aoi", "Mio"]
    assert names(take_from_segment(segment=segment, talent=aoi, by=booker(), now=NOW)) == ["Mio"]
    assert Segment.picked.through.objects.count() == 1


def test_what_cannot_be_is_refused(monkeypatch):
    monkeypatch.setattr("talent.actions.segments.MOST_PICKED", 1)
    aoi, said = TalentFactory(), {"by": booker(), "now": NOW}
    filters, picked = made(), made("Picked", "", [aoi])
    cases = {
        "everybody": lambda: made("All", ""),
        "of this name": lambda: made("TOKYO "),
        "Give the segment a name": lambda: made(" "),
        "at most 1 picked": lambda: add_to_segment(segment=picked, talents=[TalentFactory()], **said),
        "whoever its filters": lambda: add_to_segment(segment=filters, talents=[aoi], **said),
        "one by one": lambda: change_segment(segment=picked, name="Picked", query="stage=alumni", **said),
        "segment of everybody": lambda: change_segment(segment=filters, name="Tokyo", query="", **said),
        "Only ": lambda: made("Mine", by=reader()),
    }
    for words, call in cases.items():
        with pytest.raises(Refused, match=words):
            call()
    archive_segment(segment=filters, **said)
    for call in (
        lambda: archive_segment(segment=filters, **said),
        lambda: change_segment(segment=filters, name="Again", query=None, **said),
        lambda: take_from_segment(segment=filters, talent=aoi, **said),
    ):
        with pytest.raises(Refused, match="is archived"):
            call()
    assert made().name == "Tokyo"  # the name is free again


def test_nobody_outside_learns_of_segments():
    made()
    users = (booker(), brand_person(), talent_user())
    assert [Segment.objects.visible_to(user).count() for user in users] == [1, 0, 0]
