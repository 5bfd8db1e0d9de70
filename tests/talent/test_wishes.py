"""Rates and wishes: said by the talent, a guardian or the desk, kept whole, and refused where they make no sense."""

from decimal import Decimal

import pytest

from lib.refusals import Refused
from portals.history import timeline
from talent.actions import archive_talent, keep_wishes
from talent.models import Wishes
from tests.factories import NOW, CategoryFactory, TalentFactory, booker, brand_person, reader, talent_user

pytestmark = pytest.mark.django_db


def keep(talent, by, **told):
    return keep_wishes(talent=talent, by=by, now=NOW, **{"rates": {}, "currency": "JPY", **told})


def test_they_are_kept_whole_and_what_is_left_out_is_taken_back() -> None:
    CategoryFactory(key="ale", name="Ale")
    talent, by = TalentFactory(), booker()
    keep(
        talent, by, rates={"reel/instagram": Decimal("120000"), "ads": Decimal("30000.00")}, words="By train only ",
        refused_categories=["ale"], refused_brands=["  Kirei  Ltd", "kirei ltd", ""], loved_brands=["Nori"],
    )  # fmt: skip
    row = Wishes.objects.get()
    assert (row.rates, row.currency) == ({"ads": "30000", "reel/instagram": "120000"}, "JPY")
    assert (row.refused_categories, row.refused_brands, row.words) == (["ale"], ["Kirei Ltd"], "By train only")
    keep(talent, by, loved_brands=["Nori"])
    row = Wishes.objects.get()
    assert (row.rates, row.currency, row.refused_categories, row.loved_brands) == ({}, "", [], ["Nori"])
    entries = timeline(talent, also={Wishes: "talent"}, whole={Wishes})
    first = next(entry for entry in entries if entry.sentence == f"{by} said the prices and wishes")
    told = {change.label: (change.before, change.after) for change in first.changes}
    assert told["Rate card"] == ("A month as an ad 30000, Reel on Instagram 120000", "nothing")
    assert told["Does not work for"] == ("ale", "nothing")
    without = timeline(talent, also={Wishes: "talent"}, whole={Wishes}, money=False)
    assert "Rate card" not in {change.label for entry in without for change in entry.changes}


def test_the_same_again_leaves_no_trace() -> None:
    talent = TalentFactory()
    row = keep(talent, booker(), loved_brands=["Nori"])
    keep(talent, reader_who_edits := booker(), loved_brands=["Nori"])
    assert Wishes.objects.get().said_by == row.said_by != reader_who_edits
    assert Wishes.pgh_event_model.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"rates": {"opera": Decimal(1)}}, "Nobody knows what opera is."),
        ({"rates": {"ads/tiktok": Decimal(1)}}, "Nobody knows what ads/tiktok is."),
        ({"rates": {"reel": Decimal(1)}, "currency": "XXX"}, "Say in which currency"),
        ({"rates": {"reel": Decimal(0)}}, "A price is more than 0"),
        ({"rates": {"reel": Decimal("0.5")}}, "in whole coins"),
        ({"refused_categories": ["nowhere"]}, "Nobody knows the category nowhere."),
        ({"refused_brands": ["Nori"], "loved_brands": ["nori"]}, "Say Nori once"),
        (
            {"refused_categories": ["ale"], "loved_categories": ["ale"]},
            "Say Ale and beer once: it cannot be wished for",
        ),
        ({"refused_brands": ["x" * 81]}, "up to 80 letters"),
        ({"refused_brands": [f"Brand {n}" for n in range(61)]}, "At most 60 brands."),
    ],
)
def test_what_makes_no_sense_is_refused(told, words) -> None:
    CategoryFactory(key="ale", name="Ale and beer")
    with pytest.raises(Refused, match=words):
        keep(TalentFactory(), booker(), **told)
    assert not Wishes.objects.exists()


def test_the_talent_and_a_guardian_say_their_own_and_nobody_else() -> None:
    talent = TalentFactory()
    for by in (talent_user(talent), talent_user(talent, role="guardian")):
        assert keep(talent, by, words=str(by.pk)).said_by == by
    archived = TalentFactory()
    archive_talent(talent=archived, by=booker(), now=NOW, reason="Left")
    strangers = (
        (talent, talent_user(TalentFactory())),
        (talent, reader()),
        (talent, brand_person()),
        (archived, booker()),
    )
    for whose, by in strangers:
        with pytest.raises(Refused):
            keep(whose, by, words="Mine")
    assert [Wishes.objects.visible_to(user).count() for user in (booker(), brand_person())] == [1, 0]
