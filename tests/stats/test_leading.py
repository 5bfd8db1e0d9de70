"""What lists sort and filter by agrees with the leading account, whoever changed it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from outbox import work
from outbox.models import Job
from stats.actions import dismiss_signal
from stats.leading import differing, keep_leading
from stats.models import AccountNumbers, Signal
from talent.actions import archive_account, archive_talent, record_figures, restore_talent
from talent.figures import Figures
from talent.models import SocialAccount, Talent
from talent.models.talent import LEADING
from tests.factories import AccountNumbersFactory, SocialAccountFactory, TalentFactory, booker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 3, 12, tzinfo=UTC)
GROWN = (Decimal("0.50"), Decimal("-9.00"), "")
UNKNOWN = (None, "", None, None, None, "", "", None, None, "")


def kept(talent: Talent) -> tuple:
    return Talent.objects.values_list(*LEADING).get(pk=talent.pk)


def run() -> str:
    job = Job.objects.create(kind="stats.keep_leading", title="Numbers", run_after=NOW)
    assert work.run(job.pk) is True
    job.refresh_from_db()
    return job.result


@pytest.fixture
def mia() -> Talent:
    """Large is measured, computed and has one open signal; small has two, and figures of its own."""
    talent = TalentFactory(name="Mia")
    large = SocialAccountFactory(
        talent=talent, platform="tiktok", followers=900, source="measured", measured_at=NOW, engagement_rate=Decimal(9)
    )
    small = SocialAccountFactory(
        talent=talent, platform="x", followers=100, source="reported", measured_at=NOW - timedelta(days=9),
        engagement_rate=Decimal("4.5"),
    )  # fmt: skip
    AccountNumbersFactory(
        account=large, engagement_rate=Decimal("2.125"), formula="by_views", band="above", growth_30=Decimal("-1.50"),
        growth_7=Decimal("0.50"), growth_90=Decimal(-9), signals=1,
    )  # fmt: skip
    AccountNumbersFactory(account=small, growth_30=Decimal(3), signals=2)
    return talent


def test_the_leading_account_speaks_and_signals_are_of_all(mia: Talent) -> None:
    assert kept(mia) == (Decimal("2.125"), "above", Decimal("-1.50"), 3, NOW, "tiktok", " tiktok x ", *GROWN)
    bare = TalentFactory()
    SocialAccountFactory(talent=bare, followers=None, platform="blog")
    keep_leading([bare.pk])
    assert kept(bare) == (*UNKNOWN[:5], "blog", " blog ", None, None, "")
    assert kept(TalentFactory()) == UNKNOWN


def test_another_leads_when_the_first_is_archived_or_outgrown(mia: Talent) -> None:
    of_small = (Decimal("4.500"), "", Decimal("3.00"), 2, NOW - timedelta(days=9), "x", " x ", None, None, "")
    archive_account(account=mia.accounts.get(platform="tiktok"), by=booker(), now=NOW)
    assert kept(mia) == of_small
    SocialAccount.objects.filter(platform="tiktok").update(archived_at=None, archived_by=None)
    assert differing() == [mia.pk]
    figures = Figures(measured_at=NOW, source="reported", followers=5_000)
    record_figures(account=mia.accounts.get(platform="x"), figures=figures, by=booker(), now=NOW)
    assert kept(mia) == (Decimal("4.500"), "", Decimal("3.00"), 3, NOW, "x", " tiktok x ", None, None, "")


def test_who_left_is_found_by_the_platforms_that_they_left_with(mia: Talent) -> None:
    archive_account(account=mia.accounts.get(platform="x"), by=booker(), now=NOW)
    archive_talent(talent=mia, by=booker(), now=NOW + timedelta(days=1))
    keep_leading([mia.pk])  # as whatever forgets old figures does
    assert kept(mia) == (*UNKNOWN[:6], " tiktok ", None, None, "")


def test_kinds_of_what_is_worth_a_look_are_those_that_are_open(mia: Talent) -> None:
    large, small = mia.accounts.order_by("-followers")
    days = {"since": NOW.date(), "title": "t", "line": "l", "value": 1, "threshold": 1, "found_at": NOW, "seen_at": NOW}
    drop = Signal.objects.create(account=large, kind="drop", **days)
    Signal.objects.create(account=small, kind="drop", **days)
    for key in ("1", "2"):
        Signal.objects.create(account=small, kind="spike", key=key, **days)
    assert run() == "1 talents differed"
    assert kept(mia)[-1] == " drop spike "
    dismiss_signal(signal=drop, reason="A giveaway", by=booker(), now=NOW)
    assert kept(mia)[-1] == " drop spike ", "the other account's stays"
    archive_account(account=small, by=booker(), now=NOW)
    assert kept(mia)[-1] == ""


def test_a_figure_that_leaves_the_followers_as_they_are_is_carried_too(mia: Talent) -> None:
    AccountNumbers.objects.all().delete()
    later = NOW + timedelta(days=1)
    figures = Figures(measured_at=later, source="reported", followers=900, engagement_rate=Decimal(7))
    record_figures(account=mia.accounts.get(platform="tiktok"), figures=figures, by=booker(), now=later)
    assert kept(mia) == (Decimal("7.000"), "", None, None, later, "tiktok", " tiktok x ", None, None, "")


def test_who_comes_back_to_the_roster_has_their_numbers(mia: Talent) -> None:
    before = kept(mia)
    archive_talent(talent=mia, by=booker(), now=NOW)
    Talent.objects.update(growth_30=None)
    assert differing() == []  # nobody looks for the archived
    restore_talent(talent=mia, by=booker(), now=NOW)
    assert kept(mia) == before


def test_the_job_finds_and_mends_what_was_missed(mia: Talent) -> None:
    before = kept(mia)
    assert run() == "All talents agree with their accounts"
    Talent.objects.update(engagement_rate=None, signals=77)
    assert run() == "1 talents differed"
    assert kept(mia) == before and differing() == []


@pytest.mark.parametrize(("others", "kept_as"), [((0, 0), 0), ((0, None), None), ((2, None), 2), ((None, None), None)])
def test_that_nothing_is_open_is_known_only_where_every_account_was_looked_at(
    others: tuple[int | None, ...], kept_as: int | None
) -> None:
    talent = TalentFactory(name="Mia")
    for number, signals in enumerate(others):
        account = SocialAccountFactory(talent=talent, followers=900 - number)
        AccountNumbersFactory(account=account, signals=signals)
    keep_leading([talent.pk])
    assert kept(talent)[3] == kept_as
