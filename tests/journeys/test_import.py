"""A roster comes in by a file: looked at, corrected, written; the second time nothing changes."""

from pathlib import Path

from playwright.sync_api import Page, expect

from talent.models import SocialAccount, Talent

FILE = Path(__file__).resolve().parents[1] / "data/instagram_top_200.csv"
GUESSED = {
    "rank": "",
    "channel_info": "handle",
    "influence_score": "",
    "posts": "posts",
    "followers": "followers",
    "avg_likes": "avg_likes",
    "60d_eng_rate": "engagement_rate",
    "new_post_avg_like": "recent_likes",
    "total_likes": "",
    "country": "country",
}


def upload(page: Page, site: str) -> None:
    page.goto(f"{site}/desk/talents/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File").set_input_files(FILE)
    page.get_by_label("Platform of the handles").select_option("instagram")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name=FILE.name)).to_be_visible()


def fate(page: Page, name: str) -> int:
    """How many rows would have this fate, as the tab says."""
    tab = page.get_by_role("navigation", name="Outcomes").get_by_role("link", name=name)
    return int(tab.inner_text().removeprefix(name)) if tab.count() else 0


def test_a_file_of_200_talents_is_looked_at_corrected_and_written_once(opens, boss, site):
    desk = opens(boss)
    upload(desk, site)
    assert (fate(desk, "New"), fate(desk, "Refused")) == (200, 0)
    for column, field in GUESSED.items():
        expect(desk.get_by_label(f"{column} is read as", exact=True)).to_have_value(field)
    assert Talent.objects.count() == 0

    desk.get_by_label("influence_score is read as").select_option(label="Notes")
    desk.get_by_role("button", name="Read again").click()
    expect(desk.get_by_text("Read again. Nothing is written yet.")).to_be_visible()
    expect(desk.get_by_label("influence_score is read as")).to_have_value("notes")
    assert (fate(desk, "New"), Talent.objects.count()) == (200, 0)

    desk.get_by_role("button", name="Write 200 to the roster").click()
    expect(desk.get_by_text("The roster has them.")).to_be_visible()
    desk.get_by_role("link", name="See the roster").click()
    expect(desk.get_by_role("link", name="cristiano")).to_be_visible()
    expect(desk.get_by_role("row").filter(has_text="cristiano")).to_contain_text("476M")
    assert (Talent.objects.count(), SocialAccount.objects.filter(platform="instagram").count()) == (200, 200)
    assert Talent.objects.get(name="cristiano").notes == "92"

    upload(desk, site)
    desk.get_by_label("influence_score is read as").select_option(label="Notes")
    desk.get_by_role("button", name="Read again").click()
    expect(desk.get_by_label("influence_score is read as")).to_have_value("notes")
    assert (fate(desk, "New"), fate(desk, "Updated"), fate(desk, "Unchanged")) == (0, 0, 200)
    desk.get_by_role("button", name="Write 0 to the roster").click()
    expect(desk.get_by_text("The roster has them.")).to_be_visible()
    assert (Talent.objects.count(), SocialAccount.objects.count()) == (200, 200)
