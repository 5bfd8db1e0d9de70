"""The office's voice, and what it never says."""

import re
from datetime import date

from djmoney.money import Money

from campaigns import actions, letters
from campaigns.models import Booking
from campaigns.people import Addressee
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import CampaignFactory, CategoryFactory, TalentFactory, days, manager, office, talent_user


def test_days_and_money_in_words():
    assert letters.days_words(date(2026, 5, 1), date(2026, 6, 1)) == "1 May 2026 to 31 May 2026"
    assert letters.days_words(date(2026, 5, 1), date(2026, 5, 2)) == "on 1 May 2026"
    assert letters.days_words(date(2026, 5, 1), None) == "from 1 May 2026 until further notice"
    assert letters.money_words(Money("1234567", "JPY")) == "¥ 1,234,567"
    assert letters.money_words(Money("1234.5", "EUR")) == "€ 1,234.50"


def test_send_writes_to_each_address_once(db, now):
    office(name="Aozora Office")
    letter = letters.Letter("k", "campaign:x", "Subject", ("One.", "", "Two."))
    letters.send(letter, [Addressee("Aoi", "a@x.example"), Addressee("A", "A@x.example")], now)
    message = Message.objects.get()
    assert (message.to_name, message.state) == ("Aoi", "queued")
    assert message.body == "Hello Aoi,\n\nOne.\n\nTwo.\n\nAozora Office\nhttp://testserver".replace(
        "http://testserver", message.body.rsplit("\n", 1)[1]
    )


def test_every_person_of_a_talent_is_told(campaign, talent, aoi, now):
    talent_user(talent, role="guardian", name="Mother", email="mother@talents.example")
    talent_user(talent, email="gone@talents.example", is_active=False)
    steps.apply(campaign, talent)
    assert sorted(Message.objects.values_list("to_address", flat=True)) == [
        "aoi@talents.example", "mother@talents.example",
    ]  # fmt: skip


def test_no_letter_names_a_rival_or_raises_its_voice(campaign, talent, aoi, approver, soda, by, now):
    """A life of a campaign and a contract, beside a rival's contract in another month."""
    rival = bind_to_rival(talent, soda, name="Lumeya", term=days("2026-01-01", "2026-04-20"))
    application = steps.apply(campaign, talent)
    steps.apply(campaign, TalentFactory())
    actions.accept_application(application=application, answer="Good idea.", by=by, now=now)
    actions.confirm_booking(booking=Booking.objects.get(), by=by, now=now)
    draft = steps.submit(steps.piece(Booking.objects.get()))
    steps.answer(draft, approved=False, comment="Sooner")
    steps.publish(steps.piece(Booking.objects.get()))
    dropped = steps.hold(CampaignFactory(), talent)
    actions.release_hold(booking=dropped, reason="Lumeya", by=by, now=now)
    cancelled = steps.book(CampaignFactory(brand=campaign.brand), talent)
    actions.cancel_booking(booking=cancelled, reason="Lumeya", by=by, now=now)
    type(campaign).objects.filter(pk=campaign.pk).update(state="reporting")
    actions.close_campaign(campaign=campaign, by=by, now=now)
    own = bind_to_rival(talent, CategoryFactory(), name="Telmio")
    actions.end_contract(
        contract=own, on=date(2026, 4, 15), end_reason="mutual", reason="Lumeya", by=manager(), now=now
    )
    sent = Message.objects.exclude(about=f"contract:{rival.public_id}")
    kinds = set(sent.values_list("kind", flat=True))
    assert kinds == {
        "application_received", "application_accepted", "application_declined", "booking_confirmed",
        "booking_cancelled",
        "draft_waits", "draft_changes", "draft_approved", "contract_signed", "contract_ended",
        "draft_sent", "draft_answered", "post_live", "post_live_manager", "results_stand",
    }  # fmt: skip
    for message in sent:
        text = f"{message.subject}\n{message.body}"
        assert "Lumeya" not in text
        assert re.findall(r"!|\bplease\b|successful|invalid|\bsorry\b|[{}]|None", text, re.IGNORECASE) == []


def test_called_off_says_so_and_not_that_it_goes_on_without_them(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    Message.objects.all().delete()
    actions.cancel_campaign(campaign=campaign, reason="No budget", by=by, now=now)
    letter = Message.objects.get(kind="application_declined")
    application.refresh_from_db()
    assert (letter.subject, application.state) == (f"“{campaign.name}” is called off", "declined")
    assert "goes on" not in letter.body and "No budget" not in letter.body
