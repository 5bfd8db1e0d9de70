"""An account that its platform calls otherwise now: the same one, by its id."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import work
from outbox.models import Job, Message
from stats.handing import hand
from talent.actions import edit_account
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory, TalentFactory, booker

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
