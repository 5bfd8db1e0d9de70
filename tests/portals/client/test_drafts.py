"""Drafts: look, approve, or say what should change."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from campaigns.models import Deliverable, Review
from tests.campaigns import steps
from tests.factories import CampaignFactory
from tests.portals.outside import text

SENT = {"form_key": "one-key"}


def address(draft, name="draft"):
    return reverse(f"client:{name}", args=[draft.public_id])


def answers():
    return list(Review.objects.filter(side="client").values_list("approved", "comment"))


def test_home_shows_the_draft_that_waits(portal, draft):
    said = text(portal.get(reverse("client:home")))
    assert "1 draft to answer" in said
    assert "Reel from Aoi" in said


def test_home_without_drafts_says_so(portal):
    assert "Nothing waits for you." in text(portal.get(reverse("client:home")))


def test_draft_shows_words_label_and_what_was_agreed(portal, draft):
    said = text(portal.get(address(draft)))
    assert "Summer in a glass. #PR" in said
    assert "Yuzu soda" in said
    assert "Approve draft" in said


def test_draft_that_the_office_has_not_passed_on_is_not_there(portal, piece):
    draft = steps.submit(piece)
    assert portal.get(address(draft)).status_code == 404
    assert portal.post(address(draft, "draft-review"), {"answer": "approve"}).status_code == 404
    assert "Reel from Aoi" not in text(portal.get(reverse("client:drafts")))


def test_draft_that_the_office_sent_back_is_never_shown(portal, piece):
    draft = steps.submit(piece)
    steps.answer(draft, approved=False, comment="The office wants more light")
    assert portal.get(address(draft)).status_code == 404
    for name in ("home", "drafts"):
        assert "more light" not in text(portal.get(reverse(f"client:{name}")))


def test_approving_moves_the_piece_on(portal, draft, piece):
    response = portal.post(address(draft, "draft-review"), {"answer": "approve", "comment": "", **SENT})
    assert response.status_code == 302
    assert answers() == [(True, "")]
    assert Deliverable.objects.get(pk=piece.pk).state == "approved"
    assert "Nothing waits for you." in text(portal.get(reverse("client:home")))


def test_approving_leads_to_the_next_draft(portal, draft, brand):
    other = steps.submit(steps.piece(steps.book(CampaignFactory(brand=brand))))
    steps.answer(other)
    response = portal.post(address(draft, "draft-review"), {"answer": "approve"})
    assert response.url == address(other)


def test_asking_for_changes_sends_the_words(portal, draft, piece):
    portal.post(address(draft, "draft-review"), {"answer": "changes", "comment": "  The label first. "})
    assert answers() == [(False, "The label first.")]
    assert Deliverable.objects.get(pk=piece.pk).state == "changes"
    said = text(portal.get(address(draft)))
    assert "Changes asked for" in said
    assert "“The label first.”" in said


def test_changes_without_words_are_asked_for_and_what_was_typed_stays(portal, draft):
    response = portal.post(address(draft, "draft-review"), {"answer": "changes", "comment": "   ", **SENT})
    assert response.status_code == 422
    assert "Say what should change" in text(response)
    assert 'value="one-key"' in response.content.decode()
    assert answers() == []


def test_an_answer_that_is_neither_yes_nor_no_is_not_taken(portal, draft):
    response = portal.post(address(draft, "draft-review"), {"comment": "A long thought"})
    assert response.status_code == 422
    assert "A long thought" in response.content.decode()
    assert answers() == []


def test_pressed_twice_answers_once(portal, draft):
    for _ in range(2):
        assert portal.post(address(draft, "draft-review"), {"answer": "approve", **SENT}).status_code == 302
    assert answers() == [(True, "")]


def test_second_answer_with_a_new_form_is_refused_in_words(portal, draft):
    portal.post(address(draft, "draft-review"), {"answer": "approve"})
    response = portal.post(address(draft, "draft-review"), {"answer": "changes", "comment": "No, wait"})
    assert response.status_code == 422
    assert "A newer draft came in." not in text(response)
    assert "This draft is not waiting for that answer" in text(response)
    assert answers() == [(True, "")]


def test_reader_sees_the_draft_and_who_may_answer(reader, draft):
    said = text(reader.get(address(draft)))
    assert "Summer in a glass" in said
    assert "is for: Approver" in said
    assert reader.post(address(draft, "draft-review"), {"answer": "approve"}).status_code == 403
    assert answers() == []


def test_people_of_another_brand_find_nothing(stranger, draft):
    for name in ("draft", "draft-image"):
        assert stranger.get(address(draft, name)).status_code == 404
    assert stranger.post(address(draft, "draft-review"), {"answer": "approve"}).status_code == 404
    assert answers() == []
    assert "Aoi" not in text(stranger.get(reverse("client:drafts")))


def test_picture_is_given_to_its_own_brand_only(portal, stranger, piece):
    draft = steps.submit(piece, image=ContentFile(b"\xff\xd8 a picture", name="a.jpg"))
    assert portal.get(address(draft, "draft-image")).status_code == 404
    steps.answer(draft)
    response = portal.get(address(draft, "draft-image"))
    assert b"".join(response.streaming_content) == b"\xff\xd8 a picture"
    assert response["Content-Type"] == "image/jpeg"
    assert "private" in response["Cache-Control"]
    assert stranger.get(address(draft, "draft-image")).status_code == 404


def test_draft_without_a_picture_has_none(portal, draft):
    assert portal.get(address(draft, "draft-image")).status_code == 404


def test_answered_drafts_stay_readable(portal, draft):
    steps.answer(draft, "client", approved=False, comment="The label first")
    said = text(portal.get(reverse("client:drafts")))
    assert "Nothing waits for you." in said
    assert "“The label first”" in said


@pytest.mark.parametrize("name", ["home", "drafts"])
def test_drafts_queries_do_not_grow(portal, draft, brand, name, django_assert_num_queries):
    count = {"home": 8, "drafts": 7}[name]
    portal.get(reverse(f"client:{name}"))
    with django_assert_num_queries(count):
        portal.get(reverse(f"client:{name}"))
    for _ in range(2):
        steps.answer(steps.submit(steps.piece(steps.book(CampaignFactory(brand=brand)))))
    with django_assert_num_queries(count):
        assert "draft" in text(portal.get(reverse(f"client:{name}")))
