"""Results on the desk: the list, a campaign's, files, costs, goals, figures by hand."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from djmoney.money import Money
from openpyxl import load_workbook

from accounts.models import User
from campaigns.models import Booking, Campaign, Cost, Deliverable, Goal
from clients.models import Brand
from portals.reports import paper_of
from stats.models import HandFigures, Post
from stats.results.document import Paper, printed
from stats.results.report import earlier, reports
from talent.models import SocialAccount, Talent
from tests.campaigns import steps
from tests.factories import (
    NOW,
    AccountSnapshotFactory,
    BenchmarkFactory,
    CampaignFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    reader,
)
from tests.portals.desk.reading import text
from tests.portals.talent.pictures import photograph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "https://www.instagram.com/p/Sea1/"


@pytest.fixture
def piece(campaign: Campaign, talent: Talent) -> Deliverable:
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")
    piece = steps.publish(steps.piece(steps.book(campaign, talent, price=Money(200_000, "JPY"))), URL)
    PostFactory(
        account=account, url=URL, text="=cmd", published_at=datetime(2026, 5, 15, 3, tzinfo=UTC),
        measured_at=datetime(2026, 5, 20, tzinfo=UTC), views=80_000, likes=900, comments=100,
    )  # fmt: skip
    return piece


def page(campaign: Campaign, rest: str = "") -> str:
    return f"/desk/campaigns/{campaign.public_id}/results{rest}"


def test_campaigns_with_live_posts_stand_in_the_list(desk: Client, campaign: Campaign, piece: Deliverable) -> None:
    CampaignFactory(name="Nothing live")
    said = text(desk.get("/desk/results/"))
    assert ("Summer" in said, "Nothing live" in said, "80.0" in said) == (True, False, True)
    assert 'block">measured<' in desk.get("/desk/results/").content.decode()
    assert "No campaign matches" in text(desk.get("/desk/results/?q=winter"))


def second(desk: Client, sora: User) -> Campaign:
    """A campaign of another manager with one post, figures by hand and no name that is before Summer's."""
    other = CampaignFactory(name="=Winter", brand__name="Orbyte")
    piece = steps.publish(steps.piece(steps.book(other, price=Money(50_000, "JPY"))), "https://www.instagram.com/p/W1/")
    HandFigures.objects.create(
        deliverable=piece, as_of=date(2026, 4, 14), views=200_000, entered_at=NOW, entered_by=sora
    )
    return other


def listed(desk: Client, query: str) -> list[str]:
    return [str(campaign.name) for campaign, _ in desk.get(f"/desk/results/{query}").context["rows"]]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["=Winter", "None told", "Summer"]),
        ("created", ["Summer", "None told", "=Winter"]),
        ("name", ["=Winter", "None told", "Summer"]),
        ("-views", ["=Winter", "Summer", "None told"]),
        ("views", ["Summer", "=Winter", "None told"]),
        ("-cost", ["Summer", "None told", "=Winter"]),
        ("cpm", ["=Winter", "Summer", "None told"]),
        ("as_of", ["=Winter", "Summer", "None told"]),
        ("nonsense", ["=Winter", "None told", "Summer"]),
    ],
)
def test_the_list_is_sorted_by_what_was_asked_and_unknown_comes_last(
    desk: Client, campaign: Campaign, piece: Deliverable, sora: User, sort: str, names: list[str]
) -> None:
    untold = CampaignFactory(name="None told")
    steps.publish(steps.piece(steps.book(untold)), "https://www.instagram.com/p/N1/")
    second(desk, sora)
    for days, name in enumerate(["Summer", "None told", "=Winter"]):
        Campaign.objects.filter(name=name).update(created_at=NOW + timedelta(hours=days))
    assert listed(desk, f"?sort={sort}") == names


def test_the_list_is_filtered_by_state_manager_and_days(
    desk: Client, campaign: Campaign, piece: Deliverable, sora: User
) -> None:
    other = second(desk, sora)
    Campaign.objects.filter(pk=other.pk).update(state="closed")
    Deliverable.objects.filter(booking__campaign=other).update(published_at=NOW - timedelta(days=40))
    for query, names in (
        ("?state=closed", ["=Winter"]),
        (f"?manager={campaign.manager.public_id}", ["Summer"]),
        ("?from=2026-04-01", ["Summer"]),
        ("?until=2026-04-01", ["=Winter"]),
        ("?from=2026-05-01&until=2026-04-01", []),
        ("?from=tomorrow&state=winter", ["=Winter", "Summer"]),
    ):
        assert sorted(listed(desk, query)) == sorted(names), query
    said = text(desk.get("/desk/results/?from=2026-04-01&q=sum"))
    assert "Live from" in said and "1 Apr 2026" in said


def test_the_list_goes_to_files_as_it_was_filtered_without_formulas_and_without_money_for_who_may_not_read_it(
    client: Client, desk: Client, campaign: Campaign, piece: Deliverable, sora: User
) -> None:
    second(desk, sora)
    answer = desk.get("/desk/results/export.csv?sort=name")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("Campaign,Brand,State,Manager,Live posts") and lines[0].endswith("Currency of revenue")
    assert lines[1].startswith("'=Winter,Orbyte,") and ",200000,1 of 1 posts," in lines[1] and ",50000" in lines[1]
    assert len(lines) == 3
    answer = desk.get("/desk/results/export.xlsx?q=sum")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)))["Results"]  # type: ignore[attr-defined]
    values = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True)}
    told = [values[name] for name in ("Campaign", "Views", "The brand paid", "Per 1,000 views")]
    assert (sheet.max_row, told) == (2, ["Summer", 80_000, 200_000, 2_500])
    client.force_login(reader())
    said = b"".join(client.get("/desk/results/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "The brand paid" not in said and "200000," in said and "50000" not in said.replace("200000", "")
    assert listed(client, "?sort=-cost") == listed(client, "")


def test_what_views_of_a_running_campaign_cost_is_so_far_in_files_and_beside_later_campaigns(
    desk: Client, campaign: Campaign, talent: Talent, brand: Brand, piece: Deliverable
) -> None:
    later = CampaignFactory(brand=brand, name="Autumn", created_at=NOW + timedelta(days=60))

    def said() -> tuple[Any, ...]:
        file = load_workbook(BytesIO(b"".join(desk.get(page(later, ".xlsx")).streaming_content)))  # type: ignore[attr-defined]
        own = load_workbook(BytesIO(b"".join(desk.get(page(campaign, ".xlsx")).streaming_content)))  # type: ignore[attr-defined]
        listing = load_workbook(BytesIO(b"".join(desk.get("/desk/results/export.xlsx?q=sum").streaming_content)))  # type: ignore[attr-defined]
        cells = [
            dict(zip([head.value for head in sheet[1]], [cell.value for cell in sheet[2]], strict=True)).get(name)
            for sheet, name in (
                (file["Campaigns before"], "What they cost is"), (own["By talent"], "What each costs is"),
                (listing["Results"], "They are"),
            )
        ]  # fmt: skip
        now = reports([campaign, later])
        return (
            *cells, paper_of(now[later.pk], NOW, [now[campaign.pk]]).before[0][-1],
            "so far" in text(desk.get(page(later))),
        )  # fmt: skip

    assert said() == (None, None, None, "¥ 2,500", False)
    same = {"booking": piece.booking, "kind": piece.kind, "channel": piece.channel, "created_by": campaign.manager}
    Deliverable.objects.create(**same, number=2, of=2, created_at=NOW)
    Booking.objects.update(state="confirmed")
    assert said() == ("so far", "so far", "so far", "¥ 2,500\nso far", True)


def test_of_a_brand_or_a_talent_all_stands_together(desk: Client, campaign: Campaign, piece: Deliverable) -> None:
    other = CampaignFactory(name="Elsewhere")
    theirs = steps.publish(
        steps.piece(steps.book(other, price=Money(7_000, "JPY"))), "https://www.instagram.com/p/Ren1/"
    )
    for name, one, told in (("brand", campaign.brand, 2), ("talent", theirs.booking.talent, 0)):
        said = text(desk.get(f"/desk/results/?{name}={one.public_id}"))
        assert ("Summer" in said, "Elsewhere" in said) == (name == "brand", name == "talent")
        assert (said.count('title="¥ 2,500"'), one.name in said) == (told, True)  # of all, and of the campaign
    assert "No campaign matches" in text(desk.get(f"/desk/results/?talent={TalentFactory().public_id}"))
    assert desk.get("/desk/results/?brand=222222222222").status_code == 404


def test_a_rate_stands_with_where_it_lies_in_its_range(desk: Client, campaign: Campaign, piece: Deliverable) -> None:
    BenchmarkFactory(platform="instagram", from_followers=20_000, as_of=date(2026, 3, 1))
    SocialAccount.objects.update(followers=20_000)
    AccountSnapshotFactory(
        account=SocialAccount.objects.get(), taken_at=datetime(2026, 5, 15, tzinfo=UTC), followers=20_000
    )
    said = desk.get(page(campaign)).content.decode()
    assert 'title="A survey, Mar 2026">high' in said
    book = load_workbook(BytesIO(b"".join(desk.get(page(campaign, ".xlsx")).streaming_content)))
    head, row = ([cell.value for cell in line] for line in book["By post"].iter_rows())
    assert dict(zip(head, row, strict=True))["Against its range"] == "high: A survey, Mar 2026"
    talents = [[cell.value for cell in line] for line in book["By talent"].iter_rows()][1:]
    assert talents == [
        ["Aoi", 1, 1, 80_000, None, 1_000, 5, 200_000, None, 200_000, 2_500, 2.5, 200, None, "JPY", "measured"]
    ]
    sums = {line[0].value: line[1].value for line in book["Sums"].iter_rows()}
    assert (sums["Views"], sums["The brand paid"], sums["An engagement"]) == (80_000, 200_000, 200)


def test_each_count_of_the_table_says_who_told_it(
    desk: Client, campaign: Campaign, piece: Deliverable, sora: User
) -> None:
    other = steps.publish(steps.piece(steps.book(CampaignFactory(), TalentFactory(name="Ren"))), f"{URL}2/")
    Booking.objects.filter(pk=other.booking_id).update(campaign=campaign)
    HandFigures.objects.create(deliverable=other, as_of=date(2026, 5, 18), reach=900, entered_at=NOW, entered_by=sora)
    book = load_workbook(BytesIO(b"".join(desk.get(page(campaign, ".xlsx")).streaming_content)))
    how = {line[0].value: line[3].value for line in book["Sums"].iter_rows()}
    assert [how[name] for name in ("Views", "Reach", "Engagements")] == [
        "measured, 1 of 2 posts", "reported, 1 of 2 posts", "measured, 1 of 2 posts",
    ]  # fmt: skip


def test_the_brands_earlier_campaigns_are_in_its_document(campaign: Campaign, piece: Deliverable) -> None:
    later = CampaignFactory(brand=campaign.brand)
    Campaign.objects.filter(pk=campaign.pk).update(created_at=later.created_at - timedelta(days=9))
    paper = paper_of(reports([later])[later.pk], NOW, earlier(later))
    assert paper.before == (("Summer", "1", "80.0 k", "1.00 k", "¥ 2,500"),)
    assert printed(paper)[:5] == b"%PDF-"


def test_the_notes_of_a_document_stand_at_the_foot_of_its_first_page() -> None:
    four = tuple(
        (f"Talent {number}", "1 of 3", "600 k", "410 k", "34.0 k", "1.9 %", "¥ 1,180,000", "¥ 1,967")
        for number in range(4)
    )
    piece = (
        "Aoi",
        "Reel, Instagram",
        "https://x.example/1",
        "20 Nov 2026",
        "1",
        "1",
        "2",
        "1.9 %",
        "high",
        "measured",
        "today",
    )
    paper = Paper(
        office="Aozora", brand="Velora", title="Glow week, results", lead="2 of 12 posts live", day=NOW.date(),
        sums=(("Views", "606 k", ""),) * 7, goals=(), costs=(("Fees", "¥ 1"), ("The brand paid", "¥ 1")), talents=four,
        pieces=(piece, piece), notes=("All of it is told in words. " * 24,),
        sales=(("Clicks", "5.72 k", "measured"),) * 7, sellers=tuple(each[:7] for each in four),
    )  # fmt: skip
    pages = [re.findall(rb"/Count (\d+)", printed(each)) for each in (paper, replace(paper, talents=four * 12))]
    assert pages == [[b"1"], [b"3"]]


def test_a_campaigns_results_say_what_departs_and_what_each_costs(
    desk: Client, campaign: Campaign, piece: Deliverable
) -> None:
    said = text(desk.get(page(campaign)))
    for words in ("¥ 2,500", "The label #PR is missing.", "1 of 1 live on time", "no changes asked for", "Measured"):
        assert words in said, words
    reading = Client()
    reading.force_login(reader())
    without = text(reading.get(page(campaign)))
    assert ("¥ 2,500" in without, "80.0" in without) == (False, True)


def test_a_mark_of_advertising_stands_with_the_post(desk: Client, campaign: Campaign, piece: Deliverable) -> None:
    pages = (page(campaign), f"/desk/pieces/{piece.public_id}/")
    assert ["arked as advertising" in text(desk.get(each)) for each in pages] == [False, False]
    Post.objects.update(is_paid=True)
    said = [text(desk.get(each)) for each in pages]
    assert "marked as advertising by Instagram" in said[0] and "Marked as advertising by Instagram." in said[1]


def test_costs_and_goals_are_kept_once_and_refused_beside_the_field(
    desk: Client, campaign: Campaign, piece: Deliverable
) -> None:
    sent = {"kind": "boost", "paid_by": "brand", "amount": "50000", "currency": "JPY", "form_key": "k"}
    for _ in range(2):
        assert desk.post(page(campaign, "/costs"), sent).status_code == 302
    assert "¥ 250,000" in text(desk.get(page(campaign)))
    bad = desk.post(page(campaign, "/costs"), {**sent, "amount": "0", "form_key": "k2"})
    assert (bad.status_code, "A cost is more than 0." in text(bad)) == (422, True)
    desk.post(f"/desk/costs/{Cost.objects.get().public_id}/drop", {"form_key": "k3"})
    assert "¥ 250,000" not in text(desk.get(page(campaign)))
    desk.post(page(campaign, "/goals"), {"goal_views": "100000", "form_key": "k4"})
    assert list(Goal.objects.values_list("measure", "target")) == [("views", 100_000)]
    assert "80 %" in text(desk.get(page(campaign)))
    assert desk.post(page(campaign, "/goals"), {"goal_views": "-1", "form_key": "k5"}).status_code == 422


def test_the_report_is_a_pdf_and_a_table_without_formulas(desk: Client, campaign: Campaign, piece: Deliverable) -> None:
    made = desk.get(page(campaign, ".pdf"))
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    table = desk.get(page(campaign, ".xlsx"))
    book = load_workbook(BytesIO(b"".join(table.streaming_content)))
    assert book.sheetnames == ["Sums", "By talent", "By post", "About"]
    head, row = ([cell.value for cell in line] for line in book["By post"].iter_rows())
    told = dict(zip(head, row, strict=True))
    address, price = (book["By post"].cell(2, head.index(name) + 1) for name in ("Address", "Price of the talent"))
    assert (address.hyperlink.target, price.number_format) == (told["Address"], "#,##0")
    about = {line[0].value: line[1].value for line in book["About"].iter_rows()}
    assert (about["Campaign"], about["Empty cells"]) == ("Summer", "Nobody knows. Unknown is not zero.")
    assert (told["Talent"], told["Views"], told["Reach"], told["Engagements"]) == ("Aoi", 80_000, None, 1_000)
    assert (told["Price of the talent"], told["Source"]) == (200_000, "measured")


def test_figures_read_off_a_screen_are_kept_with_their_picture(desk: Client, piece: Deliverable) -> None:
    url = f"/desk/pieces/{piece.public_id}/figures"
    assert "empty is unknown" in text(desk.get(url))
    empty = desk.post(url, {"as_of": "2026-04-01", "form_key": "k"})
    assert (empty.status_code, "Enter at least one figure." in text(empty)) == (422, True)
    bare = desk.post(url, {"as_of": "2026-04-01", "reach": "900", "form_key": "k1"})
    assert (bare.status_code, HandFigures.objects.exists(), 'value="900"' in bare.content.decode()) == (
        422,
        False,
        True,
    )
    sent = {"as_of": "2026-04-01", "reach": "900", "evidence": photograph("PNG"), "form_key": "k2"}
    assert desk.post(url, sent).status_code == 302
    kept = HandFigures.objects.get()
    shown = text(desk.get(f"/desk/pieces/{piece.public_id}/"))
    assert "Read off the screen as of" in shown
    picture = desk.get(f"/desk/figures/{kept.public_id}/evidence")
    assert b"".join(picture.streaming_content)[:2] == b"\xff\xd8"
    HandFigures.objects.filter(pk=kept.pk).update(evidence="")
    assert desk.get(f"/desk/figures/{kept.public_id}/evidence").status_code == 404


def test_what_was_found_is_taken_with_one_press(desk: Client, campaign: Campaign, talent: Talent) -> None:
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")
    waiting = steps.approve(steps.piece(steps.book(campaign, talent)))
    found = PostFactory(
        account=account, url=URL, text="Summer in a glass, at last. #PR", published_at=waiting.approved_at,
        measured_at=waiting.approved_at,
    )  # fmt: skip
    said = desk.get(f"/desk/pieces/{waiting.public_id}/").content.decode()
    assert "This is it" in said
    assert f'name="url" value="{found.url}"' in said
    desk.post(f"/desk/pieces/{waiting.public_id}/address", {"url": found.url, "form_key": "k"})
    assert Deliverable.objects.get(pk=waiting.pk).post_url == URL


def test_staff_correct_take_down_and_verify_a_live_post(
    desk: Client, campaign: Campaign, piece: Deliverable, sora: User
) -> None:
    url = f"/desk/pieces/{piece.public_id}/"
    assert "The caption is not the one that was approved." in text(desk.get(url))
    right = "https://www.instagram.com/p/Right/"
    wrong = desk.post(f"{url}correct", {"other": "words", "why": "Typed wrong"})
    assert (wrong.status_code, 'value="words"' in wrong.content.decode()) == (422, True)
    assert desk.post(f"{url}correct", {"other": right, "why": "Typed wrong", "form_key": "a"}).status_code == 302
    looked = re.search(r'name="post_url" value="([^"]*)"', text(desk.get(url)))
    desk.post(f"{url}verify", {"post_url": looked[1], "departs": ["No label."], "form_key": "b"})  # type: ignore[index]
    said = text(desk.get(url))
    assert f"by {sora.name}" in said
    assert "gave another address of the post" in said
    row = Deliverable.objects.get(pk=piece.pk)
    assert (row.post_url, row.verified_by, row.accepted) == (right, sora, ["No label."])
    assert desk.post(f"{url}down", {"reason": ""}).status_code == 422
    desk.post(f"{url}down", {"reason": "Muted", "form_key": "c"})
    assert "Taken down" in text(desk.get(page(campaign)))
    book = load_workbook(BytesIO(b"".join(desk.get(page(campaign, ".xlsx")).streaming_content)))
    assert book["By post"]["B2"].value.startswith("Reel, taken down ")


def test_sorting_and_exporting_ask_the_same_number_of_questions_however_many_campaigns(
    desk: Client, piece: Deliverable, brand: Brand, django_assert_num_queries: Any
) -> None:
    desk.get("/desk/results/")

    def asked(found: int) -> None:
        for url, count in (("?sort=-views", 18), ("export.csv?sort=-views", 16), ("export.xlsx", 15), ("", 18)):
            with django_assert_num_queries(count):
                answer = desk.get(f"/desk/results/{url}")
                said = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore
            if "csv" in url:
                assert said.decode().count("Kirei") == found

    asked(1)
    for number in range(2):
        other = steps.piece(steps.book(CampaignFactory(brand=brand), TalentFactory()))
        steps.publish(other, f"https://www.instagram.com/p/More{number}/")
    asked(3)
