"""What is reckoned of live posts: verified, cost, rates, goals, and which post it may be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Brief, Campaign, Deliverable, Draft
from portals.desk.results.forms import GoalsForm
from sales.queries import Sold
from stats.actions import enter_figures
from stats.models import Post
from stats.numbers.engagement import formula_of
from stats.results import match, reading
from stats.results.campaign import campaign_results
from stats.results.finding import candidates
from stats.results.match import sameness
from stats.results.past import against_past
from stats.results.rates import Rate, rates_of
from stats.results.report import of_talent, reports
from tests.campaigns import steps
from tests.campaigns.test_gifts import receive, sent
from tests.campaigns.test_jobs import run
from tests.factories import (
    NOW,
    AccountSnapshotFactory,
    CampaignFactory,
    SocialAccountFactory,
    TalentFactory,
    manager,
)
from tests.stats.live import URL, post, result


def test_live_posts_are_held_against_what_was_approved_every_hour(campaign, piece, account):
    other = steps.piece(steps.book(campaign, TalentFactory(name="Ren")))
    steps.publish(piece, URL)
    live = post(account)
    steps.publish(other, "https://www.instagram.com/p/Unread/")
    at = NOW + timedelta(hours=1)
    assert run("stats.hold_live", at) == ("done", "1 post changed")
    row = Deliverable.objects.get(pk=piece.pk)
    assert (row.verified_by.kind, row.verified_at, row.departs) == ("system", at, [])
    assert Deliverable.objects.get(pk=other.pk).verified_at is None
    Post.objects.filter(pk=live.pk).update(missed=2)
    assert run("stats.hold_live", at + timedelta(hours=1)) == ("done", "1 post changed")
    row.refresh_from_db()
    assert row.departs == ["It is no longer there."]
    assert result(row).open_departs == ["It is no longer there."]
    Deliverable.objects.filter(pk=row.pk).update(accepted=row.departs)
    assert result(row).open_departs == []


def test_the_day_of_a_post_is_the_offices_whoever_looks(campaign, piece, account):
    steps.publish(piece, URL)
    post(account, published_at=datetime(2026, 5, 14, 20, tzinfo=UTC))  # the 15th, which was agreed, in Tokyo
    run("stats.hold_live", NOW + timedelta(hours=1))
    row = Deliverable.objects.get(pk=piece.pk)
    with timezone.override("UTC"):
        found = result(row)
    assert (found.departs, found.open_departs) == ([], [])


def test_what_was_looked_at_is_compared_again_only_when_the_platform_told_of_it_again(
    campaign, piece, account, monkeypatch
):
    steps.publish(piece, URL)
    live = post(account, measured_at=NOW)
    compared = []
    monkeypatch.setattr(match, "sameness", lambda *said, **more: compared.append(said) or sameness(*said, **more))

    def hold(hours: int, found: int) -> str:
        compared.clear()
        done = run("stats.hold_live", NOW + timedelta(hours=hours))
        assert len(compared) == found
        return done[1]

    assert hold(1, 1) == "1 post changed"
    assert hold(2, 1) == "0 posts changed"
    assert hold(9, 0) == "0 posts changed"
    Deliverable.objects.filter(pk=piece.pk).update(live_on=NOW.date(), live_until=NOW.date())
    assert hold(9, 0) == "1 post changed"
    [days] = Deliverable.objects.get(pk=piece.pk).departs
    assert days.startswith("Live on 15 May 2026, agreed for")
    Draft.objects.update(label="")
    Brief.objects.update(label="#Ad")
    assert hold(9, 0) == "1 post changed"
    assert Deliverable.objects.get(pk=piece.pk).departs == ["The label #Ad is missing.", days]
    assert hold(9, 0) == "0 posts changed"
    Post.objects.filter(pk=live.pk).update(text="Something else", measured_at=NOW + timedelta(hours=9))
    assert hold(10, 1) == "1 post changed"
    assert hold(20, 0) == "0 posts changed"
    Post.objects.filter(pk=live.pk).update(missed=2)
    assert hold(21, 0) == "1 post changed"


def test_many_campaigns_are_read_without_holding_a_word_against_another(campaign, piece, account, monkeypatch):
    steps.publish(piece, URL)
    post(account, text="Something else")
    monkeypatch.setattr(reading, "departures", None)
    [found] = reports([campaign], rated=False)[campaign.pk].result.pieces
    assert (found.figures.source, found.departs, found.reached) == ("measured", [], None)


def test_a_label_is_held_against_the_draft_that_was_approved(campaign, talent, account):
    made = steps.piece(steps.book(campaign, talent))
    draft = steps.submit(made, caption="Summer. #ad", label="#ad")
    steps.answer(draft)
    steps.answer(draft, "client")
    by = talent.access.get().user
    actions.give_post_address(deliverable=Deliverable.objects.get(pk=made.pk), url=URL, by=by, now=NOW)
    post(account, text="Summer. #ad")
    assert result(made).departs == []


def test_what_a_talent_cost_is_price_and_gifts_that_stay_and_their_roi_is_of_that(campaign, piece, account, talent):
    steps.publish(piece, URL)
    post(account, reach=50_000)
    said = {"campaign": campaign, "value": Money(50_000, "JPY")}
    receive(sent(talent, campaign.brand, **said))
    receive(sent(talent, campaign.brand, is_lent=True, **said))
    receive(sent(TalentFactory(name="Elsewhere"), campaign.brand, campaign=campaign, value=Money(7, "JPY")))
    [each] = campaign_results([campaign])[campaign.pk].talents
    assert (each.price, each.given, each.cost) == (Money(200_000, "JPY"), Money(50_000, "JPY"), Money(250_000, "JPY"))
    assert (each.reach.value, each.cpm, each.roi) == (50_000, Money("3125.00", "JPY"), None)
    sold = replace(each, sold=Sold(orders=3, revenue=(Money(300_000, "JPY"),)))
    assert (sold.roi, replace(each, sold=Sold(orders=0)).roi) == (Decimal("20.0"), Decimal("-100.0"))
    assert replace(each, pieces=[], sold=Sold(orders=0)).roi is None, "nothing of theirs is live"
    report = reports([campaign])[campaign.pk]
    assert report.parts == [("Fees", Money(200_000, "JPY")), ("Gifts received", Money(50_007, "JPY"))]
    assert of_talent(report, talent).cost == Money(250_000, "JPY")


def test_a_rate_of_figures_read_off_a_screen_is_said_to_be_reported(campaign, piece, account, talent):
    steps.publish(piece, URL)
    AccountSnapshotFactory(account=account, taken_at=NOW, followers=20_000)
    row = Deliverable.objects.get(pk=piece.pk)
    by = talent.access.get().user
    enter_figures(
        deliverable=row, as_of=NOW.date(), figures={"likes": 500, "comments": 100}, evidence=None, by=by, now=NOW
    )
    found = result(piece)
    assert (found.rate, found.rate_words, found.rate_source) == (
        Decimal("3.00"), "(likes + comments) ÷ followers", "reported",
    )  # fmt: skip
    SocialAccountFactory(talent=talent, platform="instagram", handle="aoi.two", followers=9)
    assert result(piece).rate is None


def test_the_rate_of_several_posts_is_their_median_by_each_formula(campaign, talent, account):
    tiktok = SocialAccountFactory(talent=talent, platform="tiktok", handle="aoi.tok", followers=5)
    rates = [
        ("instagram", Rate(Decimal(2), "a", "measured")), ("instagram", Rate(Decimal(5), "a", "reported")),
        ("instagram", None), ("instagram", Rate(Decimal(3), "a", "measured")), ("podcast", None),
        (tiktok.platform, Rate(Decimal(9), "b", "measured")),
    ]  # fmt: skip
    made = rates_of((name, rate and replace(rate, words=formula_of(name).words)) for name, rate in rates)
    assert [(each.percent, each.said) for each in made] == [
        (Decimal("3.00"), "median of 3 of 4 posts, measured and reported"), (Decimal("9.00"), "measured"),
    ]  # fmt: skip


def test_what_views_cost_is_held_against_the_offices_past_where_that_is_enough(campaign, piece, account):
    steps.publish(piece, URL)
    post(account)
    Campaign.objects.filter(pk=campaign.pk).update(created_at=NOW + timedelta(days=1))
    campaign.refresh_from_db()
    report = reports([campaign])[campaign.pk]
    past = []
    for number in range(5):
        other = CampaignFactory(created_at=NOW)
        past.append(other)
        live = steps.piece(steps.book(other, price=Money(100_000 * (number + 1), "JPY")))
        url = f"https://www.instagram.com/p/Past{number}/"
        steps.publish(live, url)
        Campaign.objects.filter(pk=other.pk).update(state="reporting")
        post(SocialAccountFactory(talent=live.booking.talent, platform="instagram", handle=f"past{number}"), url=url)
        if number == 3:
            assert against_past(report) == []
    [views, engaged] = against_past(report)
    assert (views.here, views.median, views.of, views.percent) == (
        Money("2500.00", "JPY"), Money("3750.00", "JPY"), 5, Decimal(-33),
    )  # fmt: skip
    assert (engaged.median, engaged.of) == (Money("300.00", "JPY"), 5)
    Campaign.objects.filter(pk=past[0].pk).update(created_at=NOW - timedelta(days=800))
    assert against_past(report) == []


def test_what_names_the_brand_or_is_of_the_agreed_days_is_suggested_and_never_taken_unasked(campaign, piece, account):
    brand = campaign.brand
    brand.names.create(kind="handle", platform="instagram", value="kirei.jp")
    approved = steps.approve(piece)
    Deliverable.objects.filter(pk=piece.pk).update(live_on=NOW.date() + timedelta(days=2), live_until=None)
    at = {name: approved.approved_at + timedelta(hours=1) for name in ("measured_at", "first_seen_at", "published_at")}
    named = post(account, url="https://www.instagram.com/p/A/", text="Thanks @kirei.jp", **at)
    post(account, url="https://www.instagram.com/p/B/", text="My breakfast", **at)
    then = {name: value + timedelta(days=2) for name, value in at.items()}
    timed = post(account, url="https://www.instagram.com/p/C/", text="Just looking", **then)
    found = candidates(Deliverable.objects.get(pk=piece.pk))
    assert [(each.post, each.why, each.is_certain) for each in found] == [
        (named, "@kirei.jp", False), (timed, "on the agreed days", False),
    ]  # fmt: skip


def test_stories_crowd_no_post_out_of_what_may_be_the_piece_and_may_be_a_piece_that_is_one(piece, account):
    at = steps.approve(piece).approved_at
    told = {"measured_at": at + timedelta(days=1), "first_seen_at": at}
    for n in range(100):
        url = f"https://www.instagram.com/stories/aoi/{n}/"
        post(account, kind="story", url=url, published_at=at + timedelta(minutes=n), **told)
    right = post(account, published_at=at + timedelta(hours=9), **told)
    assert [each.post for each in candidates(Deliverable.objects.get(pk=piece.pk))] == [right]
    Deliverable.objects.filter(pk=piece.pk).update(kind="story")
    assert {each.post.kind for each in candidates(Deliverable.objects.get(pk=piece.pk))} == {"story"}


def test_a_title_is_held_against_each_line_of_the_caption(campaign, talent):
    youtube = SocialAccountFactory(talent=talent, platform="youtube", handle="aoi.tube")
    made = steps.piece(steps.book(campaign, talent))
    draft = steps.submit(made, caption="A day by the sea with all of my friends\nAll of it with the new serum. #PR")
    steps.answer(draft)
    steps.answer(draft, "client")
    Deliverable.objects.filter(pk=made.pk).update(channel="youtube", live_on=None)
    row = Deliverable.objects.get(pk=made.pk)
    at = {name: row.approved_at + timedelta(hours=1) for name in ("measured_at", "first_seen_at", "published_at")}
    right = post(youtube, url="https://youtu.be/right", text="A day by the sea with all of my friends", **at)
    post(youtube, url="https://youtu.be/other", text="Cooking at home", **at)
    assert [(each.post, each.is_certain) for each in candidates(row)] == [(right, False)]
    for more in ({"is_paid": True}, {"is_paid": None, "text": "A day by the sea with all of my friends #PR"}):
        Post.objects.filter(pk=right.pk).update(**more)
        assert [(each.post, each.is_certain) for each in candidates(row)] == [(right, True)]


def test_what_the_words_of_a_post_said_wrong_stays_when_they_are_forgotten(campaign, piece, account):
    steps.publish(piece, URL)
    live = post(account, text="Something else")
    run("stats.hold_live", NOW + timedelta(hours=1))
    wrong = ["The label #PR is missing.", "The caption is not the one that was approved."]
    assert Deliverable.objects.get(pk=piece.pk).departs == wrong
    Post.objects.filter(pk=live.pk).update(text="", measured_at=NOW + timedelta(hours=1))
    assert run("stats.hold_live", NOW + timedelta(hours=2)) == ("done", "0 posts changed")
    assert Deliverable.objects.get(pk=piece.pk).departs == wrong
    Post.objects.filter(pk=live.pk).update(text="Summer in a glass. #PR")
    run("stats.hold_live", NOW + timedelta(hours=3))
    assert Deliverable.objects.get(pk=piece.pk).departs == []


def test_clicks_orders_revenue_and_roi_are_goals_of_what_links_and_codes_brought(campaign, piece, account, monkeypatch):
    by = campaign.manager
    targets = {"clicks": 400, "orders": 10, "revenue": 500_000, "roi": 100}
    made = actions.set_goals(campaign=campaign, targets=targets, currency="JPY", by=by, now=NOW)
    assert [str(goal) for goal in made] == ["400 clicks", "10 orders", "revenue of ¥ 500,000", "ROI of 100 %"]
    assert [(line.said, line.percent) for line in reports([campaign])[campaign.pk].goals] == [("", None)] * 4
    sold = Sold(clicks=100, orders=5, revenue=(Money(150_000, "JPY"),))
    monkeypatch.setattr("stats.results.campaign.sold_by", lambda rows: {row.pk: sold for row in rows})
    lines = reports([campaign])[campaign.pk].goals
    assert [(line.said, line.percent, line.is_drawn) for line in lines] == [
        ("100", Decimal(25), True), ("5", Decimal(50), True), ("¥ 150,000", Decimal(30), True),
        ("−25.0 %", Decimal(-25), False),
    ]  # fmt: skip
    actions.set_goals(campaign=campaign, targets={"revenue": 9}, currency="EUR", by=by, now=NOW)
    assert [line.said for line in reports([campaign])[campaign.pk].goals if line.goal.measure == "revenue"] == [""]


def test_a_revenue_stays_in_the_currency_that_it_was_set_in_when_other_goals_change(campaign):
    said = {"campaign": campaign, "by": manager(), "now": NOW}
    actions.set_goals(targets={"revenue": 9_000}, currency="EUR", **said)
    actions.set_goals(targets={"revenue": 9_000, "views": 5}, **said)
    actions.set_goals(targets={"revenue": 8_000, "views": 5}, **said)
    assert sorted(str(goal) for goal in campaign.goals.all()) == ["5 views", "revenue of € 8,000.00"]
    assert "in EUR, from links" in str(GoalsForm(campaign=campaign)["goal_revenue"].help_text)
    actions.set_goals(targets={"revenue": None}, **said)
    actions.set_goals(targets={"revenue": 8_000}, **said)
    assert "revenue of ¥ 8,000" in [str(goal) for goal in campaign.goals.all()]
