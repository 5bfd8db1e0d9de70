"""What was another account's, before somebody corrected it, stands nowhere; a forgotten tick loses nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lib.refusals import Refused
from lib.sealed import seal
from stats.actions import compute_numbers, numbers, record_snapshots
from stats.actions.forget import forget_old
from stats.models import AccountNumbers, Connection
from stats.queries import account_sparklines, curves_of
from stats.results.finding import candidates
from stats.shortlists import posts_of
from stats.snapshots import SnapshotRow
from talent.actions import edit_account, record_figures
from talent.figures import DATING, VALUES, Figures
from talent.models import SocialAccount
from tests.factories import (
    AccountNumbersFactory,
    AccountSnapshotFactory,
    DeliverableFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    manager,
    talent_user,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def corrected(account, now, **more) -> SocialAccount:
    return edit_account(account=account, fields={"handle": "typo"}, by=booker(), now=now, **more)


def test_a_strangers_posts_are_shown_nobody_and_no_curve_goes_on_with_its_count(now):
    account = SocialAccountFactory(
        platform="instagram", handle="tpyo", followers=900_000, source="measured", measured_at=now - DAY
    )
    piece = DeliverableFactory(
        booking__talent=account.talent, channel="instagram", approved_at=now - 5 * DAY, state="approved"
    )
    PostFactory(
        account=account, published_at=now - 2 * DAY, measured_at=now - DAY, views=5, url="https://a.example/1",
        text=f"With {piece.booking.campaign.brand.name}",
    )  # fmt: skip
    for ago in (20, 10):
        AccountSnapshotFactory(account=account, taken_at=now - ago * DAY, followers=900_000 + ago)

    page, own = Client(), Client()
    page.force_login(manager())
    own.force_login(talent_user(account.talent))

    def shown() -> list[int]:
        row = SocialAccount.objects.get()
        curve = curves_of([row], (now - 30 * DAY).date(), now.date())
        line = account_sparklines([row.pk], now=now)[row.pk]
        posts = page.get(reverse("desk:talent-posts", args=[row.talent.public_id])).content.decode()
        return [
            sum(len(each) for each in posts_of([row.talent]).values()), len(candidates(piece)), len(curve.series),
            len(line), posts.count("https://a.example/1"),
            own.get(reverse("talent:accounts")).content.decode().count("The figures week by week"),
        ]  # fmt: skip

    before = shown()
    assert all(before), before
    corrected(account, now)
    assert shown() == [0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("told", [False, True])
def test_who_forgot_the_tick_says_it_later_and_has_all_of_it_back(now, told):
    account = SocialAccountFactory(
        platform="snapchat", handle="mia", followers=900_000, engagement_rate="3.5", source="reported",
        measured_at=now - DAY, external_id="",
    )  # fmt: skip
    account = corrected(account, now)
    assert (account.followers, account.measured_at) == (None, None)
    if told:
        figures = Figures(measured_at=now, source="reported", followers=70)
        record_figures(account=account, figures=figures, by=booker(), now=now)
    account = edit_account(account=account, fields={"handle": "typo"}, by=booker(), now=now, renamed=True)
    account.refresh_from_db()
    account.talent.refresh_from_db()
    assert account.followers == account.talent.followers == (70 if told else 900_000)
    if not told:
        assert (account.engagement_rate, account.measured_at, account.source, account.named_at) == (
            Decimal("3.500"), now - DAY, "reported", None,
        )  # fmt: skip


def test_the_id_that_went_with_the_handle_comes_back_with_the_tick(now):
    account = SocialAccountFactory(
        platform="x", handle="mia", followers=9, source="measured", measured_at=now, external_id="77"
    )
    account = corrected(account, now)
    assert (account.external_id, account.named_id) == ("", "77")
    account = edit_account(account=account, fields={"handle": "mia"}, by=booker(), now=now, renamed=True)
    assert (account.external_id, account.named_id, account.followers) == ("77", "", 9)


def test_an_account_that_its_owner_connected_becomes_no_other_whoever_corrects_it(now):
    account, other = (
        SocialAccountFactory(platform="tiktok", handle=name, followers=9, source="measured", measured_at=now)
        for name in ("mia", "ben")
    )
    connection = Connection.objects.create(
        account=account, external_id="1", access_token=seal("a"), renewed=now, connected_at=now, connected_by=booker()
    )
    with pytest.raises(Refused, match="Its owner connected it"):
        corrected(account, now)
    assert edit_account(account=other, fields={"handle": "bin"}, by=booker(), now=now).followers is None
    assert corrected(account, now, renamed=True).followers == 9
    assert edit_account(account=account, fields={"handle": "@Typo"}, by=booker(), now=now).followers == 9
    Connection.objects.filter(pk=connection.pk).update(state="broken", reason="Gone", broken_since=now)
    assert edit_account(account=account, fields={"handle": "tpyo"}, by=booker(), now=now).followers is None


@pytest.mark.parametrize("by", ["a person", "its id"])
def test_every_figure_that_was_set_aside_comes_back(now, by):
    had = {
        "followers": 900_000, "following": 8, "posts": 70, "views": 6_000, "avg_likes": 500,
        "engagement_rate": Decimal("3.500"), "measured_at": now - DAY, "source": "measured", "is_rounded": True,
    }  # fmt: skip
    assert set(had) == {*VALUES, *DATING}
    account = SocialAccountFactory(platform="x", handle="mia", external_id="77", **had)
    account = corrected(account, now)
    assert {name: getattr(account, name) or None for name in had} == dict.fromkeys(had)
    if by == "a person":
        corrected(account, now, renamed=True)
    else:
        told = {"external_id": "77", "named_at": account.named_at, "next_refresh_at": now + DAY}
        record_snapshots([SnapshotRow(account.pk, now + DAY / 24, None, **told)])
    account.refresh_from_db()
    assert {name: getattr(account, name) for name in had} == had


@pytest.mark.parametrize(
    ("days", "source", "kept"), [(31, "measured", False), (29, "measured", True), (31, "reported", True)]
)
def test_what_is_set_aside_is_forgotten_as_what_stands_is(now, days, source, kept):
    account = SocialAccountFactory(
        platform="youtube", handle="tpyo", followers=9, source=source, measured_at=now - days * DAY, title="Stranger"
    )
    account = corrected(account, now)
    assert account.title == ""
    forget_old(first=account.pk, last=account.pk, now=now)
    account.refresh_from_db()
    assert (account.named_figures is not None) is kept


def test_numbers_that_were_being_reckoned_meanwhile_are_not_those_of_the_account_that_it_is(now, monkeypatch):
    account = SocialAccountFactory(platform="instagram", handle="tpyo", followers=9, source="measured", measured_at=now)
    AccountNumbersFactory(account=account, computed_at=now - DAY)
    lock = numbers.hold

    def late(talents) -> None:
        corrected(account, now + DAY / 24)
        lock(talents)

    monkeypatch.setattr(numbers, "hold", late)
    compute_numbers([account.pk], now=now)
    assert not AccountNumbers.objects.exists()


def test_a_talent_without_corrections_keeps_the_line(now):
    account = SocialAccountFactory(talent=TalentFactory(), followers=30)
    for ago in (20, 10):
        AccountSnapshotFactory(account=account, taken_at=now - ago * DAY, followers=30 - ago)
    assert len(account_sparklines([account.pk], now=now)[account.pk]) > 1
