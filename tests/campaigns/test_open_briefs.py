"""What an open brief keeps, and who hears that it pays something else."""

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.actions import WantedLine
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import TalentFactory

REEL = WantedLine("reel", "instagram")


def write(campaign, by, now, *, wanted=(REEL,), **fields):
    return actions.write_brief(
        campaign=campaign, fields=fields, categories=campaign.brief.categories.all(), exclusive_categories=[],
        wanted=list(wanted), by=by, now=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"fee": None}, "a fee or a product"),
        ({"apply_until": None}, "a last day to apply"),
        ({"days": None}, "its days"),
        ({"wanted": []}, "a deliverable"),
    ],
)
def test_open_brief_cannot_lose_what_it_had_to_have(campaign, by, now, fields, words):
    with pytest.raises(Refused, match=f"Talents apply to this brief, so it keeps {words}."):
        write(campaign, by, now, **fields)
    campaign.brief.refresh_from_db()
    assert (campaign.brief.fee, campaign.brief.wanted.count()) == (Money(120000, "JPY"), 1)


def test_brief_in_the_drawer_may_lack_all_of_it(campaign, by, now):
    campaign.state = "draft"
    campaign.save()
    assert write(campaign, by, now, fee=None, wanted=[]).fee is None


def test_applicants_hear_of_another_fee_with_what_would_be_theirs(campaign, talent, aoi, by, now):
    steps.apply(campaign, talent, proposed_fee=Money(150000, "JPY"))
    gone = steps.apply(campaign, TalentFactory())
    actions.decline_application(application=gone, answer="", by=by, now=now)
    write(campaign, by, now, fee=Money(90000, "JPY"), gift="A lamp", gift_value=Money(3000, "JPY"))
    letter = Message.objects.get(kind="offer_changed")
    assert (letter.to_address, letter.way) == (aoi.email, "mail")
    assert "you would receive ¥ 72,000 and A lamp, worth ¥ 3,000, to keep." in letter.body
    assert "What you asked for stays as you sent it." in letter.body


def test_applicants_hear_nothing_where_the_offer_stays(campaign, talent, by, now):
    steps.apply(campaign, talent)
    write(campaign, by, now, goal="Another goal", fee=Money(120000, "JPY"))
    assert not Message.objects.filter(kind="offer_changed").exists()


def test_applicants_hear_nothing_of_a_brand_that_is_hidden(campaign, talent, by, now):
    campaign.brief.brand_hidden, campaign.brief.brand_words = True, "a soda brand"
    campaign.brief.save()
    steps.apply(campaign, talent)
    write(campaign, by, now, fee=Money(90000, "JPY"))
    assert "Kirei" not in Message.objects.get(kind="offer_changed").body
