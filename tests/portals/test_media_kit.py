"""Media kits: what guests read, the links that lead there, and what never stands in one."""

import io
import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from lib.refusals import Refused
from portals.components.people import face
from stats.actions import record_snapshots
from stats.kit import printed
from stats.kits import kept, kit_of, sent_kit, small_portrait
from stats.models import Post
from stats.snapshots import SnapshotRow
from talent.actions import archive_talent, make_kit_link, revoke_kit_link
from talent.models import KitLink, SocialAccount, Talent
from tests.factories import (
    NOW,
    AccountNumbersFactory,
    GenreFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    reader,
    talent_user,
)

pytestmark = pytest.mark.django_db
INTERNAL = ("zxnotes", "zxmanager", "zxmail", "zxphone", "1999", "zxerror", "zxlabel", "headliner", "exclusive")


@pytest.fixture(autouse=True)
def still_clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def aki() -> Any:
    return booker(name="Zxmanager")


@pytest.fixture
def mia(aki: Any) -> Any:
    talent = TalentFactory(
        name="Mia Mori", native_name="森 美亜", stage="headliner", manager=aki, city="Osaka", country="JP",
        languages=["ja", "pt-BR"], genres=[GenreFactory(name="Cats")], bio="Two cats.\nOne city.", notes="Zxnotes",
        email="zxmail@example.org", phone="zxphone", born_on=datetime(1999, 1, 1).date(), followers=12_345,
    )  # fmt: skip
    SocialAccountFactory(
        talent=talent, platform="instagram", handle="mia.mori", followers=12_345, source="measured",
        measured_at=NOW - timedelta(days=1), last_error="Zxerror",
    )  # fmt: skip
    SocialAccountFactory(talent=talent, platform="tiktok", handle="miatok")
    return talent


def link(talent: Any, by: Any, **more: Any) -> tuple[str, KitLink]:
    token = make_kit_link(talent=talent, by=by, now=NOW, **{"label": "Zxlabel", "days": 30, **more})
    return f"/kit/{token}", talent.kit_links.latest("pk")


def test_a_guest_reads_figures_with_day_and_source_and_nothing_internal(client: Client, mia: Any, aki: Any) -> None:
    url, _ = link(mia, aki)
    answer = client.get(url)
    page = answer.content.decode()
    for words in (
        "Mia Mori",
        "森 美亜",
        "Osaka, Japan",
        "Cats",
        "Japanese, Portuguese",
        "Two cats.",
        "@mia.mori",
        "12.3",
    ):
        assert words in page
    assert "Measured" in page and "not shown" in page and "Figures as of" in page
    assert [word for word in INTERNAL if word in page.lower()] == []
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"] and not answer.cookies


def test_the_documents_words_hold_nothing_internal_and_it_prints(client: Client, mia: Any, aki: Any) -> None:
    words = kit_of(mia, NOW, pictured=True).as_json()
    assert '"followers": 12345' in words and '"shown": "12.3 k"' in words and '"followers": null' in words
    assert [word for word in INTERNAL if word in words.lower()] == []
    url, _ = link(mia, aki)
    answer = client.get(f"{url}/media-kit.pdf")
    assert answer.content.startswith(b"%PDF") and "media-kit-mia-mori-" in answer.headers["Content-Disposition"]


def test_a_rate_in_a_kit_says_its_formula_and_of_how_many_posts_it_is(client: Client, mia: Any, aki: Any) -> None:
    large, small = mia.accounts.order_by("handle")
    AccountNumbersFactory(
        account=large, engagement_rate="2.25", formula="by_followers", formula_version=1, posts_counted=17,
        posts_seen=20,
    )  # fmt: skip
    small.engagement_rate = "8.1"
    small.save(update_fields=["engagement_rate"])
    made_of = "(likes + comments) ÷ followers, version 1 · 17 of 20 posts"
    kit = kit_of(mia, NOW)
    assert [line.reckoned for line in kit.accounts] == [made_of, "as it was told"]
    page = client.get(link(mia, aki)[0]).content.decode()
    assert made_of in page and "Engagement: as it was told" in page and printed(kit).startswith(b"%PDF")


def best_posts_of(mia: Any) -> Any:
    account = mia.accounts.get(handle="mia.mori")
    posts = [
        PostFactory(account=account, text=f"Post {n}", url=f"https://example.org/{n}", views=n * 1_000, measured_at=NOW)
        for n in range(1, 5)
    ]
    AccountNumbersFactory(account=account, growth_30="3.5", best_posts=[post.pk for post in posts])
    return posts


def test_a_link_shows_what_was_sent_and_of_when_it_is(client: Client, mia: Any, aki: Any) -> None:
    posts = best_posts_of(mia)
    url, row = link(mia, aki, kit=kept(kit_of(mia, NOW)))
    live, _ = link(mia, aki)
    later = NOW + timedelta(days=10)
    mia.accounts.filter(platform="instagram").update(followers=99_000, measured_at=later)
    Talent.objects.filter(pk=mia.pk).update(name="Mia Later")
    Post.objects.filter(pk=posts[3].pk).update(missed=2)
    Post.objects.filter(pk=posts[2].pk).update(views=77_000_000, text="Renamed since")
    with time_machine.travel(later, tick=False):
        page, today = (client.get(address).content.decode() for address in (url, live))
        document = client.get(f"{url}/media-kit.pdf")
    assert f"As sent on {NOW:%-d %B %Y}. Figures as of" in page and "Mia Mori" in page and "Mia Later" not in page
    assert "12.3" in page and "99.0" not in page and "+3.5" in page
    assert "Renamed since" in page and "77.0" not in page and "3 k views" in page.replace("3.00", "3")
    assert "Post 4" not in page  # it is gone
    assert "99.0" in today and "Mia Later" in today and "As sent on" not in today and "77.0" in today
    assert document.content.startswith(b"%PDF") and f"{NOW:%Y-%m-%d}" in document.headers["Content-Disposition"]
    assert "Post" not in json.dumps(row.kit["posts"])


def test_the_desk_sends_the_kit_of_today_and_shows_what_was_sent(client: Client, mia: Any, aki: Any) -> None:
    client.force_login(aki)
    url = f"/desk/talents/{mia.public_id}/kit/"
    client.post(url, {"label": "Lumeya", "days": "30"})
    mia.accounts.filter(platform="instagram").update(followers=99_000)
    row = KitLink.objects.get()
    assert "99.0" in client.get(url).content.decode()
    page = client.get(f"{url}?sent={row.public_id}").content.decode()
    assert "What was sent to Lumeya" in page and "12.3" in page and "99.0" not in page
    assert "What guests see" in client.get(f"{url}?sent=anothers").content.decode()


@pytest.mark.parametrize("old", [True, False])
def test_a_kit_that_was_sent_leads_to_an_account_under_its_new_name(mia: Any, old: bool) -> None:
    account = mia.accounts.get(platform="instagram")
    said, before = kept(kit_of(mia, NOW)), account.url
    if old:  # as they were kept once
        for line in said["accounts"]:
            del line["key"]
    account.handle, account.url, account.followers = "mia.new", "https://www.instagram.com/mia.new", 99_000
    account.save(update_fields=["handle", "url", "followers"])
    [line] = [line for line in sent_kit(mia, said, NOW).accounts if line.platform == "instagram"]
    assert line.followers == 12_345
    assert (line.handle, line.url) == ("mia.mori" if old else "mia.new", before if old else account.url)


@pytest.mark.parametrize("accepted", [True, False])
def test_what_youtube_lets_nobody_keep_is_of_today_in_a_kit_that_was_sent(mia: Any, accepted: bool, settings) -> None:
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = accepted
    tube = SocialAccountFactory(talent=mia, platform="youtube", handle="tube", followers=50_000, measured=True)
    said = kept(kit_of(mia, NOW))
    tube.followers = 61_000
    tube.save(update_fields=["followers"])
    sent = sent_kit(mia, said, NOW + timedelta(days=40))
    assert [line.followers for line in sent.accounts if line.handle == "tube"] == [50_000 if accepted else 61_000]
    assert ("50000" in json.dumps(said)) == accepted
    tube.delete()
    assert ("tube" in [line.handle for line in sent_kit(mia, said, NOW).accounts]) == accepted


def test_a_kit_without_anything_prints_too() -> None:
    kit = kit_of(TalentFactory(name="Ren", followers=None), NOW)
    assert (kit.accounts, kit.tier, kit.as_of) == ((), "", "No figures yet.")
    assert printed(kit).startswith(b"%PDF")


def test_the_figures_days_are_a_span_where_they_differ(mia: Any) -> None:
    SocialAccountFactory(talent=mia, platform="x", handle="mx", source="reported", measured_at=NOW - timedelta(days=9))
    days = [(NOW - timedelta(days=ago)).astimezone(ZoneInfo("UTC")) for ago in (9, 1)]
    assert kit_of(mia, NOW).as_of == f"Figures as of {days[0]:%-d %B %Y} to {days[1]:%-d %B %Y}."


def test_links_over_withdrawn_unknown_or_of_the_archived_answer_alike(client: Client, mia: Any, aki: Any) -> None:
    over, _ = link(mia, aki, days=7)
    withdrawn, row = link(mia, aki)
    revoke_kit_link(link=row, by=aki, now=NOW)
    gone = TalentFactory(name="Gone")
    archived, _ = link(gone, aki)
    archive_talent(talent=gone, by=aki, now=NOW)
    assert client.get(over).status_code == 200
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        answers = [client.get(url) for url in (over, withdrawn, archived, "/kit/unknown")]
        files = [client.get(f"{over}/media-kit.pdf"), client.get(f"{over}/portrait")]
    assert {answer.status_code for answer in [*answers, *files]} == {410}
    pages = {answer.content for answer in answers}
    assert len(pages) == 1 and b"This link is over" in pages.pop()


def test_looks_are_counted_without_a_cookie_and_the_token_is_not_kept(client: Client, mia: Any, aki: Any) -> None:
    url, row = link(mia, aki)
    for _ in range(2):
        assert not client.get(url).cookies
    client.head(url)
    row.refresh_from_db()
    assert (row.looks, row.looked_at) == (2, NOW)
    assert row.token_hash not in url and len(row.token_hash) == 64


def test_the_photograph_is_small_square_and_without_the_cameras_words(client: Client, mia: Any, aki: Any) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Zxcamera"
    Image.new("RGB", (900, 600), "#7A4A3A").save(out, "JPEG", exif=exif)
    mia.portrait.save("mia.jpg", ContentFile(out.getvalue()))
    url, _ = link(mia, aki)
    assert f'src="{url}/portrait"' in client.get(url).content.decode()
    photo = client.get(f"{url}/portrait").content
    assert Image.open(io.BytesIO(photo)).size == (400, 400) and b"Zxcamera" not in photo
    assert client.get(f"{url}/media-kit.pdf").content.startswith(b"%PDF")
    address = face(mia).split('src="')[1].split('"')[0]
    assert client.get(address).status_code == 302  # guests have the kit's own
    client.force_login(booker())
    small = client.get(address)
    assert Image.open(io.BytesIO(small.content)).size == (112, 112) and "private" in small.headers["Cache-Control"]
    assert client.get("/pictures/portraits%2Fmia.jpg").status_code == 404
    client.logout()
    mia.portrait.save("mia.jpg", ContentFile(b"no picture"))
    assert small_portrait(mia) is None and client.get(f"{url}/portrait").status_code == 410


def test_a_drawn_face_is_in_the_page_and_in_the_document(client: Client, mia: Any, aki: Any) -> None:
    mia.portrait = "drawn/mia"
    mia.save(update_fields=["portrait"])
    url, _ = link(mia, aki)
    assert 'viewBox="0 0 40 40"' in client.get(url).content.decode()
    assert "<svg" in kit_of(mia, NOW, pictured=True).portrait and printed(kit_of(mia, NOW, pictured=True))


def test_only_who_edits_the_roster_makes_and_withdraws_links(mia: Any, aki: Any) -> None:
    with pytest.raises(Refused, match="add and change talents"):
        link(mia, reader())
    with pytest.raises(Refused, match="A link is good for 7, 30 or 90 days"):
        link(mia, aki, days=3650)
    with pytest.raises(Refused, match="For whom"):
        link(mia, aki, label=" ")
    _, row = link(mia, aki)
    with pytest.raises(Refused, match="add and change talents"):
        revoke_kit_link(link=row, by=reader(), now=NOW)
    archive_talent(talent=mia, by=aki, now=NOW)
    with pytest.raises(Refused, match="is archived"):
        link(mia, aki)


def test_links_are_seen_by_staff_alone(mia: Any, aki: Any) -> None:
    link(mia, aki)
    seen = [KitLink.objects.visible_to(user).count() for user in (aki, brand_person(), talent_user(mia))]
    assert seen == [1, 0, 0]


def test_the_desk_shows_a_new_link_once_and_withdraws_it(client: Client, mia: Any, aki: Any) -> None:
    client.force_login(aki)
    url = f"/desk/talents/{mia.public_id}/kit/"
    page = client.post(url, {"label": "Lumeya", "days": "30"}).content.decode()
    shown = page.split('id="fresh-link" value="')[1].split('"')[0]
    assert Client().get(shown.removeprefix("http://testserver")).status_code == 200
    page = client.get(url).content.decode()
    assert shown not in page and "Lumeya" in page and "1 look" in page
    row = KitLink.objects.get()
    assert client.post(f"/desk/kit-links/{row.public_id}/withdraw").headers["Location"] == url
    assert "withdrawn" in client.get(url).content.decode()
    assert Client().get(shown.removeprefix("http://testserver")).status_code == 410


def test_a_link_needs_to_say_for_whom(client: Client, mia: Any, aki: Any) -> None:
    client.force_login(aki)
    assert client.post(f"/desk/talents/{mia.public_id}/kit/", {"label": "", "days": "30"}).status_code == 422
    assert client.get(f"/desk/talents/{mia.public_id}/kit/portrait").status_code == 404
    assert client.get(f"/desk/talents/{mia.public_id}/kit/media-kit.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("accounts", [1, 3])
def test_a_guests_page_asks_as_often_for_one_account_as_for_three(
    client: Client, aki: Any, accounts: int, django_assert_num_queries: Any
) -> None:
    talent = TalentFactory()
    for number in range(accounts):
        SocialAccountFactory(talent=talent, handle=f"mia{number}")
    url, _ = link(talent, aki)
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


def test_the_desk_chooses_the_day_whose_figures_a_kit_shows(client: Client, mia: Any, aki: Any) -> None:
    client.force_login(aki)
    account = mia.accounts.get(platform="instagram")
    SocialAccount.objects.filter(talent=mia).update(created_at=NOW - timedelta(days=90))
    record_snapshots([SnapshotRow(account.pk, NOW - timedelta(days=40), 4_200)])
    day = (NOW - timedelta(days=35)).date()
    url, words = f"/desk/talents/{mia.public_id}/kit/", f"Figures of {day:%-d %B %Y}"
    page = client.get(f"{url}?day={day}").content.decode()
    assert words in page and "4.20" in page and "12.3" not in page and "No figures by that day" in page
    assert f'media-kit.pdf?day={day}"' in page and f'action="{url}?day={day}"' in page
    document = client.get(f"{url}media-kit.pdf?day={day}")
    assert document.content.startswith(b"%PDF") and f"-{day}.pdf" in document.headers["Content-Disposition"]
    made = client.post(f"{url}?day={day}", {"label": "Lumeya", "days": "30"}).content.decode()
    guests = Client().get(made.split('id="fresh-link" value="')[1].split('"')[0].removeprefix("http://testserver"))
    assert (
        words in guests.content.decode() and "4.20" in guests.content.decode() and "12.3" not in guests.content.decode()
    )
    row = KitLink.objects.get()
    listed = client.get(url).content.decode()
    assert "Figures of" in listed.split(f"?sent={row.public_id}")[1].split("</a>")[0] and "12.3" in listed
    again = client.get(f"{url}?sent={row.public_id}").content.decode()
    assert words in again and "4.20" in again and f"media-kit.pdf?sent={row.public_id}" in again
    sent = client.get(f"{url}media-kit.pdf?sent={row.public_id}")
    assert f"-{day}.pdf" in sent.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-04-16", "Nobody knows the figures of a day to come."),
        ("2026-01-01", "Kits of Mia Mori can show days from 6 March 2026 on."),
        ("yesterday", "Write a day, such as 2026-05-31."),
    ],
)
def test_a_day_without_figures_is_refused_where_it_was_chosen(
    client: Client, mia: Any, aki: Any, day: str, words: str
) -> None:
    client.force_login(aki)
    SocialAccount.objects.filter(talent=mia).update(created_at=NOW - timedelta(days=90))
    record_snapshots([SnapshotRow(mia.accounts.get(platform="instagram").pk, NOW - timedelta(days=40), 4_200)])
    url = f"/desk/talents/{mia.public_id}/kit/"
    page = client.get(f"{url}?day={day}").content.decode()
    assert words in page and f'value="{day}"' in page and "12.3" in page and "Figures of 2026" not in page
    assert "Choose another day, or" in page and 'name="label"' not in page, "no link of today without a word"
    refused = client.post(f"{url}?day={day}", {"label": "Lumeya", "days": "30"})
    assert refused.status_code == 422 and "Choose another day for its figures first." in refused.content.decode()
    again = refused.content.decode()
    assert f'action="{url}?day={day}"' in again and 'value="Lumeya"' in again
    assert not KitLink.objects.exists()
    assert client.get(f"{url}media-kit.pdf?day={day}").headers["Location"] == f"{url}?day={day}"
