"""Shortlists: drawn up, sent and then frozen; answered by several; a new version tells what changed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from djmoney.money import Money

from accounts.roles import Role
from campaigns import actions
from campaigns.models import (
    Application,
    Booking,
    Campaign,
    Shortlist,
    ShortlistAnswer,
    ShortlistEntry,
    ShortlistPost,
)
from campaigns.queries import desk_queue
from campaigns.queries.shortlists import lists_that_wait, sheet_of
from campaigns.shortlists import Measured, MeasuredAccount, Plan, PostShown
from exclusivity.models import Check
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, BrandFactory, TalentFactory, booker, brand_person, reader

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def said(entry, who, choice="", comment="", now=NOW):
    return actions.answer_entry(entry=entry, choice=choice, comment=comment, by=who, now=now)


def figures(followers=388_000, rate="4.6"):
    account = MeasuredAccount("instagram", "rin.sakuraba", followers=followers, rate=Decimal(rate), counted=17, seen=20)
    return Measured(tier="Macro", followers=followers, accounts=(account,))


def test_a_sent_shortlist_keeps_the_figures_of_its_day(campaign, talent, approver):
    sent = steps.proposed(campaign, [talent], figures={talent.pk: figures()})
    entry = sent.entries.get()
    talent.name, talent.followers = "Another", 5
    talent.save()
    entry.refresh_from_db()
    assert (entry.name, entry.followers, entry.tier) == ("Aoi", 388_000, "Macro")
    assert (entry.leading["rate"], entry.leading["counted"]) == ("4.6", 17)
    assert (entry.outcome, entry.verdict) == ("Possible", "CLEAR")
    assert (sent.places, sent.days, sent.state) == (campaign.brief.places, campaign.brief.days, "sent")
    assert Check.objects.get() == sent.check_made and sent.check_made.shared_at == NOW
    assert Message.objects.filter(to_address="petra@kirei.example", kind="shortlist_sent").count() == 1


def test_nothing_of_a_sent_version_changes_whoever_asks(campaign, talent):
    draft = steps.drafted(campaign, [talent])
    post = PostShown("https://www.instagram.com/p/1/", "Reel", 41_000)
    actions.write_entry(entry=draft.entries.get(), why="Why", price=Money(5, "JPY"), posts=[post], by=booker(), now=NOW)
    sent = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    entry, other = sent.entries.get(), TalentFactory()
    attempts = [
        lambda: ShortlistEntry.objects.update(why="Otherwise"),
        lambda: ShortlistEntry.objects.update(price=1),
        lambda: ShortlistEntry.objects.all().delete(),
        lambda: ShortlistEntry.objects.create(shortlist=sent, talent=other, order=2),
        lambda: ShortlistPost.objects.update(views=1),
        lambda: ShortlistPost.objects.create(entry=entry, place=2, url="https://www.instagram.com/p/2/"),
        lambda: ShortlistPost.objects.all().delete(),
        lambda: Shortlist.objects.update(lead="Otherwise"),
        lambda: Shortlist.objects.update(places=9),
        lambda: Shortlist.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    for verb in (
        lambda: actions.write_entry(entry=entry, why="No", price=None, posts=[], by=booker(), now=NOW),
        lambda: actions.move_entry(entry=entry, up=True, by=booker(), now=NOW),
        lambda: actions.drop_entry(entry=entry, by=booker(), now=NOW),
        lambda: actions.write_shortlist(shortlist=sent, lead="", answer_by=None, by=booker(), now=NOW),
        lambda: actions.add_entries(shortlist=sent, talents=[other], by=booker(), now=NOW),
    ):
        with pytest.raises(Refused, match="stays as it is"):
            verb()
    with pytest.raises(Refused, match="is sent"):
        actions.send_shortlist(shortlist=sent, figures={}, plan=Plan(), by=booker(), now=NOW)


def test_a_draft_lacks_something_until_it_can_be_sent(campaign, talent):
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)

    def refusal(**more):
        with pytest.raises(Refused) as told:
            actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), **{"by": booker(), "now": NOW, **more})
        return str(told.value)

    assert refusal() == "Nobody is on it yet. Add who should be proposed."
    (entry,) = actions.add_entries(shortlist=draft, talents=[talent], by=booker(), now=NOW)
    assert entry.price == campaign.brief.fee
    assert refusal() == "Say why Aoi fits, for the brand to read."
    actions.write_entry(entry=entry, why="Daylight", price=None, posts=[], by=booker(), now=NOW)
    assert refusal() == "Say what Aoi costs the brand."
    actions.write_entry(entry=entry, why="Daylight", price=Money(9, "JPY"), posts=[], by=booker(), now=NOW)
    actions.write_shortlist(shortlist=draft, lead=" Hello ", answer_by=NOW.date(), by=booker(), now=NOW)
    assert "has passed" in refusal(now=NOW + timedelta(days=2))
    assert refusal(by=reader()).startswith("Only owners, managers and bookers may ")
    with pytest.raises(Refused, match="has passed"):
        actions.write_shortlist(
            shortlist=draft, lead="", answer_by=NOW.date() - timedelta(days=1), by=booker(), now=NOW
        )
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    assert refusal() == "Summer is closed and takes no talents."


def test_drafting_is_refused_twice_and_where_nobody_is_taken(campaign):
    actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    with pytest.raises(Refused, match="draft of the next shortlist already"):
        actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    other = steps.CampaignFactory(brief__days=None)
    with pytest.raises(Refused, match="no days yet"):
        actions.draft_shortlist(campaign=other, by=booker(), now=NOW)
    Campaign.objects.filter(pk=other.pk).update(state="reporting")
    with pytest.raises(Refused, match="takes no talents"):
        actions.draft_shortlist(campaign=Campaign.objects.get(pk=other.pk), by=booker(), now=NOW)


def test_entries_are_added_once_moved_dropped_and_shown_by_three_posts(campaign, talent):
    draft = steps.drafted(campaign, [talent, TalentFactory(name="Ren"), TalentFactory(name="Mio")])

    def names():
        return [entry.talent.name for entry in draft.entries.order_by("order")]

    ren = draft.entries.get(talent__name="Ren")
    actions.move_entry(entry=ren, up=True, by=booker(), now=NOW)
    assert names() == ["Ren", "Aoi", "Mio"]
    actions.move_entry(entry=ren, up=True, by=booker(), now=NOW)
    actions.move_entry(entry=draft.entries.get(talent__name="Aoi"), up=False, by=booker(), now=NOW)
    assert names() == ["Ren", "Mio", "Aoi"]
    with pytest.raises(Refused, match="on the shortlist already"):
        actions.add_entries(shortlist=draft, talents=[talent], by=booker(), now=NOW)
    with pytest.raises(Refused, match="Choose whom to add"):
        actions.add_entries(shortlist=draft, talents=[], by=booker(), now=NOW)
    with pytest.raises(Refused, match="not on the roster"):
        actions.add_entries(shortlist=draft, talents=[TalentFactory(stage="alumni")], by=booker(), now=NOW)
    posts = [PostShown(f"https://www.instagram.com/p/{n}/") for n in range(4)]
    with pytest.raises(Refused, match="At most three posts"):
        actions.write_entry(entry=ren, why="", price=None, posts=posts, by=booker(), now=NOW)
    with pytest.raises(Refused, match="0 or more"):
        actions.write_entry(entry=ren, why="", price=Money(-1, "JPY"), posts=[], by=booker(), now=NOW)
    actions.drop_entry(entry=ren, by=booker(), now=NOW)
    with pytest.raises(Refused, match="took this talent off"):
        actions.drop_entry(entry=ren, by=booker(), now=NOW)
    assert names() == ["Mio", "Aoi"]


def test_who_is_bound_to_a_rival_is_neither_added_nor_sent(campaign, talent, soda):
    draft = steps.drafted(campaign, [talent])
    bind_to_rival(talent, soda)
    with pytest.raises(Refused, match="Aoi cannot be proposed") as told:
        actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    assert told.value.denied.for_outside == "Not possible in this period."
    other = TalentFactory(name="Ren")
    bind_to_rival(other, soda)
    with pytest.raises(Refused, match="Ren cannot be proposed"):
        actions.add_entries(shortlist=draft, talents=[other], by=booker(), now=NOW)


def test_the_last_choice_holds_and_no_word_is_lost(campaign, talent, approver):
    entry = steps.proposed(campaign, [talent]).entries.get()
    colleague = brand_person(campaign.brand, name="Nadia")
    said(entry, approver, "no", "Too loud.")
    said(entry, colleague, "yes", now=LATER)
    assert said(entry, colleague, "yes", now=LATER) == ShortlistAnswer.objects.get(choice="yes"), "once is enough"
    line = sheet_of(entry.shortlist).lines[0]
    assert (line.choice, line.holds.who) == ("yes", "Nadia")
    assert [(answer.who, answer.choice) for answer in line.overruled] == [("Petra", "no")]
    assert [answer.comment for answer in line.comments] == ["Too loud."]
    with pytest.raises(DatabaseError), transaction.atomic():
        ShortlistAnswer.objects.update(comment="Kinder")


@pytest.mark.parametrize(("choice", "comment"), [("", " "), ("perhaps", "")])
def test_an_answer_says_something_that_can_be_said(campaign, talent, approver, choice, comment):
    entry = steps.proposed(campaign, [talent]).entries.get()
    with pytest.raises(Refused, match="Choose yes, backup or no"):
        said(entry, approver, choice, comment)


def test_only_who_may_answers_and_only_the_newest_version(campaign, talent, approver):
    first = steps.proposed(campaign, [talent])
    entry = first.entries.get()
    stranger = brand_person(BrandFactory())
    for who, sentence in (
        (brand_person(campaign.brand, Role.BRAND_READER), "Only approvers may"),
        (booker(), "Nobody in this portal"),
        (stranger, "another brand"),
    ):
        with pytest.raises(Refused, match=sentence):
            said(entry, who, "yes")
    draft = steps.drafted(campaign)
    with pytest.raises(Refused, match="has not been sent"):
        said(draft.entries.get(), approver, "yes")
    actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=LATER)
    with pytest.raises(Refused, match="newer shortlist"):
        said(entry, approver, "yes")
    Campaign.objects.filter(pk=campaign.pk).update(state="reporting")
    with pytest.raises(Refused, match="casting of this campaign is over"):
        said(draft.entries.get(), approver, "yes")


def test_some_answers_go_now_and_others_later(campaign, talent, approver):
    sent = steps.proposed(campaign, [talent, TalentFactory(name="Ren")])
    one, two = sent.entries.order_by("order")
    assert list(lists_that_wait(approver)) == [sent]
    said(one, approver, "no")
    said(one, approver, "yes", "In May?", now=LATER)
    assert len(actions.send_shortlist_answers(shortlist=sent, by=approver, now=LATER)) == 2
    letter = Message.objects.get(kind="shortlist_answered")
    assert letter.to_address == campaign.manager.email
    assert "Yes: Aoi." in letter.body and "Aoi: “In May?”" in letter.body and "No:" not in letter.body
    with pytest.raises(Refused, match="with the office already"):
        actions.send_shortlist_answers(shortlist=sent, by=approver, now=LATER)
    said(two, approver, "backup", now=LATER)
    assert [line.entry for line in sheet_of(sent).to_send] == [two]
    assert list(lists_that_wait(approver)) == [sent], "kept, not sent"
    actions.send_shortlist_answers(shortlist=sent, by=approver, now=LATER)
    assert list(lists_that_wait(approver)) == []


def test_sums_count_the_yes_alone_and_say_when_they_are_too_much(campaign, approver):
    campaign.brief.budget = Money(1_500, "JPY")
    campaign.brief.save()
    draft = steps.drafted(campaign, [TalentFactory(), TalentFactory(), TalentFactory()])
    for entry, price in zip(draft.entries.all(), (1_000, 900, 50), strict=True):
        actions.write_entry(entry=entry, why="Why", price=Money(price, "JPY"), posts=[], by=booker(), now=NOW)
    sent = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    for entry, choice in zip(sent.entries.all(), ("yes", "backup", "no"), strict=True):
        said(entry, approver, choice)
    assert (sheet_of(sent).total, sheet_of(sent).over) == (Money(1_000, "JPY"), False)
    said(sent.entries.all()[1], approver, "yes")
    assert (sheet_of(sent).total, sheet_of(sent).over) == (Money(1_900, "JPY"), True)


def test_a_new_version_tells_what_changed_and_keeps_the_answers_whose_price_stands(campaign, talent, approver):
    ren, mio = TalentFactory(name="Ren"), TalentFactory(name="Mio")
    told = {pk: figures() for pk in (talent.pk, ren.pk, mio.pk)}
    first = steps.proposed(campaign, [talent, ren], figures=told)
    for entry in first.entries.all():
        said(entry, approver, "yes", "Lovely")
    actions.send_shortlist_answers(shortlist=first, by=approver, now=NOW)
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=LATER)
    assert [entry.why for entry in draft.entries.all()] == ["Films in daylight."] * 2
    actions.write_entry(
        entry=draft.entries.get(talent=ren), why="Still", price=Money(7, "JPY"), posts=[], by=booker(), now=LATER
    )
    gone = TalentFactory(name="Kai")
    actions.add_entries(shortlist=draft, talents=[mio, gone], by=booker(), now=LATER)
    for entry in draft.entries.filter(why=""):
        actions.write_entry(entry=entry, why="New", price=Money(8, "JPY"), posts=[], by=booker(), now=LATER)
    actions.drop_entry(entry=draft.entries.get(talent=gone), by=booker(), now=LATER)
    grown = replace(figures(followers=400_000), accounts=figures(400_000, "5.0").accounts)
    second = actions.send_shortlist(
        shortlist=draft, figures={**told, talent.pk: grown}, plan=Plan(), by=booker(), now=LATER
    )
    changes = sheet_of(second).changes.by_talent
    assert changes[mio.pk].new and not changes[talent.pk].new
    assert changes[ren.pk].price == (campaign.brief.fee, Money(7, "JPY"))
    assert changes[talent.pk].followers == (388_000, 400_000)
    assert changes[talent.pk].rate == (Decimal("4.6"), Decimal("5.0"))
    assert {line.entry.name: line.choice for line in sheet_of(second).lines} == {"Aoi": "yes", "Ren": "", "Mio": ""}
    carried = second.entries.get(talent=talent).answers.get()
    assert (carried.carried, carried.comment, carried.said_by, carried.sent_at) == (True, "Lovely", approver, NOW)
    first.refresh_from_db()
    assert (first.state, second.number) == ("replaced", 2)
    third = actions.draft_shortlist(campaign=campaign, by=booker(), now=LATER)
    actions.drop_entry(entry=third.entries.get(talent=ren), by=booker(), now=LATER)
    assert sheet_of(third).changes.removed == ("Ren",)


def test_what_the_brand_kept_and_did_not_send_goes_along_unsent(campaign, talent, approver):
    ren, mio = TalentFactory(name="Ren"), TalentFactory(name="Mio")
    first = steps.proposed(campaign, [talent, ren, mio])
    entries = {entry.talent_id: entry for entry in first.entries.all()}
    said(entries[talent.pk], approver, "yes", "Lovely")
    said(entries[ren.pk], approver, "backup")
    said(entries[mio.pk], approver, "no")
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=LATER)
    actions.write_entry(
        entry=draft.entries.get(talent=ren), why="Still", price=Money(7, "JPY"), posts=[], by=booker(), now=LATER
    )
    actions.drop_entry(entry=draft.entries.get(talent=mio), by=booker(), now=LATER)
    second = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=LATER)
    sheet = sheet_of(second)
    assert [(line.entry.name, line.choice, line.unsent) for line in sheet.lines] == [
        ("Aoi", "yes", True), ("Ren", "", False),
    ]  # fmt: skip
    assert [[answer.choice for answer in line.lapsed] for line in sheet.lines] == [[], ["backup"]]
    assert [(each.name, each.ends.choice) for each in sheet.gone] == [("Mio", "no")]
    todo = desk_queue(booker(), now=LATER).todo
    assert not [entry for entry in todo if entry.action_label == "Read answers"], "the office was told nothing yet"
    actions.send_shortlist_answers(shortlist=second, by=approver, now=LATER + timedelta(minutes=5))
    assert "Yes: Aoi." in Message.objects.get(kind="shortlist_answered").body
    todo = desk_queue(booker(), now=LATER + timedelta(minutes=6)).todo
    assert [entry.line for entry in todo if entry.action_label == "Read answers"] == ["Summer. 1 yes, 1 comment"]


def test_what_the_brand_says_is_the_offices_next_step(campaign, talent, approver, by):
    ren = TalentFactory(name="Ren")
    sent = steps.proposed(campaign, [talent, ren])

    def titles(now=NOW):
        queue = desk_queue(by, now)
        return ([e.title for e in queue.todo], [e.title for e in queue.waiting])

    assert titles() == ([], ["Answers from Kirei to shortlist 1"])
    said(sent.entries.get(talent=talent), approver, "yes", "Soon?")
    assert titles() == ([], ["Answers from Kirei to shortlist 1"]), "kept is not sent"
    actions.send_shortlist_answers(shortlist=sent, by=approver, now=LATER)
    assert titles()[0] == ["Hold Aoi for Kirei", "Read what Kirei says to shortlist 1"]
    read = [entry.line for entry in desk_queue(by, NOW).todo if entry.title.startswith("Read")]
    assert read == ["Summer. 1 yes, 1 comment"]
    actions.read_answers(shortlist=sent, by=by, now=LATER)
    actions.hold_chosen(entry=sent.entries.get(talent=talent), by=by, now=LATER)
    assert titles()[0] == ["Confirm Aoi for Kirei"]
    with pytest.raises(Refused, match="has not been sent"):
        actions.read_answers(shortlist=steps.drafted(campaign), by=by, now=LATER)


def test_answers_that_are_late_are_to_be_asked_for(campaign, talent, by):
    draft = steps.drafted(campaign, [talent])
    actions.write_shortlist(shortlist=draft, lead="", answer_by=NOW.date(), by=by, now=NOW)
    actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=by, now=NOW)
    late = desk_queue(by, NOW + timedelta(days=2))
    assert [(entry.title, entry.late) for entry in late.todo] == [("Answers from Kirei to shortlist 1", True)]


def test_a_chosen_applicant_is_accepted_at_the_price_on_the_list(campaign, talent, approver):
    application = steps.apply(campaign, talent)
    draft = steps.drafted(campaign, [talent])
    actions.write_entry(
        entry=draft.entries.get(), why="Why", price=Money(77_000, "JPY"), posts=[], by=booker(), now=NOW
    )
    entry = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW).entries.get()
    with pytest.raises(Refused, match="has not said yes"):
        actions.hold_chosen(entry=entry, by=booker(), now=NOW)
    said(entry, approver, "yes")
    with pytest.raises(Refused, match="has not said yes"):
        actions.hold_chosen(entry=entry, by=booker(), now=NOW)
    actions.send_shortlist_answers(shortlist=entry.shortlist, by=approver, now=NOW)
    booking = actions.hold_chosen(entry=entry, by=booker(), now=NOW)
    assert (booking.price, booking.application, booking.state) == (Money(77_000, "JPY"), application, "hold")
    assert Application.objects.get(pk=application.pk).state == "accepted"
    assert Booking.objects.count() == 1
