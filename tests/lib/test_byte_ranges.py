"""A file in ranges."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from lib.byte_ranges import send_file, wanted

DATA = bytes(range(200))


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None), ("bytes=0-99", (0, 99)), ("bytes=150-", (150, 199)), ("bytes=-10", (190, 199)),
        ("bytes=-500", (0, 199)), ("bytes=190-999", (190, 199)), ("bytes=5-4", None), ("bytes=-", None),
        ("bytes=0-1,5-6", None), ("pages=1-2", None),
    ],
)  # fmt: skip
def test_wanted_reads_one_range_and_takes_all_for_what_it_does_not_know(header, part):
    assert wanted(header, 200) == part


@pytest.mark.parametrize("header", ["bytes=200-", "bytes=-0", "bytes=900-901"])
def test_wanted_says_where_a_range_lies_behind_the_end(header):
    with pytest.raises(ValueError, match="bytes"):
        wanted(header, 200)


def answer(header=""):
    file = BytesIO(DATA)
    request = RequestFactory().get("/", headers={"Range": header} if header else {})
    return file, send_file(request, file, size=200, content_type="video/mp4")


@pytest.mark.django_db
def test_the_middle_of_a_film_is_sent_as_a_part():
    file, response = answer("bytes=100-104")
    assert (response.status_code, b"".join(response.streaming_content)) == (206, DATA[100:105])
    assert (response["Content-Range"], response["Content-Length"], response["Content-Type"]) == (
        "bytes 100-104/200", "5", "video/mp4",
    )  # fmt: skip
    response.close()
    assert file.closed


def test_without_a_range_all_of_it_is_sent_and_says_that_parts_can_be_had():
    _, response = answer()
    assert (response.status_code, b"".join(response.streaming_content)) == (200, DATA)
    assert response["Accept-Ranges"] == "bytes"


def test_behind_the_end_the_size_is_told():
    file, response = answer("bytes=200-")
    assert (response.status_code, response["Content-Range"], file.closed) == (416, "bytes */200", True)
