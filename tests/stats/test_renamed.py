"""An account that its platform calls otherwise now: the same one, by its id. Or that somebody corrected to another."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from outbox import work
from outbox.models import Job, Message
from stats.actions import record_snapshots
from stats.actions.outcomes import record_measured
from stats.handing import hand
from stats.measuring import Measured
from stats.models import AccountNumbers, AccountSnapshot, PostWatch
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.post_due import due_of
from stats.snapshots import SnapshotRow
from talent.actions import edit_account
from talent.models import SocialAccount
from tests.factories import AccountNumbersFactory, PostFactory, SocialAccountFactory, TalentFactory, booker

pytestmark = pytest.mark.django_db


def refresh(*accounts: SocialAccount) -> None:
    hand("stats.refresh_batch", "{count} {platform}", accounts[0].platform, [account.pk for account in accounts])
    assert work.run(Job.objects.filter(kind="stats.refresh_batch").latest("pk").pk)


def on_x(standin, handle: str, **more) -> SocialAccount:
    external_id = standin.places["x"].people.by_handle(handle).id
    return SocialAccountFactory(platform="x", handle=handle, external_id=external_id, **more)


def rename(standin, account: SocialAccount, handle: str) -> None:
    standin.places["x"].people.script(handle, {"id": account.external_id, "followers": 900})


def test_a_new_handle_is_written_down_with_its_history_and_the_manager_is_told_once(platforms, now):
    manager = booker()
    account = on_x(platforms, "mia_t", talent=TalentFactory(name="Mia", manager=manager), url="https://x.com/mia_t")
    other = on_x(platforms, "ben", url="https://blog.example/ben")
    rename(platforms, account, "mia_new")
    rename(platforms, other, "Ben")
    for _ in range(2):
        refresh(account, other)
    account.refresh_from_db()
    assert (account.handle, account.url, account.followers) == ("mia_new", "https://x.com/mia_new", 900)
    other.refresh_from_db()
    assert (other.handle, other.url) == ("ben", "https://blog.example/ben"), "capitals are no other name"
    letter = Message.objects.get()
    assert (letter.to_address, letter.subject) == (manager.email, "Mia is mia_new on X now")
    event = account.events.order_by("pgh_id").last()
    assert (event.handle, event.pgh_context.metadata["action"]) == ("mia_new", "stats.follow_names")
    account.talent.refresh_from_db()
    assert "mia_new" in account.talent.search


def test_a_handle_that_another_account_still_has_waits_until_that_one_is_read(platforms, now):
    first = on_x(platforms, "old_first", talent=TalentFactory(manager=booker()))
    second = on_x(platforms, "old_second")
    rename(platforms, first, "old_second")
    rename(platforms, second, "third")
    platforms.places["x"].people.ids |= {first.external_id: "old_second", second.external_id: "third"}
    refresh(first, second)
    refresh(first, second)
    for each in (first, second):
        each.refresh_from_db()
    assert (first.handle, second.handle) == ("old_second", "third")


def swapped(platforms, *names: str) -> list[SocialAccount]:
    """Accounts of which each has the handle of the next by now."""
    made = [
        on_x(platforms, name, talent=TalentFactory(manager=booker()), url=f"https://x.com/{name}") for name in names
    ]
    after = dict(zip(made, [*names[1:], names[0]], strict=True))
    for account, name in after.items():
        rename(platforms, account, name)
    platforms.places["x"].people.ids |= {account.external_id: name for account, name in after.items()}
    return made


@pytest.mark.parametrize("names", [("one", "two"), ("one", "two", "three")])
def test_accounts_that_exchanged_their_handles_have_each_their_own(platforms, now, names):
    made = swapped(platforms, *names)
    refresh(*made)
    for account, name in zip(made, [*names[1:], names[0]], strict=True):
        account.refresh_from_db()
        assert (account.handle, account.url) == (name, f"https://x.com/{name}")
        assert name in account.talent.__class__.objects.get(pk=account.talent_id).search
    assert Message.objects.count() == len(names)


def test_an_exchange_that_is_read_in_two_rounds_ends_the_same(platforms, now):
    one, two = swapped(platforms, "one", "two")
    refresh(one)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.handle, two.handle, two.url) == ("two", two.external_id, ""), "the id stands for what is not known"
    refresh(two)
    two.refresh_from_db()
    assert (two.handle, two.url) == ("one", "https://x.com/one")


def test_an_account_that_was_entered_twice_keeps_its_handle_where_it_is(platforms, now):
    twice = on_x(platforms, "one", talent=TalentFactory(manager=booker()))
    right = SocialAccountFactory(
        platform="x", handle="two", external_id=twice.external_id, talent=TalentFactory(manager=booker())
    )
    rename(platforms, twice, "two")
    platforms.places["x"].people.ids[twice.external_id] = "two"
    for asked in ([twice], [right], [twice, right]):
        refresh(*asked)
    for account, handle in ((twice, "one"), (right, "two")):
        account.refresh_from_db()
        assert account.handle == handle
    assert Message.objects.count() == 0


def test_a_handle_of_an_account_that_no_id_is_known_of_is_waited_for(platforms, now):
    one = on_x(platforms, "one")
    other = SocialAccountFactory(platform="x", handle="two", external_id="")
    rename(platforms, one, "two")
    refresh(one)
    for account, handle in ((one, "one"), (other, "two")):
        account.refresh_from_db()
        assert account.handle == handle


def test_an_account_known_by_its_id_alone_gets_its_handle_without_a_word(platforms, now):
    person = platforms.places["x"].people.by_handle("mia_t")
    account = SocialAccountFactory(
        platform="x", handle=person.id, external_id=person.id, talent=TalentFactory(manager=booker())
    )
    refresh(account)
    account.refresh_from_db()
    assert (account.handle, Message.objects.count()) == ("mia_t", 0)


@pytest.mark.parametrize("of", ["x", "instagram"])
def test_a_handle_that_somebody_wrote_is_read_afresh_and_the_same_account_by_its_id_keeps_its_past(platforms, of):
    """The old id stands in the form beside the new handle: it may be that of the account before."""
    now = timezone.now()
    people = platforms.places[of].people
    accounts = []
    for handle in ("mia_t", "tpyo"):
        external_id = people.by_handle(handle).id
        accounts.append(SocialAccountFactory(platform=of, handle=handle, external_id=external_id))
    renamed, corrected = accounts
    people.script("mia_new", {"id": renamed.external_id, "followers": 900})
    people.script("typo", {"followers": 700})
    for account, handle in ((renamed, "mia_new"), (corrected, "typo")):
        fields = {"handle": handle, "external_id": account.external_id, "url": account.url}
        edited = edit_account(account=account, fields=fields, by=booker(), now=now - timedelta(minutes=1))
        assert (edited.external_id, edited.named_at) == ("", now - timedelta(minutes=1))
    known = {account.pk: account.external_id for account in accounts}
    refresh(*accounts)
    for account in accounts:
        account.refresh_from_db()
    assert (renamed.handle, renamed.followers, renamed.external_id) == ("mia_new", 900, known[renamed.pk])
    assert (renamed.named_at, renamed.named_id) == (None, "")
    assert (corrected.handle, corrected.followers, corrected.last_error) == ("typo", 700, "")
    assert corrected.external_id == people.by_handle("typo").id != known[corrected.pk]
    assert (corrected.named_at, corrected.named_id) == (now - timedelta(minutes=1), "")
    edit_account(account=corrected, fields={"handle": "third"}, by=booker(), now=now)
    people.script("third", {"id": corrected.external_id, "followers": 800})
    SocialAccount.objects.filter(pk=corrected.pk).update(attempted_at=None)
    refresh(corrected)
    corrected.refresh_from_db()
    assert (corrected.followers, corrected.named_at) == (800, now), "a past that is partly another's stays away"


def carried(account: SocialAccount) -> tuple[object, ...]:
    account.refresh_from_db()
    account.talent.refresh_from_db()
    return account.followers, account.measured_at, account.source, account.talent.followers


@pytest.mark.parametrize("fails", [False, True])
def test_a_reading_under_way_says_nothing_of_the_account_that_somebody_corrected_meanwhile(platforms, now, fails):
    """Also where the correction was pressed before the reading began and stored after."""
    asked = on_x(platforms, "tpyo", followers=5_000, source="measured", measured_at=now - timedelta(days=1))
    wrong = Reading(external_id=asked.external_id, handle="renamed", title="Stranger", followers=900_000)
    gone = PlatformError(Kind.NOT_FOUND, "Not found on X.", for_good=True)
    loaded = SocialAccount.objects.get()
    edit_account(account=asked, fields={"handle": "typo"}, by=booker(), now=now)
    at = now + timedelta(milliseconds=5)
    record_measured(
        Measured(at, errors={asked.pk: gone}) if fails else Measured(at, readings={asked.pk: wrong}), [loaded]
    )
    assert carried(asked) == (None, None, "", None)
    assert (asked.external_id, asked.named_at, asked.named_id) == ("", now, wrong.external_id)
    assert (asked.next_refresh_at, asked.state, asked.failures, asked.title) == (now, "fine", 0, loaded.title)
    assert AccountSnapshot.objects.count() == (not fails), "what was measured is kept as the past of that one"
    platforms.places["x"].people.script("typo", {"followers": 700})
    refresh(asked)
    assert carried(asked)[0] == 700


def test_a_corrected_account_has_no_figures_until_it_is_read_and_takes_any_number_then(platforms, now):
    talent = TalentFactory()
    account = on_x(
        platforms, "tpyo", talent=talent, followers=900_000, avg_likes=9, engagement_rate="3.5", source="measured",
        measured_at=now - timedelta(days=1), state="missing", failures=3, last_error="Not found on the platform",
        attempted_at=now - timedelta(hours=2),
    )  # fmt: skip
    small = SocialAccountFactory(talent=talent, platform="blog", followers=300, source="reported", measured_at=now)
    AccountNumbersFactory(
        account=account,
        engagement_rate="4.5",
        formula="by_views",
        growth_30="2.0",
        computed_at=now - timedelta(hours=1),
    )
    talent.refresh_from_db()
    assert talent.engagement_rate is not None and talent.main_platform == "x"
    edit_account(account=account, fields={"handle": "typo"}, by=booker(), now=now)
    assert carried(account) == (None, None, "", 300)
    assert (account.avg_likes, account.engagement_rate, account.attempted_at) == (None, None, None)
    assert (account.state, account.last_error) == ("fine", "")
    talent = small.talent
    talent.refresh_from_db()
    assert (talent.main_platform, talent.engagement_rate, talent.growth_30) == ("blog", None, None)
    assert not AccountNumbers.objects.exists()
    platforms.places["x"].people.script("typo", {"followers": 20_000})
    refresh(account)
    assert (carried(account)[0], account.last_error, account.talent.followers) == (20_000, "", 20_000)
    assert account.named_figures is None and account.avg_likes is None, "they were another's"


def test_an_account_that_was_only_renamed_by_hand_has_its_figures_again_where_the_count_is_hidden_now(now):
    """Those that no reading brings too. What somebody told meanwhile stands."""
    day = timedelta(days=1)
    figures = {
        "followers": 9_000, "following": 40, "avg_likes": 77, "engagement_rate": "3.250", "is_rounded": True,
        "source": "measured", "measured_at": now - day,
    }  # fmt: skip
    silent, told = (SocialAccountFactory(platform="youtube", external_id=f"UC{n}", **figures) for n in "ab")
    for account in (silent, told):
        edit_account(account=account, fields={"handle": f"new_{account.pk}"}, by=booker(), now=now)
        assert carried(account) == (None, None, "", None)
    record_snapshots([SnapshotRow(told.pk, now - day / 2, 8_000, source="reported")])
    assert carried(told) == (8_000, now - day / 2, "reported", 8_000), "a person's word is about the account that it is"
    readings = {pk: Reading(external_id=f"UC{n}", views=5) for pk, n in ((silent.pk, "a"), (told.pk, "b"))}
    record_measured(Measured(now + day, readings=readings), list(SocialAccount.objects.order_by("pk")))
    assert carried(silent) == (9_000, now - day, "measured", 9_000)
    assert carried(told) == (8_000, now - day / 2, "reported", 8_000)
    for account in (silent, told):
        assert (account.named_at, account.named_id, account.named_figures) == (None, "", None)
        assert (account.views, account.following, account.avg_likes, str(account.engagement_rate)) == (
            5, 40, 77, "3.250",
        )  # fmt: skip
    assert (silent.is_rounded, told.is_rounded) == (True, False)


def test_a_renamed_account_that_fell_by_half_meanwhile_is_looked_at_again(now):
    account = SocialAccountFactory(
        platform="x", external_id="1", followers=9_000, source="measured", measured_at=now - timedelta(days=1)
    )
    edit_account(account=account, fields={"handle": "mia_new"}, by=booker(), now=now)
    later = Measured(now + timedelta(hours=1), readings={account.pk: Reading(external_id="1", followers=12)})
    record_measured(later, [SocialAccount.objects.get()])
    assert carried(account)[0] == 9_000 and account.last_error == "Dropped by 100 %, looking again"


def test_posts_of_the_account_before_are_asked_for_no_more(platforms, now):
    """By their ids they would be read again, and be taken for those of the account that it is."""
    account = on_x(platforms, "tpyo")
    PostWatch.objects.create(account=account)
    day = timedelta(days=1)
    for name in ("theirs", "its own"):
        PostFactory(account=account, external_id=name, published_at=now - 9 * day, measured_at=now - day)
    edit_account(account=account, fields={"handle": "typo"}, by=booker(), now=now)
    account.pieces.filter(external_id="its own").update(measured_at=now + day)
    [due] = due_of([account.pk], platform="x", now=now + day)
    assert list(due.known) == ["its own"]


def test_accounts_that_were_corrected_before_lose_the_figures_of_the_one_that_they_were(now):
    day = timedelta(days=1)
    figures = {"followers": 900, "avg_likes": 9, "engagement_rate": "3.5", "source": "measured"}
    unread, read, plain = (
        SocialAccountFactory(**figures, measured_at=now - day, talent=TalentFactory(followers=900)) for _ in range(3)
    )
    SocialAccount.objects.filter(pk=unread.pk).update(named_at=now, named_id="1")
    SocialAccount.objects.filter(pk=read.pk).update(named_at=now - 2 * day)
    migration = import_module("talent.migrations.0025_the_figures_that_it_had")
    with connection.cursor() as cursor:
        cursor.execute(migration.OF_BEFORE)
        cursor.execute(migration.LARGEST)
    assert carried(unread) == (None, None, "", None)
    for account in (read, plain):
        assert carried(account) == (900, now - day, "measured", 900)
    later = Measured(now + day, readings={unread.pk: Reading(external_id="1", posts=5)})
    record_measured(later, [SocialAccount.objects.get(pk=unread.pk)])
    assert carried(unread) == (900, now - day, "measured", 900)
    assert (unread.avg_likes, str(unread.engagement_rate)) == (9, "3.500")
