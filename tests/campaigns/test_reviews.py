"""Reviews that point, rounds that are counted, several at once, and what only staff read."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from campaigns import actions
from campaigns.actions import Pointed
from campaigns.models import Deliverable, Remark, Review, StaffNote
from campaigns.queries.rounds import rounds_used
from campaigns.rules import marked, rounds_words
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bound_elsewhere
from tests.factories import owner
from tests.films import film


@pytest.fixture
def piece(campaign, talent):
    return steps.piece(steps.book(campaign, talent))


@pytest.fixture
def draft(piece):
    return steps.submit(piece, pictures=[ContentFile(b"x", name="a.jpg")], films=[ContentFile(film(), name="a.mp4")])


def test_remarks_are_kept_with_the_review_and_told_to_the_talent(draft):
    picture, movie = draft.files.all()
    Message.objects.all().delete()
    said = [
        Pointed(file=picture, text=" The label is cut ", x=Decimal("12.5"), y=Decimal(80)),
        Pointed(file=movie, text="Slower here", second=Decimal(65)),
    ]
    review = steps.answer(draft, approved=False, remarks=said)
    assert review.comment == "2 places are marked."
    assert [(r.text, r.x, r.clock) for r in review.remarks.all()] == [
        ("The label is cut", Decimal("12.50"), ""), ("Slower here", None, "1:05"),
    ]  # fmt: skip
    body = Message.objects.get(kind="draft_changes").body
    assert "Picture 1: The label is cut" in body
    assert "Film 2 at 1:05: Slower here" in body


def test_a_yes_does_not_point_and_a_no_says_something(draft):
    picture = draft.files.first()
    with pytest.raises(Refused, match="Ask for changes, or take the remarks out"):
        steps.answer(draft, approved=True, remarks=[Pointed(file=picture, text="Here")])
    with pytest.raises(Refused, match="Say what should change"):
        steps.answer(draft, approved=False)
    assert (Review.objects.count(), Remark.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"x": Decimal(101), "y": Decimal(1)}, "outside the picture"),
        ({"x": Decimal(1)}, "outside the picture"),
        ({"second": Decimal(-1)}, "A film begins at 0:00"),
        ({"text": " "}, "Say what should change there"),
    ],
    ids=["outside", "half a point", "before the start", "wordless"],
)
def test_a_place_that_is_none_is_refused_with_the_whole_review(draft, place, words):
    with pytest.raises(Refused, match=words):
        steps.answer(draft, approved=False, remarks=[Pointed(**{"file": draft.files.first(), "text": "Here", **place})])
    assert Review.objects.count() == 0


def test_a_place_on_another_drafts_file_is_refused(draft):
    other = steps.submit(steps.piece(), pictures=[ContentFile(b"y", name="b.jpg")])
    with pytest.raises(Refused, match="belongs to another draft"):
        steps.answer(draft, approved=False, remarks=[Pointed(file=other.files.get(), text="Here")])


def test_only_what_the_brand_sends_back_is_a_round(piece):
    steps.answer(steps.submit(piece), approved=False, comment="Office")
    for _ in range(2):
        draft = steps.submit(piece)
        steps.answer(draft)
        steps.answer(draft, "client", approved=False, comment="Brand")
    assert rounds_used(piece) == 2


def test_rounds_and_places_in_words():
    assert [rounds_words(0, 2), rounds_words(2, 2), rounds_words(3, 2)] == [
        "0 of 2 rounds of changes used", "2 of 2 rounds of changes used", "3 rounds of changes, 2 agreed",
    ]  # fmt: skip
    assert [marked(0), marked(1), marked(3)] == ["", "1 place is marked.", "3 places are marked."]


def test_several_drafts_pass_and_one_that_clashes_stays(campaign, talent, soda, draft, by, now):
    other = steps.submit(steps.piece(steps.book(campaign)))
    bound_elsewhere(talent, soda)
    said = actions.approve_drafts(drafts=[draft, other], side="office", by=by, now=now)
    why = {each.pk: sentence for each, sentence in said}
    assert why[other.pk] == ""
    assert why[draft.pk] != ""
    states = dict(Deliverable.objects.values_list("pk", "state"))
    assert (states[draft.deliverable_id], states[other.deliverable_id]) == ("office_review", "client_review")


def test_a_brand_that_approves_several_reads_no_reason_that_names_a_rival(talent, soda, draft, approver, now):
    steps.answer(draft)
    bound_elsewhere(talent, soda)
    [(_, why)] = actions.approve_drafts(drafts=[draft], side="client", by=approver, now=now)
    assert why == "Not possible in this period. The office looks into it."


def test_notes_are_for_staff(piece, aoi, approver, by, now):
    note = actions.add_staff_note(deliverable=piece, text=" Call her first ", by=by, now=now)
    assert (note.text, note.written_by) == ("Call her first", by)
    read = [list(StaffNote.objects.visible_to(user)) for user in (by, owner(), aoi, approver)]
    assert read == [[note], [note], [], []]
    with pytest.raises(Refused, match="Write the note first"):
        actions.add_staff_note(deliverable=piece, text=" ", by=by, now=now)
    with pytest.raises(Refused):
        actions.add_staff_note(deliverable=piece, text="Mine", by=aoi, now=now)
    assert StaffNote.objects.count() == 1
