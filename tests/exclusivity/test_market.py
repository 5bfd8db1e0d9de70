"""What sits badly beside one another, and the trades of companies."""

from datetime import date

import pytest

from exclusivity.actions import add_clash, add_trade, bind, differences, remove_clash, remove_trade
from exclusivity.models import CategoryClash, CompanyTrade
from exclusivity.queries import standing
from exclusivity.rules import Verdict
from lib.refusals import Refused
from tests.exclusivity.test_world import work_off
from tests.factories import CategoryFactory, reader


def korbels(market):
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 11), category_ids=(market.beer.pk,))
    return market.booking(shown, brand=market.korbel)


def test_clash_is_a_remark_from_either_side_and_goes_again(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    held = korbels(market)
    clash = add_clash(one=market.skincare, other=market.beer, by=market.by, now=market.now)
    assert standing(held, market.now).hits[0].advisory == "clashing_categories"
    with pytest.raises(Refused, match="These two are written down already."):
        add_clash(one=market.beer, other=market.skincare, by=market.by, now=market.now)
    with pytest.raises(Refused, match="A category does not clash with itself."):
        add_clash(one=market.beer, other=market.beer, by=market.by, now=market.now)
    remove_clash(clash=clash, by=market.by, now=market.now)
    assert standing(held, market.now).verdict is Verdict.CLEAR


def test_trade_of_a_company_is_looked_at_again_when_it_comes_and_goes(market):
    bind(commitment=market.ambassador(mode="COMPANY_TRADE"), by=market.by, now=market.now)
    held = korbels(market)
    assert standing(held, market.now).verdict is Verdict.CLEAR
    trade = add_trade(company=market.korbel.company, category=market.skincare, by=market.by, now=market.now)
    work_off()
    assert (standing(held, market.now).verdict, differences(market.now)) == (Verdict.CONDITIONAL, [])
    with pytest.raises(Refused, match="This trade is written down already."):
        add_trade(company=market.korbel.company, category=market.skincare, by=market.by, now=market.now)
    remove_trade(trade=trade, by=market.by, now=market.now)
    work_off()
    assert (standing(held, market.now).verdict, differences(market.now)) == (Verdict.CLEAR, [])


def test_clash_is_looked_at_again_over_and_below_what_sits_badly(market):
    promise = market.ambassador()
    bind(commitment=promise, by=market.by, now=market.now)
    work_off()
    near = CategoryFactory(name="Creams", parent=market.skincare)
    clash = add_clash(one=market.beer, other=near, by=market.by, now=market.now)
    remove_clash(clash=clash, by=market.by, now=market.now)
    assert work_off() == ["1 promises looked at, 0 raised on the clash desk"] * 2


def test_neither_is_changed_by_a_reader(market):
    who = {"by": reader(), "now": market.now}
    with pytest.raises(Refused):
        add_clash(one=market.skincare, other=market.beer, **who)
    with pytest.raises(Refused):
        add_trade(company=market.korbel.company, category=market.skincare, **who)
    assert not CategoryClash.objects.exists() and not CompanyTrade.objects.exists()


def test_archived_category_is_no_trade_to_write_down(market):
    market.beer.archived_at, market.beer.archived_by = market.now, market.by
    market.beer.save()
    with pytest.raises(Refused, match="is archived"):
        add_trade(company=market.korbel.company, category=market.beer, by=market.by, now=market.now)
