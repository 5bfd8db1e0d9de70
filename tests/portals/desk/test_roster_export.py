"""The roster as a file, in CSV and in XLSX."""

import csv
import io
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from portals.desk.roster import rows
from talent.actions import choose_columns
from tests.factories import NOW, AccountNumbersFactory, GenreFactory, SocialAccountFactory, TalentFactory, booker

pytestmark = pytest.mark.django_db
CSV, XLSX = "/desk/talents/export.csv", "/desk/talents/export.xlsx"


@pytest.fixture
def aki() -> Any:
    return booker(name="Aki")


@pytest.fixture
def desk(client: Client, aki: Any) -> Client:
    client.force_login(aki)
    return client


def lines(desk: Client, query: str) -> list[dict[str, str]]:
    text = b"".join(desk.get(CSV + query).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def sheet(desk: Client, query: str) -> Any:
    body = b"".join(desk.get(XLSX + query).streaming_content)  # type: ignore[attr-defined]
    return load_workbook(io.BytesIO(body)).active


def test_a_line_an_account_holds_what_was_asked_for_and_no_formula(desk: Client) -> None:
    mia = TalentFactory(name="=cmd()", stage="exclusive", followers=12_000)
    SocialAccountFactory(talent=mia, platform="tiktok", handle="mia")
    SocialAccountFactory(talent=mia, platform="youtube", handle="mia.tv", measured=True)
    TalentFactory(name="Ren", stage="exclusive")
    TalentFactory(name="Ken", stage="alumni")
    found = lines(desk, "?stage=exclusive&lines=accounts")
    assert [(line["Name"], line["Handle"], line["Followers of the account"]) for line in found] == [
        ("'=cmd()", "mia.tv", "12000"),
        ("'=cmd()", "mia", ""),
        ("Ren", "", ""),
    ]


def test_a_line_a_talent_has_the_readers_columns_and_says_where_its_figures_are_from(desk: Client, aki: Any) -> None:
    mia = TalentFactory(name="Mia", followers=12_000, genres=[GenreFactory(name="Cats")])
    at = datetime(2027, 5, 3, 9, 30, tzinfo=UTC)
    SocialAccountFactory(talent=mia, followers=12_000, source="reported", measured_at=at)
    choose_columns(columns=["genres", "followers"], by=aki, now=NOW)
    assert lines(desk, "") == [
        {
            "Name": "Mia", "Native name": "", "Followers": "12000", "Genres": "Cats",
            "Source of the figures": "Reported", "Figures as of": "2027-05-03T09:30+00:00",
        }
    ]  # fmt: skip


def test_a_rate_has_its_formula_and_coverage_in_columns_of_their_own(desk: Client, aki: Any) -> None:
    mia = TalentFactory(name="Mia", engagement_rate="2.5")
    account = SocialAccountFactory(talent=mia, platform="tiktok", handle="mia", followers=900)
    AccountNumbersFactory(
        account=account, engagement_rate="2.5", formula="by_views", formula_version=1, posts_counted=17, posts_seen=20
    )
    SocialAccountFactory(talent=mia, platform="x", handle="told", followers=5, engagement_rate="7.1")
    choose_columns(columns=["engagement"], by=aki, now=NOW)
    made_of = ("Formula of the engagement", "Version of the formula", "Posts that count", "Posts looked at")
    [line] = lines(desk, "")
    assert [line[name] for name in made_of] == ["(likes + comments + shares) ÷ views", "1", "17", "20"]
    one, other = lines(desk, "?lines=accounts")
    assert one["Engagement of the account %"] == "2.50" and one["Posts looked at"] == "20"
    assert other["Engagement of the account %"] == "7.10" and other["Posts looked at"] == ""
    assert other["Formula of the engagement"] == "as it was told"


def test_who_was_picked_is_exported_whatever_the_filters_say(desk: Client) -> None:
    gone = TalentFactory(name="Gone", archived_at=NOW, archived_by=booker())
    TalentFactory(name="Mia")
    assert [line["Name"] for line in lines(desk, f"?talent={gone.public_id}")] == ["Gone"]


def test_a_sheet_has_numbers_as_numbers_days_as_days_and_text_as_text(desk: Client, aki: Any) -> None:
    created = datetime(2027, 1, 2, 12, tzinfo=UTC)
    mia = TalentFactory(name='=HYPERLINK("x")', native_name="+1\x07", followers=12_000, created_at=created)
    SocialAccountFactory(talent=mia, followers=12_000, source="measured", measured_at=datetime(2027, 5, 3, tzinfo=UTC))
    choose_columns(columns=["followers", "created"], by=aki, now=NOW)
    page = sheet(desk, "")
    heads, row = list(page.iter_rows(min_row=1, max_row=2))
    assert [cell.value for cell in heads] == [
        "Name", "Native name", "Followers", "On the roster since", "Source of the figures", "Figures as of",
    ]  # fmt: skip
    assert [cell.data_type for cell in row] == ["s", "s", "n", "d", "s", "d"]
    assert [cell.value for cell in row[:3]] == ['=HYPERLINK("x")', "+1", 12_000]
    assert row[3].value.date() == date(2027, 1, 2)


def test_another_kind_of_file_is_nothing(desk: Client) -> None:
    assert desk.get("/desk/talents/export.exe/").status_code == 404


def test_a_line_says_until_when_a_talent_is_bound_and_that_others_are_free(
    desk: Client, aki: Any, monkeypatch: Any
) -> None:
    mia, _ = TalentFactory(name="Mia"), TalentFactory(name="Ken")
    bonds = [
        SimpleNamespace(label="Soft drinks", brand="Lumeya", until=date(2027, 6, 30)),
        SimpleNamespace(label="Skincare", brand="Solenne", until=None),
    ]
    monkeypatch.setattr(rows, "bonds_of", lambda ids, on: {mia.pk: bonds})
    choose_columns(columns=["bonds", "figures"], by=aki, now=NOW)
    found = {line["Name"]: line["Exclusive until"] for line in lines(desk, "")}
    said = "Soft drinks for Lumeya until 30 Jun 2027, Skincare for Solenne until further notice"
    assert found == {"Mia": said, "Ken": "Free"} and "Figures" not in lines(desk, "")[0]
