"""Waivers on the desk: asked from a clash, told wherever they matter, granted with their paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import Booking, Campaign
from clients.models import Category
from exclusivity.actions import record_waiver
from exclusivity.models import Clause, Finding, Waiver
from outbox.models import Message
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, ContactFactory, booker, manager
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PDF = b"%PDF-1.7 a waiver"


@pytest.fixture
def held(campaign: Campaign, talent: Talent, soda: Category) -> Booking:
    """A hold for Kirei of a talent whom Lumeya's clause 4.2 binds."""
    signed = bind_to_rival(talent, soda)
    ContactFactory(brand=signed.brand, name="Petra Kühn", email="petra@lumeya.example", title="Brand director")
    return steps.hold(campaign, talent)


@pytest.fixture
def url(held: Booking) -> str:
    clause = Clause.objects.get(commitment__brand__name="Lumeya")
    return f"/desk/clauses/{clause.public_id}/waivers/ask?for={held.commitment.public_id}"


def asked(desk: Client, url: str, **values: Any) -> Waiver:
    contact = ContactFactory._meta.model.objects.get()
    said = {"whom": f"c{contact.pk}", "covers": "promise", "for": url[-12:], **values}
    response = desk.post(url, said)
    assert response.status_code == 302, text(response)
    return Waiver.objects.latest("pk")


def grant(desk: Client, waiver: Waiver, **values: Any) -> Any:
    said = {"grantor": "Petra Kühn", "authority": "Brand director", "written_on": "2026-04-14", "writing": "Mail"}
    return desk.post(f"/desk/waivers/{waiver.public_id}/grant", {**said, **values})


def test_the_clash_leads_to_a_request_that_says_what_it_would_change(desk: Client, url: str, held: Booking) -> None:
    finding = Finding.objects.get()
    assert url.replace("&", "&amp;") in text(desk.get(f"/desk/clashes/{finding.public_id}/"))
    page = text(desk.get(url))
    pane = page.split('id="effect"')[1]
    assert "Blocked" in pane and "Waived" in pane
    assert "Then Kirei can be confirmed." in pane
    letter = pane.split('class="letter')[1]
    assert "Aoi" in letter and "Kirei" not in letter
    assert "Petra Kühn, Brand director" in page


def test_the_effect_follows_what_is_typed(desk: Client, url: str, held: Booking) -> None:
    address = url.split("?")[0].replace("/ask", "/effect")
    said = {"for": held.commitment.public_id, "covers": "promise", "whom": "else", "to_name": "Emi"}
    narrow = text(desk.post(address, {**said, "channels": ["podcast"]}))
    assert "Not enough:" in narrow
    named = text(desk.post(address, {**said, "name_brand": "on", "words": "Once."}))
    assert "Brand: Kirei" in named and "Once." in named and "Hello Emi," in named
    nothing = text(desk.post(address, {}))
    assert "It is asked for no booking in particular." in nothing
    assert Waiver.objects.count() == 0


def test_a_request_waits_in_the_outbox_and_shows_where_it_matters(desk: Client, url: str, held: Booking) -> None:
    waiver = asked(desk, url)
    letter = Message.objects.get(kind="waiver_request")
    assert (letter.state, letter.to_name) == ("draft", "Petra Kühn")
    page = text(desk.get(f"/desk/waivers/{waiver.public_id}/"))
    assert f"/desk/office/messages/{letter.public_id}/" in page or letter.public_id in page
    words = "Asked of Petra Kühn on 15 Apr 2026, no answer yet."
    finding = Finding.objects.get()
    contract = waiver.clause.commitment.contract
    for address in (
        f"/desk/bookings/{held.public_id}/",
        f"/desk/ambassadors/{contract.public_id}/",
        f"/desk/clashes/{finding.public_id}/",
        "/desk/waivers/",
    ):
        assert words in text(desk.get(address)), address
    assert "Waits for a waiver" in text(desk.get("/desk/clashes/"))


def test_a_request_to_nobody_keeps_what_was_typed(desk: Client, url: str) -> None:
    response = desk.post(url, {"whom": "else", "covers": "promise", "words": "Kept words", "for": url[-12:]})
    assert (response.status_code, Waiver.objects.count()) == (422, 0)
    assert "Say whom you ask." in text(response) and "Kept words" in text(response)
    back_to_front = {"first": "2026-06-02", "last": "2026-06-01", "whom": "else", "to_name": "E", "covers": "all"}
    assert "The last day comes before the first." in text(desk.post(url, back_to_front))


def test_a_request_is_made_once(desk: Client, url: str) -> None:
    asked(desk, url)
    assert "Asked for on 15 Apr 2026 already" in text(desk.get(url))
    again = desk.post(url, {"whom": "else", "to_name": "Emi", "covers": "promise", "for": url[-12:]})
    assert (again.status_code, Waiver.objects.count()) == (422, 1)


def test_consent_with_its_paper_lets_the_booking_be_confirmed(desk: Client, url: str, held: Booking) -> None:
    waiver = asked(desk, url)
    paper = SimpleUploadedFile("Consent.pdf", PDF, content_type="text/html")
    assert grant(desk, waiver, document=paper, expires="2026-12-31").status_code == 302
    waiver.refresh_from_db()
    assert (waiver.state, waiver.document_name) == ("GRANTED", "Consent.pdf")
    assert waiver.expires is not None and waiver.expires.isoformat() == "2026-12-31T15:00:00+00:00"  # Tokyo's midnight
    page = text(desk.get(f"/desk/bookings/{held.public_id}/"))
    assert "Granted by Petra Kühn, Brand director, in writing on 14 Apr 2026, until" in page
    assert desk.post(f"/desk/bookings/{held.public_id}/confirm").status_code == 302
    assert Booking.objects.get(pk=held.pk).state == "confirmed"


def test_the_paper_is_for_staff_and_never_shown_inside_the_site(desk: Client, url: str) -> None:
    waiver = asked(desk, url)
    grant(desk, waiver, document=SimpleUploadedFile("Consent.pdf", PDF))
    response = desk.get(f"/desk/waivers/{waiver.public_id}/document")
    assert b"".join(response) == PDF  # type: ignore[arg-type]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Consent.pdf"'
    assert desk.get(f"/desk/waivers/{asked(desk, url, covers='all').public_id}/document").status_code == 404


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"writing": ""}, "Only what is granted in writing counts"),
        ({"document": SimpleUploadedFile("a.pdf", b"<script>")}, "The paper is a PDF, a PNG or a JPEG."),
        ({"grantor": ""}, "Say who granted it."),
        ({"written_on": "2026-05-01"}, "That day is still to come."),
        ({"expires": "2026-04-01"}, "It has run out already."),
    ],
)
def test_consent_that_is_not_whole_is_said_at_its_field(
    desk: Client, url: str, values: dict[str, Any], said: str
) -> None:
    waiver = asked(desk, url)
    response = grant(desk, waiver, **values)
    assert response.status_code == 422
    assert said in text(response)
    waiver.refresh_from_db()
    assert waiver.state == "REQUESTED"


def test_a_paper_of_more_than_20_mb_is_refused(desk: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portals.desk.exclusivity.waiver_forms.LARGEST", 4)
    response = grant(desk, asked(desk, url), document=SimpleUploadedFile("a.pdf", PDF))
    assert "larger than 20 MB" in text(response)


def test_the_answer_by_word_and_the_refusal_are_noted(desk: Client, url: str) -> None:
    waiver = asked(desk, url)
    page = f"/desk/waivers/{waiver.public_id}/"
    assert desk.post(f"{page}promise", {"grantor": "Petra"}).status_code == 302
    assert "Promised by word by Petra. Only what is granted in writing counts." in text(desk.get(page))
    assert desk.post(f"{page}refuse", {"reason": "Not this season"}).status_code == 302
    assert "Not this season" in text(desk.get(page))
    other = asked(desk, url)
    assert desk.post(f"/desk/waivers/{other.public_id}/withdraw", {"reason": ""}).status_code == 302
    states = Waiver.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["REFUSED", "WITHDRAWN"]


def test_consent_taken_back_forbids_again(desk: Client, url: str, held: Booking) -> None:
    waiver = asked(desk, url)
    grant(desk, waiver)
    page = f"/desk/waivers/{waiver.public_id}/"
    assert "Record that it was taken back" in text(desk.get(page))
    assert desk.post(f"{page}revoke", {"reason": ""}).status_code == 302  # refused in a toast
    assert Waiver.objects.get().state == "GRANTED"
    assert desk.post(f"{page}revoke", {"reason": "New owner"}).status_code == 302
    assert "Taken back on 15 Apr 2026." in text(desk.get(page))
    assert 'aria-disabled="true"' in text(desk.get(f"/desk/bookings/{held.public_id}/"))


def test_a_booker_asks_and_a_manager_records(client: Client, url: str) -> None:
    client.force_login(booker())
    waiver = asked(client, url)
    page = text(client.get(f"/desk/waivers/{waiver.public_id}/"))
    assert "may sign and end ambassador contracts" in page
    assert grant(client, waiver).status_code == 403
    assert client.post(f"/desk/waivers/{waiver.public_id}/revoke", {"reason": "x"}).status_code == 403


def test_the_list_has_its_views_and_search(desk: Client, url: str) -> None:
    clause = Clause.objects.get(commitment__brand__name="Lumeya")
    asked(desk, url)
    said = {"clause": clause, "by": manager(), "now": NOW}
    record_waiver(state="GRANTED", expires_at=NOW + timedelta(days=9), **said)
    record_waiver(state="GRANTED", **said)
    record_waiver(state="REFUSED", **said)
    counted = text(desk.get("/desk/waivers/")).split('aria-label="Views"')[1].split("</nav>")[0]
    assert [part.split("<")[0] for part in counted.split('class="count">')[1:]] == ["1", "2", "1", "1"]
    assert "No waiver matches" in text(desk.get("/desk/waivers/?q=nobody"))
    assert "Lumeya" in text(desk.get("/desk/waivers/?q=lumeya&view=over"))
    assert "Lumeya" in text(desk.get("/desk/waivers/?q=Petra"))
    Waiver.objects.all().delete()
    assert "Nothing is asked for" in text(desk.get("/desk/waivers/"))
    assert "No waiver is in this view." in text(desk.get("/desk/waivers/?view=over"))


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_however_long(desk: Client, url: str, many: int) -> None:
    clause = Clause.objects.get(commitment__brand__name="Lumeya")
    for _ in range(many):
        record_waiver(clause=clause, state="REQUESTED", by=manager(), now=NOW)
    desk.get("/desk/waivers/")
    with CaptureQueriesContext(connection) as queries:
        desk.get("/desk/waivers/")
    assert len(queries) == 7


def test_today_asks_again_and_minds_what_ends(desk: Client, url: str) -> None:
    clause = Clause.objects.get(commitment__brand__name="Lumeya")
    waiver = asked(desk, url)
    page = text(desk.get("/desk/"))
    assert "Waiver of Lumeya about Aoi" in page.split('id="waiting-title"')[1]
    Waiver.objects.update(asked_at=NOW - timedelta(days=6))
    todo = text(desk.get("/desk/")).split('id="waiting-title"')[0]
    assert "Ask Lumeya about Aoi again" in todo
    address = todo.split("Ask Lumeya about Aoi again")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Booking for Kirei" in text(desk.get(f"/desk/{address}")).split('id="pane"')[1]
    record_waiver(clause=clause, state="GRANTED", expires_at=NOW + timedelta(days=9), by=manager(), now=NOW)
    assert "Prolong the waiver of Lumeya" in text(desk.get("/desk/"))
    assert "Ask Lumeya about Aoi again" not in text(desk.get("/desk/?of=mine"))
    assert waiver.state == "REQUESTED"
