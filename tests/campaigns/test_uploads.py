"""A film comes in in pieces."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from campaigns import actions
from campaigns.actions.uploads import MOVED_ON
from campaigns.media import LARGEST_FILM, film_type, write_at
from campaigns.models import Upload
from lib.refusals import Refused
from tests.campaigns import steps
from tests.campaigns.test_jobs import run
from tests.factories import CampaignFactory, talent_user
from tests.films import WEBM, film


@pytest.fixture
def piece(campaign, talent):
    return steps.piece(steps.book(campaign, talent))


@pytest.fixture
def sender(piece):
    return piece.booking.talent.access.get().user


def begin(piece, by, now, size=5_000, name="a.mp4"):
    return actions.begin_upload(deliverable=piece, name=name, size=size, by=by, now=now)


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return refused.value.denied


def test_a_film_that_came_in_pieces_is_whole_and_hashed(piece, sender, now):
    data = film()
    upload = begin(piece, sender, now)
    for first, last in ((0, 4_200), (4_200, 4_201), (4_201, 5_000)):
        upload = actions.receive_bytes(upload=upload, offset=first, data=data[first:last], by=sender, now=now)
    with upload.file.open("rb") as file:
        assert file.read() == data
    assert (upload.received, upload.content_type, upload.sha256, upload.finished_by) == (
        5_000, "video/mp4", hashlib.sha256(data).hexdigest(), sender,
    )  # fmt: skip


def test_bytes_behind_what_the_row_knows_are_written_again(piece, sender, now):
    data = film()
    upload = begin(piece, sender, now)
    write_at(upload.file.name, 0, b"written, but the row was never saved" * 300)
    upload = actions.receive_bytes(upload=upload, offset=0, data=data, by=sender, now=now)
    assert upload.sha256 == hashlib.sha256(data).hexdigest()


def test_bytes_for_another_place_are_refused_and_nothing_moves(piece, sender, now):
    upload = begin(piece, sender, now)
    actions.receive_bytes(upload=upload, offset=0, data=film()[:4_500], by=sender, now=now)
    values = {"upload": upload, "by": sender, "now": now}
    assert refusal(actions.receive_bytes, offset=0, data=film()[:4_500], **values).code == MOVED_ON
    assert (
        "More came than was announced" in refusal(actions.receive_bytes, offset=4_500, data=bytes(501), **values).reason
    )
    assert Upload.objects.get().received == 4_500


@pytest.mark.parametrize("cut", [5_000, 20], ids=["at once", "in two parts"])
def test_what_is_no_film_is_refused(piece, sender, now, cut):
    data = b"<html>" + bytes(4_994)
    upload = begin(piece, sender, now)
    parts = [(0, data[:cut]), *([(cut, data[cut:])] if cut < 5_000 else [])]
    for offset, part in parts[:-1]:
        actions.receive_bytes(upload=upload, offset=offset, data=part, by=sender, now=now)
    offset, part = parts[-1]
    said = refusal(actions.receive_bytes, upload=upload, offset=offset, data=part, by=sender, now=now)
    assert "not an MP4, MOV or WebM film" in said.reason
    assert Upload.objects.get().finished_at is None


@pytest.mark.parametrize(
    ("size", "words"), [(0, "The film is empty."), (LARGEST_FILM + 1, "A film has at most 500 MB.")]
)
def test_a_film_of_no_size_or_beyond_500_mb_is_refused(piece, sender, now, size, words):
    assert words in refusal(begin, piece=piece, by=sender, now=now, size=size).reason


def test_ten_films_under_way_are_enough(piece, sender, now):
    for _ in range(10):
        begin(piece, sender, now)
    assert "10 films are on their way" in refusal(begin, piece=piece, by=sender, now=now).reason


def test_a_stranger_of_the_same_kind_sends_nothing(piece, sender, now):
    stranger = talent_user()
    steps.piece(steps.book(CampaignFactory(), stranger.talent_access.get().talent))
    upload = begin(piece, sender, now)
    assert refusal(begin, piece=piece, by=stranger, now=now).code == "stranger"
    values = {"upload": upload, "offset": 0, "data": film(), "by": stranger, "now": now}
    assert refusal(actions.receive_bytes, **values).code == "stranger"
    assert list(Upload.objects.visible_to(stranger)) == []
    assert list(Upload.objects.visible_to(sender)) == [upload]


def whole(piece, sender, now, data=None):
    data = data or film()
    upload = begin(piece, sender, now, size=len(data))
    return actions.receive_bytes(upload=upload, offset=0, data=data, by=sender, now=now)


def test_a_draft_takes_the_film_and_the_next_one_keeps_it(piece, sender, now):
    upload = whole(piece, sender, now)
    first = steps.submit(piece, uploads=[upload], pictures=[ContentFile(b"still", name="a.jpg")])
    assert [(f.order, f.kind, f.name) for f in first.files.all()] == [(1, "picture", "a.jpg"), (2, "film", "a.mp4")]
    steps.answer(first, approved=False, comment="Shorter")
    second = steps.submit(piece, keep=[first.files.get(kind="film")])
    kept = second.files.get()
    assert (kept.order, kept.file.name, kept.sha256) == (1, upload.file.name, upload.sha256)
    assert first.content_hash != second.content_hash


def test_a_draft_takes_only_whole_films_of_its_own_piece(piece, sender, now):
    half = begin(piece, sender, now)
    with pytest.raises(Refused, match=r"a.mp4 is not all here yet"):
        steps.submit(piece, uploads=[half])
    other = steps.piece(steps.book(CampaignFactory(), piece.booking.talent))
    foreign = whole(other, sender, now)
    with pytest.raises(Refused, match="That film belongs to another piece"):
        steps.submit(piece, uploads=[foreign])
    file = steps.submit(other, uploads=[foreign]).files.get()
    with pytest.raises(Refused, match="That file belongs to another piece"):
        steps.submit(piece, keep=[file])
    with pytest.raises(Refused, match="at most 10 files"):
        steps.submit(piece, pictures=[ContentFile(b"x", name=f"{n}.jpg") for n in range(11)])


@pytest.mark.parametrize(("data", "words"), [(b"no film", "not an MP4"), (b"x" * 11, "at most 500 MB")])
def test_a_film_that_came_with_the_form_is_looked_at(piece, monkeypatch, data, words):
    monkeypatch.setattr("campaigns.actions.drafts.LARGEST_FILM", 10)
    with pytest.raises(Refused, match=words):
        steps.submit(piece, films=[ContentFile(data, name="a.mp4")])


def test_a_film_that_came_with_the_form_is_kept(piece):
    data = film(900, WEBM)
    kept = steps.submit(piece, films=[ContentFile(data, name="a.webm")]).files.get()
    with kept.file.open("rb") as file:
        assert (kept.kind, kept.content_type, file.read()) == ("film", "video/webm", data)


def test_films_that_no_draft_took_go_after_a_week(piece, sender, now, django_capture_on_commit_callbacks):
    taken, left, young = (whole(piece, sender, now) for _ in range(3))
    Upload.objects.exclude(pk=young.pk).update(begun_at=now - timedelta(days=8))
    steps.submit(piece, uploads=[taken])
    with django_capture_on_commit_callbacks(execute=True):
        assert run("campaigns.drop_uploads", now) == ("done", "2 films thrown away")
    there = {upload: default_storage.exists(upload.file.name) for upload in (taken, left, young)}
    assert list(there.values()) == [True, False, True]
    assert list(Upload.objects.all()) == [young]


def test_the_type_is_told_by_the_first_bytes():
    assert [film_type(head) for head in (film(), film(100, WEBM), b"\xff\xd8\xff", b"", b"text")] == [
        "video/mp4", "video/webm", "", "", "",
    ]  # fmt: skip


def test_a_talent_throws_no_films_away(piece, sender, now):
    upload = whole(piece, sender, now)
    assert refusal(actions.drop_upload, upload=upload, by=sender, now=now).reason
    assert Upload.objects.get() == upload
