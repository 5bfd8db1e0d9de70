"""How often the lists of projects ask the database."""

import pytest
from django.urls import reverse

from talent.actions import make_segment
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    SocialAccountFactory,
    booker,
)


@pytest.mark.parametrize(("name", "count"), [("projects", 24), ("home", 33), ("applications", 10)])
def test_lists_queries_do_not_grow(portal, talent, campaign, soda, name, count, django_assert_num_queries):
    bind_to_rival(talent, soda, "Lumeya")
    steps.apply(CampaignFactory(), talent)
    SocialAccountFactory(talent=talent)
    url = reverse(f"talent:{name}")
    portal.get(url)
    with django_assert_num_queries(count):
        portal.get(url)
    for _ in range(2):
        CampaignFactory(brand=BrandFactory(categories=[soda]))
        steps.apply(CampaignFactory(), talent)
    with django_assert_num_queries(count):
        portal.get(url)


@pytest.mark.parametrize(("name", "count"), [("projects", 15), ("home", 24)])
def test_calls_to_three_segments_cost_as_many_queries_as_to_one(portal, name, count, django_assert_num_queries):
    """Each segment names a genre, a tier and a word of its own."""
    url = reverse(f"talent:{name}")

    def called(number: int) -> None:
        query = f"genre=genre-{number}&tier=Tier{number}&q=Nobody{number}"
        segment = make_segment(name=f"Segment {number}", query=query, talents=[], by=booker(), now=NOW)
        CampaignFactory(brief__reach="segment", brief__segment=segment)

    called(1)
    portal.get(url)
    with django_assert_num_queries(count):
        portal.get(url)
    called(2)
    called(3)
    with django_assert_num_queries(count):
        portal.get(url)
