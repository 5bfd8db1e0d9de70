"""What the office checked for the brand and shared with it."""

import pytest
from django.db.models import F

from campaigns.promises import sketch_of
from exclusivity.actions import record_check, share_check
from exclusivity.models import Check
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, TalentFactory, manager
from tests.portals.outside import text


@pytest.fixture
def blocked(soda):
    talent = TalentFactory(name="Aoi")
    bind_to_rival(talent, soda, "Qxrival")
    return talent


def checked(campaign, *talents, shared=True) -> Check:
    by = manager()
    asked = [("Brand", "Kirei"), ("Product", "Soda"), ("Days", "1 May 2026 to 31 May 2026"), ("Countries", "not said")]
    made = record_check(
        sketch=sketch_of(campaign), talents=talents, asked=asked, title=campaign.name, by=by, now=NOW
    )  # fmt: skip
    return share_check(check=made, by=by, now=NOW) if shared else made


def test_the_brand_reads_what_was_shared_in_its_own_words(portal, campaign, blocked):
    checked(campaign, blocked, TalentFactory(name="Emi"))
    said = text(portal.get("/client/checked/"))
    assert "Summer" in said
    assert "Aoi Not possible" in said
    assert "Emi Possible" in said
    assert "Soda · 1 May 2026 to 31 May 2026" in said
    assert not any(word in said for word in ("Qxrival", "Blocked", "Clear", "promises on file", "4.2"))


def test_what_is_not_shared_is_not_there(portal, campaign, blocked):
    check = checked(campaign, blocked, shared=False)
    assert "Nothing here yet" in text(portal.get("/client/checked/"))
    assert portal.get(f"/client/checked/{check.public_id}/clean-sheet.pdf").status_code == 404


def test_another_brand_reads_none_of_it(stranger, campaign, blocked):
    check = checked(campaign, blocked)
    assert "Nothing here yet" in text(stranger.get("/client/checked/"))
    assert stranger.get(f"/client/checked/{check.public_id}/clean-sheet.pdf").status_code == 404


def test_the_clean_sheet_is_the_one_that_the_office_has(portal, reader, campaign, blocked):
    check = checked(campaign, blocked)
    paper = bytes(Check.objects.get(pk=check.pk).pdf)
    for person in (portal, reader):
        answer = person.get(f"/client/checked/{check.public_id}/clean-sheet.pdf")
        assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", paper)


def test_the_page_asks_no_more_queries_for_more(portal, campaign, blocked, django_assert_num_queries):
    checked(campaign, blocked)
    with django_assert_num_queries(9):
        portal.get("/client/checked/")
    for name in ("Emi", "Fumi"):
        checked(campaign, blocked, TalentFactory(name=name))
    assert Check.objects.filter(shared_at=F("created_at")).count() == 3
    with django_assert_num_queries(9):
        portal.get("/client/checked/")
