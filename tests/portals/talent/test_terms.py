"""A booking's confirmation in the portals: read, downloaded, accepted; whether it is, on the desk and at the brand."""

from hashlib import sha256

import pytest
from django.urls import reverse

from accounts.roles import Role
from campaigns import actions
from campaigns.models import Confirmation
from campaigns.papers import draw_up
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, brand_person, manager, owner, reader, talent_user
from tests.portals.outside import signed_in, still_clock, text

__all__ = ["still_clock"]


@pytest.fixture
def paper(db):
    talent = TalentFactory(name="Aoi", born_on="2000-01-01")
    booking = steps.book(CampaignFactory(name="Summer"), talent)
    return draw_up(booking=booking, by=manager(), now=NOW)


@pytest.fixture
def portal(paper):
    return signed_in(talent_user(paper.booking.talent, name="Aoi"))


def address(paper, name="terms"):
    return reverse(f"talent:{name}", args=[paper.public_id])


def test_the_page_has_the_words_of_the_document(portal, paper):
    said = text(portal.get(address(paper)))
    for label, value in paper.terms["asked"]:
        assert f"{label}\n{value}" in said or (label in said and value in said)
    assert [line for line in paper.terms["how"] if line not in said] == []
    assert paper.pdf_hash in said


def test_the_document_is_the_one_that_was_printed(portal, paper):
    answer = portal.get(address(paper, "terms-pdf"))
    assert sha256(answer.content).hexdigest() == paper.pdf_hash
    assert answer["Content-Disposition"] == 'attachment; filename="summer-confirmation-1.pdf"'


def test_accepting_keeps_the_name_and_where_it_came_from(portal, paper):
    answer = portal.post(
        address(paper, "terms-accept"), {"name": "Aoi Mori", "pdf_hash": paper.pdf_hash}, follow=True,
        REMOTE_ADDR="192.0.2.44",
    )  # fmt: skip
    assert "Accepted by Aoi Mori" in " ".join(text(answer).split())
    row = Confirmation.objects.get()
    assert (row.accepted_name, row.accepted_from) == ("Aoi Mori", "192.0.2.44")
    assert "Accept the booking" not in text(portal.get(address(paper)))


def test_without_a_name_the_page_says_so(portal, paper):
    answer = portal.post(address(paper, "terms-accept"), {"name": "", "pdf_hash": paper.pdf_hash})
    assert (answer.status_code, "Type your full name to accept." in text(answer)) == (422, True)
    answer = portal.post(address(paper, "terms-accept"), {"name": "Aoi", "pdf_hash": "0" * 64})
    assert (answer.status_code, "another one" in text(answer)) == (422, True)


def test_a_guardian_of_somebody_of_age_reads_why_not(paper):
    guardian = signed_in(talent_user(paper.booking.talent, role=Role.GUARDIAN))
    said = text(guardian.get(address(paper)))
    assert "Who is 18 or older accepts it themselves." in said


def test_the_brand_reads_whether_it_is_accepted_and_no_net(paper):
    client = signed_in(brand_person(paper.booking.campaign.brand))
    url = reverse("client:campaign", args=[paper.booking.campaign.public_id])
    assert "with the talent" in text(client.get(url))
    accept(paper)
    assert "accepted 15 Apr" in text(client.get(url))
    assert client.get(address(paper, "terms-pdf")).status_code == 404


def accept(paper):
    actions.accept_confirmation(
        confirmation=paper, name="Aoi Mori", pdf_hash=paper.pdf_hash, address="192.0.2.7",
        by=talent_user(paper.booking.talent), now=NOW,
    )  # fmt: skip


def test_the_desk_reads_who_accepted(paper):
    accept(paper)
    url = reverse("desk:booking", args=[paper.booking.public_id])
    said = text(signed_in(owner()).get(url))
    assert ("Aoi Mori" in said, "192.0.2.7" in said, paper.pdf_hash in said) == (True, True, True)
    pdf = reverse("desk:confirmation-pdf", args=[paper.public_id])
    assert pdf in signed_in(owner()).get(url).content.decode()
    assert pdf not in signed_in(reader()).get(url).content.decode()
    assert sha256(signed_in(owner()).get(pdf).content).hexdigest() == paper.pdf_hash
