"""Films in the talent portal: the tus protocol, and the form that takes them."""

import base64

import pytest
from django.urls import reverse

from campaigns.models import Draft, Upload
from tests.campaigns import steps
from tests.films import film
from tests.portals.outside import text

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


def begin(portal, piece, size=5_000, name="sea.mp4", **headers):
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype dmlkZW8="
    said = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata, **headers}
    return portal.post(reverse("talent:film-begin", args=[piece.public_id]), headers=said)


def send(portal, url, offset, data, content_type=BYTES, **headers):
    said = {**TUS, "Upload-Offset": str(offset), **headers}
    return portal.generic("PATCH", url, data, content_type=content_type, headers=said)


def test_a_film_whose_sending_broke_goes_on_where_it_was(portal, piece):
    data = film()
    url = begin(portal, piece)["Location"]
    assert send(portal, url, 0, data[:4_300]).status_code == 204
    again = send(portal, url, 0, data[:4_300])
    assert (again.status_code, "Ask how many are here" in again.content.decode()) == (409, True)
    where = portal.head(url, headers=TUS)
    assert (where["Upload-Offset"], where["Upload-Length"], where["Cache-Control"]) == ("4300", "5000", "no-store")
    last = send(portal, url, 4_300, data[4_300:])
    assert (last.status_code, last["Upload-Offset"]) == (204, "5000")
    upload = Upload.objects.get()
    assert (upload.name, upload.received, upload.content_type) == ("sea.mp4", 5_000, "video/mp4")


def test_what_the_protocol_does_not_allow_is_refused(portal, piece, monkeypatch):
    monkeypatch.setattr("portals.talent.films.MOST_AT_ONCE", 4_999)
    assert begin(portal, piece, **{"Tus-Resumable": "0.2"}).status_code == 412
    assert begin(portal, piece, size="many").status_code == 412
    assert begin(portal, piece, size=0).status_code == 422
    url = begin(portal, piece)["Location"]
    answers = [
        send(portal, url, 0, film(), **{"Tus-Resumable": ""}),
        send(portal, url, "", film()),
        send(portal, url, 0, film()[:10], content_type="text/plain"),
        send(portal, url, 0, film()),
        send(portal, url, 0, b"<html>" * 700),
    ]
    assert [answer.status_code for answer in answers] == [412, 412, 415, 413, 422]
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize("metadata", ["", "filename ???", "other YQ=="])
def test_a_film_without_a_name_gets_one(portal, piece, metadata):
    begin(portal, piece, **{"Upload-Metadata": metadata})
    assert Upload.objects.get().name == "film.mp4"


def test_a_stranger_and_a_guardian_send_nothing(stranger, guardian, portal, piece):
    url = begin(portal, piece)["Location"]
    assert begin(stranger, piece).status_code == 404
    assert begin(guardian, piece).status_code == 403
    assert [stranger.head(url).status_code, guardian.head(url).status_code] == [404, 403]
    assert send(stranger, url, 0, film()).status_code == 404


def test_a_film_that_is_here_waits_for_the_draft_and_is_sent_with_it(portal, piece):
    url = begin(portal, piece)["Location"]
    send(portal, url, 0, film())
    upload = Upload.objects.get()
    page = reverse("talent:piece", args=[piece.public_id])
    assert f'name="uploads" value="{upload.public_id}" checked' in portal.get(page).content.decode()
    sent = {"caption": "Sea", "uploads": [upload.public_id], "form_key": "k"}
    assert portal.post(reverse("talent:draft-submit", args=[piece.public_id]), sent).status_code == 302
    kept = Draft.objects.get().files.get()
    assert (kept.kind, kept.file.name) == ("film", upload.file.name)
    address = reverse("talent:draft-file", args=[kept.public_id])
    part = portal.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, film()[10:20])
    assert "From your last draft" not in text(portal.get(page))


def test_changes_keep_the_files_that_stay_ticked(portal, piece):
    url = begin(portal, piece)["Location"]
    send(portal, url, 0, film())
    first = steps.submit(piece, uploads=[Upload.objects.get()])
    steps.answer(first, approved=False, comment="Other words")
    page = portal.get(reverse("talent:piece", args=[piece.public_id])).content.decode()
    file = first.files.get()
    assert f'name="keep" value="{file.public_id}" checked' in page
    assert 'name="uploads"' not in page
    sent = {"caption": "Sea again", "keep": [file.public_id], "form_key": "k"}
    assert portal.post(reverse("talent:draft-submit", args=[piece.public_id]), sent).status_code == 302
    assert Draft.objects.get(version=2).files.get().sha256 == file.sha256


def test_a_film_that_is_gone_is_said_and_the_words_stay(portal, piece):
    sent = {"caption": "Sea", "uploads": ["2" * 12], "form_key": "k"}
    response = portal.post(reverse("talent:draft-submit", args=[piece.public_id]), sent)
    assert response.status_code == 422
    assert "That film is no longer here. Send it again." in text(response)
    assert "Sea" in response.content.decode()
