"""Saved checks on the desk: kept from the what-if, listed, opened, shared."""

from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from clients.models import Brand, Category
from exclusivity.models import Check
from talent.models import Talent
from tests.campaigns.rivals import bind_to_rival
from tests.factories import TalentFactory, brand_person, reader
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def question(brand: Brand, soda: Category) -> str:
    return "?" + urlencode(
        {
            "brand": brand.public_id, "category": soda.pk, "first": "2026-06-01", "last": "2026-06-10", "where": "JP",
            "channel": "instagram", "activity": "PAID", "check": "booking", "more": "CLEAR",
        }
    )  # fmt: skip


def save(desk: Client, question: str, *talents: Talent) -> Any:
    return desk.post("/desk/checks/save", {"question": question, "talent": [talent.public_id for talent in talents]})


def test_a_check_is_saved_opened_listed_and_shared(
    desk: Client, brand: Brand, talent: Talent, soda: Category, question: str
) -> None:
    bind_to_rival(talent, soda)
    free = TalentFactory(name="Emi", followers=900)
    brand_person(brand, name="Petra")
    answer = save(desk, question, talent, free)
    check = Check.objects.get()
    assert answer["Location"] == f"/desk/checks/{check.public_id}/"
    assert {a.name: (a.verdict, a.result) for a in check.answers.all()} == {
        "Aoi": ("BLOCK", "Not possible"), "Emi": ("CLEAR", "Possible"),
    }  # fmt: skip
    assert dict(check.asked)["Days"] == "1 Jun 2026 to 10 Jun 2026"
    assert "more=" not in check.question
    said = text(desk.get(f"/desk/checks/{check.public_id}/"))
    assert all(
        word in said for word in ("Aoi", "Blocked", "Emi", "Held against 1 promise: all six dimensions meet", "Petra")
    )
    assert "They would read it" in said
    listed = text(desk.get("/desk/checks/"))
    assert check.public_id in listed
    assert check.public_id in text(desk.get("/desk/checks/?q=emi"))
    assert "No check fits" in text(desk.get("/desk/checks/?q=zzz"))
    assert desk.post(f"/desk/checks/{check.public_id}/share").status_code == 302
    assert "Shared by Sora" in text(desk.get(f"/desk/checks/{check.public_id}/"))


def test_the_clean_sheet_is_the_document_that_was_printed(desk: Client, talent: Talent, question: str) -> None:
    save(desk, question, talent)
    check = Check.objects.get()
    one, two = (desk.get(f"/desk/checks/{check.public_id}/clean-sheet.pdf") for _ in range(2))
    assert (one["Content-Type"], one.content, one.content) == ("application/pdf", bytes(check.pdf), two.content)
    assert 'filename="clean-sheet-kirei-2026-04-15.pdf"' in one["Content-Disposition"]


def test_nothing_is_saved_for_nobody_or_for_no_brand(desk: Client, talent: Talent, question: str) -> None:
    answer = save(desk, question)
    assert answer["Location"].startswith("/desk/who-is-free/?brand=")
    assert save(desk, "?first=2026-06-01", talent)["Location"] == "/desk/who-is-free/"
    assert Check.objects.count() == 0


def test_who_may_not_save_reads_why(client: Client, talent: Talent, question: str) -> None:
    client.force_login(reader())
    said = text(client.get(f"/desk/who-is-free/{question}&talent={talent.public_id}"))
    assert "Save this check" in said
    assert 'class="refused"' in said
    assert save(client, question, talent).status_code == 403


def test_the_list_asks_no_more_queries_for_more_checks(
    desk: Client, talent: Talent, question: str, django_assert_num_queries: Any
) -> None:
    save(desk, question, talent)
    with django_assert_num_queries(7):
        desk.get("/desk/checks/")
    for name in ("Emi", "Fumi"):
        save(desk, question, talent, TalentFactory(name=name))
    with django_assert_num_queries(7):
        desk.get("/desk/checks/")


def test_a_check_asks_no_more_queries_for_more_talents(
    desk: Client, talent: Talent, question: str, django_assert_num_queries: Any
) -> None:
    save(desk, question, talent)
    with django_assert_num_queries(9):
        desk.get(f"/desk/checks/{Check.objects.latest('pk').public_id}/")
    save(desk, question, talent, TalentFactory(name="Emi"), TalentFactory(name="Fumi"))
    with django_assert_num_queries(9):
        desk.get(f"/desk/checks/{Check.objects.latest('pk').public_id}/")
