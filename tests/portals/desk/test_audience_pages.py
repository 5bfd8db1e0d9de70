"""The audience of a talent's accounts: written down at the desk and in the portal, shown with its day and by whom."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from lib.countries import countries
from portals.history import Change
from stats.actions import keep_audience
from stats.models import Audience
from stats.platforms.readings import AudienceReading
from talent.models import Talent
from tests.factories import NOW, SocialAccountFactory, TalentFactory, reader
from tests.portals.desk.reading import text
from tests.portals.outside import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SENT = {
    "as_of": "2026-04-02", "land_0": "japan", "share_0": "61.5", "land_3": "KR", "share_3": "8", "age_1": "40",
    "women": "71", "men": "",
}  # fmt: skip


def test_an_audience_is_written_down_and_shown_with_its_day_and_by_whom(desk: Client, talent: Talent) -> None:
    account = SocialAccountFactory(talent=talent)
    url, tab = (reverse(f"desk:{name}", args=[thing.public_id]) for name, thing in (
        ("account-audience", account), ("talent-accounts", talent),
    ))  # fmt: skip
    assert "not known" in text(desk.get(tab)) and "Enter audience" in text(desk.get(tab))
    assert '<option value="Japan">' in text(desk.get(url))
    assert desk.post(url, SENT).status_code == 302
    kept = Audience.objects.get()
    assert (kept.countries, kept.ages, kept.women, kept.men) == ({"JP": 61.5, "KR": 8}, {"18-24": 40}, 71, None)
    page = text(desk.get(tab))
    for words in ("Japan 61.5 %,", "Korea 8 %", "18–24: 40 %", "women 71 %", "2 Apr 2026", "Reported", "by Sora"):
        assert words in page
    desk.force_login(reader())
    assert "Enter audience" not in text(desk.get(tab))


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"land_1": "Atlantis", "share_1": "3"}, "land_1", "No country is called so. Take one of the list."),
        ({"land_1": "Japan", "share_1": "3"}, "land_1", "This country stands above already."),
        ({"land_1": "France"}, "share_1", "How many percent?"),
        ({"share_1": "3"}, "land_1", "Of which country?"),
        ({"land_1": "France", "share_1": "130"}, "share_1", "At most 100."),
        ({"land_1": "x" * 61, "share_1": "3"}, "land_1", "At most 60 characters; this has 61."),
        ({"women": "-2"}, "women", "At least 0."),
        ({"age_6": "many"}, "age_6", "Write a number, such as 1200.50."),
        ({"as_of": ""}, "as_of", "Fill this in."),
        ({"as_of": "2026-05-01"}, None, "That day is still to come."),
        (dict.fromkeys(SENT, "") | {"as_of": "2026-04-02"}, None, "Say at least one share."),
    ],
)
def test_what_cannot_be_kept_says_so_at_its_field_and_keeps_what_was_typed(
    desk: Client, talent: Talent, typed, field, words
) -> None:
    account = SocialAccountFactory(talent=talent)
    answer = desk.post(reverse("desk:account-audience", args=[account.public_id]), {**SENT, **typed})
    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field or "__all__": [words]})
    assert {name: form[name].value() for name in typed} == typed
    assert not Audience.objects.exists()


def test_talents_enter_their_own_and_nobody_elses(talent: Talent) -> None:
    portal = signed_in(talent.access.get().user)
    account, other = SocialAccountFactory(talent=talent), SocialAccountFactory()
    url = reverse("talent:account-audience", args=[account.public_id])
    assert "Audience" in text(portal.get(reverse("talent:accounts")))
    bad = portal.post(url, {**SENT, "land_0": "Atlantis"})
    assert (bad.status_code, "No country is called so." in text(bad)) == (422, True)
    late = portal.post(url, {**SENT, "as_of": "2026-05-01"})
    assert (late.status_code, "That day is still to come." in text(late)) == (422, True)
    assert portal.post(url, SENT).status_code == 302
    assert (Audience.objects.get().account, Audience.objects.get().women) == (account, Decimal(71))
    assert "Japan 61.5 %" in text(portal.get(reverse("talent:accounts")))
    assert portal.get(reverse("talent:account-audience", args=[other.public_id])).status_code == 404


def test_the_form_opens_with_what_is_known_and_asks_the_day_anew(desk: Client, talent: Talent) -> None:
    account = SocialAccountFactory(talent=talent)
    lands = {"US": 4, "JP": 61.5, "KR": 8, "TW": 3, "FR": 2, "VN": 1, "TH": 0.5}
    for day, told in (("2026-03-01", {"countries": lands, "ages": {"18-24": 40}}), ("2026-02-01", {"men": 3})):
        Audience.objects.create(account=account, as_of=day, women=71, entered_at=NOW, entered_by=reader(), **told)
    portal = signed_in(talent.access.get().user)
    for client, portal_name in ((desk, "desk"), (portal, "talent")):
        page = client.get(reverse(f"{portal_name}:account-audience", args=[account.public_id]))
        form = page.context["form"]
        opened = {name: value for name in form.fields if (value := form[name].value()) is not None}
        assert opened == {
            "as_of": NOW.date(), "women": "71", "age_1": "40", "land_0": "Japan", "share_0": "61.5",
            "land_1": "South Korea", "share_1": "8", "land_2": "United States", "share_2": "4",
            "land_3": "Taiwan", "share_3": "3", "land_4": "France", "share_4": "2", "land_5": "Vietnam", "share_5": "1",
            "land_6": "Thailand", "share_6": "0.5",
        }  # fmt: skip
        assert "land_8" in form.fields and "land_9" not in form.fields  # two to add
        assert "Below stands what is known as of 1 Mar 2026." in text(page)
        sent = {**{name: str(value) for name, value in opened.items()}, "as_of": "2026-04-15", "land_8": "Atlantis"}
        kept = client.post(page.request["PATH_INFO"], sent).context["form"]
        assert (kept["land_8"].value(), list(kept.errors)) == ("Atlantis", ["land_8"])


def test_the_history_tells_who_entered_which_audience_and_what_was_corrected(desk: Client, talent: Talent) -> None:
    account = SocialAccountFactory(talent=talent, handle="mia.eats", platform="instagram")
    url = reverse("desk:account-audience", args=[account.public_id])
    tab = reverse("desk:talent-history", args=[talent.public_id])
    desk.post(url, SENT)
    (entered,) = [one for one in desk.get(tab).context["entries"] if one.who == "Sora"]
    assert (entered.sentence, entered.changes) == (
        f"Sora entered the audience of {account}",
        [
            Change("As of", "", "2 Apr 2026"), Change("Where they live", "", "Japan 61.5 %, Korea 8 %"),
            Change("Ages", "", "18–24: 40 %"), Change("Women", "", "71 %"),
        ],
    )  # fmt: skip
    keep_audience(account=account, reading=AudienceReading({"JP": 1}, {}, {}), by=User.objects.system(), now=NOW)
    desk.post(url, {**SENT, "share_0": "58", "women": "70"})
    told = {change for one in desk.get(tab).context["entries"] for change in one.changes if change.before}
    lands = Change("Where they live", "Japan 61.5 %, Korea 8 %", "Japan 58 %, Korea 8 %")
    assert told == {lands, Change("Women", "71 %", "70 %")}
    assert [one.who for one in desk.get(tab).context["entries"] if "audience" in one.what] == ["Sora"] * 2


def test_what_the_platform_told_is_shown_as_measured_with_its_day(desk: Client, talent: Talent) -> None:
    account = SocialAccountFactory(talent=talent, platform="instagram")
    counts = {"JP": 900, "US": 100, **dict.fromkeys(("KR", "TW", "FR", "DE", "GB", "IT", "ES", "TH"), 10)}
    reading = AudienceReading(counts, {}, {"F": 1, "M": 1})
    keep_audience(account=account, reading=reading, by=User.objects.system(), now=NOW)
    for client, tab in (
        (desk, reverse("desk:talent-accounts", args=[talent.public_id])),
        (signed_in(talent.access.get().user), reverse("talent:accounts")),
    ):
        page = text(client.get(tab))
        for words in ("Japan 83.3 %,", "2 other countries 1.8 %", "15 Apr 2026", "Measured"):
            assert words in page
        assert "by Jimusho" not in page


def test_correcting_one_share_loses_no_country_that_the_form_does_not_show(desk: Client, talent: Talent) -> None:
    account = SocialAccountFactory(talent=talent, platform="instagram")
    codes = [code for code in countries() if code not in ("JP", "US")][:43]
    counts = {"JP": 60_000, "US": 20_000, **{code: 400 - 2 * n for n, code in enumerate(codes)}}
    keep_audience(account=account, reading=AudienceReading(counts, {}, {}), by=User.objects.system(), now=NOW)
    measured = Audience.objects.get().countries
    for client, portal in ((desk, "desk"), (signed_in(talent.access.get().user), "talent")):
        page = client.get(reverse(f"{portal}:account-audience", args=[account.public_id]))
        assert "33 smaller countries are known as well, and kept with what you say." in text(page)
        form = page.context["form"]
        sent = {name: str(value) for name in form.fields if (value := form[name].value()) is not None}
        sent |= {"as_of": "2026-04-02", "share_0": "59", "land_12": countries()[codes[-1]], "share_12": "7"}
        assert client.post(page.request["PATH_INFO"], sent).status_code == 302
        kept = Audience.objects.get(source="reported")
        assert kept.countries == {**measured, "JP": 59, codes[-1]: 7}
        bare = {name: value for name, value in sent.items() if not name.startswith(("land_", "share_"))}
        assert client.post(page.request["PATH_INFO"], bare | {"women": "70"}).status_code == 302
        kept.refresh_from_db()
        assert (kept.countries, kept.women) == ({}, 70)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tab_takes_the_same_queries_however_many_accounts(
    desk: Client, rows: int, django_assert_num_queries
) -> None:
    talent = TalentFactory()
    for _ in range(rows):
        account = SocialAccountFactory(talent=talent)
        Audience.objects.create(account=account, as_of=NOW.date(), women=50, entered_at=NOW, entered_by=reader())
    url = reverse("desk:talent-accounts", args=[talent.public_id])
    desk.get(url)
    with django_assert_num_queries(17):
        page = text(desk.get(url))
    assert page.count("women 50 %") == rows
