"""A roster file on its way in: looked at, corrected, written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outbox import work
from outbox.models import Job
from talent.models import RosterImport, SocialAccount, Talent
from tests.factories import booker

pytestmark = pytest.mark.django_db
FILE = "Who,Handle,Followers\nMia,@mia.x,3.3k\nRen,ren.x,many\nKen,ken.x,-\n"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(booker())
    return client


def upload(desk: Client, content: str = FILE) -> RosterImport:
    file = SimpleUploadedFile("roster.csv", content.encode())
    response = desk.post(reverse("desk:import-new"), {"file": file, "as_of": "2026-01-31", "platform": "instagram"})
    found = RosterImport.objects.get()
    assert response.headers["Location"] == reverse("desk:import", args=[found.public_id])
    return found


def test_the_preview_shows_each_rows_fate_and_writes_nothing(desk: Client) -> None:
    found = upload(desk)
    page = desk.get(reverse("desk:import", args=[found.public_id])).content.decode()
    assert "Nothing is written yet" in page and "Write 2 to the roster" in page
    assert "many is not a number" in page
    refused = desk.get(reverse("desk:import", args=[found.public_id]) + "?fate=refused").content.decode()
    assert "ren.x" not in refused.split("What each row would do")[0] or "Ren" in refused
    assert ">mia.x" not in refused and not Talent.objects.exists()


def test_a_column_is_corrected_and_the_file_read_again(desk: Client) -> None:
    found = upload(desk)
    where = reverse("desk:import-remap", args=[found.public_id])
    desk.post(where, {"heading": ["Who", "Handle", "Followers"], "field": ["name", "handle", ""], "platform": "tiktok"})
    found.refresh_from_db()
    assert (found.mapping, found.platform) == ({"Who": "name", "Handle": "handle", "Followers": ""}, "tiktok")
    assert "Write 3 to the roster" in desk.get(reverse("desk:import", args=[found.public_id])).content.decode()


@pytest.mark.parametrize(
    ("day", "said"),
    [("yesterday", "Write a day, such as 2026-05-31."), ("9999-12-31", "Look at the year: days after 2199")],
)
def test_a_day_that_cannot_be_read_is_said_and_changes_nothing(desk: Client, day: str, said: str) -> None:
    found = upload(desk)
    answer = desk.post(
        reverse("desk:import-remap", args=[found.public_id]), {"as_of": day, "platform": "tiktok"}, follow=True
    )
    before = (found.platform, found.figures_as_of)
    found.refresh_from_db()
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert (found.platform, found.figures_as_of) == before


def test_writing_once_even_when_pressed_twice(desk: Client) -> None:
    found = upload(desk)
    where = reverse("desk:import-apply", args=[found.public_id])
    for _ in range(2):
        assert desk.post(where, {"form_key": "x"}).status_code == 302
    assert SocialAccount.objects.count() == 2
    page = desk.get(reverse("desk:import", args=[found.public_id])).content.decode()
    assert "many is not a number" in page and "Imported" in page
    desk.post(where, {"form_key": "y"})
    assert "roster.csv was imported already." in desk.get(reverse("desk:talents")).content.decode()


def test_a_file_without_names_cannot_be_written_and_says_why(desk: Client) -> None:
    found = upload(desk, "a,b\n1,2\n")
    page = desk.get(reverse("desk:import", args=[found.public_id])).content.decode()
    assert "No column says who the talents are." in page and 'aria-disabled="true"' in page


def test_what_is_no_roster_file_is_refused_on_the_form(desk: Client) -> None:
    file = SimpleUploadedFile("photo.png", b"\x89PNG\r\n")
    response = desk.post(reverse("desk:import-new"), {"file": file, "as_of": "2026-01-31"})
    assert response.status_code == 422 and not RosterImport.objects.exists()


def test_put_aside_nothing_is_written(desk: Client) -> None:
    found = upload(desk)
    desk.post(reverse("desk:import-drop", args=[found.public_id]))
    assert (
        "Nothing of this file was written." in desk.get(reverse("desk:import", args=[found.public_id])).content.decode()
    )
    assert not Talent.objects.exists()


def test_a_long_file_shows_how_far_it_is_can_be_stopped_and_gives_back_what_was_refused(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talent.importing.preview.LOOKED_AT", 2)
    found = upload(desk, FILE.replace("Ren,", "=Ren,"))
    here = reverse("desk:import", args=[found.public_id])
    assert "The first 2 of about" in desk.get(here).content.decode()
    desk.post(reverse("desk:import-apply", args=[found.public_id]))
    page = desk.get(here).content.decode()
    assert "Being written" in page and 'hx-trigger="every 2s"' in page
    part = desk.get(here, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "what is written stays" in part
    work.run(Job.objects.get(kind="talent.write_import").pk)
    watching = desk.get(here, headers={"HX-Request": "true"})
    assert watching.headers["HX-Refresh"] == "true"
    done = desk.get(here).content.decode()
    assert "many is not a number" in done
    sheet = desk.get(reverse("desk:import-refused", args=[found.public_id])).getvalue().decode("utf-8-sig")
    assert sheet.splitlines() == ["Row,Why,Who,Handle,Followers", "3,Followers: many is not a number.,'=Ren,ren.x,many"]


def test_stopping_says_what_stays(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("talent.importing.preview.LOOKED_AT", 2)
    found = upload(desk)
    here = reverse("desk:import", args=[found.public_id])
    desk.post(reverse("desk:import-apply", args=[found.public_id]))
    desk.post(reverse("desk:import-stop", args=[found.public_id]))
    page = desk.get(here).content.decode()
    assert "stopped it. The file was written up to row 0, and that stays." in page
    found.refresh_from_db()
    assert found.state == "stopped" and not Talent.objects.exists()


def test_a_remark_that_many_rows_share_is_said_once_with_its_rows(desk: Client) -> None:
    many = "".join(f"Kim {number},kim{number}.x,10,Atlantis\n" for number in range(14))
    found = upload(desk, f"Who,Handle,Followers,Country\n{many}Lee,lee.x,10,Lemuria\n")
    desk.post(reverse("desk:import-apply", args=[found.public_id]))
    found.refresh_from_db()
    page = desk.get(reverse("desk:import", args=[found.public_id])).content.decode()
    assert page.count("Country: Atlantis cannot be read. It is kept in the notes.") == 1
    assert ">Rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 2 more<" in page
    assert 'Country: Lemuria cannot be read. It is kept in the notes.<small class="num">Row 16<' in page
    assert 'Remarks</h2><span class="count">2<' in page and "rows that have one" not in page
    RosterImport.objects.update(outcome=found.outcome | {"remarks": [[2, "Odd."], [3, "Odd."]], "remarked": 40_000})
    page = desk.get(reverse("desk:import", args=[found.public_id])).content.decode()
    assert "Of the first 2 rows that have one; 40,000 have." in page and 'Remarks</h2><span class="count">1<' in page
