"""A brand writes a brief on its own pages."""

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Campaign, ClientBrief
from campaigns.usage import UsageTerms
from tests.campaigns import steps
from tests.factories import NOW, BrandFactory, CategoryFactory, booker, brand_person
from tests.portals.outside import signed_in, text

SENT = {
    "name": "Summer", "goal": "A long lunch", "product": "Yuzu", "channels": ["instagram"], "territories": ["*"],
    "first": "2026-05-01", "last": "2026-05-31", "places": "3", "budget": "500000", "currency": "JPY",
    "words": "Call me", "form_key": "one-key",
}  # fmt: skip


@pytest.fixture
def by_months(brand):
    """A brief with two uses, and a word about them."""
    lines = [
        {"use": "ads", "length": "2", "unit": "month", "anchor": "last", "channels": ["tiktok"], "territories": ["JP"]},
        {"use": "site", "length": "", "unit": "ever", "anchor": "first"},
    ]
    rows = {f"usage-{number}-{name}": value for number, line in enumerate(lines) for name, value in line.items()}
    counts = {"usage-TOTAL_FORMS": "2", "usage-INITIAL_FORMS": "0"}
    return {**SENT, "brand": brand.public_id, "usage": "Only in daylight", **counts, **rows}


def at(brief, name="brief"):
    return reverse(f"client:{name}", args=[brief.public_id])


def test_a_brief_is_written_changed_and_sent(portal, brand):
    assert "No briefs yet" in text(portal.get(reverse("client:briefs")))
    add = reverse("client:brief-add")
    assert 'type="hidden" name="brand"' in portal.get(add).content.decode()
    sent = {**SENT, "brand": brand.public_id}
    portal.post(add, sent)
    portal.post(add, sent)
    brief = ClientBrief.objects.get()
    assert (brief.days.upper.isoformat(), brief.budget, brief.territories) == (
        "2026-06-01",
        Money(500000, "JPY"),
        ["*"],
    )
    said = text(portal.get(at(brief)))
    for words in (
        "Not sent yet",
        "The office does not see it yet",
        "Instagram, the world",
        "1 – 31 May 2026",
        "¥ 500,000",
    ):
        assert words in said, words
    assert 'value="500000"' in portal.get(at(brief, "brief-edit")).content.decode()
    portal.post(
        at(brief, "brief-edit"), {**sent, "name": "Lunch", "first": "", "last": "", "budget": "", "form_key": "2"}
    )
    portal.post(at(brief, "brief-send"))
    brief.refresh_from_db()
    assert (brief.name, brief.days, brief.budget, brief.state) == ("Lunch", None, None, "sent")
    assert "Petra Lind sent it on" in text(portal.get(at(brief)))
    portal.post(at(brief, "brief-withdraw"))
    assert "Taken back on" in text(portal.get(at(brief)))


def test_a_brief_without_a_goal_is_kept_and_says_what_is_missing_before_it_is_sent(portal, brand):
    portal.post(reverse("client:brief-add"), {**SENT, "goal": "", "brand": brand.public_id})
    brief = ClientBrief.objects.get()
    page = portal.get(at(brief))
    said = text(page)
    for words in ("Go on writing", "Say what it is to do for you, then send it."):
        assert words in said, words
    assert at(brief, "brief-send") not in page.content.decode()
    portal.post(at(brief, "brief-send"))
    brief.refresh_from_db()
    assert brief.state == "draft"


def test_what_was_taken_back_is_the_beginning_of_another_brief(portal, brand, by_months):
    portal.post(reverse("client:brief-add"), by_months)
    first = ClientBrief.objects.get()
    assert "?from=" not in portal.get(at(first)).content.decode()
    portal.post(at(first, "brief-send"))
    portal.post(at(first, "brief-withdraw"))
    again = f"{reverse('client:brief-add')}?from={first.public_id}"
    assert again in portal.get(at(first)).content.decode()
    form = portal.get(again).context["form"]
    assert (form["goal"].value(), form["budget"].value()) == ("A long lunch", "500000")
    portal.post(again, {**SENT, "name": "Lunch again", "brand": brand.public_id, "form_key": "again"})
    second = ClientBrief.objects.exclude(pk=first.pk).get()
    assert (second.name, second.state, second.uses) == ("Lunch again", "draft", first.uses)


def test_what_a_colleague_saved_meanwhile_is_told_and_not_lost_silently(portal, brand, petra, by_months):
    brief = steps.client_brief(brand, by=petra, sent=False, name="Summer")
    url = at(brief, "brief-edit")
    opened = portal.get(url).context["guard"].version
    signed_in(brand_person(brand, name="Nadia")).post(url, {**by_months, "version": opened, "product": "Zxlemon"})
    mine = {**SENT, "brand": brand.public_id, "version": opened, "product": "Plum"}
    late = portal.post(url, mine)
    said = text(late)
    assert late.status_code == 422 and "Nadia saved this at" in said and "press again to save it over theirs" in said
    assert "Zxlemon" in said and 'value="Plum"' in late.content.decode()
    assert ClientBrief.objects.get().product == "Zxlemon"
    assert portal.post(url, {**mine, "version": late.context["guard"].version}).status_code == 302
    assert ClientBrief.objects.get().product == "Plum"


def test_nobody_begins_from_the_brief_of_another_brand(portal):
    other = BrandFactory()
    brief = steps.client_brief(other, by=brand_person(other))
    assert portal.get(f"{reverse('client:brief-add')}?from={brief.public_id}").status_code == 404


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        ({"last": "2026-04-30"}, "The last day comes before the first."),
        ({"last": ""}, "Say both days, or neither yet."),
        ({"first": ""}, "Say both days, or neither yet."),
        ({"name": ""}, "Fill this in."),
    ],
)
def test_a_slip_is_said_and_the_rest_kept(portal, brand, slip, sentence):
    answer = portal.post(reverse("client:brief-add"), {**SENT, "brand": brand.public_id, **slip})
    assert answer.status_code == 422
    assert (sentence in text(answer), "Call me" in text(answer)) == (True, True)
    assert not ClientBrief.objects.exists()


def test_uses_are_said_as_the_office_says_them(portal, brand, by_months):
    answer = portal.post(reverse("client:brief-add"), {**by_months, "usage-0-length": ""})
    assert (answer.status_code, "Say for how long." in text(answer)) == (422, True)
    for name, value in (("length", "2"), ("channels", ["tiktok"]), ("territories", ["JP"])):
        alone = {f"usage-0-{each}": "" for each in ("use", "length", "channels", "territories")}
        answer = portal.post(reverse("client:brief-add"), {**by_months, **alone, f"usage-0-{name}": value})
        assert (answer.status_code, "Choose a use, or empty the line." in text(answer)) == (422, True)
    portal.post(reverse("client:brief-add"), by_months)
    brief = ClientBrief.objects.get()
    ads = UsageTerms("ads", 2, ("tiktok",), ("JP",), "last", "month")
    assert brief.usages == (ads, UsageTerms("site", 0, unit="ever"))
    said = text(portal.get(at(brief)))
    assert "Run as an ad for 2 months from the last post, on TikTok, in Japan" in said
    assert "Own site, shop and newsletter for good from the first post" in said
    assert "Only in daylight" in said, "what was said in words stands beside it"
    assert 'name="usage-1-unit"' in portal.get(at(brief, "brief-edit")).content.decode()
    portal.post(at(brief, "brief-edit"), {**SENT, "brand": brand.public_id, "form_key": "2"})
    brief.refresh_from_db()
    assert len(brief.usages) == 2, "a form without the lines leaves them"
    taken = {"usage-INITIAL_FORMS": "2", "usage-1-use": "", "usage-1-length": "7", "form_key": "3"}
    portal.post(at(brief, "brief-edit"), {**by_months, **taken})
    brief.refresh_from_db()
    assert brief.usages == (ads,), "a line that was there goes with its use"


def test_what_became_of_it_is_told_and_nothing_of_the_offices_own(portal, brand, petra):
    brief, office = steps.client_brief(brand, by=petra, name="Lunch"), booker(name="Sora")
    campaign = actions.take_client_brief(brief=brief, by=office, now=NOW)
    campaign.brief.budget = Money(9_876_543, "JPY")
    campaign.brief.save()
    said = text(portal.get(at(brief)))
    assert "Sora at the office has taken it up and completes it." in said
    assert reverse("client:campaign", args=[campaign.public_id]) not in portal.get(at(brief)).content.decode()
    Campaign.objects.filter(pk=campaign.pk).update(state="open", name="Long lunch", opened_at=NOW, opened_by=office)
    assert "It is a campaign now: Long lunch , open." in text(portal.get(at(brief)))
    shown = portal.get(reverse("client:campaign", args=[campaign.public_id]))
    assert "9,876,543" not in text(shown)
    no = steps.client_brief(brand, by=petra, name="Dinner")
    actions.decline_client_brief(brief=no, answer="May is full.", by=office, now=NOW)
    assert "The office cannot take it up: May is full." in text(portal.get(at(no)))


def test_one_whose_campaign_was_called_off_says_whom_to_ask(portal, brand, petra):
    brief, office = steps.client_brief(brand, by=petra), booker(name="Sora")
    campaign = actions.take_client_brief(brief=brief, by=office, now=NOW)
    actions.cancel_campaign(campaign=campaign, reason="No", by=office, now=NOW)
    assert "It is a campaign now" in text(portal.get(at(brief)))


def test_who_only_reads_for_the_brand_may_not_write(reader, brand, petra):
    brief = steps.client_brief(brand, by=petra, sent=False)
    said = text(reader.get(at(brief)))
    assert ("Send to the office" in said, "Only approvers may" in said) == (False, True)
    assert "Only approvers may" in text(reader.get(reverse("client:briefs")))
    assert reader.post(at(brief, "brief-send")).status_code == 403


def test_somebody_of_two_brands_says_for_which(portal, petra, brand):
    other = BrandFactory(name="Omega")
    petra.brand_memberships.create(brand=other, created_at=NOW, created_by=petra)
    portal.post(reverse("client:brief-add"), {**SENT, "brand": other.public_id})
    assert ClientBrief.objects.get().brand == other
    strange = BrandFactory()
    answer = portal.post(reverse("client:brief-add"), {**SENT, "brand": strange.public_id, "form_key": "3"})
    assert (answer.status_code, ClientBrief.objects.count()) == (422, 1)


def test_briefs_queries_do_not_grow(portal, brand, petra, django_assert_num_queries):
    steps.client_brief(brand, by=petra)
    portal.get(reverse("client:briefs"))
    with django_assert_num_queries(7):
        portal.get(reverse("client:briefs"))
    for _ in range(2):
        steps.client_brief(brand, by=petra)
    with django_assert_num_queries(7):
        portal.get(reverse("client:briefs"))


def test_a_brief_says_its_goals_in_numbers(portal, brand):
    sent = {**SENT, "brand": brand.public_id, "goal_views": "80000", "goal_revenue": "700"}
    portal.post(reverse("client:brief-add"), sent)
    brief = ClientBrief.objects.get()
    assert (brief.goals, brief.goals_currency) == ({"views": 80_000, "revenue": 700}, "JPY")
    assert "80,000 views, revenue of ¥ 700" in text(portal.get(at(brief)))
    assert 'value="80000"' in portal.get(at(brief, "brief-edit")).content.decode()
    bad = portal.post(reverse("client:brief-add"), {**sent, "goal_views": "-1", "form_key": "2"})
    assert (bad.status_code, ClientBrief.objects.count()) == (422, 1)


def lines(*rows):
    said = {f"piece-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return {"piece-TOTAL_FORMS": len(rows), "piece-INITIAL_FORMS": "0", **said}


def test_details_are_folded_until_they_say_something_and_read_by_both_sides(portal, brand):
    CategoryFactory(key="test-pop", name="Pop")
    add = reverse("client:brief-add")
    folded = portal.get(add).content.decode()
    assert [folded.count(f'<details class="{way}">') for way in ("mt-8", "mt-16", "mt-24")] == [1, 1, 1]
    sent = {
        **SENT, "brand": brand.public_id, "fee": "150,000", "attributes": "form: drink", "tags": "#yuzu",
        "goal_views": "100000",
        "exclusive_categories": ["test-pop"], "exclusive_tail": "3",
        **lines({"kind": "reel", "channel": "instagram", "count": "2", "live_on": "2026-05-04"}, {"count": "1"}),
    }  # fmt: skip
    assert portal.post(add, sent).status_code == 302
    brief = ClientBrief.objects.get()
    form = portal.get(at(brief, "brief-edit")).content.decode()
    assert [form.count(f'<details class="{way}" open>') for way in ("mt-8", "mt-16", "mt-24")] == [1, 1, 1]
    assert 'value="150000"' in form and 'value="form: drink"' in form and 'value="2026-05-04"' in form
    desk = signed_in(booker())
    actions.send_client_brief(brief=brief, by=brief.created_by, now=NOW)
    for page in (text(portal.get(at(brief))), text(desk.get(reverse("desk:client-brief", args=[brief.public_id])))):
        for words in ("2 × Reel on Instagram, live 4 May 2026", "form: drink", "#yuzu", "Pop, and 3 months longer"):
            assert words in page
        assert "¥ 150,000" in page


def test_months_without_a_category_say_that_it_is_not_said_yet(portal, brand):
    assert portal.post(reverse("client:brief-add"), {**SENT, "brand": brand.public_id, "exclusive_tail": "3"})
    assert "in what is not said yet, and 3 months longer" in text(portal.get(at(ClientBrief.objects.get())))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"attributes": "a drink"}, "Write each as a name and what it is"),
        ({"fee": "a lot"}, "Write it in figures alone"),
        (lines({"kind": "reel", "channel": ""}), "Say where it goes live."),
        (lines({"kind": "", "channel": "tiktok"}), "Say which piece, or empty the line."),
        (lines({"kind": "reel", "channel": "tiktok", "live_on": "2026-09-01"}), "outside the days of the brief"),
    ],
)
def test_a_detail_that_is_wrong_is_open_and_says_so(portal, brand, said, words):
    answer = portal.post(reverse("client:brief-add"), {**SENT, "brand": brand.public_id, **said})
    page = answer.content.decode()
    opened = sum(page.count(f'<details class="{way}" open>') for way in ("mt-16", "mt-24"))
    assert (answer.status_code, words in text(answer), opened) == (422, True, 1)
    assert not ClientBrief.objects.exists()
