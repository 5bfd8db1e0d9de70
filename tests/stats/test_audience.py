"""Who follows an account: entered by hand, and how much of it a brief is to reach. Unknown is never zero."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from campaigns.models import Brief, Campaign
from lib.countries import countries
from lib.refusals import Refused
from stats.actions import enter_audience
from stats.audience import latest
from stats.matching.asked import asked_of
from stats.matching.rank import Match, ranking
from stats.matching.weights import SHIPPED
from stats.models import Audience, MatchReason
from stats.models.audience import bands_of
from talent.models import SocialAccount, Talent
from tests.factories import (
    NOW,
    CampaignFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    owner,
    reader,
    talent_user,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
SAYS: list[tuple[dict, dict, str, str | None]] = [
    ({"countries": {"JP": 62, "US": 8}}, {}, "62 % in Japan", "1"),
    ({"countries": {"JP": 30}}, {}, "30 % in Japan", "0.2"),
    ({"countries": {"US": 95}}, {}, "at most 5 % in Japan", "-0.8"),
    ({"countries": {"US": 40}}, {}, "at most 60 % in Japan", "0"),
    ({"countries": {"JP": 10, "US": 60}}, {"territories": ["JP", "KR"]}, "at least 10 % in Japan and Korea", "0"),
    ({"countries": {"JP": 5, "US": 90}}, {"territories": ["JP", "KR"]}, "at least 5 % in Japan and Korea", "-0.6"),
    ({"countries": {"JP": 5, "US": 90}}, {"audience_countries": ["US"]}, "90 % in the United States", "1"),
    ({"countries": {"JP": 60, "KR": 45}}, {"territories": ["JP", "KR"]}, "100 % in Japan and Korea", "1"),
    ({"countries": {"JP": 30}}, {"territories": ["JP", "KR", "TW", "US"]}, "at least 30 % in its 4 countries", "0.2"),
    (
        {"ages": {"18-24": 45, "25-34": 30, "35-44": 20}},
        {"territories": ["*"], "audience_from": 25, "audience_to": 40}, "50 % aged 25 to 44", "1",
    ),
    (
        {"ages": {"18-24": 97, "55-64": 2, "65+": 1}}, {"territories": ["*"], "audience_from": 60},
        "3 % aged 55 and older", "-0.88",
    ),
    ({"ages": {"18-24": 20}}, {"territories": ["*"], "audience_to": 20}, "at least 20 % aged 13 to 24", "0"),
    ({"women": "70"}, {"territories": ["*"], "audience_mix": "women"}, "70 % women", "0.8"),
    ({"men": "80.5"}, {"territories": ["*"], "audience_mix": "women"}, "at most 19.5 % women", "-1"),
    ({"men": "60"}, {"territories": ["*"], "audience_mix": "men"}, "60 % men", "0.4"),
    ({"women": "90"}, {"territories": ["*"], "audience_mix": "men"}, "at most 10 % men", "-1"),
    ({"women": "52", "men": "47"}, {"territories": ["*"], "audience_mix": "both"}, "52 % women and 47 % men", "0.88"),
    ({"women": "90"}, {"territories": ["*"], "audience_mix": "both"}, "90 % women", "-0.6"),
    (
        {"countries": {"JP": 100}}, {"audience_mix": "both"},
        "100 % in Japan, not known how many women and men", "1",
    ),
    (
        {"countries": {"JP": 25}, "women": "75"}, {"audience_mix": "women", "audience_from": 20},
        "25 % in Japan, not known how many aged 18 and older, 75 % women", "0.5",
    ),
    ({"women": "75"}, {}, "not known how many in Japan", None),
]  # fmt: skip


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory()


def put(account: SocialAccount, **told: object) -> Audience:
    told = {"as_of": TODAY, "entered_at": NOW, "entered_by": booker(), **told}
    return Audience.objects.create(account=account, **told)


def enter(account: SocialAccount, by: object = None, **told: object) -> Audience:
    shares = {"as_of": TODAY, "countries": {"JP": Decimal(62)}, "ages": {}, **told}
    return enter_audience(account=account, by=by or booker(), now=NOW, **shares)  # type: ignore[arg-type]


def match(campaign: Campaign, talent: Talent) -> Match:
    found = ranking(asked_of(campaign, NOW), SHIPPED, Talent.objects.all(), NOW)
    return next(each for each in found.matches if each.talent == talent)


def told(campaign: Campaign, talent: Talent) -> tuple[str, Decimal | None, Decimal]:
    line = next(line for line in match(campaign, talent).said if line.reason == MatchReason.AUDIENCE)
    return line.words, line.says, line.points


@pytest.mark.parametrize(("audience", "brief", "words", "says"), SAYS)
def test_matching_says_how_much_of_the_audience_the_brief_is_to_reach(campaign, audience, brief, words, says) -> None:
    Brief.objects.filter(campaign=campaign).update(**brief)
    account = SocialAccountFactory(platform="instagram")
    put(account, **audience)
    campaign = Campaign.objects.get(pk=campaign.pk)
    reached, said, points = told(campaign, account.talent)
    assert reached == f"{words}; Instagram, reported as of 15 Apr 2026"
    assert (said, points) == (says if says is None else Decimal(says), 15 * Decimal(says or 0))


def test_a_country_that_the_brief_names_twice_counts_once(campaign: Campaign) -> None:
    Brief.objects.filter(campaign=campaign).update(audience_countries=["JP", "KR", "JP"])
    account = SocialAccountFactory(platform="instagram")
    put(account, countries={"JP": 30, "KR": 4})
    reached = told(Campaign.objects.get(pk=campaign.pk), account.talent)[0]
    assert reached == "34 % in Japan and Korea; Instagram, reported as of 15 Apr 2026"


@pytest.mark.parametrize("many", [60, 61, 200])
def test_of_many_countries_the_shares_are_summed_as_of_few(campaign: Campaign, many: int) -> None:
    aims = ["JP", "KR", *[code for code in countries() if code not in ("JP", "KR", "US")]][:many]
    Brief.objects.filter(campaign=campaign).update(audience_countries=aims)
    account, silent = SocialAccountFactory(platform="instagram"), SocialAccountFactory(platform="instagram")
    put(account, countries={"JP": 30, "KR": 4.5, "US": 60})
    put(silent, women="80")
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert told(campaign, account.talent)[0].startswith(f"at least 34.5 % in its {many} countries; ")
    assert told(campaign, silent.talent)[0].startswith(f"not known how many in its {many} countries; ")


def test_the_audience_of_the_account_that_it_was_stands_nowhere_until_it_is_the_same_one_again(campaign) -> None:
    account, other = SocialAccountFactory(platform="instagram"), SocialAccountFactory(platform="instagram")
    for each in (account, other):
        put(each, countries={"JP": 62})
    SocialAccount.objects.filter(pk=account.pk).update(named_at=NOW)

    def known() -> list[bool]:
        words = [told(campaign, each.talent)[0] for each in (account, other)]
        return [each.pk in latest([account.pk, other.pk]) for each in (account, other)] + ["62 %" in w for w in words]

    assert known() == [False, True, False, True]
    SocialAccount.objects.filter(pk=account.pk).update(named_at=None)
    assert known() == [True, True, True, True]
    SocialAccount.objects.filter(pk=account.pk).update(named_at=NOW - timedelta(minutes=1))
    put(account, countries={"JP": 5}, as_of=TODAY - timedelta(days=1), entered_at=NOW - timedelta(days=1))
    assert latest([account.pk])[account.pk].countries == {"JP": 62}, "told of that one, though of an earlier day"


def test_an_audience_that_nobody_knows_neither_helps_nor_harms(campaign: Campaign) -> None:
    talent = TalentFactory()
    assert told(campaign, talent) == ("Not known", None, 0)
    put(SocialAccountFactory(talent=talent), women="80")
    Brief.objects.filter(campaign=campaign).update(territories=["*"])
    assert told(Campaign.objects.get(pk=campaign.pk), talent) == ("The brief aims at everybody", None, 0)


def test_the_newest_day_of_the_largest_account_whose_audience_is_known_counts(campaign: Campaign) -> None:
    talent = TalentFactory()
    big, small, gone, silent = (
        SocialAccountFactory(talent=talent, platform="youtube", **more)
        for more in (
            {"followers": 900}, {"followers": 100}, {"followers": 5000, "archived_at": NOW, "archived_by": owner()},
            {"followers": 9000},
        )
    )  # fmt: skip
    for account, day, share in ((small, 1, 10), (big, 9, 20), (big, 3, 50), (gone, 0, 30)):
        put(account, as_of=TODAY - timedelta(days=day), countries={"JP": share})
    assert told(campaign, talent)[0] == "50 % in Japan; YouTube, reported as of 12 Apr 2026"
    known = latest([big.pk, small.pk, silent.pk])
    assert {pk: row.countries for pk, row in known.items()} == {big.pk: {"JP": 50}, small.pk: {"JP": 10}}


def test_what_is_told_in_all_is_summed_when_it_is_written() -> None:
    row = put(SocialAccountFactory(), countries={"JP": 61.5, "US": 8})
    row.refresh_from_db()
    assert (row.countries_sum, row.ages_sum) == (Decimal("69.5"), None)
    row.countries, row.ages = {}, {"18-24": 40, "65+": 0.5}
    row.save()
    row.refresh_from_db()
    assert (row.countries_sum, row.ages_sum) == (None, Decimal("40.5"))


def test_of_two_alike_whose_audience_is_there_comes_first_and_whose_is_not_comes_last(campaign: Campaign) -> None:
    none, there, elsewhere = (SocialAccountFactory().talent for _ in range(3))
    put(elsewhere.accounts.get(), countries={"US": 99})
    put(there.accounts.get(), countries={"JP": 80})
    found = ranking(asked_of(campaign, NOW), SHIPPED, Talent.objects.all(), NOW).matches
    assert [each.talent for each in found] == [there, none, elsewhere]


def test_what_is_entered_is_kept_as_reported_and_a_day_entered_again_is_whole(campaign: Campaign) -> None:
    account = SocialAccountFactory()
    enter(account, ages={"18-24": Decimal("41.5"), "13-17": Decimal(2)}, women=Decimal("60.5"))
    mine = talent_user(account.talent)
    kept = enter(account, mine, countries={"US": Decimal(8), "JP": Decimal("61.5")}, men=Decimal(0))
    assert Audience.objects.get() == kept
    kept.refresh_from_db()
    assert (kept.entered_by, kept.women) == (mine, None)
    assert kept.told == [("Live in", ["Japan 61.5 %", "United States 8 %"]), ("Ages", []), ("Gender", ["men 0 %"])]
    assert Audience.pgh_event_model.objects.filter(pgh_label="update").count() == 1  # type: ignore[attr-defined]
    assert str(kept) == f"Audience of {account} as of 2026-04-15"
    assert Audience(ages={"65+": 2.0, "13-17": 3.5}).told[1] == ("Ages", ["13–17: 3.5 %", "65+: 2 %"])


@pytest.mark.parametrize(
    ("by", "more", "words"),
    [
        (owner, {"as_of": TODAY + timedelta(days=1)}, "That day is still to come."),
        (owner, {"as_of": TODAY - timedelta(days=367)}, "An audience of more than a year ago says too little"),
        (owner, {"countries": {"XX": Decimal(3)}}, "Nobody knows what XX is."),
        (owner, {"ages": {"18-25": Decimal(3)}}, "Nobody knows what 18-25 is."),
        (owner, {"countries": {"JP": Decimal("100.5")}}, "A share is between 0 and 100 %."),
        (owner, {"ages": {"18-24": Decimal(-1)}}, "A share is between 0 and 100 %."),
        (owner, {"women": Decimal(-1)}, "A share is between 0 and 100 %."),
        (owner, {"men": Decimal(101)}, "A share is between 0 and 100 %."),
        (owner, {"countries": {}}, "Say at least one share."),
        (reader, {}, "may add and change talents and their accounts"),
        (lambda: talent_user(TalentFactory()), {}, "This is another talent's account."),
    ],
)
def test_what_cannot_be_entered_says_why(by, more, words) -> None:
    account = SocialAccountFactory()
    with pytest.raises(Refused, match=words):
        enter(account, by(), **more)
    assert not Audience.objects.exists()


def test_of_an_account_that_is_not_followed_nothing_is_entered() -> None:
    with pytest.raises(Refused, match="The office does not follow this account any more."):
        enter(SocialAccountFactory(archived_at=NOW, archived_by=owner()))


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"countries": {"JP": "many"}}, "stats_audience_shares"),
        ({"as_of": date(2026, 4, 1), "men": 3}, "stats_audience_once"),
        ({}, "stats_audience_known"),
    ],
)
def test_the_database_refuses_what_is_no_share(row, name) -> None:
    account = SocialAccountFactory()
    put(account, as_of=date(2026, 4, 1), women=3)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        put(account, **row)


def test_bands_are_those_that_the_ages_reach_into() -> None:
    assert bands_of(None, None) == []
    assert bands_of(25, 34) == ["25-34"]
    assert bands_of(24, 35) == ["18-24", "25-34", "35-44"]
    assert bands_of(None, 17) == ["13-17"]
    assert bands_of(70, None) == ["65+"]
