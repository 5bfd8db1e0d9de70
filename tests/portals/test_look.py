"""The look holds: colours in one file, contrast, weight, nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from portals.components import icons
from portals.context import office, places
from portals.desk.gallery import gallery
from tools import icons as sprite

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN_CSS = sorted((STATIC / "css").glob("*.css"))
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b(?![\w-])|\brgba?\(|\bhsla?\(|\boklch\(")
TOKENS = (STATIC / "css/tokens.css").read_text()
FIRST_LOAD = (
    "vendor/inter/inter.css", "vendor/inter/inter-latin.woff2", "vendor/inter/inter-latin-more.woff2",
    "vendor/tabler/tabler.min.css", "vendor/htmx/htmx.min.js", "vendor/tabler-icons/sprite.svg", "css/tokens.css",
    "css/jimusho.css", "css/forms.css", "css/parts.css", "css/desk.css", "js/theme.js", "js/jimusho.js",
)  # fmt: skip


def pairs() -> dict[str, tuple[str, str]]:
    """Each token's light and dark colour."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
    both = {name: (light, dark) for name, light, dark in found}
    return both | {name: (one, one) for name, one in re.findall(r"--([\w-]+): (#\w{6});", TOKENS)}


def ratio(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("chrome", "canvas", "raised", "sunken", "hover", "selected")
READ = (
    [(ink, ground, 4.5) for ink in ("ink", "ink-2", "ink-3", "ai") for ground in GROUNDS]
    + [("field", ground, 3.0) for ground in ("raised", "canvas")]
    + [(v, "canvas", 4.5) for v in ("clear", "advisory", "waived", "review", "conditional", "blocked", "breach")]
    + [("review", "review-ground", 4.5), ("conditional", "conditional-ground", 4.5), ("ai", "ai-soft", 4.5)]
    + [("on-ai", "ai-solid", 4.5), ("on-ai", "ai-solid-hover", 4.5), ("on-inverse", "inverse", 4.5)]
    + [("on-solid", "blocked-solid", 4.5), ("on-solid", "breach-solid", 4.5)]
    + [("on-mark", f"mark-{n}", 4.5) for n in range(12)]
    + [(f"on-tint-{n}", f"tint-{n}", 4.5) for n in range(8)]
)


@pytest.mark.parametrize(("ink", "ground", "least"), READ)
def test_each_ink_can_be_read_on_each_ground_it_stands_on(ink, ground, least):
    colours = pairs()
    for theme in (0, 1):
        assert ratio(colours[ink][theme], colours[ground][theme]) >= least, ("light", "dark")[theme]


def test_only_the_token_file_names_a_colour():
    named = [
        f"{path.name}: {hit}"
        for path in [*(p for p in OWN_CSS if p.name != "tokens.css"), *TEMPLATES, *(STATIC / "js").glob("*.js")]
        for hit in COLOUR.findall(re.sub(r'href="#[^"]*"|&#\w+;', "", path.read_text()))
    ]
    assert named == []


def test_every_token_that_is_used_is_set():
    used = {
        name
        for path in OWN_CSS
        for name in re.findall(r"var\(--([\w-]+)", path.read_text())
        if not name.startswith("tblr-")
    }
    own = {name for path in OWN_CSS for name in re.findall(r"--([\w-]+):", path.read_text())}
    elsewhere = {"at"}  # where the pane of a drawing opens
    assert used - set(re.findall(r"--([\w-]+):", TOKENS)) - own - elsewhere == set()


def test_our_own_style_and_script_stay_small():
    assert sum(len(path.read_text().splitlines()) for path in OWN_CSS) < 1000
    assert sum(len(path.read_text().splitlines()) for path in (STATIC / "js").glob("*.js")) < 600


def test_the_first_page_weighs_less_than_150_kilobytes():
    def weight(name: str) -> int:
        raw = (STATIC / name).read_bytes()
        return len(raw) if name.endswith("woff2") else len(gzip.compress(raw, 9))

    assert sum(map(weight, FIRST_LOAD)) < 150_000


def test_no_file_points_at_a_source_map_or_another_host():
    pointing = [
        path.name
        for path in STATIC.rglob("*")
        if path.suffix in {".js", ".css"}
        and re.search(r"sourceMappingURL|@import\s|url\([\"']?https?:", path.read_text())
    ]
    assert pointing == []


def test_what_a_template_or_a_style_sheet_asks_for_is_there():
    asked = {name for path in TEMPLATES for name in re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", path.read_text())}
    assert {name for name in asked if finders.find(name) is None} == set()
    for path in STATIC.rglob("*.css"):
        for name in re.findall(r"url\([\"']?([^\"')]+)", path.read_text()):
            assert name.startswith("data:") or (path.parent / name).exists(), f"{path.name}: {name}"


def test_each_vendored_folder_has_its_licence_and_its_line():
    readme = (STATIC / "vendor/README.md").read_text()
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").exists(), folder.name
            assert f"`{folder.name}/`" in readme


def test_the_sprite_holds_the_icons_that_pages_name():
    assert icons.names() == set(sprite.names())
    named = {name for path in TEMPLATES for name in re.findall(r"{% icon \"([\w-]+)\"", path.read_text())}
    named |= {n for path in TEMPLATES for n in re.findall(r"{%[^%]* icon(?:_after)?=\"([\w-]+)\"", path.read_text())}
    assert named - icons.names() == set()


def test_no_template_has_script_or_style_in_it():
    guilty = [
        path.name
        for path in TEMPLATES
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=\"|javascript:", path.read_text())
    ]
    assert guilty == []


class Reader:
    is_authenticated = True
    kind = "staff"
    public_id = "r8a6dXk2mB4c"
    name = "Daichi Okabe"
    theme = "dark"


@pytest.mark.django_db
def test_the_gallery_draws_each_part_in_both_themes(rf: RequestFactory):
    request = rf.get("/desk/gallery/")
    request.user = Reader()
    request._messages = []
    body = gallery(request).content.decode()
    for theme in ("light", "dark"):
        assert f'class="gallery-side" data-bs-theme="{theme}"' in body
    assert body.count("Suspected breach") == 2 * 3
    assert body.count("April has 30 days.") == 2


def test_the_theme_is_the_cookie_then_the_readers_own_then_the_devices(rf: RequestFactory):
    request = rf.get("/")
    assert office(request)["theme"] == "auto"
    request.user = Reader()
    assert office(request)["theme"] == "dark"
    request.COOKIES["theme"] = "light"
    assert office(request)["theme"] == "light"
    request.COOKIES["theme"] = '"><script>'
    assert office(request)["theme"] == "auto"


def test_who_is_not_signed_in_has_no_places(rf: RequestFactory):
    assert office(rf.get("/desk/"))["nav"] == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/desk/", "desk:today"),
        ("/desk/talents/", "desk:talents"),
        ("/desk/talents/x/", "desk:talents"),
        ("/desk/none/", None),
    ],
)
def test_one_place_is_the_current_one(rf: RequestFactory, monkeypatch, path, current):
    homes = {"desk:today": "/desk/", "desk:talents": "/desk/talents/", "desk:office": "/desk/office/"}
    monkeypatch.setattr("portals.context.address", lambda name: homes.get(name, ""))
    found = places(rf.get(path), "desk")
    assert [place.name for place in found] == list(homes)
    assert [place.name for place in found if place.current] == ([current] if current else [])
