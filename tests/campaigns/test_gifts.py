"""Gifts: each step, who may take it, what is kept of an address, and what counts as a cost."""

from datetime import timedelta

import pytest
from djmoney.money import Money

from accounts.models import User
from accounts.topics import topic_of
from campaigns import actions
from campaigns.gift_letters import BY_BOOKING, NO_DUTY, duty_words
from campaigns.gifts import reads_address
from campaigns.models import Gift
from campaigns.queries import desk_queue
from lib.refusals import Refused
from outbox.models import Message
from stats.results.report import reports
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, bound_elsewhere
from tests.campaigns.test_jobs import run
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    booker,
    brand_person,
    manager,
    reader,
    talent_user,
)

TODAY = NOW.date()
HOME = {"ship_to": "Aoi Mori", "ship_address": "Zxstreet 5, Osaka", "ship_phone": "1"}


@pytest.fixture
def brand(db):
    return BrandFactory(name="Kirei")


@pytest.fixture
def talent(db):
    talent = TalentFactory(name="Aoi")
    talent_user(talent, email="aoi@talents.example")
    return talent


def offer(talent, brand, **values):
    said = {
        "campaign": None, "product": "A lamp", "words": "", "value": Money(5000, "JPY"), "is_lent": False,
        "shipped_from": "office", "by": booker(), "now": NOW,
    }  # fmt: skip
    return actions.propose_gift(talent=talent, brand=brand, **{**said, **values})


def accept(gift, **values):
    return actions.accept_gift(gift=gift, **{**HOME, "by": booker(), "now": NOW, **values})


def ship(gift, **values):
    said = {"carrier": "Yamato", "tracking": "12", "tracking_url": "https://track.example/12", "by": booker()}
    return actions.ship_gift(gift=gift, now=NOW, **{**said, **values})


def receive(gift, **values):
    return actions.receive_gift(
        gift=gift, **{"received_on": TODAY, "value": None, "by": booker(), "now": NOW, **values}
    )


def sent(talent, brand, **values):
    return ship(accept(offer(talent, brand, **values)))


def test_a_gift_goes_from_offer_to_post_and_everybody_hears(talent, brand):
    mine = {"by": talent.access.get().user, "now": NOW}
    gift = receive(ship(accept(offer(talent, brand), **mine)), **mine)
    assert (gift.ship_address, gift.value, gift.received_on) == ("", Money(5000, "JPY"), TODAY)
    gift = actions.show_gift(gift=gift, piece=None, url="https://www.instagram.com/p/1/", **mine)
    assert (gift.state, gift.closed_by) == ("posted", mine["by"])
    assert list(Message.objects.filter(kind__startswith="gift").order_by("pk").values_list("kind", flat=True)) == [
        "gift_proposed", "gift_answered", "gift_shipped", "gift_received",
    ]  # fmt: skip
    assert not Message.objects.filter(body__contains="Zxstreet").exists()


@pytest.mark.parametrize("gone", [{"is_active": False}, {"role": "finance"}])
def test_where_who_offered_it_is_gone_whoever_looks_after_the_brand_reads_the_answer(talent, brand, gone):
    able = CampaignFactory(brand=brand, manager=booker(name="Nils")).manager
    gift = offer(talent, brand, by=booker(name="Gone"))
    User.objects.filter(pk=gift.created_by.pk).update(**gone)
    accept(gift, by=talent.access.get().user)
    assert [row.to_name for row in Message.objects.filter(kind="gift_answered")] == [able.name]


def test_an_address_stands_in_no_history(talent, brand):
    sent(talent, brand)
    events = Gift.pgh_event_model.objects.all()
    assert events.count() > 2
    assert not {"ship_to", "ship_address", "ship_phone"} & {field.name for field in events.model._meta.fields}


def test_a_gift_for_a_campaign_is_the_bookings_and_obliges_as_it_says(talent, brand):
    campaign = CampaignFactory(brand=brand)
    alone = offer(talent, brand, campaign=campaign)
    booking = steps.book(campaign, talent, price=Money(9000, "JPY"))
    gift = offer(talent, brand, campaign=campaign)
    assert (alone.booking, gift.booking) == (None, booking)
    assert (duty_words(alone), duty_words(gift)) == (NO_DUTY, BY_BOOKING)
    piece = steps.piece(booking)
    gift = receive(ship(accept(gift)))
    with pytest.raises(Refused, match="that is live"):
        actions.show_gift(gift=gift, piece=piece, url="", by=booker(), now=NOW)
    piece = steps.publish(piece)
    shown = actions.show_gift(gift=gift, piece=piece, url="ignored", by=booker(), now=NOW)
    assert (shown.piece, shown.post_url) == (piece, "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"product": " "}, "Say what is given"),
        ({"value": Money(0, "JPY")}, "more than 0"),
        ({"by": "reader"}, "Only "),
        ({"campaign": "other"}, "another brand’s"),
        ({"campaign": "over"}, "is closed"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(talent, brand, values, words):
    campaigns = {"other": CampaignFactory(), "over": CampaignFactory(brand=brand, state="closed")}
    if "campaign" in values:
        values = {"campaign": campaigns[values["campaign"]]}
    if values.get("by") == "reader":
        values = {"by": reader()}
    with pytest.raises(Refused, match=words):
        offer(talent, brand, **values)


def test_nothing_goes_to_who_is_archived(talent, brand):
    type(brand).objects.filter(pk=brand.pk).update(archived_at=NOW, archived_by=booker())
    brand.refresh_from_db()
    with pytest.raises(Refused, match="archived"):
        offer(talent, brand)


def test_steps_out_of_turn_are_refused(talent, brand):
    gift = offer(talent, brand)
    said = {"by": booker(), "now": NOW}
    for early in (
        lambda: ship(gift), lambda: receive(gift), lambda: actions.return_gift(gift=gift, **said),
        lambda: actions.leave_gift_unshown(gift=gift, **said),
        lambda: actions.show_gift(gift=gift, piece=None, url="https://x.example/1", **said),
    ):  # fmt: skip
        with pytest.raises(Refused, match="cannot become"):
            early()
    with pytest.raises(Refused, match="to whom and where"):
        accept(gift, ship_address=" ")
    gift = accept(gift)
    with pytest.raises(Refused, match="begins with https"):
        ship(gift, tracking_url="javascript:alert(1)")
    gift = ship(gift)
    for values, words in (
        ({"received_on": TODAY + timedelta(days=2)}, "not come yet"), ({"value": Money(-1, "JPY")}, "more than 0"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            receive(gift, **values)
    gift = receive(gift)
    for url, words in (("", "in which post"), ("javascript:x", "from https")):
        with pytest.raises(Refused, match=words):
            actions.show_gift(gift=gift, piece=None, url=url, **said)


def test_what_nobody_priced_is_priced_when_it_arrives(talent, brand):
    gift = sent(talent, brand, value=None)
    with pytest.raises(Refused, match="what it is worth"):
        receive(gift)
    assert receive(gift, value=Money(70, "EUR")).value == Money(70, "EUR")


def test_who_declines_or_withdraws_leaves_no_address(talent, brand):
    said = {"by": booker(), "now": NOW}
    declined = actions.decline_gift(gift=accept(offer(talent, brand)), words="Allergic", **said)
    withdrawn = actions.withdraw_gift(gift=accept(offer(talent, brand)), words="Sold out", **said)
    returned = actions.return_gift(gift=sent(talent, brand), **said)
    assert [(g.state, g.answer, g.ship_address) for g in (declined, withdrawn, returned)] == [
        ("declined", "Allergic", ""), ("withdrawn", "Sold out", ""), ("returned", "", ""),
    ]  # fmt: skip
    assert Message.objects.get(kind="gift_withdrawn").body.count("Sold out") == 1


def test_only_who_ships_reads_the_address_and_only_until_then(talent, brand):
    approver, brand_reader = brand_person(brand), brand_person(brand, role="brand_reader")
    theirs, ours = accept(offer(talent, brand, shipped_from="brand")), accept(offer(talent, brand))
    assert [reads_address(user, theirs) for user in (approver, brand_reader, booker(), reader())] == [
        True, False, True, False,
    ]  # fmt: skip
    assert not reads_address(approver, ours)
    for gift, by in ((ours, approver), (theirs, brand_reader), (theirs, brand_person(BrandFactory()))):
        with pytest.raises(Refused):
            ship(gift, by=by)
    gone = ship(theirs, by=approver)
    assert (gone.shipped_by, reads_address(approver, gone), gone.ship_address != "") == (approver, False, True)


def test_another_talent_answers_nothing(talent, brand):
    stranger = talent_user(TalentFactory())
    gift = offer(talent, brand)
    for verb in (accept, receive):
        with pytest.raises(Refused):
            verb(gift, by=stranger)
    seen = [Gift.objects.visible_to(user).count() for user in (stranger, talent.access.get().user, brand_person(brand))]
    assert seen == [0, 1, 1]


def test_an_address_of_long_ago_is_erased_by_the_clock(talent, brand):
    old, new, here = sent(talent, brand), sent(talent, brand), receive(sent(talent, brand))
    Gift.objects.filter(pk=old.pk).update(shipped_at=NOW - timedelta(days=61))
    with pytest.raises(Refused, match="by the clock"):
        actions.forget_address(gift=old, by=booker(), now=NOW)
    with pytest.raises(Refused, match="arrived meanwhile"):
        actions.forget_address(gift=here, by=User.objects.system(), now=NOW)
    assert run("campaigns.forget_addresses", NOW) == ("done", "1 addresses erased")
    kept = dict(Gift.objects.values_list("pk", "ship_address"))
    assert (kept[old.pk], kept[new.pk]) == ("", HOME["ship_address"])


def test_the_value_of_what_arrived_and_stays_is_a_cost(talent, brand):
    campaign = CampaignFactory(brand=brand)
    steps.book(campaign, talent, price=Money(9000, "JPY"))
    said = {"campaign": campaign}
    for values in ({}, {"value": Money(30, "EUR")}):
        receive(sent(talent, brand, **said, **values))
    receive(sent(talent, brand, is_lent=True, **said))
    sent(talent, brand, **said)
    actions.return_gift(gift=receive(sent(talent, brand, **said)), by=booker(), now=NOW)
    assert reports([campaign])[campaign.pk].parts == [
        ("Fees", Money(9000, "JPY")), ("Gifts received", Money(30, "EUR")), ("Gifts received", Money(5000, "JPY")),
    ]  # fmt: skip


def test_a_campaign_called_off_sends_no_gift_keeps_no_address_and_tells_who_was_to_ship(talent, brand):
    brand_person(brand, email="petra@kirei.example")
    campaign = CampaignFactory(brand=brand, brief__brand_hidden=False)
    gift = accept(offer(talent, brand, campaign=campaign, shipped_from="brand"))
    actions.cancel_campaign(campaign=campaign, reason="Rain.", by=booker(), now=NOW)
    gift.refresh_from_db()
    assert (gift.state, gift.ship_address) == ("withdrawn", "")
    told = Message.objects.filter(kind__in=("gift_withdrawn", "gift_not_sent")).values_list("kind", "to_address")
    assert {("gift_withdrawn", "aoi@talents.example"), ("gift_not_sent", "petra@kirei.example")} <= set(told)


def test_a_gift_does_not_tell_a_hidden_brand_to_who_is_not_booked(talent, brand):
    campaign = CampaignFactory(brand=brand, brief__brand_hidden=True, brief__brand_words="a drinks maker")
    with pytest.raises(Refused, match="before they are booked"):
        offer(talent, brand, campaign=campaign)
    assert not Gift.objects.exists()


def test_a_no_after_a_yes_reaches_who_was_to_ship(talent, brand):
    brand_person(brand, email="petra@kirei.example")
    gift = accept(offer(talent, brand, shipped_from="brand"))
    Message.objects.all().delete()
    actions.decline_gift(gift=gift, words="", by=booker(), now=NOW)
    assert "petra@kirei.example" in Message.objects.values_list("to_address", flat=True)


def test_a_corrected_address_is_told_to_who_ships_without_a_word_of_it(talent, brand):
    brand_person(brand, email="petra@kirei.example")
    gift = accept(offer(talent, brand, shipped_from="brand"))
    Message.objects.all().delete()
    mine = {"gift": gift, **HOME, "by": talent.access.get().user, "seen": gift.address_mark}
    actions.correct_address(**mine, now=NOW + timedelta(hours=1))
    assert not Message.objects.exists(), "the same address again is no news"
    gift = actions.correct_address(**{**mine, "ship_address": "Zxcorner 9"}, now=NOW + timedelta(hours=1))
    letter = Message.objects.get(to_address="petra@kirei.example")
    assert (letter.kind, letter.about) == ("gift_corrected", f"gift:{gift.public_id}")
    assert topic_of(letter.kind).key == "gifts" and not Message.objects.filter(body__contains="Zx").exists()
    with pytest.raises(Refused, match="Somebody corrected the address meanwhile."):
        actions.correct_address(**{**mine, "ship_address": "Zxother 1"}, now=NOW + timedelta(hours=2))
    actions.decline_gift(gift=gift, words="", by=booker(), now=NOW)
    with pytest.raises(Refused, match="declined and goes nowhere now"):
        actions.correct_address(**{**mine, "seen": ""}, now=NOW)


@pytest.fixture
def soda(db):
    return CategoryFactory(name="Soda", key="test-soda")


def test_a_gift_that_a_promise_forbids_is_not_offered_and_the_talent_reads_no_rival(talent, soda):
    brand = BrandFactory(name="Kirei", categories=[soda])
    campaign = CampaignFactory(brand=brand, brief__categories=[soda], brief__territories=["JP"])
    before = offer(talent, brand, campaign=campaign)
    bind_to_rival(talent, soda, activities={"GIFTED": True})
    with pytest.raises(Refused, match="Lumeya"):
        offer(talent, brand, campaign=campaign)
    with pytest.raises(Refused) as refused:
        accept(before, by=talent.access.get().user)
    assert refused.value.denied.for_outside == "Not possible in this period."
    assert offer(TalentFactory(), brand, campaign=campaign).state == "proposed"
    # Without a campaign nobody knows where and when: a doubt, which staff read and decide.
    assert offer(talent, brand).state == "proposed"


def test_a_gift_for_a_booking_goes_on_as_the_booking_may(talent, soda):
    brand = BrandFactory(name="Kirei", categories=[soda])
    campaign = CampaignFactory(brand=brand, brief__categories=[soda], brief__territories=["JP"])
    steps.book(campaign, talent)
    assert offer(talent, brand, campaign=campaign).booking is not None
    bound_elsewhere(talent, soda)
    with pytest.raises(Refused, match="clash|Lumeya"):
        offer(talent, brand, campaign=campaign)


def test_what_the_office_ships_is_on_today_until_it_is_on_its_way(talent, brand):
    boss, other = manager(), manager()
    campaign = CampaignFactory(brand=brand, manager=other, name="Summer")
    theirs = accept(offer(talent, brand, shipped_from="brand", by=boss))
    gift = accept(offer(talent, brand, campaign=campaign))
    open_one = offer(talent, brand, product="A cup", by=boss)

    def today(user, mine=False):
        queue = desk_queue(user, NOW, mine=mine)
        parts = (queue.todo, queue.waiting)
        return [[entry.title for entry in part if entry.url_name == "desk:gift"] for part in parts]

    waits = ["Kirei ships A lamp to Aoi", "Answer of Aoi about A cup"]
    assert [today(boss)[0], sorted(today(boss)[1])] == [["Ship A lamp to Aoi"], sorted(waits)]
    assert [today(boss, mine=True)[0], sorted(today(boss, mine=True)[1])] == [[], sorted(waits)]
    assert today(other, mine=True) == [["Ship A lamp to Aoi"], []]
    for row in (gift, theirs):
        ship(row)
    actions.withdraw_gift(gift=open_one, words="", by=booker(), now=NOW)
    assert today(boss) == [[], ["A lamp on its way to Aoi", "A lamp on its way to Aoi"]]


def test_who_says_nothing_of_a_gift_for_a_week_is_asked_once_and_a_week_later_the_office_asks(talent, brand):
    boss, day = manager(), timedelta(days=1)
    gift, here = sent(talent, brand, by=boss), sent(talent, brand, by=boss)
    receive(here)

    def run_at(at):
        run("campaigns.ask_after_gifts", at)
        return list(Message.objects.filter(kind="gift_arrived").values_list("to_address", "about"))

    asked = [("aoi@talents.example", f"gift:{gift.public_id}")]
    assert [run_at(NOW + days * day) for days in (6, 7, 8, 30)] == [[], asked, asked, asked]
    letter = Message.objects.get(kind="gift_arrived")
    assert letter.subject == "Has A lamp arrived?"
    assert "A lamp from Kirei left for you on 15 Apr 2026 with Yamato 12." in letter.body
    assert f"/talent/gifts/{gift.public_id}/" in letter.body

    def today(at):
        queue = desk_queue(boss, at)
        return [[entry.title for entry in part] for part in (queue.todo, queue.waiting)]

    assert today(NOW + 13 * day) == [[], ["A lamp on its way to Aoi"]]
    assert today(NOW + 14 * day) == [["Ask Aoi whether A lamp has arrived"], []]
    long_ago, unreached = sent(talent, brand, by=boss), sent(TalentFactory(email=""), brand, by=boss)
    Gift.objects.filter(pk=long_ago.pk).update(shipped_at=NOW - 40 * day)
    assert run_at(NOW + 7 * day) == asked and unreached.shipped_at is not None
    with pytest.raises(Refused, match="The clock asks"):
        actions.ask_after_gift(gift=gift, by=boss, now=NOW + 14 * day)
    with pytest.raises(Refused, match="nothing to ask"):
        actions.ask_after_gift(gift=here, by=User.objects.system(), now=NOW + 14 * day)
