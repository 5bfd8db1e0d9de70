"""One change to many talents."""

from typing import Any

import pghistory.models
import pytest

from lib.refusals import Refused
from talent.actions import archive_talent, change_talents
from talent.bulk import MOST, MOST_STAGES, Change, Deed
from talent.models import SocialAccount, Talent
from tests.factories import (
    NOW,
    GenreFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def aki() -> Any:
    return booker(name="Aki")


def told(change: Change, by: Any, *talents: Talent, **more: Any) -> tuple[list[str], list[str], list[str]]:
    """Names changed, names that are so already, reasons."""
    done = change_talents(talent_ids=[t.pk for t in talents], change=change, by=by, now=NOW, **more)
    return [t.name for t in done.changed], [t.name for t in done.same], [reason for _, reason in done.refused]


def test_a_genre_is_added_and_removed_where_it_is_not_so_already(aki: Any) -> None:
    cats = GenreFactory(name="Cats")
    mia, ken = TalentFactory(name="Mia", genres=[cats]), TalentFactory(name="Ken")
    gone = TalentFactory(name="Gone", archived_at=NOW, archived_by=aki)
    assert told(Change(Deed.ADD_GENRE, cats), aki, mia, ken, gone) == (
        ["Ken"], ["Mia"], ["Gone is archived. Restore them first."],
    )  # fmt: skip
    assert list(ken.genres.all()) == [cats]
    assert told(Change(Deed.REMOVE_GENRE, cats), aki, mia, ken)[0] == ["Mia", "Ken"]
    assert cats.talents.count() == 0


def test_a_manager_is_set_and_taken_away(aki: Any) -> None:
    mia, ken = TalentFactory(name="Mia", manager=aki), TalentFactory(name="Ken")
    assert told(Change(Deed.SET_MANAGER, manager=aki), aki, mia, ken) == (["Ken"], ["Mia"], [])
    assert told(Change(Deed.SET_MANAGER), aki, mia, ken)[0] == ["Mia", "Ken"]
    assert Talent.objects.filter(manager=None).count() == 2


def test_archived_talents_take_their_accounts_along_and_bring_them_back(aki: Any) -> None:
    mia = TalentFactory(name="Mia")
    account = SocialAccountFactory(talent=mia, handle="mia")
    assert told(Change(Deed.ARCHIVE), aki, mia)[0] == ["Mia"]
    account.refresh_from_db()
    assert account.archived_at == NOW
    assert told(Change(Deed.ARCHIVE), aki, mia)[1] == ["Mia"]
    assert told(Change(Deed.RESTORE), aki, mia)[0] == ["Mia"]
    account.refresh_from_db()
    assert account.archived_at is None


def test_nobody_comes_back_whose_account_somebody_else_has(aki: Any) -> None:
    first, second, third = (TalentFactory(name=name) for name in ("First", "Second", "Third"))
    for talent, handle in ((first, "one"), (second, "two")):
        SocialAccountFactory(talent=talent, platform="tiktok", handle=handle)
        archive_talent(talent=talent, by=aki, now=NOW)
    SocialAccountFactory(talent=third, platform="tiktok", handle="ONE")
    assert told(Change(Deed.RESTORE), aki, first, second, third) == (
        ["Second"], ["Third"], ["@one on TikTok is on the roster with somebody else."],
    )  # fmt: skip


def test_of_two_who_had_one_account_the_first_has_it_again(aki: Any) -> None:
    first, second = TalentFactory(name="First"), TalentFactory(name="Second")
    for talent in (first, second):
        SocialAccountFactory(talent=talent, platform="tiktok", handle="one")
        archive_talent(talent=talent, by=aki, now=NOW)
    assert told(Change(Deed.RESTORE), aki, first, second) == (["First"], [], ["This account is on the roster already."])
    assert SocialAccount.objects.filter(archived_at=None).get().talent == first


def test_country_and_languages_are_set_where_they_are_not_so_already(aki: Any) -> None:
    mia = TalentFactory(name="Mia", country="JP", languages=["ja"])
    ken = TalentFactory(name="Ken", country="KR", languages=["ko", "ja", "en"])
    gone = TalentFactory(name="Gone", country="KR", archived_at=NOW, archived_by=aki)
    left_out = ["Gone is archived. Restore them first."]
    assert told(Change(Deed.SET_COUNTRY, word="JP"), aki, mia, ken, gone) == (["Ken"], ["Mia"], left_out)
    assert told(Change(Deed.ADD_LANGUAGE, word="en"), aki, mia, ken) == (["Mia"], ["Ken"], [])
    assert told(Change(Deed.REMOVE_LANGUAGE, word="ja"), aki, mia, ken) == (["Mia", "Ken"], [], [])
    for talent, tongues in ((mia, ["en"]), (ken, ["ko", "en"])):
        talent.refresh_from_db()
        assert (talent.country, talent.languages, talent.main_language) == ("JP", tongues, tongues[0])
    assert str(Change(Deed.SET_COUNTRY, word="JP", said="Japan")) == "Set the country to Japan"


def test_a_stage_is_changed_where_the_moves_allow_it_and_for_a_reason(aki: Any) -> None:
    mia, ken = TalentFactory(name="Mia", stage="registered"), TalentFactory(name="Ken", stage="affiliated")
    gone = TalentFactory(name="Gone", stage="registered", archived_at=NOW, archived_by=aki)
    change = Change(Deed.SET_STAGE, word="affiliated")
    with pytest.raises(Refused, match="Say why"):
        told(change, aki, mia, reason=" ")
    left_out = ["Gone is archived. Restore them first."]
    assert told(change, aki, mia, ken, gone, reason="Grown") == (["Mia"], ["Ken"], left_out)
    mia.refresh_from_db()
    assert (mia.stage, str(change)) == ("affiliated", "Change the stage to affiliated")
    back = Change(Deed.SET_STAGE, word="applicant")
    assert told(back, aki, mia, reason="Oh")[2] == ["Mia is affiliated and cannot become applicant."]
    with pytest.raises(Refused, match="The stage of at most 200 talents"):
        change_talents(talent_ids=range(MOST_STAGES + 1), change=change, by=aki, now=NOW, reason="All")


def test_another_number_than_was_told_changes_nothing(aki: Any) -> None:
    mia = TalentFactory(name="Mia")
    with pytest.raises(Refused, match="It was to change 2, and now it is 1: somebody was quicker"):
        told(Change(Deed.ARCHIVE), aki, mia, expected=2)
    mia.refresh_from_db()
    assert mia.archived_at is None


@pytest.mark.parametrize(
    ("change", "who", "words"),
    [
        (Change(Deed.ADD_GENRE), booker, "Choose the genre"),
        (Change(Deed.SET_COUNTRY), booker, "Choose the country"),
        (Change(Deed.ADD_LANGUAGE), booker, "Choose the language"),
        (Change(Deed.SET_STAGE), booker, "Say why"),
        (Change(Deed.ARCHIVE), reader, "add and change talents"),
    ],
)
def test_a_change_that_lacks_something_is_refused(change: Change, who: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        told(change, who(), TalentFactory())


def test_only_a_colleague_looks_after_talents(aki: Any) -> None:
    brand = brand_person(name="Bea")
    with pytest.raises(Refused, match="Bea is not a colleague"):
        told(Change(Deed.SET_MANAGER, manager=brand), aki, TalentFactory())


def test_more_than_five_thousand_are_refused(aki: Any) -> None:
    with pytest.raises(Refused, match="At most 5,000 talents"):
        change_talents(talent_ids=range(MOST + 1), change=Change(Deed.ARCHIVE), by=aki, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_one_change_is_one_entry_of_the_history(aki: Any) -> None:
    mia, ken = TalentFactory(name="Mia"), TalentFactory(name="Ken")
    told(Change(Deed.ARCHIVE), aki, mia, ken, reason="Left together")
    events = pghistory.models.Events.objects.tracks(mia, ken).filter(pgh_label="update")
    assert len({event.pgh_context_id for event in events}) == 1
    assert {event.pgh_context["reason"] for event in events} == {"Left together"}
