"""What the brand said to a version before: when it does not hold any more, and what of it stays to be read."""

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Campaign
from campaigns.queries.shortlists import sheet_of
from campaigns.shortlists import Plan
from tests.campaigns import steps
from tests.campaigns.test_shortlists import LATER, said
from tests.factories import NOW, TalentFactory, booker, days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("brief", "moved"),
    [
        ({"days": days("2027-03-01", "2027-04-01")}, True),
        ({"places": 7}, False),
        ({"budget": Money(1, "JPY")}, False),
    ],
)
def test_an_answer_lapses_with_the_terms_it_was_said_on_and_a_new_choice_leaves_its_comment(
    campaign, talent, approver, brief, moved
):
    first = steps.proposed(campaign, [talent])
    said(first.entries.get(), approver, "backup")
    said(first.entries.get(), approver, comment="Zxloud")
    type(campaign.brief).objects.filter(campaign=campaign).update(**brief)
    second = steps.proposed(Campaign.objects.get(), [talent], now=LATER)
    sheet = sheet_of(second)
    assert sheet.moved == moved
    (line,) = sheet.lines
    if not moved:
        assert (line.choice, line.lapsed) == ("backup", [])
        return
    assert (line.choice, line.unsent) == ("", False)
    assert [(answer.choice, answer.comment) for answer in line.lapsed_words] == [("backup", ""), ("", "Zxloud")]
    said(second.entries.get(), approver, "yes", now=LATER)
    assert [answer.comment for answer in sheet_of(second).lines[0].lapsed_words] == ["Zxloud"]


def test_a_yes_does_not_end_where_a_place_came_of_it(campaign, talent, approver):
    ren, mio = TalentFactory(name="Ren"), TalentFactory(name="Mio")
    first = steps.proposed(campaign, [talent, ren, mio])
    for entry in first.entries.all():
        said(entry, approver, "yes")
    actions.send_shortlist_answers(shortlist=first, by=approver, now=NOW)
    actions.hold_chosen(entry=first.entries.get(talent=talent), by=booker(), now=NOW)
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=LATER)
    for gone in (talent, ren):
        actions.drop_entry(entry=draft.entries.get(talent=gone), by=booker(), now=LATER)
    second = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=LATER)
    ends = {each.name: each.ends and each.ends.choice for each in sheet_of(second).gone}
    assert ends == {"Aoi": None, "Ren": "yes"}
    assert sheet_of(second).lines[0].booking is None


@pytest.mark.parametrize(("places", "before", "too_many"), [(4, 3, False), (3, 0, False), (2, 3, True)])
def test_more_or_fewer_places_leave_every_answer_and_say_where_there_are_more_yes_than_places(
    campaign, talent, approver, places, before, too_many
):
    people = [talent, TalentFactory(name="Ren"), TalentFactory(name="Mio")]
    type(campaign.brief).objects.filter(campaign=campaign).update(places=3)
    first = steps.proposed(Campaign.objects.get(), people)
    for entry in first.entries.all():
        said(entry, approver, "yes")
    type(campaign.brief).objects.filter(campaign=campaign).update(places=places)
    second = sheet_of(steps.proposed(Campaign.objects.get(), people, now=LATER))
    assert [(line.choice, line.unsent, line.lapsed) for line in second.lines] == [("yes", True, [])] * 3
    assert (second.places_before, second.too_many, second.moved) == (before, too_many, False)
    assert second.told_yes == [], "what the office was not told is not told to it"
