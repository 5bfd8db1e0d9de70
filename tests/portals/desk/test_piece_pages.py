"""A piece on the desk: files, places that are pointed at, notes, several drafts at once."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from campaigns import actions
from campaigns.models import Campaign, Deliverable, Remark, Review, StaffNote
from talent.models import Talent
from tests.campaigns import steps
from tests.factories import NOW, booker, brand_person
from tests.films import film
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def piece(campaign: Campaign, talent: Talent) -> Deliverable:
    return steps.piece(steps.book(campaign, talent))


def test_the_office_points_at_a_time_of_the_film(desk: Client, piece: Deliverable) -> None:
    draft = steps.submit(piece, films=[ContentFile(film(), name="sea.mp4")])
    file = draft.files.get()
    page = desk.get(f"/desk/pieces/{piece.public_id}/").content.decode()
    assert f'<source src="/desk/drafts/files/{file.public_id}" type="video/mp4">' in page
    assert "At this time of the film" in page
    row = {"remark-1-file": file.public_id, "remark-1-at": "0:07", "remark-1-text": "Show the label"}
    sent = {"answer": "changes", "form_key": "k", **row}
    assert desk.post(f"/desk/drafts/{draft.public_id}/review", sent).status_code == 302
    assert (Remark.objects.get().clock, Remark.objects.get().text) == ("0:07", "Show the label")
    page = desk.get(f"/desk/pieces/{piece.public_id}/")
    assert "Show the label" in text(page)
    assert f'href="/desk/drafts/files/{file.public_id}#t=7' in page.content.decode()


def test_changes_without_a_word_or_a_place_are_refused_beside_the_field(desk: Client, piece: Deliverable) -> None:
    draft = steps.submit(piece)
    response = desk.post(f"/desk/drafts/{draft.public_id}/review", {"answer": "changes", "form_key": "k"})
    assert response.status_code == 422
    assert "Say what should change, so that the talent can do it." in text(response)


def test_who_asks_for_changes_after_a_colleague_did_reads_that_and_keeps_the_words(
    desk: Client, piece: Deliverable
) -> None:
    draft = steps.submit(piece)
    steps.answer(draft, approved=False, comment="Brighter.")
    sent = {"answer": "changes", "comment": "Show the label first.", "form_key": "k"}
    response = desk.post(f"/desk/drafts/{draft.public_id}/review", sent)
    assert response.status_code == 422
    assert "This draft is not waiting for that answer" in text(response)
    assert "Show the label first." in text(response)


@pytest.mark.parametrize("meanwhile", ["passed on", "approved", "waived"])
def test_what_was_typed_stays_where_a_colleague_settled_the_draft_meanwhile(
    desk: Client, piece: Deliverable, meanwhile: str
) -> None:
    draft = steps.submit(piece, films=[ContentFile(film(), name="sea.mp4")])
    brand_person(piece.booking.campaign.brand)
    if meanwhile == "waived":
        actions.waive_deliverable(deliverable=piece, reason="Rain", by=booker(), now=NOW)
    else:
        steps.answer(draft)
    if meanwhile == "approved":
        steps.answer(draft, "client")
    row = {"remark-1-file": draft.files.get().public_id, "remark-1-at": "0:07", "remark-1-text": "Too fast"}
    sent = {"answer": "changes", "comment": "Show the label first.", "side": "office", "form_key": "k", **row}
    response = desk.post(f"/desk/drafts/{draft.public_id}/review", sent)
    assert (response.status_code, Remark.objects.count()) == (422, 0)
    said = text(response)
    assert "This draft is not waiting for that answer" in said
    assert "Show the label first." in said and f"{draft.files.get()} at 0:07: Too fast" in said


def test_two_colleagues_who_pass_a_draft_on_do_not_make_the_brands_yes(desk: Client, piece: Deliverable) -> None:
    draft = steps.submit(piece)
    url = f"/desk/drafts/{draft.public_id}/review"
    assert 'name="side" value="office"' in desk.get(f"/desk/pieces/{piece.public_id}/").text
    steps.answer(draft)
    late = desk.post(url, {"answer": "approve", "comment": "Lovely.", "side": "office", "form_key": "b"})
    assert late.status_code == 422
    said = text(late)
    assert "This draft is not waiting for that answer: with the brand." in said and "Lovely." in said
    assert [(row.side, row.approved) for row in Review.objects.all()] == [("office", True)]
    assert 'name="side" value="client"' in late.text
    sent = {"answer": "approve", "comment": "Lovely.", "side": "client", "form_key": "c"}
    assert "It can go live." in text(desk.post(url, sent, follow=True))
    assert Deliverable.objects.get().state == "approved"


def test_notes_stay_on_the_desk(desk: Client, piece: Deliverable) -> None:
    url = f"/desk/pieces/{piece.public_id}/note"
    desk.post(url, {"text": "Her mother reads along", "form_key": "k"})
    desk.post(url, {"text": " ", "form_key": "k2"})
    assert list(StaffNote.objects.values_list("text", flat=True)) == ["Her mother reads along"]
    assert "Her mother reads along" in text(desk.get(f"/desk/pieces/{piece.public_id}/"))


def test_a_change_after_the_yes_is_said_and_the_next_draft_is_the_talents(desk: Client, piece: Deliverable) -> None:
    first = steps.submit(piece)
    steps.answer(first)
    steps.answer(first, side="client")
    second = steps.submit(Deliverable.objects.get(pk=piece.pk))
    page = f"/desk/pieces/{piece.public_id}/"
    assert "Draft 1 was approved. This one changes it, and needs both answers again." in text(desk.get(page))
    steps.answer(second, approved=False, comment="As it was.")
    said = text(desk.get(page))
    assert "changes it and sends the next draft by" in said
    assert "The office’s answer" not in said


def test_a_tick_for_a_draft_that_is_passed_on_already_is_told_so(desk: Client, piece: Deliverable) -> None:
    draft = steps.submit(piece)
    steps.answer(draft)
    url = f"/desk/campaigns/{piece.booking.campaign.public_id}/pass-on"
    said = text(desk.post(url, {"draft": [draft.public_id], "form_key": "k"}, follow=True))
    assert "stays: This draft is not waiting for that answer: with the brand." in said
    assert Deliverable.objects.get().state == "client_review"


def test_several_drafts_are_passed_on_at_once(desk: Client, campaign: Campaign, piece: Deliverable) -> None:
    page = f"/desk/campaigns/{campaign.public_id}/work"
    drafts = [steps.submit(piece)]
    assert "Pass on those ticked" not in text(desk.get(page))
    drafts.append(steps.submit(steps.piece(steps.book(campaign))))
    assert "Pass on those ticked" in text(desk.get(page))
    url = f"/desk/campaigns/{campaign.public_id}/pass-on"
    assert "Tick the drafts that you pass on." in text(desk.post(url, {"form_key": "k"}, follow=True))
    sent = {"draft": [draft.public_id for draft in drafts], "form_key": "k2"}
    assert f"2 drafts passed on to {campaign.brand.name}." in text(desk.post(url, sent, follow=True))
    assert set(Deliverable.objects.values_list("state", flat=True)) == {"client_review"}


def test_what_is_let_be_reads_so_and_asks_for_nothing_more(desk: Client, piece: Deliverable) -> None:
    live = steps.publish(piece)
    person = piece.booking.talent.access.get().user
    actions.take_down_post(deliverable=live, reason="Muted", by=person, now=NOW)
    actions.hold_post(deliverable=live, departs=["No label."], is_all=True, by=booker(), now=NOW)
    page = f"/desk/pieces/{piece.public_id}/"
    assert "Give the address of what replaces it" in text(desk.get(page))
    sent = {"post_url": live.post_url, "departs": ["No label."], "form_key": "k"}
    said = text(desk.post(f"{page}verify", sent, follow=True))
    assert f"says {person.name}. Let be." in said and "No label. Let be." in said
    assert "Verified" in said and "Give the address of what replaces it" not in said
