"""`manage.py import_talents`, and the real file."""

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from talent.models import RosterImport, SocialAccount, Talent

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parent.parent / "data" / "instagram_top_200.csv"


def run(path, *options):
    out, err = StringIO(), StringIO()
    call_command("import_talents", str(path), *options, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.fixture
def file(tmp_path):
    def write(text, name="roster.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_real_file_gives_200_talents_and_loses_nothing():
    out, err = run(REAL, "--as-of", "2022-12-31")
    assert (out[-1], err) == ("new 200, updated 0, unchanged 0, refused 0", [])
    assert (Talent.objects.count(), SocialAccount.objects.count()) == (200, 200)
    accounts = SocialAccount.objects.filter(platform="instagram")
    for field, known in {"followers": 200, "posts": 200, "avg_likes": 200, "engagement_rate": 192}.items():
        assert accounts.exclude(**{field: None}).count() == known, field
    messi = SocialAccount.objects.get(handle="leomessi")
    assert (messi.followers, messi.posts, messi.avg_likes, messi.engagement_rate) == (
        357_300_000,
        890,
        6_800_000,
        Decimal("1.240"),
    )
    assert messi.measured_at == datetime(2022, 12, 31, 14, 59, 59, tzinfo=UTC)  # the end of that day at the office
    assert Talent.objects.get(accounts__handle="hrithikroshan").country == "CI"
    assert (messi.talent.name, messi.talent.country) == ("leomessi", "")
    assert Talent.objects.exclude(country="").count() == 138


def test_real_file_again_changes_nothing():
    run(REAL)
    out, _ = run(REAL)
    assert out[-1] == "new 0, updated 0, unchanged 200, refused 0"


def test_rehearsal_writes_nothing(file):
    out, _ = run(file("handle,followers\nmika,1\n"), "--dry-run")
    assert out[-1] == "new 1, updated 0, unchanged 0, refused 0"
    assert not Talent.objects.exists()
    assert not RosterImport.objects.exists()


def test_column_is_read_as_said(file):
    out, _ = run(
        file("Who is it,n\nmika,3k\n"), "--map", "Who is it=handle", "--map", "n=followers", "--platform", "tiktok"
    )
    assert out[-1] == "new 1, updated 0, unchanged 0, refused 0"
    assert list(SocialAccount.objects.values_list("platform", "handle", "followers")) == [("tiktok", "mika", 3000)]


def test_refused_row_is_told_with_number_and_reason(file):
    out, err = run(file("handle,followers\nmika,1\nrin,abc\n"))
    assert err == ["row 3: refused (rin): Followers: abc is not a number."]
    assert out[-1] == "new 1, updated 0, unchanged 0, refused 1"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--map", "nope=handle"], "The file has no column nope. It has: handle, followers."),
        (["--map", "handle=fame"], "fame is not a field."),
        (["--as-of", "last week"], "last week is not a date. Write it like 2026-03-31."),
        (["--as-of", "2999-01-01"], "Figures cannot be from the future."),
        (["--encoding", "klingon"], "klingon is not an encoding that we know."),
        (["--by", "nobody@example.org"], "Nobody at the office has the address nobody@example.org."),
    ],
)
def test_wrong_option_gets_one_sentence(file, options, sentence):
    with pytest.raises(CommandError, match=f"^{sentence}"):
        run(file("handle,followers\nmika,1\n"), *options)


def test_missing_file_gets_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(tmp_path / "none.csv")


def test_today_is_this_instant_and_not_the_future(file):
    day = datetime.now(tz=UTC).astimezone().date()
    run(file("handle,followers\nmika,1\n"), "--as-of", day.isoformat())
    assert SocialAccount.objects.get().measured_at <= datetime.now(tz=UTC)
