"""At which price a talent is put on a shortlist."""

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Application
from campaigns.queries.shortlists import prices_for
from tests.campaigns import steps
from tests.factories import NOW, TalentFactory, booker, talent_user

pytestmark = pytest.mark.django_db


def test_each_is_proposed_at_the_price_that_was_agreed(campaign):
    held, asked, agreed, plain = (TalentFactory() for _ in range(4))
    steps.hold(campaign, held, price=Money(160_000, "JPY"))
    steps.apply(campaign, held, proposed_fee=Money(1, "JPY"))
    steps.apply(campaign, asked, proposed_fee=Money(90_000, "JPY"))
    steps.apply(campaign, agreed, proposed_fee=Money(1, "JPY"))
    Application.objects.filter(talent=agreed).update(agreed_fee=170_000, agreed_fee_currency="JPY")
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    entries = actions.add_entries(shortlist=draft, talents=[held, asked, agreed, plain], by=booker(), now=NOW)
    assert [int(entry.price.amount) for entry in entries] == [160_000, 90_000, 170_000, int(campaign.brief.fee.amount)]


def test_a_price_of_nothing_is_one_what_is_over_is_none_and_a_counter_offer_counts(campaign, django_assert_num_queries):
    free, gifted, gone, refused, countered = (TalentFactory() for _ in range(5))
    steps.hold(campaign, free, price=Money(0, "JPY"))
    for talent, state, agreed in ((gifted, "accepted", 0), (gone, "withdrawn", None), (refused, "declined", 7)):
        row = steps.apply(campaign, talent, proposed_fee=Money(90_000, "JPY"))
        currency = "JPY" if agreed is not None else None
        Application.objects.filter(pk=row.pk).update(state=state, agreed_fee=agreed, agreed_fee_currency=currency)
    row, fee = steps.nominate(campaign, countered, fee=Money(80_000, "JPY")), Money(140_000, "JPY")
    actions.counter_nomination(nomination=row, fee=fee, words="", by=talent_user(countered), now=NOW)
    people, usual = [free, gifted, gone, refused, countered], campaign.brief.fee
    with django_assert_num_queries(3):
        prices = prices_for(campaign, people)
    nothing = Money(0, "JPY")
    assert [prices[talent.pk] for talent in people] == [nothing, nothing, usual, usual, fee]
