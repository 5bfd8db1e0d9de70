"""The roster ranked for a brief: every reason with its figure and points, unknown in the middle, no place a guess."""

from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from random import Random

import pytest
import time_machine
from djmoney.money import Money

from campaigns import actions as work
from campaigns.models import Campaign, Deliverable
from campaigns.usage import UsageTerms, Use
from clients.models import Category
from lib.refusals import Refused
from stats import actions
from stats.ledger import ledger
from stats.matching import rank
from stats.matching.asked import asked_anew, asked_of
from stats.matching.rank import Match, Ranking, ranking
from stats.matching.weights import SHIPPED, weights_of
from stats.models import MatchReason, MatchWeight
from talent.actions import drop_away, keep_wishes
from talent.models import Away, Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import (
    NOW,
    ActMemberFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    GenreFactory,
    TalentFactory,
    booker,
    brand_person,
    days,
    owner,
    reader,
)

pytestmark = [pytest.mark.django_db]
R = MatchReason


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def soda() -> Category:
    return CategoryFactory(name="Soda", key="test-soda")


@pytest.fixture
def campaign(soda: Category) -> Campaign:
    return CampaignFactory(
        brand=BrandFactory(name="Kirei", categories=[soda]), brief__days=days("2026-07-01", "2026-08-01")
    )


RATE = "3.4 % on their largest account"


def found(campaign: Campaign, weights: dict[str, int] | None = None, **options) -> Ranking:
    asked, genres = asked_of(campaign, NOW), options.pop("genres", None)
    asked = asked if genres is None else asked_anew(asked, NOW, genres=genres)
    return ranking(asked, weights or SHIPPED, Talent.objects.all(), NOW, **options)


def match(campaign: Campaign, talent: Talent, **options) -> Match:
    return next(each for each in found(campaign, **options).matches if each.talent == talent)


def told(campaign: Campaign, talent: Talent, reason: str, **options) -> tuple[str, Decimal | None]:
    line = next(line for line in match(campaign, talent, **options).said if line.reason == reason)
    return line.words, line.says


@pytest.mark.parametrize(
    ("reason", "talent", "brief", "says"),
    [
        (R.TIER, {"followers": 12_000}, {"min_tier": "Micro"}, ("Micro, 12.0 k followers; asked from Micro on", 1)),
        (R.TIER, {"followers": 900}, {"min_tier": "Micro"}, ("Nano, 900 followers; asked from Micro on", -1)),
        (R.TIER, {"followers": 900}, {}, ("Nano, 900 followers; the brief asks for no tier", None)),
        (R.TIER, {}, {"min_tier": "Micro"}, ("Followers unknown", None)),
        (R.ENGAGEMENT, {"band": "above", "engagement_rate": "3.4"}, {}, (f"{RATE}, above average", Decimal("0.5"))),
        (R.ENGAGEMENT, {"engagement_rate": "3.4"}, {}, (f"{RATE}, no range to hold it against", None)),
        (R.ENGAGEMENT, {}, {}, ("Unknown, no range to hold it against", None)),
        (R.GROWTH, {"growth_30": "2.5"}, {}, ("+2.5 %", Decimal("0.5"))),
        (R.GROWTH, {"growth_30": "-40"}, {}, ("−40.0 %", -1)),
        (R.GROWTH, {}, {}, ("Unknown", None)),
        (R.HOME, {"country": "JP"}, {}, ("Japan", 1)),
        (R.HOME, {"country": "FI"}, {}, ("Finland", -1)),
        (R.HOME, {"country": ""}, {}, ("Nobody wrote down where they live", None)),
        (R.HOME, {"country": "FI"}, {"territories": ["*"]}, ("Finland; the brief aims everywhere", None)),
        (R.STAGE, {"stage": "headliner"}, {}, ("Headliner", 1)),
        (R.STAGE, {"stage": "registered"}, {}, ("Registered", 0)),
        (R.STAGE, {"stage": "registered"}, {"min_stage": "affiliated"}, ("Registered; asked from affiliated on", -1)),
        (R.PRICE, {}, {}, ("No rate card for it and no booking in JPY yet", None)),
        (R.PRICE, {}, {"fee": None}, ("The brief pays no fee", None)),
        (R.FREE, {}, {}, ("None", 1)),
        (R.FREE, {}, {"days": None}, ("The brief has no days yet", None)),
        (R.AWAY, {}, {}, ("Not that they said", 0)),
        (R.AWAY, {}, {"days": None}, ("The brief has no days yet", None)),
        (R.VERDICT, {}, {}, ("Nothing stands against it.", 1)),
        (R.VERDICT, {}, {"days": None}, ("The brief has no days yet", None)),
        (R.CATEGORY, {}, {}, ("No booking yet", 0)),
        (R.PUNCTUAL, {}, {}, ("Nothing was due yet", None)),
        (R.RESULTS, {}, {}, ("No live piece in this category yet", None)),
        (R.BRAND, {}, {}, ("Not yet", 0)),
        (R.RESTED, {}, {}, ("None in 180 days", 1)),
        (R.GENRE, {}, {}, ("No genre is wanted", None)),
    ],
)  # fmt: skip
def test_each_reason_says_its_figure_and_what_it_counts(campaign, reason, talent, brief, says) -> None:
    type(campaign.brief).objects.filter(campaign=campaign).update(**brief)
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert told(campaign, TalentFactory(**talent), reason) == says


@pytest.mark.parametrize(
    ("away", "brief", "words", "says"),
    [
        ([("2026-06-20", "2026-07-05")], {}, "Away 20 Jun 2026 to 4 Jul 2026, 4 of 31 days of the brief", "-0.129"),
        (
            [("2026-07-10", "2026-07-13"), ("2026-07-11", "2026-07-15"), ("2026-07-30", "2026-08-20")], {},
            "Away 10 Jul 2026 to 14 Jul 2026 and 30 Jul 2026 to 19 Aug 2026, 7 of 31 days of the brief", "-0.226",
        ),
        ([("2026-06-01", "2026-09-01")], {}, "Away 1 Jun 2026 to 31 Aug 2026, 31 of 31 days of the brief", "-1"),
        ([("2026-06-01", "2026-07-01"), ("2026-08-01", "2026-08-02")], {}, "Not that they said", "0"),
        (
            [("2026-07-10", "2026-07-13")], {"days": days("2026-07-01", None)},
            "Away 10 Jul 2026 to 12 Jul 2026, 3 days of the brief", None,
        ),
    ],
    ids=["before", "twice", "all of it", "beside it", "open end"],
)  # fmt: skip
def test_days_away_count_by_their_share_of_the_briefs_days(campaign, away, brief, words, says) -> None:
    type(campaign.brief).objects.filter(campaign=campaign).update(**brief)
    campaign = Campaign.objects.get(pk=campaign.pk)
    talent, by = TalentFactory(), booker()
    for each in away:
        Away.objects.create(talent=talent, days=days(*each), created_at=NOW, created_by=by)
    gone = Away.objects.create(talent=talent, days=days("2026-07-01", "2026-08-01"), created_at=NOW, created_by=by)
    drop_away(away=gone, by=by, now=NOW)
    told_words, told_says = told(campaign, talent, R.AWAY)
    assert (told_words, told_says if told_says is None else round(told_says, 3)) == (words, says and Decimal(says))


def test_genres_are_those_called_as_the_category_or_chosen_on_the_page(campaign: Campaign, soda: Category) -> None:
    GenreFactory(key="test-soda", name="Sodas")
    other = GenreFactory(key="chess", name="Chess")
    player, nobody = TalentFactory(genres=[other]), TalentFactory()
    assert told(campaign, player, R.GENRE) == ("None of the wanted ones", -1)
    assert told(campaign, player, R.GENRE, genres=["chess"]) == ("Chess", 1)
    assert told(campaign, nobody, R.GENRE) == ("Nobody wrote down their genres", None)
    CategoryFactory(key="cola", name="Cola", parent=soda)
    campaign.brief.categories.set(Category.objects.filter(key="cola"))
    assert list(asked_of(campaign, NOW).genres.values()) == ["Sodas"]


def test_work_in_the_category_counts_with_its_pieces_its_price_and_the_brand(campaign: Campaign) -> None:
    aoi, ren = TalentFactory(), TalentFactory()
    one, other = CampaignFactory(brand=campaign.brand), CampaignFactory(brand=campaign.brand)
    for each in (one, other):
        steps.publish(steps.piece(steps.book(each, aoi, price=Money(180_000, "JPY"))))
    Deliverable.objects.filter(booking__campaign=other).update(live_on=NOW.date().replace(month=3))
    words, says = told(campaign, aoi, R.CATEGORY)
    assert (words, round(says, 2)) == ("2 bookings", Decimal("0.67"))
    assert told(campaign, aoi, R.PUNCTUAL) == ("1 of 2 live on time", 0)
    assert told(campaign, aoi, R.PRICE) == ("Last ¥ 180,000, the fee is ¥ 120,000", 0)
    assert told(campaign, aoi, R.BRAND) == ("2 bookings", 1)
    assert told(campaign, aoi, R.RESULTS) == ("2 live pieces, views unknown, engagement unknown", None)
    assert told(campaign, ren, R.CATEGORY) == ("No booking yet", 0)


def test_what_the_brand_said_of_somebody_counts_once_a_campaign(campaign: Campaign) -> None:
    aoi, ren = TalentFactory(), TalentFactory()
    sent = steps.proposed(CampaignFactory(brand=campaign.brand), [aoi, ren])
    petra = brand_person(campaign.brand)
    for talent, choice in ((aoi, "yes"), (ren, "no")):
        work.answer_entry(entry=sent.entries.get(talent=talent), choice=choice, by=petra, now=NOW)
    work.send_shortlist_answers(shortlist=sent, by=petra, now=NOW)
    assert told(campaign, aoi, R.BRAND) == ("chosen 1×", Decimal("0.25"))
    assert told(campaign, ren, R.BRAND) == ("declined 1×", Decimal("-0.5"))


def test_chances_are_the_ledgers_and_other_work_of_the_days_is_counted(campaign: Campaign) -> None:
    aoi = TalentFactory()
    steps.nominate(CampaignFactory(), aoi)
    steps.proposed(CampaignFactory(), [aoi])
    same_days = CampaignFactory(brief__days=days("2026-07-10", "2026-07-12"))
    steps.book(same_days, aoi)
    assert told(campaign, aoi, R.FREE) == ("1 other booking or hold", 0)
    row = ledger(asked_of(campaign, NOW).since.date(), None).get(pk=aoi.pk)
    assert told(campaign, aoi, R.RESTED) == (
        f"shown {row.shown}, asked {row.nominated}, booked {row.booked} in 180 days", Decimal("-0.5"),
    )  # fmt: skip
    assert (row.shown, row.nominated, row.booked) == (1, 1, 1)
    assert [each.talent for each in found(campaign, way="rested").matches] == []


def test_unknown_ranks_like_an_average_and_ties_keep_their_order(campaign: Campaign) -> None:
    rows = [TalentFactory(band=band, growth_30=growth) for band, growth in (("", None), ("average", 0), ("low", None))]
    ranked = found(campaign).matches
    assert [each.talent for each in ranked] == rows
    assert ranked[0].points == ranked[1].points > ranked[2].points
    assert [each.talent for each in found(campaign).matches] == rows


def test_no_weight_hides_a_reason_and_more_of_it_moves_its_own_points_alone(campaign: Campaign) -> None:
    talent = TalentFactory(band="high", growth_30="5")
    points = []
    for weight in (0, 10, 50):
        said = match(campaign, talent, weights={**SHIPPED, R.ENGAGEMENT: weight}).said
        assert [line.reason for line in said] == list(MatchReason)
        points.append({line.reason: line.points for line in said})
    assert [each.pop(R.ENGAGEMENT) for each in points] == [0, 10, 50]
    assert points[0] == points[1] == points[2]


def test_who_is_barred_is_shown_apart_and_who_is_in_it_says_so(campaign: Campaign, soda: Category) -> None:
    aoi, ren, yui = TalentFactory(), TalentFactory(), TalentFactory()
    bind_to_rival(aoi, soda)
    steps.nominate(campaign, ren)
    steps.hold(campaign, yui)
    free, blocked = found(campaign), found(campaign, way="blocked")
    assert {each.talent: each.there for each in free.matches} == {ren: "Asked", yui: "On hold"}
    assert [(each.talent, each.is_barred) for each in blocked.matches] == [(aoi, True)]
    assert (free.of_all, free.blocked, blocked.of_all, blocked.blocked) == (2, 1, 1, 1)


def test_whoever_is_shown_first_is_first_of_all_however_few_are_looked_at(
    campaign: Campaign, soda: Category, monkeypatch
) -> None:
    rng = Random(7)
    for _ in range(12):
        talent = TalentFactory(
            band=rng.choice(["", "low", "average", "high"]), growth_30=rng.choice([None, "-3", "4"]),
            country=rng.choice(["JP", "FI", ""]), stage=rng.choice(["registered", "headliner"]),
        )  # fmt: skip
        if rng.random() < 0.4:
            draft_rival(talent, soda, name=f"Rival {talent.pk}")
    for way in ("points", "rested"):
        everybody = [(each.talent.pk, each.points) for each in found(campaign, way=way, shown=50).matches]
        assert len(everybody) == 12
        monkeypatch.setattr(rank, "AHEAD", 2)
        few = found(campaign, way=way, shown=5)
        shown = [(each.talent.pk, each.points) for each in few.matches]
        assert shown == everybody[: len(shown)]
        assert few.more
        monkeypatch.undo()


def test_weights_are_the_campaigns_else_the_offices_else_as_shipped(campaign: Campaign) -> None:
    assert weights_of(campaign).by_reason == SHIPPED
    actions.keep_weights(campaign=None, weights={R.GENRE: 40}, by=owner(), now=NOW)
    actions.keep_weights(campaign=campaign, weights={R.GENRE: 7, R.TIER: 0}, by=booker(), now=NOW)
    own, other = weights_of(campaign), weights_of(CampaignFactory())
    assert (own.by_reason[R.GENRE], own.by_reason[R.TIER], own.own) == (7, 0, True)
    assert (other.by_reason[R.GENRE], other.own) == (40, False)
    assert own.differ({R.GENRE: 8}) and not own.differ({R.GENRE: 7})
    actions.keep_weights(campaign=campaign, weights={R.GENRE: 9}, by=booker(), now=NOW)
    assert weights_of(campaign).by_reason[R.GENRE] == 9
    actions.drop_weights(campaign=campaign, by=booker(), now=NOW)
    assert weights_of(campaign).by_reason == other.by_reason
    assert MatchWeight.objects.count() == 1
    assert str(MatchWeight.objects.get()) == "Genre: 40"


@pytest.mark.parametrize(
    ("weights", "by", "office", "words"),
    [
        ({R.GENRE: 51}, booker, False, "A weight is between 0 and 50."),
        ({R.GENRE: 0}, booker, False, "Something has to count."),
        ({R.GENRE: 5}, reader, False, "may create campaigns, decide applications, confirm bookings"),
        ({R.GENRE: 5}, booker, True, "may change the office's settings, tiers and jobs"),
    ],
)
def test_weights_are_refused(campaign: Campaign, weights, by, office, words) -> None:
    with pytest.raises(Refused, match=words):
        actions.keep_weights(campaign=None if office else campaign, weights=weights, by=by(), now=NOW)
    assert not MatchWeight.objects.exists()


def test_weights_are_dropped_by_who_runs_campaigns(campaign: Campaign) -> None:
    with pytest.raises(Refused):
        actions.drop_weights(campaign=campaign, by=reader(), now=NOW)


@pytest.mark.parametrize(
    ("said", "price", "refused", "loved"),
    [
        ({}, ("No rate card for it and no booking in JPY yet", None), ("Nothing of this", 0), ("Nothing of this", 0)),
        ({"rates": {"reel": 60_000}}, ("No rate card for it and no booking in JPY yet", None), None, None),
        (
            {"rates": {"reel": 45_000, "ads": 15_000}},
            ("By their rate card ¥ 120,000, the fee is ¥ 120,000", 1), None, None,
        ),
        (
            {"rates": {"reel": 75_000, "ads": 15_000}},
            ("By their rate card ¥ 180,000, the fee is ¥ 120,000", 0), None, None,
        ),
        (
            {"rates": {"reel": 60_000, "reel/instagram": 90_000, "ads": 30_000}},
            ("By their rate card ¥ 240,000, the fee is ¥ 120,000", -1), None, None,
        ),
        (
            {"rates": {"reel": 600}, "currency": "EUR"},
            ("No rate card for it and no booking in JPY yet", None), None, None,
        ),
        ({"refused_categories": ["test-drink"]}, None, ("Does not work for Drink", -1), None),
        ({"refused_brands": ["KIREI"]}, None, ("Does not work with KIREI", -1), None),
        ({"loved_categories": ["test-soda"]}, None, None, ("Would love to work for Soda", Decimal("0.5"))),
        ({"loved_brands": ["kirei"]}, None, None, ("Would love to work with kirei", 1)),
    ],
)  # fmt: skip
def test_what_they_ask_for_refuse_and_wish_for_counts(campaign, soda, said, price, refused, loved) -> None:
    Category.objects.filter(pk=soda.pk).update(parent=CategoryFactory(name="Drink", key="test-drink"))
    campaign.brief.wanted.all().delete()
    campaign.brief.wanted.create(kind="reel", channel="instagram", count=2)
    usage = [asdict(UsageTerms(Use.ADS, 45))]
    type(campaign.brief).objects.filter(campaign=campaign).update(fee=Money(120_000, "JPY"), usage=usage)
    campaign = Campaign.objects.get(pk=campaign.pk)
    talent, other = TalentFactory(), TalentFactory()
    rates = {key: Decimal(amount) for key, amount in said.get("rates", {}).items()}
    told_by_them = {"words": "x", "currency": "JPY", **said, "rates": rates}
    keep_wishes(talent=talent, by=booker(), now=NOW, **told_by_them)
    for reason, says in ((R.PRICE, price), (R.REFUSED, refused), (R.LOVED, loved)):
        if says is not None:
            assert told(campaign, talent, reason) == says
    assert told(campaign, other, R.REFUSED) == told(campaign, other, R.LOVED) == ("They did not say", None)
    assert match(campaign, talent).refusal == (refused[0] if refused and refused[1] else "")


def test_who_refuses_it_is_ranked_behind_everybody_by_the_query_already(campaign: Campaign, soda: Category) -> None:
    talents = [TalentFactory() for _ in range(4)]
    said = {"rates": {}, "currency": "", "by": booker(), "now": NOW}
    keep_wishes(talent=talents[0], refused_categories=[soda.key], **said)
    keep_wishes(talent=talents[2], loved_brands=["Kirei"], **said)
    assert [each.talent for each in found(campaign, shown=3).matches] == [talents[2], talents[1], talents[3]]
    duo = TalentFactory(kind="act")
    ActMemberFactory(act=duo, member=talents[0])
    assert [each.talent for each in found(campaign, shown=3).matches] == [talents[2], talents[1], talents[3]]
    words = f"A member, {talents[0].name}, does not work for {soda.name}"
    assert (told(campaign, duo, R.REFUSED), match(campaign, duo).refusal) == ((words, -1), words)
    duo.members.update(period=days("2025-01-01", "2026-01-01"))
    assert told(campaign, duo, R.REFUSED) == ("They did not say", None)
