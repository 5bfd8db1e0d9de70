"""`manage.py check_platform`: a live check, here against the stand-in."""

import pytest
from django.core.management import CommandError, call_command

from tests.standin.consents import Code
from tests.standin.graph import OFFICE, instagram_id
from tests.standin.youtube_login import ANALYTICS, READ
from tests.stats.conftest import channel
from tests.stats.consents import apps

__all__ = ["apps"]
pytestmark = pytest.mark.django_db


def test_check_says_what_came_back(platforms, capsys):
    platforms.control("people", {"instagram": {"mia": {"followers": 267_793, "following": 512, "posts": 1_205}}})
    platforms.control("clock", {"now": "2026-01-01T00:00:00Z"})
    call_command("check_platform", "instagram", account="mia", key=[f"user_id={OFFICE}", "token=mine"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [
        "Instagram answers as documented about mia.",
        f"  id: {instagram_id('mia')}; handle: mia",
        "  followers: 267,793",
        "  following: 512",
        "  posts: 1,205",
        "  views: not told",
    ]
    assert lines[-1].startswith("Units used: ")


def test_check_uses_the_offices_key_and_a_known_account(platforms, capsys):
    call_command("check_platform", "x")
    out = capsys.readouterr().out
    assert out.startswith("X answers as documented about x.\n")
    assert out.endswith("Units used: 11, counted in accounts.\n")


def test_check_marks_rounded_counts(platforms, capsys):
    platforms.control("channels", {channel(1): {"followers": 248_731}})
    call_command("check_platform", "youtube", account=channel(1), key=["a-key"])
    assert "  followers: 248,000 (rounded)\n" in capsys.readouterr().out


def test_check_reads_by_an_owners_token(apps, capsys):
    consents, now = apps.logins.consents, apps.clock()
    for platform, scope in (("youtube", READ), ("youtube", f"{READ} {ANALYTICS}"), ("tiktok", "user.info.basic")):
        whose = Code(platform, "aoi.daily", scope.split(), "", "", 0)
        consents.issue(f"{platform} {len(scope)} ", whose, kind="access", family="", good_for=3_600, now=now)
    tokens = list(consents.tokens)
    call_command("check_platform", "youtube", token=tokens[1])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "YouTube answers as documented about the owner of the token, aoi.daily."
    assert lines[-1].startswith("  days of the past: 109")
    with pytest.raises(CommandError, match=r"YouTube does not let us read this. \(kind: permission\)"):
        call_command("check_platform", "youtube", token=tokens[0])
    with pytest.raises(CommandError, match=r"\(kind: permission\)"):
        call_command("check_platform", "tiktok", token=tokens[2])


@pytest.mark.parametrize(
    ("asked", "options", "sentence"),
    [
        ("youtube", {"key": ["wrong-key"]}, r"YouTube does not accept our key. \(kind: configuration, units used: 1\)"),
        ("x", {"key": ["Wrong one"]}, r"X does not accept our token. \(kind: token_revoked"),
        ("instagram", {"key": ["only-one"]}, "Instagram takes --key token=…, --key user_id=…"),
        ("instagram", {"key": ["token=t"]}, "Instagram needs --key user_id=…"),
        ("tiktok", {}, "TikTok is read by --token alone."),
        ("x", {"token": "t"}, "X is read with a key."),
        ("twitch", {}, "Twitch needs --key client_id=… and --key client_secret=…"),
    ],
)
def test_check_says_what_is_wrong(platforms, settings, asked, options, sentence):
    settings.PLATFORM_KEYS = {}
    with pytest.raises(CommandError, match=sentence):
        call_command("check_platform", asked, **options)
