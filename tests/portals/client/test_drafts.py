"""Drafts: look, approve, or say what should change."""

import re

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


def test_remarks_stay_to_copy_where_a_colleague_answered_meanwhile(portal, piece):
    draft = steps.submit(piece, pictures=[ContentFile(b"\xff\xd8", name="a.jpg")])
    steps.answer(draft)
    steps.answer(draft, "client", comment="Lovely.")
    row = {
        "remark-1-file": draft.files.get().public_id,
        "remark-1-x": "4",
        "remark-1-y": "4",
        "remark-1-text": "Darker",
    }
    response = portal.post(address(draft, "draft-review"), {"answer": "changes", "comment": "Wait.", **row})
    assert (response.status_code, answers()) == (422, [(True, "Lovely.")])
    assert f"Wait. {draft.files.get()}: Darker" in " ".join(text(response).split())


def test_who_answers_an_older_draft_is_told_where_the_newer_one_is(portal, draft):
    steps.answer(draft, "client", approved=False, comment="Brighter.")
    second = steps.submit(Deliverable.objects.get())
    sent = {"draft": [draft.public_id], "form_key": "k"}
    assert "once the office has looked" in text(portal.post(reverse("client:drafts-approve"), sent, follow=True))
    steps.answer(second)
    said = text(portal.post(reverse("client:drafts-approve"), sent | {"form_key": "l"}, follow=True))
    assert "It was changed since. Look at the newer draft." in said
    steps.answer(second, "client", approved=False, comment="More.")
    said = text(portal.post(reverse("client:drafts-approve"), sent | {"form_key": "m"}, follow=True))
    assert "It was changed since. Look at the newer draft." in said


def test_reader_sees_the_draft_and_who_may_answer(reader, draft):
    said = text(reader.get(address(draft)))
    assert "Summer in a glass" in said
    assert "Only approvers may" in said
    assert reader.post(address(draft, "draft-review"), {"answer": "approve"}).status_code == 403
    assert answers() == []


def test_people_of_another_brand_find_nothing(stranger, draft):
    assert stranger.get(address(draft)).status_code == 404
    assert stranger.post(address(draft, "draft-review"), {"answer": "approve"}).status_code == 404
    assert answers() == []
    assert "Aoi" not in text(stranger.get(reverse("client:drafts")))


def test_picture_is_given_to_its_own_brand_once_the_office_passed_it_on(portal, stranger, piece):
    draft = steps.submit(piece, pictures=[ContentFile(b"\xff\xd8 a picture", name="a.jpg")])
    url = reverse("client:draft-file", args=[draft.files.get().public_id])
    assert portal.get(url).status_code == 404
    steps.answer(draft)
    response = portal.get(url)
    assert b"".join(response.streaming_content) == b"\xff\xd8 a picture"
    assert response["Content-Type"] == "image/jpeg"
    assert "private" in response["Cache-Control"]
    assert stranger.get(url).status_code == 404


def test_answered_drafts_stay_readable(portal, draft):
    steps.answer(draft, "client", approved=False, comment="The label first")
    said = text(portal.get(reverse("client:drafts")))
    assert "Nothing waits for you." in said
    assert "“The label first”" in said


@pytest.mark.parametrize("name", ["home", "drafts"])
def test_drafts_queries_do_not_grow(portal, draft, brand, name, django_assert_num_queries):
    count = {"home": 15, "drafts": 10}[name]
    portal.get(reverse(f"client:{name}"))
    with django_assert_num_queries(count):
        portal.get(reverse(f"client:{name}"))
    for _ in range(2):
        steps.answer(steps.submit(steps.piece(steps.book(CampaignFactory(brand=brand)))))
    with django_assert_num_queries(count):
        assert "draft" in text(portal.get(reverse(f"client:{name}")))


def test_remarks_point_at_the_picture_and_come_back_on_error(portal, piece):
    draft = steps.submit(piece, pictures=[ContentFile(b"\xff\xd8", name="a.jpg")])
    steps.answer(draft)
    file = draft.files.get()
    row = {"remark-1-file": file.public_id, "remark-1-x": "40.5", "remark-1-y": "20", "remark-1-text": "More light"}
    wrong = {**row, "remark-2-file": file.public_id, "remark-2-at": "soon", "remark-2-text": "Here"}
    response = portal.post(address(draft, "draft-review"), {"answer": "changes", **wrong})
    assert response.status_code == 422
    assert "Write the time as 0:12." in text(response)
    assert 'value="More light"' in response.content.decode()
    assert portal.post(address(draft, "draft-review"), {"answer": "changes", **row}).status_code == 302
    assert answers() == [(False, "1 place is marked.")]
    said = portal.get(address(draft)).content.decode()
    assert 'cx="40.50%" cy="20.00%"' in said
    following = steps.submit(piece)
    steps.answer(following)
    assert "1 of 2 rounds of changes used" in text(portal.get(address(following)))


def test_enter_in_a_remark_is_no_answer_and_keeps_what_was_typed(portal, piece):
    draft = steps.submit(piece, pictures=[ContentFile(b"\xff\xd8", name="a.jpg")])
    steps.answer(draft)
    page = portal.get(address(draft)).content.decode()
    form = page[page.index('action="' + address(draft, "draft-review")) :]
    assert (
        re.search(r"<button[^>]*>", form).group() == '<button class="visually-hidden" tabindex="-1" aria-hidden="true">'
    )
    response = portal.post(address(draft, "draft-review"), {"comment": "More light", **SENT})
    assert (response.status_code, answers()) == (422, [])
    assert "Say whether it is fine or should change" in text(response) and "More light" in text(response)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"remark-1-x": "4", "remark-1-y": "4"}, "Say what should change there."),
        ({"remark-1-at": "0:10", "remark-1-text": "Slower"}, "A picture has no time."),
        ({"remark-1-file": "2" * 12, "remark-1-text": "Slower"}, "Say which file you mean."),
    ],
    ids=["wordless", "a picture's time", "another's file"],
)
def test_a_remark_that_points_nowhere_is_refused_in_words(portal, piece, said, words):
    draft = steps.submit(piece, pictures=[ContentFile(b"\xff\xd8", name="a.jpg")])
    steps.answer(draft)
    row = {"remark-1-file": draft.files.get().public_id, **said}
    response = portal.post(address(draft, "draft-review"), {"answer": "changes", **row})
    assert (response.status_code, answers()) == (422, [])
    assert words in text(response)


def test_several_drafts_are_approved_at_once(portal, draft, piece):
    other = steps.submit(steps.piece(steps.book(CampaignFactory(brand=piece.booking.campaign.brand))))
    steps.answer(other)
    listed = text(portal.get(reverse("client:drafts")))
    assert "Approve those ticked" in listed
    url = reverse("client:drafts-approve")
    assert "Tick the drafts that you approve." in text(portal.post(url, {}, follow=True))
    said = text(portal.post(url, {"draft": [draft.public_id, other.public_id], "form_key": "k"}, follow=True))
    assert "2 drafts approved." in said
    assert answers() == [(True, ""), (True, "")]


def test_a_tick_for_a_draft_that_a_colleague_answered_meanwhile_is_told_so(portal, draft, piece):
    steps.answer(draft, side="client", approved=False, comment="The label first.")
    sent = {"draft": [draft.public_id], "form_key": "k"}
    said = text(portal.post(reverse("client:drafts-approve"), sent, follow=True))
    assert "Reel from Aoi stays: This draft is not waiting for that answer: changes asked for." in said
    assert answers() == [(False, "The label first.")]


def test_what_is_changed_after_the_yes_is_said_on_every_page_of_the_brand(portal, draft, piece):
    steps.answer(draft, side="client", comment="Lovely.")
    piece = Deliverable.objects.get(pk=piece.pk)
    old = text(portal.get(address(draft)))
    assert "Lovely." in old
    assert "changed it since" not in old
    second = steps.submit(piece, caption="Other words. #PR")
    campaign = reverse("client:campaign", args=[piece.booking.campaign.public_id])
    assert "changed it since. It comes back to you once the office has looked" in text(portal.get(address(draft)))
    assert "Changed after your yes, with the office" in text(portal.get(campaign))
    steps.answer(second)
    assert "It was changed since. Look at draft 2" in text(portal.get(address(draft)))
    new = text(portal.get(address(second)))
    assert "Draft 1 was approved, and changed since. This one needs your yes again." in new
    assert new.count("Lovely.") == 1


def test_a_draft_that_the_office_looks_at_is_not_said_to_be_due(portal, piece):
    steps.submit(piece)
    said = text(portal.get(reverse("client:campaign", args=[piece.booking.campaign.public_id])))
    assert "Draft with the office" in said
    assert "Draft by" not in said


def test_the_rounds_that_were_agreed_are_said_before_they_are_over(portal, draft, piece):
    piece.booking.campaign.brief.rounds = 0
    piece.booking.campaign.brief.save(update_fields=["rounds"])
    assert "Another round may cost extra" in text(portal.get(address(draft)))
