"""One door per state."""

import pytest

from campaigns.models import Campaign
from lib.moves import can_move, move
from lib.refusals import Refused
from tests.factories import CampaignFactory, somebody

pytestmark = pytest.mark.django_db


def test_can_move_where_the_table_leads():
    assert can_move(CampaignFactory(state="open"), "running") is True


def test_can_move_elsewhere_says_where_it_stands_in_words():
    answer = can_move(CampaignFactory(state="open"), "closed")
    assert not answer
    assert (str(answer), answer.code) == ("This campaign is open and cannot become closed.", "move")


@pytest.mark.parametrize("state", [state for state, after in Campaign.MOVES.items() if not after])
def test_final_states_lead_nowhere(state):
    campaign = CampaignFactory(state=state)
    assert [bool(can_move(campaign, to)) for to in Campaign.State] == [False] * len(Campaign.State)


def test_move_writes_the_state_and_its_facts_in_one_update(now, django_assert_num_queries):
    by, campaign = somebody(), CampaignFactory(state="draft")
    with django_assert_num_queries(1):
        move(campaign, "open", opened_at=now, opened_by=by)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.opened_at, campaign.opened_by) == ("open", now, by)


def test_move_leaves_other_changes_unwritten(now):
    campaign = CampaignFactory(state="draft", name="Old")
    campaign.name = "New"
    move(campaign, "open", opened_at=now, opened_by=somebody())
    assert Campaign.objects.get().name == "Old"


def test_refused_move_changes_nothing():
    campaign = CampaignFactory(state="closed")
    with pytest.raises(Refused):
        move(campaign, "open")
    assert (campaign.state, Campaign.objects.get().state) == ("closed", "closed")
