"""Accounts and their figures: the newest stays, unknown is never zero."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import User
from lib.refusals import Refused
from talent.actions import add_account, add_talent, archive_account, edit_account, record_figures
from talent.figures import Figures
from talent.models import SocialAccount
from talent.models.account import FIGURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def mika(booker, now):
    return add_talent(name="Mika", by=booker, now=now)


@pytest.fixture
def account(mika, booker, now):
    return add_account(talent=mika, platform="instagram", handle="@mika.t", by=booker, now=now)


@pytest.fixture
def record(account, now):
    system = User.objects.system()

    def run(at, **values):
        return record_figures(account=account, figures=Figures(measured_at=at, **values), by=system, now=now)

    return run


def test_account_has_its_address_and_is_found_by_handle(account, mika):
    mika.refresh_from_db()
    assert (account.handle, mika.search) == ("mika.t", " mika mika.t ")
    assert account.url == "https://www.instagram.com/mika.t/"


def test_account_is_due_at_once_only_where_a_connector_reads_the_platform(mika, booker, now):
    snap = add_account(talent=mika, platform="snapchat", handle="mika.t", by=booker, now=now)
    tube = add_account(talent=mika, platform="youtube", handle="youtube.com/@mika", by=booker, now=now)
    assert snap.next_refresh_at is None
    assert tube.next_refresh_at == now


def test_address_on_another_platform_is_refused(mika, booker, now):
    with pytest.raises(Refused, match="is on TikTok, not on Instagram"):
        add_account(talent=mika, platform="instagram", handle="tiktok.com/@mika", by=booker, now=now)


def test_same_handle_in_other_case_is_refused(account, mika, booker, now):
    with pytest.raises(Refused, match="on the roster already"):
        add_account(talent=mika, platform="instagram", handle="MIKA.T", by=booker, now=now)


def test_new_handle_brings_a_new_address_and_search(account, mika, booker, now):
    edit_account(account=account, fields={"handle": "mika.new"}, by=booker, now=now)
    account.refresh_from_db()
    mika.refresh_from_db()
    assert (account.url, mika.search) == ("https://www.instagram.com/mika.new/", " mika mika.new ")


def test_what_is_at_another_address_is_read_afresh(account, booker, now):
    type(account).objects.update(next_refresh_at=now + timedelta(days=1))
    account = edit_account(account=account, fields={"title": "Mika"}, by=booker, now=now)
    assert account.next_refresh_at == now + timedelta(days=1)
    account = edit_account(
        account=account, fields={"url": "https://www.instagram.com/mika.t/?hl=ja"}, by=booker, now=now
    )
    assert account.next_refresh_at == now


def test_figures_set_the_talents_followers_to_the_largest(record, account, mika, booker, now):
    other = add_account(talent=mika, platform="tiktok", handle="mika", by=booker, now=now)
    assert record(now, followers=900, engagement_rate=Decimal("1.5")) is True
    record_figures(account=other, figures=Figures(measured_at=now, followers=2000), by=booker, now=now)
    mika.refresh_from_db()
    assert mika.followers == 2000
    archive_account(account=other, by=booker, now=now)
    mika.refresh_from_db()
    assert mika.followers == 900


def test_unknown_never_replaces_a_value(record, account, now):
    record(now - timedelta(days=1), followers=900, posts=10)
    record(now, followers=950)
    account.refresh_from_db()
    assert (account.followers, account.posts, account.measured_at) == (950, 10, now)


def test_hidden_count_leaves_the_age_of_the_known_one(record, account, now):
    record(now - timedelta(days=9), followers=900)
    record(now, posts=10)
    account.refresh_from_db()
    assert (account.followers, account.posts, account.measured_at) == (900, 10, now - timedelta(days=9))


def test_zero_is_a_value(record, account, now):
    record(now, followers=0)
    account.refresh_from_db()
    assert account.followers == 0
    account.talent.refresh_from_db()
    assert account.talent.followers == 0


def test_older_figures_change_nothing(record, account, now):
    record(now, followers=900)
    assert record(now - timedelta(seconds=1), followers=100, posts=5) is False
    account.refresh_from_db()
    assert (account.followers, account.posts) == (900, None)


def test_same_figures_again_change_nothing(record, now):
    assert record(now, followers=900) is True
    assert record(now, followers=900) is False


def test_nothing_known_changes_nothing(record, account, now):
    assert record(now) is False
    account.refresh_from_db()
    assert (account.measured_at, account.source) == (None, "")


def test_figures_that_are_negative_or_of_tomorrow_are_refused(record, now):
    with pytest.raises(Refused, match="fewer than no followers"):
        record(now, followers=-1)
    with pytest.raises(Refused, match="future"):
        record(now + timedelta(minutes=1), followers=1)


def test_database_refuses_a_negative_count(account):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="followers_not_negative"):
        SocialAccount.objects.filter(pk=account.pk).update(followers=-1)


def test_what_a_refresh_writes_is_in_no_index_and_pages_have_room_for_it(db: None) -> None:
    """So that PostgreSQL rewrites the row alone. The platform's own id is written once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'talent_socialaccount'")
        indexes = [definition.partition(" USING ")[2] for (definition,) in cursor.fetchall()]
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'talent_socialaccount'")
        options = cursor.fetchone()[0]
    assert len(indexes) == 7 and options == ["fillfactor=70"]
    written = set(FIGURES) - {"external_id"}
    assert [index for index in indexes if written & set(re.findall(r"\w+", index))] == []
