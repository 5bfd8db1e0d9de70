"""Pieces: what to do, sending drafts, giving the address of the post."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campaigns.models import Deliverable, Draft
from stats.models import HandFigures
from tests.campaigns import steps
from tests.factories import CampaignFactory
from tests.portals.outside import text
from tests.portals.talent.pictures import photograph

SENT = {"caption": "Two cities, one case. #ad", "label": "#ad", "link": "", "note": "", "form_key": "one-key"}


def address(piece, name="piece"):
    return reverse(f"talent:{name}", args=[piece.public_id])


def state_of(piece):
    return Deliverable.objects.get(pk=piece.pk).state


def test_home_says_what_is_to_do(portal, piece):
    said = text(portal.get(reverse("talent:home")))
    assert "Send draft of reel" in said
    assert "Nordlund, Two cities" in said


def test_home_without_work_says_so(portal):
    assert "Nothing needs you today." in text(portal.get(reverse("talent:home")))


def test_work_is_grouped_by_whose_turn_it_is(portal, piece, talent):
    steps.submit(steps.piece(steps.book(CampaignFactory(name="Waiting one"), talent)))
    steps.publish(steps.piece(steps.book(CampaignFactory(name="Live one"), talent)))
    said = text(portal.get(reverse("talent:work")))
    order = [
        said.index(words)
        for words in ("Your turn", "Two cities", "Waiting for an answer", "Waiting one", "Done", "Live one")
    ]
    assert order == sorted(order)


def test_piece_says_what_the_talent_receives_not_what_the_brand_pays(portal, piece):
    said = text(portal.get(address(piece)))
    assert "¥ 160,000" in said
    assert "200,000" not in said
    assert "#ad, at the start" in said


def test_sending_a_draft_hands_it_to_the_office(portal, piece):
    response = portal.post(address(piece, "draft-submit"), SENT)
    assert response.url == address(piece)
    draft = Draft.objects.get()
    assert (draft.caption, draft.label, draft.version) == (SENT["caption"], "#ad", 1)
    assert state_of(piece) == "office_review"
    said = text(portal.get(address(piece)))
    assert "Sent. The office looks at it first, then the brand." in said
    assert "The answer comes here." in said


def test_sending_pressed_twice_sends_once(portal, piece):
    for _ in range(2):
        assert portal.post(address(piece, "draft-submit"), SENT).status_code == 302
    assert Draft.objects.count() == 1


def test_sending_out_of_turn_is_refused_and_keeps_what_was_typed(portal, piece):
    steps.submit(piece)
    response = portal.post(address(piece, "draft-submit"), SENT)
    assert response.status_code == 422
    assert Draft.objects.count() == 1


def test_picture_is_written_anew_without_what_the_camera_noted(portal, piece):
    upload = photograph("PNG", note="35.6762 N 139.6503 E")
    response = portal.post(address(piece, "draft-submit"), {**SENT, "pictures": upload})
    assert response.status_code == 302
    with Draft.objects.get().files.get().file.open("rb") as kept:
        data = kept.read()
    assert b"139.6503" not in data
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg"), "not a JPEG, PNG or WebP"),
        (photograph("GIF"), "not a JPEG, PNG or WebP"),
        (SimpleUploadedFile("a.png", photograph("PNG").read()[:60], "image/png"), "not a JPEG, PNG or WebP"),
        (photograph("PNG", size=(40_000_001, 1)), "40 million pixels"),
    ],
    ids=["markup", "gif", "torn", "vast"],
)
def test_what_is_not_a_picture_is_refused_and_the_words_stay(portal, piece, upload, words):
    upload.seek(0)
    response = portal.post(address(piece, "draft-submit"), {**SENT, "pictures": upload})
    assert response.status_code == 422
    assert words in text(response)
    assert SENT["caption"] in response.content.decode()
    assert not Draft.objects.exists()


def test_files_that_a_browser_sends_but_once_are_named_where_something_else_is_refused(portal, piece):
    sent = {**SENT, "link": "no link", "pictures": [photograph("PNG"), photograph("JPEG")]}
    said = text(portal.post(address(piece, "draft-submit"), sent))
    assert "Write an address that begins with https://." in said
    assert f"Choose again: {', '.join(each.name for each in sent['pictures'])}." in said


def test_of_several_pictures_the_one_that_cannot_be_taken_is_named(portal, piece):
    sent = [photograph("PNG"), SimpleUploadedFile("IMG_2.heic", b"ftypheic", "image/heic")]
    said = text(portal.post(address(piece, "draft-submit"), {**SENT, "pictures": sent}))
    assert "IMG_2.heic is not a JPEG, PNG or WebP picture that can be read." in said


def test_picture_larger_than_20_mb_is_refused(portal, piece, monkeypatch):
    monkeypatch.setattr("portals.pictures.LARGEST", 10)
    response = portal.post(address(piece, "draft-submit"), {**SENT, "pictures": photograph("PNG")})
    assert response.status_code == 422
    assert "larger than 20 MB" in text(response)


def test_changes_asked_for_stand_at_the_top(portal, piece):
    steps.answer(steps.submit(piece), approved=False, comment="More light")
    said = text(portal.get(address(piece)))
    assert said.index("The office asks: More light") < said.index("Next draft by")
    assert "Send the next draft" in said


def test_address_of_an_approved_piece_makes_it_live(portal, piece):
    steps.approve(piece)
    response = portal.post(address(piece, "post-address"), {"url": "https://www.instagram.com/p/9/"})
    assert response.status_code == 302
    assert state_of(piece) == "published"
    assert "https://www.instagram.com/p/9/" in text(portal.get(address(piece)))


def test_address_that_is_none_is_refused_with_the_way_out(portal, piece):
    steps.approve(piece)
    response = portal.post(address(piece, "post-address"), {"url": "my post"})
    assert response.status_code == 422
    assert "Copy it from the browser" in text(response)
    assert 'value="my post"' in response.content.decode()
    assert state_of(piece) == "approved"


def test_address_before_the_yes_is_refused_in_words(portal, piece):
    response = portal.post(address(piece, "post-address"), {"url": "https://www.instagram.com/p/9/"})
    assert response.status_code == 422
    assert "A piece goes live once its draft is approved. Where this one stands: draft to come." in text(response)
    assert state_of(piece) == "planned"


def test_guardian_reads_the_piece_and_may_not_send(guardian, piece):
    said = text(guardian.get(address(piece)))
    assert "Only talents may" in said
    assert "What it is called" not in said
    assert guardian.post(address(piece, "draft-submit"), SENT).status_code == 403
    assert guardian.post(address(piece, "post-address"), {"url": "https://x.example/1"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_stranger_finds_nothing(stranger, piece):
    draft = steps.submit(piece, pictures=[ContentFile(b"x", name="a.jpg")])
    assert stranger.get(address(piece)).status_code == 404
    assert stranger.get(reverse("talent:draft-file", args=[draft.files.get().public_id])).status_code == 404
    for name in ("draft-submit", "post-address"):
        assert stranger.post(address(piece, name), SENT).status_code == 404
    assert Draft.objects.count() == 1
    assert "Two cities" not in text(stranger.get(reverse("talent:work")))


def test_own_picture_is_given(portal, piece):
    portal.post(address(piece, "draft-submit"), {**SENT, "pictures": photograph("WEBP")})
    response = portal.get(reverse("talent:draft-file", args=[Draft.objects.get().files.get().public_id]))
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"


@pytest.mark.parametrize(("name", "count"), [("work", 8), ("home", 21)])
def test_work_queries_do_not_grow(portal, piece, talent, name, count, django_assert_num_queries):
    url = reverse(f"talent:{name}")
    portal.get(url)
    with django_assert_num_queries(count):
        portal.get(url)
    for _ in range(2):
        steps.book(CampaignFactory(), talent)
    with django_assert_num_queries(count):
        portal.get(url)


def test_a_talent_enters_with_a_picture_what_no_platform_tells(portal, piece, aoi):
    live = steps.publish(piece)
    Deliverable.objects.filter(pk=live.pk).update(published_at=timezone.now() - timedelta(days=3))
    home = text(portal.get(reverse("talent:home")))
    assert "Enter what reel brought" in home
    url = address(piece, "piece-figures")
    bare = portal.post(url, {"as_of": "2026-04-01", "reach": "900", "form_key": "k1"})
    assert (bare.status_code, HandFigures.objects.exists()) == (422, False)
    sent = {"as_of": "2026-04-01", "reach": "900", "evidence": photograph("PNG"), "form_key": "k2"}
    assert portal.post(url, sent).url == address(piece)
    kept = HandFigures.objects.get()
    assert (kept.reach, kept.views, kept.entered_by, bool(kept.evidence)) == (900, None, aoi, True)
    assert "Enter what reel brought" not in text(portal.get(reverse("talent:home")))
    assert "Reported" in text(portal.get(address(piece)))


def test_figures_of_a_piece_that_is_not_live_lead_back_to_it(portal, piece):
    assert portal.get(address(piece, "piece-figures")).url == address(piece)


def test_a_talent_corrects_the_address_and_says_what_was_taken_down(portal, piece):
    steps.publish(piece)
    right = "https://www.instagram.com/p/Right/"
    wrong = portal.post(address(piece, "post-correct"), {"other": right, "why": ""})
    assert (wrong.status_code, "Say why the address changes." in text(wrong)) == (422, True)
    assert f'value="{right}"' in wrong.content.decode()
    sent = {"other": right, "why": "Typed another one", "form_key": "k1"}
    assert portal.post(address(piece, "post-correct"), sent).url == address(piece)
    assert Deliverable.objects.get(pk=piece.pk).post_url == right
    bare = portal.post(address(piece, "post-down"), {"reason": ""})
    assert (bare.status_code, "Say why it was taken down." in text(bare)) == (422, True)
    portal.post(address(piece, "post-down"), {"reason": "Muted", "form_key": "k2"})
    said = text(portal.get(address(piece)))
    assert "Taken down on" in said
    assert "Give the address of what replaces it" in said
    again = portal.post(address(piece, "post-down"), {"reason": "Gone", "form_key": "k3"})
    assert (again.status_code, "It is noted already that it was taken down." in text(again)) == (422, True)
