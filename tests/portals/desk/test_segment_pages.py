"""Segments on the desk: made on the roster, looked at, changed, written to, called."""

from uuid import uuid4

import pytest
from django.test import Client

from campaigns.models import Brief
from talent.actions import make_segment, save_view
from talent.models import Segment, Talent
from tests.factories import NOW, CampaignFactory, GenreFactory, TalentFactory
from tests.portals.desk.test_campaign_pages import brief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "/desk/segments/"


@pytest.fixture
def aoi() -> Talent:
    return TalentFactory(name="Aoi", country="JP")


def press(desk: Client, path: str, **data: object) -> int:
    return desk.post(path, {**data, "form_key": uuid4().hex}).status_code


def shown(desk: Client, path: str = URL) -> str:
    return desk.get(path).content.decode()


def test_filters_picked_talents_and_a_view_become_segments(desk, sora, aoi):
    assert "No segment yet" in shown(desk)
    view = save_view(name="Paris", query="country=FR&sort=name", columns=[], is_shared=False, by=sora, now=NOW)
    cases = (
        ({"name": "Japan", "query": "country=JP&sort=name&page=3&nonsense=1"}, 302),
        ({"name": "Some", "talent": [aoi.public_id]}, 302),
        ({"name": "From a view", "view": view.public_id}, 302),
        ({"name": "Everybody"}, 422),
        ({"name": "", "query": "country=JP"}, 422),
        ({"name": "japan", "query": "country=KR"}, 422),
        ({"talent": [aoi.public_id]}, 422),
        ({"name": "All by mistake", "query": "followers_min=10k"}, 422),
    )
    assert [press(desk, f"{URL}add", **data) for data, _ in cases] == [status for _, status in cases]
    kept = {row.name: (row.query, row.picked.count()) for row in Segment.objects.all()}
    lost = f"{URL}add?query=followers_min%3D10k"
    for said in (
        desk.get(lost, follow=True).content.decode(),
        desk.post(f"{URL}add", {"name": "All by mistake", "query": "followers_min=10k"}).content.decode(),
    ):
        assert "Followers from: " in said and "Take that filter out first." in said
    assert 'value="All by mistake"' in said and 'href="/desk/talents/?followers_min=10k"' in said
    assert kept == {"Japan": ("country=JP", 0), "Some": ("", 1), "From a view": ("country=FR", 0)}
    mio, some = TalentFactory(name="Mio"), Segment.objects.get(name="Some")
    assert press(desk, f"{URL}add", talent=[mio.public_id], into=some.public_id) == 302
    page = shown(desk, f"{URL}{some.public_id}/")
    assert ("Aoi" in page, "Mio" in page) == (True, True)
    assert press(desk, f"{URL}{some.public_id}/take", talent=mio.public_id) == 302
    assert list(some.picked.all()) == [aoi]
    assert "1 talent picked: Aoi." in shown(desk, f"{URL}add?talent={aoi.public_id}")


def test_a_segment_is_changed_and_archived_and_its_calls_are_named(desk, sora, aoi):
    segment = make_segment(name="Japan", query="country=JP&q=Ao", talents=[], by=sora, now=NOW)
    at = f"{URL}{segment.public_id}/"
    CampaignFactory(name="Summer", brief__reach="segment", brief__segment=segment)
    page = shown(desk, at)
    for words in ("Aoi", "Country", "Japan", "<dd>Ao</dd>", "Summer", "?country=JP&amp;q=Ao"):
        assert words in page, words
    view = save_view(name="Paris", query="country=FR", columns=[], is_shared=False, by=sora, now=NOW)
    assert press(desk, f"{at}edit", name="France", view=view.public_id) == 302
    assert press(desk, f"{at}edit", name="") == 422
    assert press(desk, f"{at}edit", name="Gaul") == 302
    segment.refresh_from_db()
    assert (segment.name, segment.query) == ("Gaul", "country=FR")
    assert "Nobody is in it now" in shown(desk, at)
    assert press(desk, f"{at}archive") == 302
    assert "No segment yet" in shown(desk)
    assert "Archived" in shown(desk, at)


def test_a_list_of_segments_costs_as_many_queries_for_three(desk, sora, aoi, django_assert_num_queries):
    aoi.genres.set([GenreFactory(key="tea", name="Tea"), GenreFactory(key="running", name="Running")])
    make_segment(name="One", query="country=JP&genre=tea", talents=[], by=sora, now=NOW)
    with django_assert_num_queries(6):
        desk.get(URL)
    make_segment(name="Two", query="genre=running", talents=[], by=sora, now=NOW)
    make_segment(name="Three", query="", talents=[aoi], by=sora, now=NOW)
    with django_assert_num_queries(6):
        page = shown(desk)
    assert page.count('<td class="end num">1</td>') == 3


def test_a_letter_goes_to_who_is_in_the_segment(desk, sora, aoi):
    TalentFactory(name="Elsewhere", country="FR")
    segment = make_segment(name="Japan", query="country=JP", talents=[], by=sora, now=NOW)
    page = shown(desk, f"/desk/outreach/write?segment={segment.public_id}")
    assert ("Write to 1 talent<" in page, "Who is in Japan now." in page) == (True, True)
    assert f'name="segment" value="{segment.public_id}"' in page
    assert desk.get("/desk/outreach/write?segment=nothing").status_code == 404


def test_a_brief_is_for_a_segment(desk, sora, aoi):
    segment = make_segment(name="Japan", query="country=JP", talents=[], by=sora, now=NOW)
    campaign = CampaignFactory(manager=sora)
    at = f"/desk/campaigns/{campaign.public_id}/edit"
    assert press(desk, at, **brief(campaign, reach="segment")) == 422
    assert press(desk, at, **brief(campaign, reach="segment", segment=segment.public_id)) == 302
    assert Brief.objects.get().segment == segment
    assert "A segment" in shown(desk, f"/desk/campaigns/{campaign.public_id}/")
