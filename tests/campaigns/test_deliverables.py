"""From draft to live post."""

import hashlib

import pytest
from django.core.files.base import ContentFile

from campaigns import actions, checks
from campaigns.models import Deliverable, Draft, Review
from exclusivity.models import Exposure
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    WantedDeliverableFactory,
    booker,
    brand_person,
    reader,
    talent_user,
)


@pytest.fixture
def piece(campaign, talent):
    return steps.piece(steps.book(campaign, talent))


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def test_submit_draft_goes_to_the_office_with_its_hash(piece, aoi, now):
    draft = actions.submit_draft(
        deliverable=piece,
        caption=" Summer ",
        label="#PR",
        link="https://cdn.example/1",
        note="Light?",
        by=aoi,
        now=now,
    )
    piece.refresh_from_db()
    assert (piece.state, draft.version, draft.caption, draft.note, draft.submitted_by) == (
        "office_review", 1, "Summer", "Light?", aoi,
    )  # fmt: skip
    parts = [b"Summer", b"#PR", b"https://cdn.example/1"]
    expected = hashlib.sha256(b"".join(len(p).to_bytes(8) + p for p in parts)).hexdigest()
    assert draft.content_hash == expected


def test_submit_draft_keeps_its_files_in_order_and_hashes_them(piece, now):
    one, two = ContentFile(b"first", name="a.jpg"), ContentFile(b"second", name="b.jpg")
    draft = steps.submit(piece, pictures=[one, two])
    kept = [(file.order, file.kind, file.name, file.size) for file in draft.files.all()]
    assert kept == [(1, "picture", "a.jpg", 5), (2, "picture", "b.jpg", 6)]
    with draft.files.get(order=2).file.open("rb") as file:
        assert file.read() == b"second"
    plain = hashlib.sha256()
    hashes = [hashlib.sha256(data).hexdigest().encode() for data in (b"first", b"second")]
    for part in (draft.caption.encode(), draft.label.encode(), b"", *hashes):
        plain.update(len(part).to_bytes(8) + part)
    assert draft.content_hash == plain.hexdigest()


def test_submit_draft_refused_when_empty_or_not_the_talents_turn(piece, now):
    with pytest.raises(Refused, match="A draft has a caption, a link, a picture or a film."):
        steps.submit(piece, caption=" ")
    draft = steps.submit(piece)
    with pytest.raises(Refused, match="Your last draft is with the office. The answer comes here."):
        steps.submit(piece)
    steps.answer(draft)
    with pytest.raises(Refused, match="Your last draft is with the brand."):
        steps.submit(piece)
    assert Draft.objects.count() == 1


def test_submit_draft_refused_after_it_is_live_or_cancelled(campaign, talent, by, now):
    live = steps.publish(steps.piece(steps.book(campaign, talent)))
    with pytest.raises(Refused, match="This piece is live."):
        steps.submit(live)
    cancelled = steps.piece(steps.book(CampaignFactory()))
    actions.cancel_booking(booking=cancelled.booking, reason="Ill", by=by, now=now)
    with pytest.raises(Refused, match="The booking no longer stands, so nothing is owed."):
        steps.submit(cancelled)


def test_submit_draft_by_a_stranger_of_the_same_kind_refused(piece):
    stranger = talent_user()
    steps.piece(steps.book(CampaignFactory(), stranger.talent_access.get().talent))
    with pytest.raises(Refused, match="This is another talent's work."):
        steps.submit(piece, by=stranger)


def test_review_passes_office_then_brand(piece, approver, by, now):
    draft = steps.submit(piece)
    Message.objects.all().delete()
    actions.review_draft(draft=draft, side="office", approved=True, comment="", by=by, now=now)
    piece.refresh_from_db()
    assert (piece.state, piece.approved_at) == ("client_review", None)
    letter = Message.objects.get()
    assert (letter.to_name, letter.kind) == ("Petra", "draft_waits")
    assert "Reel, draft 1, for “Summer” waits for your answer. It is to go live on 15 May 2026." in letter.body
    actions.review_draft(draft=draft, side="client", approved=True, comment="Lovely", by=approver, now=now)
    piece.refresh_from_db()
    assert (piece.state, piece.approved_at, piece.approved_by) == ("approved", now, approver)
    assert set(Message.objects.values_list("kind", flat=True)) == {"draft_waits", "draft_approved", "draft_answered"}
    assert list(Review.objects.order_by("pk").values_list("side", "approved", "comment")) == [
        ("office", True, ""), ("client", True, "Lovely"),
    ]  # fmt: skip


@pytest.mark.parametrize("side", ["office", "client"])
def test_review_with_changes_goes_back_and_says_what(piece, side):
    draft = steps.submit(piece)
    if side == "client":
        steps.answer(draft)
    Message.objects.all().delete()
    steps.answer(draft, side, approved=False, comment=" Show the can sooner. ")
    piece.refresh_from_db()
    letter = Message.objects.get(to_name="Aoi")
    assert (piece.state, letter.kind) == ("changes", "draft_changes")
    assert "Show the can sooner." in letter.body
    second = steps.submit(piece)
    piece.refresh_from_db()
    assert (second.version, piece.state) == (2, "office_review")


def test_review_without_saying_what_should_change_refused(piece):
    draft = steps.submit(piece)
    with pytest.raises(Refused, match="Say what should change."):
        steps.answer(draft, approved=False, comment="  ")
    assert Review.objects.count() == 0


def test_review_out_of_turn_refused(piece, approver):
    draft = steps.submit(piece)
    with pytest.raises(Refused, match="This draft is not waiting for that answer: with the office."):
        steps.answer(draft, "client", by=approver)
    steps.answer(draft)
    with pytest.raises(Refused, match="This draft is not waiting for that answer: with the brand."):
        steps.answer(draft)


def test_review_of_an_old_version_refused(piece):
    first = steps.submit(piece)
    steps.answer(first, approved=False, comment="Sooner")
    steps.submit(piece)
    with pytest.raises(Refused, match="A newer draft came in. Look at that one."):
        steps.answer(first)


def test_review_for_the_brand_by_another_brands_approver_refused(piece):
    draft = steps.submit(piece)
    steps.answer(draft)
    stranger = brand_person(BrandFactory())
    answer = checks.may_review(draft, "client", stranger)
    assert (bool(answer), answer.for_outside) == (False, "There is nothing here to answer.")
    with pytest.raises(Refused):
        steps.answer(draft, "client", by=stranger)


def test_review_for_the_brand_by_its_reader_refused(piece, brand):
    draft = steps.submit(piece)
    steps.answer(draft)
    with pytest.raises(Refused, match="Only approvers may approve drafts for the brand, or ask for changes."):
        steps.answer(draft, "client", by=brand_person(brand, role="brand_reader"))


def test_review_for_the_brand_by_staff_only_while_nobody_there_can(piece, brand, by):
    draft = steps.submit(piece)
    steps.answer(draft)
    fresh = Draft.objects.get(pk=draft.pk)
    assert checks.may_review(fresh, "client", by) is True
    brand_person(brand)
    assert str(checks.may_review(fresh, "client", by)) == "Kirei answers this draft in its own portal."


@pytest.mark.parametrize("who", [reader, lambda: brand_person(), lambda: talent_user()])
def test_review_for_the_office_by_others_refused(piece, who):
    draft = steps.submit(piece)
    with pytest.raises(Refused):
        steps.answer(draft, "office", by=who())


def test_new_draft_after_an_approval_takes_it_back(piece):
    approved = steps.approve(piece)
    steps.submit(approved)
    approved.refresh_from_db()
    assert (approved.state, approved.approved_at, approved.approved_by) == ("office_review", None, None)


def test_label_missing_is_a_hint_for_the_office(piece):
    draft = steps.submit(piece, caption="Summer", label="")
    assert checks.label_missing(draft) is True
    steps.answer(draft, approved=False, comment="Label")
    assert checks.label_missing(steps.submit(piece, caption="Summer", label="#PR")) is False


def test_give_post_address_completes_booking_and_reports(piece, aoi, campaign, now):
    steps.end_call(campaign)
    approved = steps.approve(piece)
    live = actions.give_post_address(deliverable=approved, url=" https://instagram.com/p/1/ ", by=aoi, now=now)
    campaign.refresh_from_db()
    piece.booking.refresh_from_db()
    assert (live.state, live.post_url, live.published_by) == ("published", "https://instagram.com/p/1/", aoi)
    assert (piece.booking.state, campaign.state) == ("completed", "reporting")
    assert [e.published_at for e in Exposure.objects.filter(commitment=piece.booking.commitment_id)] == [now]


def test_give_post_address_waits_for_the_other_pieces(campaign, talent, now):
    WantedDeliverableFactory(brief=campaign.brief, kind="story")
    booking = steps.book(campaign, talent)
    steps.publish(steps.piece(booking))
    booking.refresh_from_db()
    campaign.refresh_from_db()
    assert (booking.state, campaign.state) == ("confirmed", "running")
    assert list(Exposure.objects.filter(commitment=booking.commitment_id).values_list("published_at")) == [(None,)]


def test_give_post_address_of_one_booking_leaves_the_campaign_running_for_the_other(campaign, talent):
    other = steps.book(campaign)
    booking = steps.book(campaign, talent)
    steps.publish(steps.piece(booking))
    for row in (booking, other, campaign):
        row.refresh_from_db()
    assert (booking.state, other.state, campaign.state) == ("completed", "confirmed", "running")


def test_give_post_address_refused_unless_approved_and_on_the_platform(piece, aoi, now):
    url = "https://instagram.com/p/1"
    assert refusal(actions.give_post_address, deliverable=piece, url=url, by=aoi, now=now) == (
        "A piece goes live once its draft is approved. Where this one stands: draft to come."
    )
    approved = steps.approve(piece)
    assert refusal(actions.give_post_address, deliverable=approved, url="https://tiktok.com/@a/1", by=aoi, now=now) == (
        "The address is on tiktok.com. This piece goes live on instagram.com."
    )
    stranger = talent_user()
    assert refusal(actions.give_post_address, deliverable=approved, url=url, by=stranger, now=now) == (
        "This is another talent's work."
    )
    live = actions.give_post_address(deliverable=approved, url=url, by=aoi, now=now)
    assert (
        refusal(actions.give_post_address, deliverable=live, url=url, by=aoi, now=now) == "This piece is live already."
    )


def test_waive_deliverable_settles_the_campaign(piece, campaign, by, now):
    steps.end_call(campaign)
    actions.waive_deliverable(deliverable=piece, reason="Rain", by=by, now=now)
    campaign.refresh_from_db()
    piece.refresh_from_db()
    assert (piece.state, campaign.state) == ("waived", "reporting")


def test_waive_deliverable_refused_without_reason_when_live_and_for_talents(piece, aoi, by, now):
    assert refusal(actions.waive_deliverable, deliverable=piece, reason="", by=by, now=now) == (
        "Say why it is no longer owed."
    )
    with pytest.raises(Refused):
        actions.waive_deliverable(deliverable=piece, reason="x", by=aoi, now=now)
    live = steps.publish(piece)
    assert refusal(actions.waive_deliverable, deliverable=live, reason="x", by=by, now=now) == (
        "This deliverable is live and cannot become no longer owed."
    )


def test_visible_to_a_brand_only_what_the_office_let_through(piece, talent, aoi, approver, by):
    stranger = brand_person(BrandFactory())
    draft = steps.submit(piece)
    assert set(Deliverable.objects.visible_to(approver)) == {piece}
    assert set(Draft.objects.visible_to(approver)) == set()
    assert set(Draft.objects.visible_to(aoi)) == set(Draft.objects.visible_to(by)) == {draft}
    steps.answer(draft, comment="For the brand to see")
    assert set(Draft.objects.visible_to(approver)) == {draft}
    assert set(Draft.objects.visible_to(stranger)) == set()
    assert set(Review.objects.visible_to(approver)) == set()
    assert Review.objects.visible_to(aoi).count() == Review.objects.visible_to(by).count() == 1
    said = steps.answer(draft, "client", by=approver)
    assert set(Review.objects.visible_to(approver)) == {said}
    assert set(Review.objects.visible_to(talent_user())) == set(Deliverable.objects.visible_to(talent_user())) == set()
    assert Deliverable.objects.visible_to(booker()).count() == 1


def test_review_and_address_refused_once_the_booking_is_cancelled(campaign, talent, aoi, by, now):
    sent = steps.submit(steps.piece(steps.book(campaign, talent)))
    actions.cancel_booking(booking=sent.deliverable.booking, reason="Ill", by=by, now=now)
    gone = "The booking no longer stands, so nothing is owed."
    assert refusal(actions.review_draft, draft=sent, side="office", approved=True, comment="", by=by, now=now) == gone
    url = "https://instagram.com/p/1"
    assert refusal(actions.give_post_address, deliverable=sent.deliverable, url=url, by=aoi, now=now) == gone
