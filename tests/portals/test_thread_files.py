"""Files on messages: sent from every portal, read by the thread's readers alone."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import Thread, ThreadFile
from tests.campaigns import steps
from tests.factories import CampaignFactory, TalentFactory, booker, brand_person, talent_user
from tests.portals.outside import signed_in
from tests.portals.talent.pictures import photograph

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"0" * 40


def fetched(browser, url):
    """Status, how it is shown, and the bytes."""
    answer = browser.get(url)
    return answer.status_code, answer.headers.get("Content-Disposition", ""), b"".join(answer)


def test_files_come_from_each_portal_and_reach_the_readers_alone():
    campaign = CampaignFactory()
    talent = steps.book(campaign, TalentFactory()).talent
    people = {
        "talent": talent_user(talent), "client": brand_person(campaign.brand), "desk": booker(),
        "other talent": talent_user(), "other client": brand_person(),
    }  # fmt: skip
    browsers = {name: signed_in(user) for name, user in people.items()}
    begin = {
        portal: reverse(f"{portal}:thread-begin", args=[campaign.public_id]) for portal in ("talent", "client", "desk")
    }
    read = {}
    for portal, url in begin.items():
        sent = {"title": "Plan", "text": "Look", "form_key": uuid4().hex, "audience": "office"}
        files = [photograph("PNG"), SimpleUploadedFile("paper.pdf", PDF)]
        assert browsers[portal].post(url, {**sent, "attachments": files}).status_code == 302, portal
        picture, paper = ThreadFile.objects.filter(message__thread=Thread.objects.latest("pk")).order_by("pk")
        assert (picture.content_type, paper.content_type) == ("image/jpeg", "application/pdf")
        read[portal] = [
            name for name, browser in browsers.items()
            if fetched(browser, f"/{name.split()[-1]}/threads/files/{paper.public_id}")[0] == 200
        ]  # fmt: skip
    assert read == {"talent": ["talent", "desk"], "client": ["client", "desk"], "desk": ["desk"]}
    at = "/desk/threads/files/"
    assert fetched(browsers["desk"], at + paper.public_id) == (200, 'attachment; filename="paper.pdf"', PDF)
    assert fetched(browsers["desk"], at + picture.public_id)[1] == 'inline; filename="photo.jpg"'
    page = browsers["desk"].get(f"/desk/threads/{Thread.objects.latest('pk').public_id}/").content.decode()
    assert ("paper.pdf" in page, page.count("said-picture")) == (True, 1)


def test_a_file_that_cannot_come_in_says_why_and_keeps_the_words(monkeypatch):
    campaign = CampaignFactory()
    steps.book(campaign)
    browser = signed_in(brand_person(campaign.brand))
    url = f"/client/campaigns/{campaign.public_id}/write"
    broken = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40)
    for files, words in (
        ([broken], "is not a JPEG, PNG or WebP picture"),
        (
            [SimpleUploadedFile("a.exe", b"MZ" + b"\x00" * 40)],
            "Send a picture (JPEG, PNG or WebP), a PDF or a text file.",
        ),
    ):
        answer = browser.post(url, {"title": "Plan", "text": "My words", "form_key": uuid4().hex, "attachments": files})
        page = answer.content.decode()
        assert (answer.status_code, words in page, "My words" in page) == (422, True, True)
    monkeypatch.setattr("portals.threads.LARGEST", 5)
    answer = browser.post(
        url, {"title": "Plan", "text": "Mine", "attachments": [SimpleUploadedFile("a.txt", b"0" * 9)]}
    )
    assert "at most 20 MB" in answer.content.decode()
    assert not Thread.objects.exists()
