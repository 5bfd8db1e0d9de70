"""What waits for whom, in a constant number of queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Booking, Deliverable
from campaigns.papers import draw_up
from campaigns.queries import board, desk_queue, my_applications, open_projects, talent_todo, waiting_for_client
from exclusivity.actions import decide
from exclusivity.models import Finding
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import (
    BookingFactory,
    BrandFactory,
    CampaignFactory,
    FindingFactory,
    TalentFactory,
    booker,
    brand_person,
    days,
    manager,
    office,
    talent_user,
)


def short(entries):
    return [(entry.title, entry.action_label, entry.late) for entry in entries]


def count(call):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call()
    return len(queries)


def test_desk_queue_of_an_empty_office(by, now):
    queue = desk_queue(by, now)
    assert (queue.todo, queue.waiting, queue.done) == ([], [], [])


def test_desk_queue_is_nobodys_but_staffs(campaign, talent, aoi, approver, now):
    steps.apply(campaign, talent)
    for user in (aoi, approver):
        assert desk_queue(user, now).todo == []


def test_desk_queue_application_then_hold_then_draft(tiers, campaign, talent, by, approver, now):
    application = steps.apply(campaign, talent)
    (entry,) = desk_queue(by, now).todo
    assert (entry.title, entry.line, entry.url_name, entry.public_id, entry.due, entry.late) == (
        "Answer Aoi for Kirei", "Summer. Micro, 12,000 followers", "desk:application", application.public_id,
        date(2026, 4, 25), False,
    )  # fmt: skip
    assert (entry.face, entry.mark) == (talent, campaign.brand)
    actions.accept_application(application=application, answer="", by=by, now=now)
    booking = Booking.objects.get()
    (entry,) = desk_queue(by, now).todo
    assert (entry.title, entry.line, entry.action_label, entry.url_name, entry.public_id, entry.due, entry.verdict) == (
        "Confirm Aoi for Kirei", "Summer. 1st hold", "Confirm booking", "desk:booking", booking.public_id,
        datetime(2026, 4, 22, 9, tzinfo=UTC), "CLEAR",
    )  # fmt: skip
    actions.confirm_booking(booking=booking, by=by, now=now)
    queue = desk_queue(by, now)
    assert (short(queue.todo), short(queue.waiting)) == ([], [("Draft of Reel from Aoi", "Open piece", False)])
    draft = steps.submit(steps.piece(booking), caption="Summer", label="")
    queue = desk_queue(by, now)
    assert (short(queue.todo), short(queue.waiting)) == ([("Check draft 1 from Aoi", "Review draft", False)], [])
    assert (queue.todo[0].line, queue.todo[0].public_id) == ("Reel, Summer. The #PR label is missing", draft.public_id)
    later = now + timedelta(hours=3)
    steps.answer(draft, now=later)
    (entry,) = desk_queue(by, now).waiting
    assert (entry.title, entry.since, entry.due) == ("Draft 1 from Aoi at Kirei", later, date(2026, 4, 18))
    steps.answer(draft, "client")
    assert short(desk_queue(by, now).waiting) == [("Address of Reel from Aoi", "Open piece", False)]


def test_desk_queue_late_pieces_become_the_offices_turn(campaign, talent, by, now):
    steps.book(campaign, talent)
    queue = desk_queue(by, now + timedelta(days=24))  # 9 May, the draft was due on the 8th
    assert (short(queue.todo), queue.waiting) == ([("Draft of Reel from Aoi", "Open piece", True)], [])


def test_desk_queue_hold_carries_the_verdict_of_the_clash_desk(campaign, talent, soda, by, now):
    steps.hold(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya")
    entries = {entry.url_name: entry for entry in desk_queue(by, now).todo}
    assert entries["desk:booking"].verdict == "CONDITIONAL"
    assert (entries["desk:clash"].title, entries["desk:clash"].verdict) == (
        "Decide Aoi: Kirei and Lumeya", "CONDITIONAL",
    )  # fmt: skip


def test_desk_queue_contracts_that_run_out_within_sixty_days(talent, soda, by, now):
    soon = bind_to_rival(talent, soda, name="Lumeya", term=days("2026-01-01", "2026-06-14"))
    bind_to_rival(TalentFactory(), soda, name="Solenne", term=days("2026-01-01", "2026-06-15"))
    bind_to_rival(TalentFactory(), soda, name="Orbyte", term=days("2026-01-01"))
    draft_rival(TalentFactory(), soda, name="Telmio", term=days("2026-01-01", "2026-06-01"))
    (entry,) = desk_queue(by, now).todo
    assert (entry.title, entry.line, entry.due, entry.public_id) == (
        "Talk with Lumeya about renewing Aoi", "Lumeya 2026 runs out after 13 Jun 2026",
        date(2026, 6, 13), soon.public_id,
    )  # fmt: skip


def test_desk_queue_most_urgent_first(campaign, by, now):
    steps.hold(campaign, TalentFactory(name="Late"), hold_until=now + timedelta(days=3))
    steps.hold(campaign, TalentFactory(name="Soon"), hold_until=now + timedelta(hours=1))
    steps.apply(campaign, TalentFactory(name="Mid"))
    CampaignFactory()
    titles = [entry.title.split()[1] for entry in desk_queue(by, now).todo]
    assert titles == ["Soon", "Late", "Mid"]


def test_desk_queue_mine_are_the_campaigns_that_i_manage(campaign, talent, by, now):
    other = CampaignFactory(manager=booker())
    steps.apply(other, talent)
    steps.apply(campaign, talent)
    FindingFactory(talent=TalentFactory(manager=by))
    FindingFactory()
    assert len(desk_queue(by, now).todo) == 4
    assert [e.url_name for e in desk_queue(by, now, mine=True).todo] == ["desk:application", "desk:clash"]
    assert len(desk_queue(by, now, mine=True).todo) == 2


def test_desk_queue_done_today_by_me_newest_first(campaign, talent, aoi, by, now):
    signer = manager(timezone="Asia/Tokyo", name="Kei")
    first = steps.apply(campaign, talent)
    actions.accept_application(application=first, answer="", by=signer, now=now)
    actions.confirm_booking(booking=Booking.objects.get(), by=signer, now=now + timedelta(minutes=5))
    draft = steps.submit(Deliverable.objects.get())
    steps.answer(draft, by=signer, now=now + timedelta(minutes=9))
    gone = steps.hold(CampaignFactory(brand=campaign.brand), TalentFactory(name="Rin"))
    actions.release_hold(booking=gone, reason="", by=signer, now=now + timedelta(minutes=1))
    assert [e.title for e in desk_queue(signer, now).done] == [
        "Approved draft 1 from Aoi for Kirei",
        "Booked Aoi for Kirei",
        "Released the hold of Rin for Kirei",
        "Accepted Aoi for Summer",
    ]
    assert desk_queue(signer, now + timedelta(days=1)).done == []
    assert desk_queue(by, now).done == []


def test_desk_queue_done_names_contracts_campaigns_and_decisions(talent, soda, by, now):
    signer = manager()
    draft = draft_rival(talent, soda, name="Lumeya")
    actions.sign_contract(contract=draft, by=signer, now=now)
    drawer = CampaignFactory(state="draft", name="Snow", brand=BrandFactory(name="Fjell", categories=[soda]))
    actions.open_campaign(campaign=drawer, by=signer, now=now)
    finding = FindingFactory(talent=talent, state="decided", decided_at=now, decided_by=signer)
    titles = [e.title for e in desk_queue(signer, now).done]
    assert sorted(titles) == sorted([
        "Signed Aoi with Lumeya", "Opened Snow for Fjell",
        f"Decided Aoi: {finding.one.brand} and {finding.other.brand}",
    ])  # fmt: skip


def fill(by, now, soda):
    """One of everything that a queue shows."""
    brand = BrandFactory(categories=[soda])
    campaign = CampaignFactory(brand=brand, manager=by)
    steps.apply(campaign)
    steps.hold(campaign)
    booking = steps.book(campaign)
    steps.submit(steps.piece(booking))
    steps.answer(steps.submit(steps.piece(steps.book(campaign))))
    draw_up(booking=steps.book(campaign), by=by, now=now)
    bind_to_rival(TalentFactory(), soda, name=f"Rival {brand.pk}", term=days("2026-01-01", "2026-05-01"))
    FindingFactory()
    CampaignFactory(state="reporting", brand=brand, manager=by)
    waits = CampaignFactory(brand=brand, manager=by)
    steps.apply(waits)
    waits.applications.update(state="backup")
    steps.end_call(waits)
    steps.book(CampaignFactory(brand=brand, manager=by, brief__gift="A lamp"))
    return campaign


def test_desk_queue_asks_as_often_for_three_as_for_one(soda, by, now):
    office()
    fill(by, now, soda)
    one = count(lambda: desk_queue(by, now))
    size = len(desk_queue(by, now).todo)
    for _ in range(2):
        fill(by, now, soda)
    assert len(desk_queue(by, now).todo) == 3 * size
    assert (count(lambda: desk_queue(by, now)), one) == (31, 31)


def test_waiting_for_client_shows_the_brands_own_only(campaign, talent, approver, now):
    draft = steps.submit(steps.piece(steps.book(campaign, talent)))
    assert waiting_for_client(approver, now) == []
    steps.answer(draft, now=now + timedelta(hours=1))
    (entry,) = waiting_for_client(approver, now)
    assert (entry.title, entry.line, entry.url_name, entry.public_id, entry.due, entry.since) == (
        "Reel from Aoi", "Summer, draft 1", "client:draft", draft.public_id, date(2026, 4, 18),
        now + timedelta(hours=1),
    )  # fmt: skip
    assert waiting_for_client(brand_person(BrandFactory()), now) == []
    assert waiting_for_client(booker(), now) == []


def test_waiting_for_client_asks_twice_however_long(campaign, approver, now):
    for _ in range(3):
        steps.answer(steps.submit(steps.piece(steps.book(campaign))))
    assert len(waiting_for_client(approver, now)) == 3
    assert count(lambda: waiting_for_client(approver, now)) == 2


def test_talent_todo_follows_the_turn(campaign, talent, aoi, now):
    piece = steps.piece(steps.book(campaign, talent))
    (entry,) = talent_todo(aoi, now)
    assert (entry.title, entry.line, entry.action_label, entry.due, entry.late, entry.public_id) == (
        "Send draft of reel", "Kirei, Summer", "Send draft", date(2026, 5, 8), False, piece.public_id,
    )  # fmt: skip
    assert talent_todo(aoi, now + timedelta(days=24))[0].late is True
    draft = steps.submit(piece)
    assert talent_todo(aoi, now) == []
    steps.answer(draft, approved=False, comment="Sooner")
    assert talent_todo(aoi, now)[0].title == "Change your draft of reel"
    steps.approve(piece)
    (entry,) = talent_todo(aoi, now)
    assert (entry.title, entry.due) == ("Publish reel and give its address", date(2026, 5, 15))
    stranger = talent_user()
    assert (talent_todo(stranger, now), talent_todo(booker(), now)) == ([], [])


def test_talent_todo_asks_once_however_long(talent, aoi, now):
    for _ in range(3):
        draw_up(booking=steps.book(CampaignFactory(), talent), by=booker(), now=now)
    assert len(talent_todo(aoi, now)) == 6
    assert count(lambda: talent_todo(aoi, now)) == 6


def test_open_projects_show_what_the_talent_receives(campaign, talent, aoi, now):
    office(fee_percent=20)
    gift = CampaignFactory(brief__fee=None, brief__gift="A crate", brief__apply_until=date(2026, 4, 20))
    CampaignFactory(state="draft")
    CampaignFactory(brief__apply_until=date(2026, 4, 14))
    booked = CampaignFactory()
    BookingFactory(campaign=booked, talent=talent, state="confirmed")
    steps.apply(CampaignFactory(), talent)
    withdrawn = steps.apply(CampaignFactory(), talent)
    actions.withdraw_application(application=withdrawn, by=aoi, now=now)
    projects = open_projects(talent, now)
    assert [(p.campaign, p.net, p.gift, p.closes, p.application, p.wanted) for p in projects] == [
        (gift, None, "A crate", date(2026, 4, 20), None, "1 reel"),
        (campaign, Money(96000, "JPY"), "", date(2026, 4, 25), None, "1 reel"),
        (withdrawn.campaign, Money(96000, "JPY"), "", date(2026, 4, 25), withdrawn, "1 reel"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_open_projects_ask_as_often_for_three_as_for_one(talent, now, number):
    office()
    for _ in range(number):
        CampaignFactory()
    assert count(lambda: open_projects(talent, now)) == 8
    assert len(open_projects(talent, now)) == number


def test_open_projects_count_what_is_wanted(talent, now):
    CampaignFactory(
        brief__wanted=[{"kind": "reel", "count": 2}, {"kind": "story", "count": 3}, {"kind": "reel", "count": 1}]
    )
    assert open_projects(talent, now)[0].wanted == "3 reels, 3 stories"


def test_my_applications_newest_first(talent, now):
    older = steps.apply(CampaignFactory(), talent)
    newer = steps.apply(CampaignFactory(), talent, now=now + timedelta(hours=1))
    steps.apply()
    assert list(my_applications(talent)) == [newer, older]


def test_board_has_a_column_a_state_with_counts(campaign, talent, by):
    steps.apply(campaign)
    steps.apply(campaign)
    steps.hold(campaign)
    steps.book(campaign, talent)
    steps.publish(steps.piece(Booking.objects.get(talent=talent)))
    columns = board(by)
    assert [(c.state, c.label, len(c.campaigns)) for c in columns] == [
        ("draft", "Draft", 0), ("open", "Open", 0), ("running", "Running", 1), ("reporting", "Reporting", 0),
        ("closed", "Closed", 0), ("cancelled", "Cancelled", 0),
    ]  # fmt: skip
    card = columns[2].campaigns[0]
    assert (card.waiting, card.held, card.booked, card.pieces, card.pieces_done) == (2, 1, 1, 1, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_board_asks_once(by, number):
    for _ in range(number):
        CampaignFactory(brief__wanted=[])

    def shown():
        return [(c.brand.name, c.brief.places, c.manager.name) for column in board(by) for c in column.campaigns]

    assert len(shown()) == number
    assert count(shown) == 1


def test_waiting_for_client_passes_over_a_piece_without_a_draft(campaign, talent, approver, now):
    steps.book(campaign, talent)
    Deliverable.objects.update(state="client_review")
    assert waiting_for_client(approver, now) == []


def test_desk_queue_keeps_the_verdict_of_a_clash_that_was_upheld(campaign, talent, soda, by, now):
    bind_to_rival(talent, soda)
    steps.hold(campaign, talent)
    boss = manager()
    finding = Finding.objects.get()
    decide(finding=finding, accepted=False, reason="It stands.", by=boss, now=now)
    [entry] = [entry for entry in desk_queue(boss, now).todo if entry.url_name == "desk:booking"]
    assert entry.verdict == finding.verdict == "CONDITIONAL"
