"""A new platform is one new folder: it is found, has its keys, its address and its quota, and is asked."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import stats.platforms
from stats import connectors
from stats.platforms.connector import Connector
from stats.platforms.found import kinds_of
from stats.quota import units_a_day
from stats.trying import tried
from talent.models import Platform

FOLDER = """
from stats.platforms.connector import Connector, Need
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading


class Pins(Connector):
    platform = "{}"
    address = "https://api.pins.example/v5"
    name = "Pins"
    needs = (Need("token", "Token", "From its own page."),)
    gives = "Followers."
    hides = "Nothing."
    sample = "pins"

    def __init__(self, base_url, token, client=None, **more):
        super().__init__(base_url, client, **more)
        self.token = token

    @staticmethod
    def is_id(text):
        return text.isdigit()

    def fetch_handles(self, handles):
        self.spend(1)
        assert (self.base_url, self.token) == ("https://api.pins.example/v5", "token-1")
        return {{handle: Reading(external_id="7", handle=handle, followers=1_234) for handle in handles}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(stats.platforms, "__path__", [*stats.platforms.__path__, str(tmp_path)])
    (tmp_path / "pins").mkdir()
    yield tmp_path / "pins" / "__init__.py"
    for name in [name for name in sys.modules if name.startswith("stats.platforms.pins")]:
        del sys.modules[name]
    if isinstance(getattr(stats.platforms, "pins", None), ModuleType):
        del stats.platforms.pins


@pytest.mark.django_db
def test_a_folder_is_all_that_a_platform_needs_to_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_text(FOLDER.format("snapchat"))
    found = kinds_of(Connector, Platform.values)
    assert list(found) == ["instagram", "youtube", "x", "facebook", "twitch", "snapchat", "podcast", "blog"]
    monkeypatch.setitem(connectors.CONNECTORS, "snapchat", found["snapchat"])
    assert connectors.is_readable("snapchat", readable=["snapchat"])
    assert tried("snapchat", {"token": "token-1"}, "mia") == "Works: @mia on Snapchat has 1,234 followers."
    assert units_a_day("snapchat") == 10_000


@pytest.mark.parametrize(
    ("platform", "sentence"),
    [
        ("youtube", "Pins and YouTube are both for youtube|YouTube and Pins are both for youtube"),
        ("pins", "Pins is for pins, which is not in the list of platforms"),
    ],
)
def test_a_folder_for_no_platform_or_for_one_that_has_one_is_said(folder: Path, platform: str, sentence: str) -> None:
    folder.write_text(FOLDER.format(platform))
    with pytest.raises(LookupError, match=sentence):
        kinds_of(Connector, Platform.values)
