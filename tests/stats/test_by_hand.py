"""Figures that no platform tells: entered once a month with a picture, on the curve, asked for when missing."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from lib.refusals import Refused
from outbox.actions import enqueue
from outbox.models import Message
from outbox.work import run
from stats import by_hand
from stats.actions import ask_for_counts, enter_counts
from stats.models import AccountSnapshot, HandCounts
from talent.models import SocialAccount, Talent
from tests.factories import NOW, SocialAccountFactory, TalentFactory, booker, owner, reader, talent_user

TODAY = NOW.date()


def enter(account: SocialAccount, by: User, *, as_of: date = TODAY, followers: int = 900, **more: object) -> HandCounts:
    said = {"evidence": ContentFile(b"jpeg", name="s.jpg"), "now": NOW, **more}
    return enter_counts(account=account, as_of=as_of, followers=followers, by=by, **said)  # type: ignore[arg-type]


@pytest.fixture
def snap(db: None) -> SocialAccount:
    made: SocialAccount = SocialAccountFactory(platform="snapchat", handle="mika.snaps", created_at=NOW)
    return made


def test_only_snapchat_is_read_off_the_screen() -> None:
    assert by_hand.PLATFORMS == ("snapchat",)


def test_what_is_entered_is_kept_with_its_picture_and_stands_on_the_curve(snap: SocialAccount) -> None:
    mine = talent_user(snap.talent)
    kept = enter(snap, mine, as_of=TODAY - timedelta(days=40), followers=840, posts=3)
    with kept.evidence.open() as picture:
        assert (kept.entered_by, picture.read(), kept.views) == (mine, b"jpeg", None)
    enter(snap, booker(), followers=900)
    points = AccountSnapshot.objects.filter(account=snap).values_list("followers", "posts", "views", "source")
    assert list(points) == [(840, 3, None, "reported"), (900, None, None, "reported")]
    snap.refresh_from_db()
    assert (snap.followers, snap.posts, snap.source, snap.measured_at) == (900, 3, "reported", NOW)
    assert Talent.objects.get(pk=snap.talent_id).followers == 900
    assert by_hand.latest([snap.pk])[snap.pk].followers == 900


def test_a_day_that_is_entered_again_has_the_later_figures(snap: SocialAccount) -> None:
    day = TODAY - timedelta(days=3)
    for followers in (900, 950):
        enter(snap, booker(), as_of=day, followers=followers)
    snap.refresh_from_db()
    assert (snap.followers, AccountSnapshot.objects.filter(account=snap).count()) == (950, 2)


def test_an_earlier_month_goes_on_the_curve_and_changes_nothing_newer(snap: SocialAccount) -> None:
    enter(snap, booker(), followers=900)
    enter(snap, booker(), as_of=TODAY - timedelta(days=60), followers=700)
    snap.refresh_from_db()
    assert (snap.followers, AccountSnapshot.objects.filter(account=snap).count()) == (900, 2)


@pytest.mark.parametrize(
    ("platform", "by", "day", "words"),
    [
        ("snapchat", "owner", TODAY + timedelta(days=1), "That day is still to come."),
        ("snapchat", "owner", TODAY - timedelta(days=367), "Figures of more than a year ago come in from a file"),
        ("youtube", "owner", TODAY, "YouTube tells its figures itself; nobody types them in."),
        (
            "snapchat",
            "reader",
            TODAY,
            "Only owners, managers and bookers may add and change talents and their accounts",
        ),
        ("snapchat", "stranger", TODAY, "This is another talent's account."),
        ("archived", "owner", TODAY, "The office does not follow this account any more."),
    ],
)
def test_what_cannot_be_entered_says_why(db: None, platform: str, by: str, day: date, words: str) -> None:
    gone = {"archived_at": NOW, "archived_by": owner()} if platform == "archived" else {}
    account = SocialAccountFactory(platform="snapchat" if gone else platform, **gone)
    people = {"owner": owner, "reader": reader, "stranger": lambda: talent_user(TalentFactory())}
    with pytest.raises(Refused, match=words.split(",")[0]):
        enter(account, people[by](), as_of=day)
    assert not HandCounts.objects.exists()


def test_without_a_picture_nothing_is_kept(snap: SocialAccount) -> None:
    with pytest.raises(Refused, match="Add a picture of the screen."):
        enter(snap, booker(), evidence=None)
    with pytest.raises(IntegrityError, match="stats_handcounts_has_evidence"), transaction.atomic():
        HandCounts.objects.create(account=snap, as_of=TODAY, followers=1, entered_at=NOW, entered_by=booker())


def test_a_month_is_missing_after_31_days_and_from_the_start(snap: SocialAccount) -> None:
    dated = {"platform": "snapchat", "source": "reported", "followers": 1}
    late = SocialAccountFactory(measured_at=NOW - timedelta(days=31), **dated)
    fresh = SocialAccountFactory(measured_at=NOW - timedelta(days=30), **dated)
    SocialAccountFactory(platform="youtube")
    SocialAccountFactory(platform="snapchat", archived_at=NOW, archived_by=owner())
    SocialAccountFactory(platform="snapchat", talent=TalentFactory(archived_at=NOW, archived_by=owner()))
    assert set(by_hand.due(NOW)) == {snap, late}
    assert [by_hand.is_due(row, NOW) for row in (snap, late, fresh)] == [True, True, False]
    lines = [by_hand.asking(row, title="{} it is", url_name="x").line for row in (snap, late)]
    assert lines == [
        "mika.snaps: nobody has entered figures yet",
        f"{late.handle}: the last figures are of {NOW - timedelta(days=31):%-d %b %Y}",
    ]


def test_a_talent_is_asked_once_a_month_in_one_letter(snap: SocialAccount) -> None:
    mine = talent_user(snap.talent)
    SocialAccountFactory(platform="snapchat", talent=snap.talent, handle="mika.too")
    SocialAccountFactory(platform="snapchat")  # a talent who cannot sign in is asked by the office
    system = User.objects.system()
    asked = [ask_for_counts(by=system, now=NOW + timedelta(days=day)) for day in (0, 1, 30, 32)]
    assert asked == [1, 0, 0, 1]
    letters = list(Message.objects.filter(kind="figures_asked").order_by("pk"))
    assert [letter.to_address for letter in letters] == [mine.email, mine.email]
    assert letters[0].subject == "This month’s figures on Snapchat, please"
    for account in snap.talent.accounts.all():
        assert f"/talent/accounts/{account.public_id}/figures" in letters[0].body
    enter(snap, mine, as_of=TODAY)
    enter(snap.talent.accounts.get(handle="mika.too"), mine, as_of=TODAY)
    assert ask_for_counts(by=system, now=NOW + timedelta(days=20)) == 0


def test_the_job_says_how_many_it_asked(snap: SocialAccount) -> None:
    talent_user(snap.talent, role=Role.GUARDIAN)
    for said in ("1 asked", "Nobody to ask"):
        job = enqueue("stats.ask_for_counts", title="Ask")
        run(job.pk)
        job.refresh_from_db()
        assert job.result == said
