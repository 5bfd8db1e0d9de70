"""A large film whose sending breaks, goes on after a reload, and is looked at by the office."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Route, expect

from campaigns.models import Draft, DraftFile, Upload
from tests.campaigns import steps
from tests.factories import CampaignFactory, TalentFactory, manager, talent_user
from tests.films import MP4

MEGABYTE = 1024 * 1024
SEA = settings.BASE_DIR / "agency" / "demo" / "films" / "sea.webm"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """300 MB that begin as a film does; the rest costs the disk nothing."""
    place = tmp_path / "sunset.mp4"
    with place.open("wb") as file:
        file.write(MP4)
        file.truncate(300 * MEGABYTE)
    return place


def test_a_film_of_300_mb_whose_sending_breaks_goes_on(opens, site, boss, large):
    talent = TalentFactory(name="Aoi")
    aoi = talent_user(talent, name="Aoi")
    piece = steps.piece(steps.book(CampaignFactory(name="Summer"), talent))
    page = opens(aoi, phone=True)
    sent = 0

    def breaks(route: Route) -> None:
        nonlocal sent
        sent += route.request.method == "PATCH"
        if sent > 3:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/talent/films/*", breaks)
    page.goto(f"{site}/talent/work/{piece.public_id}/")
    page.get_by_label("Film", exact=True).set_input_files(large)
    expect(page.get_by_text("8 %")).to_be_visible(timeout=30_000)  # the fourth piece never arrives
    for _ in range(300):  # the third is on its way when the page counts it
        if Upload.objects.filter(received=24 * MEGABYTE):
            break
        page.wait_for_timeout(100)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute("**/talent/films/*")
    half = Upload.objects.get()
    assert (half.received, half.finished_at) == (24 * MEGABYTE, None)  # what arrived is kept
    page.get_by_label("Film", exact=True).set_input_files(large)
    expect(page.get_by_text("sunset.mp4 is here")).to_be_visible(timeout=60_000)
    page.get_by_label("Caption").fill("The whole evening. #PR")
    page.get_by_role("button", name="Send draft").click()
    expect(page.get_by_text("Sent. The office looks at it first, then the brand.")).to_be_visible()
    kept = DraftFile.objects.get()
    assert (kept.size, kept.name, Upload.objects.count()) == (300 * MEGABYTE, "sunset.mp4", 1)


SEEK = """(film, at) => new Promise((done) => {
    film.addEventListener("timeupdate", () => done(), { once: true });
    film.currentTime = at;
})"""


def read(film):
    film.evaluate(
        "(film) => film.readyState > 0 || new Promise((done) => "
        "film.addEventListener('loadedmetadata', () => done(), { once: true }))"
    )


def test_the_office_points_at_a_time_and_a_place(opens, site, boss):
    talent = TalentFactory(name="Aoi")
    aoi = talent_user(talent, name="Aoi")
    campaign = CampaignFactory(name="Summer", manager=manager(name="Sora"))
    piece = steps.piece(steps.book(campaign, talent))
    talents = opens(aoi, phone=True)
    talents.goto(f"{site}/talent/work/{piece.public_id}/")
    talents.get_by_label("Film", exact=True).set_input_files(SEA)
    expect(talents.get_by_text("sea.webm is here")).to_be_visible()
    talents.get_by_label("Caption").fill("Sea. #PR")
    talents.get_by_role("button", name="Send draft").click()
    expect(talents.get_by_text("Sent. The office looks at it first, then the brand.")).to_be_visible()
    desk = opens(boss)
    desk.goto(f"{site}/desk/pieces/{piece.public_id}/")
    desk.wait_for_function("document.querySelector('video').readyState > 0")
    desk.evaluate("document.querySelector('video').currentTime = 2.5")
    desk.wait_for_function("document.querySelector('video').currentTime > 2")
    desk.get_by_text("Point at a time").click()
    desk.get_by_role("button", name="At this time of the film").click()
    expect(desk.get_by_label("Time of remark 1")).to_have_value("0:02")
    desk.get_by_label("Remark 1", exact=True).fill("Show the label here")
    desk.get_by_role("button", name="Ask for changes").click()
    expect(desk.get_by_text("Aoi reads what should change.")).to_be_visible()
    talents.goto(f"{site}/talent/work/{piece.public_id}/")
    expect(talents.get_by_text("Show the label here").first).to_be_visible()
    assert Draft.objects.get().reviews.get().remarks.get().clock == "0:02"
    read(talents.locator("video"))
    talents.get_by_role("link", name="Film 1 at 0:02").first.press("Enter")
    assert talents.locator("video").evaluate("(film) => film.currentTime") == 2
    assert talents.evaluate("document.activeElement.tagName") == "VIDEO"
    talents.get_by_role("button", name="Send draft").click()
    expect(talents.get_by_text("Sent. The office looks at it first, then the brand.")).to_be_visible()
    second = Draft.objects.get(version=2)
    desk.goto(f"{site}/desk/pieces/{piece.public_id}/")
    for number, at in ((1, 1.2), (0, 2.5)):
        read(desk.locator("video").nth(number))
        desk.locator("video").nth(number).evaluate(SEEK, at)
    desk.get_by_text("Point at a time").click()
    desk.get_by_role("button", name="At this time of the film").click()
    row = desk.get_by_label("Remark 1", exact=True)
    row.fill("Slower")
    row.press("Enter")
    expect(desk.get_by_label("Remark 2", exact=True)).to_be_focused()
    assert not second.reviews.exists(), "Enter in a row says neither yes nor no"
    desk.get_by_role("button", name="Ask for changes").click()
    expect(desk.get_by_text("Aoi reads what should change.")).to_be_visible()
    remark = second.reviews.get().remarks.get()
    assert (remark.clock, remark.file) == ("0:01", second.files.get()), "of the draft that is answered"
