"""A last day to apply that has passed: said where it is saved, in the way of nothing else."""

from typing import Any

import pytest
from django.test import Client

from campaigns.models import Campaign
from talent.models import Talent
from tests.campaigns import steps
from tests.portals.desk.reading import text
from tests.portals.desk.test_campaign_pages import brief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DUE = "2026-05-02"


@pytest.mark.parametrize(
    ("booked", "said", "is_told"),
    [(True, {}, True), (False, {}, True), (False, {"reach": "named"}, False), (True, {"apply_until": DUE}, False)],
)
def test_a_last_day_to_apply_that_has_passed_is_said_and_stops_no_other_change(
    desk: Client, campaign: Campaign, talent: Talent, booked: bool, said: dict[str, Any], is_told: bool
) -> None:
    if booked:
        steps.book(campaign, talent)
    values = {"places": 5, "apply_until": "2026-04-03", **said}
    sent = {"name": "Summer", "manager": campaign.manager.public_id, **values} if booked else brief(campaign, **values)
    page = text(desk.post(f"/desk/campaigns/{campaign.public_id}/edit", sent, follow=True))
    told = "Its last day to apply, 3 Apr 2026, has passed: nobody can apply any more."
    assert (told in page, Campaign.objects.get().brief.places) == (is_told, 5)
    assert ("applications closed <" in page, "apply until <" in page) == (
        values["apply_until"] != DUE and values.get("reach") != "named",
        values["apply_until"] == DUE,
    )
