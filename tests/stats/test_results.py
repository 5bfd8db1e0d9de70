"""What live pieces brought: posts found, figures, rates, costs, goals."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.actions import correct_post_address
from campaigns.models import Booking, Cost, Deliverable
from lib.refusals import Refused
from portals.reports import paper_of
from stats.actions import enter_figures
from stats.models import HandFigures, PostSnapshot
from stats.results.again import again
from stats.results.campaign import campaign_results
from stats.results.finding import candidates
from stats.results.report import earlier, of_talent, reports, together
from stats.results.untold import untold
from talent.models import SocialAccount
from tests.campaigns import steps
from tests.campaigns.test_jobs import run
from tests.factories import (
    NOW,
    AccountSnapshotFactory,
    BrandFactory,
    CampaignFactory,
    SocialAccountFactory,
    TalentFactory,
    brand_person,
    manager,
    reader,
    talent_user,
)
from tests.stats.live import URL, post, result


def test_a_live_piece_has_the_figures_of_the_post_at_its_address(piece, account):
    steps.publish(piece, f"{URL}?igsh=1")
    live = post(account)
    post(account, external_id="other", url="https://www.instagram.com/p/Sea10/")
    found = result(piece)
    assert (found.post, found.figures.views, found.figures.engagements, found.figures.source) == (
        live, 80_000, 1_000, "measured",
    )  # fmt: skip
    assert found.departs == []


def test_a_strangers_post_at_that_address_is_not_taken(piece):
    steps.publish(piece, URL)
    post(SocialAccountFactory(platform="instagram", handle="thief"))
    assert (result(piece).post, result(piece).is_known) == (None, False)


def test_a_live_piece_says_in_what_it_departs(piece, account):
    steps.publish(piece, URL)
    post(account, text="Something else", published_at=datetime(2026, 5, 20, 3, tzinfo=UTC))
    assert result(piece).departs == [
        "The label #PR is missing.",
        "The caption is not the one that was approved.",
        "Live on 20 May 2026, agreed for 15 May 2026.",
    ]


def test_the_rate_is_by_the_platforms_formula_over_the_followers_of_that_day(piece, account):
    steps.publish(piece, URL)
    post(account)
    AccountSnapshotFactory(account=account, taken_at=datetime(2026, 5, 14, 3, tzinfo=UTC), followers=25_000)
    found = result(piece)
    assert (found.rate, found.rate_words) == (Decimal("4.00"), "(likes + comments) ÷ followers")


def test_no_rate_is_by_the_followers_of_the_account_that_it_was_before_somebody_corrected_it(piece, account):
    steps.publish(piece, URL)
    post(account)
    AccountSnapshotFactory(account=account, taken_at=datetime(2026, 5, 14, 3, tzinfo=UTC), followers=900_000)
    SocialAccount.objects.filter(pk=account.pk).update(named_at=datetime(2026, 5, 16, 3, tzinfo=UTC))
    assert (result(piece).is_known, result(piece).rate) == (True, None)
    AccountSnapshotFactory(account=account, taken_at=datetime(2026, 5, 17, 3, tzinfo=UTC), followers=25_000)
    assert result(piece).rate == Decimal("4.00")


def test_figures_read_off_a_screen_stand_where_no_platform_tells(piece, account, talent):
    steps.publish(piece, URL)
    by = talent.access.get().user
    said = {"deliverable": Deliverable.objects.get(pk=piece.pk), "evidence": None, "by": by, "now": NOW}
    enter_figures(as_of=NOW.date() - timedelta(days=1), figures={"views": 10}, **said)
    enter_figures(as_of=NOW.date(), figures={"views": 4_000, "saves": 0}, **said)
    figures = result(piece).figures
    assert (figures.views, figures.saves, figures.likes, figures.source) == (4_000, 0, None, "reported")
    enter_figures(as_of=NOW.date(), figures={"reach": 3_000}, **said)
    assert (result(piece).figures.views, result(piece).figures.reach) == (4_000, 3_000)


def test_each_figure_is_the_platforms_or_where_it_tells_none_the_screens(campaign, piece, account, talent):
    steps.publish(piece, URL)
    day = NOW.date() - timedelta(days=1)
    enter_figures(
        deliverable=Deliverable.objects.get(pk=piece.pk), as_of=day, figures={"views": 7, "reach": 3_000, "saves": 5},
        evidence=None, by=talent.access.get().user, now=NOW,
    )  # fmt: skip
    post(account, saves=9, untold=["saves"])
    figures = result(piece).figures
    assert (figures.views, figures.likes, figures.reach, figures.saves) == (80_000, 900, 3_000, 5)
    assert (figures.source, sorted(figures.by_hand), figures.also_by_hand) == (
        "measured", ["reach", "saves"], "reach and saves",
    )  # fmt: skip
    assert (figures.at, figures.oldest.date()) == (NOW + timedelta(days=40), day)
    made = campaign_results([campaign])[campaign.pk]
    sums = [made.total(name) for name in ("views", "reach", "engagements")]
    assert [each.by for each in sums] == [
        (("measured", 80_000),), (("reported", 3_000),), (("measured", 1_000), ("reported", 5)),
    ]  # fmt: skip
    assert [each.source for each in sums] == ["measured", "reported", "measured and reported"]
    assert [each.is_mixed for each in sums] == [False, False, True]
    assert (made.as_of, made.sources) == (day, ["measured", "reported"])


def test_where_a_platform_falls_silent_its_last_word_or_the_screen_stands_whichever_is_newer(piece, account, talent):
    steps.publish(piece, URL)
    live = post(account, views=80_000, saves=9, untold=["views", "saves"], first_seen_at=NOW)
    for days, views, saves in ((0, 70_000, 8), (10, 80_000, 9), (20, None, 9), (30, None, None)):
        PostSnapshot.objects.create(post=live, taken_at=NOW + timedelta(days=days), views=views, saves=saves, likes=900)
    for days, views, saves in ((8, 75_000, 7), (19, None, 8)):
        at = NOW + timedelta(days=days)
        enter_figures(
            deliverable=Deliverable.objects.get(pk=piece.pk), as_of=at.date(), figures={"views": views, "saves": saves},
            evidence=None, by=talent.access.get().user, now=at,
        )  # fmt: skip
    figures = result(piece).figures
    assert (figures.views, figures.saves, figures.by_hand) == (80_000, 9, frozenset())
    assert (figures.at, figures.read_at) == (NOW + timedelta(days=10), None)
    at = NOW + timedelta(days=25)  # before the answer that no longer told them
    enter_figures(
        deliverable=Deliverable.objects.get(pk=piece.pk), as_of=at.date(), figures={"saves": 11}, evidence=None,
        by=talent.access.get().user, now=at,
    )  # fmt: skip
    figures = result(piece).figures
    assert (figures.views, figures.saves, figures.by_hand) == (80_000, 11, frozenset({"saves"}))
    assert (figures.at, figures.read_at.date()) == (NOW + timedelta(days=10), at.date())


def test_what_was_read_off_a_post_is_not_another_ones_when_the_address_changes(piece, account, talent):
    by = talent.access.get().user
    live = steps.publish(piece, URL)
    said = {"as_of": NOW.date(), "evidence": None, "by": by, "now": NOW}
    enter_figures(deliverable=live, figures={"views": 7}, **said)
    for url, views in ((f"{URL}?igsh=1", 7), ("https://www.instagram.com/p/Other/", None)):
        correct_post_address(deliverable=live, url=url, reason="Typed another one", by=by, now=NOW)
        live.refresh_from_db()
        assert result(live).figures.views == views
    assert untold(Deliverable.objects.all(), NOW + timedelta(days=2)) == [live]
    enter_figures(deliverable=live, figures={"views": 9}, **said)
    assert (result(live).figures.views, untold(Deliverable.objects.all(), NOW + timedelta(days=2))) == (9, [])


def test_a_talent_is_asked_for_the_figures_that_nobody_tells(campaign, piece, account, talent):
    """After two days, until somebody entered them; never for what the platform tells or what another owes."""
    other = steps.piece(steps.book(CampaignFactory(brand=campaign.brand), talent))
    steps.publish(other, "https://www.instagram.com/p/Sea2/")
    steps.publish(steps.piece(steps.book(campaign)), "https://www.instagram.com/p/Theirs/")
    steps.publish(piece, URL)
    post(account)
    by = talent.access.get().user
    mine = Deliverable.objects.visible_to(by)
    assert [untold(mine, NOW + timedelta(days=days)) for days in (1, 2, 91)] == [[], [other], []]
    enter_figures(
        deliverable=Deliverable.objects.get(pk=other.pk), as_of=NOW.date(), figures={"views": 7}, evidence=None, by=by,
        now=NOW,
    )  # fmt: skip
    assert untold(mine, NOW + timedelta(days=2)) == []


def test_figures_read_off_a_screen_are_as_old_as_the_screen(piece, talent):
    steps.publish(piece, URL)
    enter_figures(
        deliverable=Deliverable.objects.get(pk=piece.pk), as_of=NOW.date() - timedelta(days=9), figures={"views": 10},
        evidence=None, by=talent.access.get().user, now=NOW,
    )  # fmt: skip
    assert result(piece).figures.at.date() == NOW.date() - timedelta(days=9)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"figures": {}}, "Enter at least one figure"),
        ({"as_of": NOW.date() + timedelta(days=2)}, "That day is still to come"),
    ],
)
def test_figures_that_say_nothing_or_are_of_tomorrow_are_refused(piece, talent, values, words):
    steps.publish(piece, URL)
    said = {
        "deliverable": Deliverable.objects.get(pk=piece.pk), "evidence": None, "by": talent.access.get().user,
        "now": NOW, "as_of": NOW.date(), "figures": {"views": 1}, **values,
    }  # fmt: skip
    with pytest.raises(Refused, match=words):
        enter_figures(**said)


def test_only_a_live_piece_has_figures_and_only_its_own_people_enter_them(piece, talent):
    said = {"as_of": NOW.date(), "figures": {"views": 1}, "evidence": None, "now": NOW}
    with pytest.raises(Refused, match="Only a live piece has figures"):
        enter_figures(deliverable=piece, by=talent.access.get().user, **said)
    with pytest.raises(Refused, match="another talent's work"):
        enter_figures(deliverable=piece, by=talent_user(TalentFactory()), **said)
    assert not HandFigures.objects.exists()


def test_a_campaigns_sums_say_of_how_many_posts_they_are(campaign, piece, account):
    theirs = steps.piece(steps.book(campaign, TalentFactory(name="Ren"), price=Money(100_000, "JPY")))
    steps.publish(piece, URL)
    post(account)
    steps.publish(theirs, "https://www.instagram.com/p/x/")
    made = campaign_results([campaign])[campaign.pk]
    assert [(each.booking.talent.name, len(each.pieces), each.owed, each.views.value) for each in made.talents] == [
        ("Aoi", 1, 1, 80_000), ("Ren", 1, 1, None),
    ]  # fmt: skip
    assert (made.fees, made.total("views").coverage) == (Money(300_000, "JPY"), "1 of 2 posts")
    assert made.talents[0].cpm == Money("2500.00", "JPY")
    assert made.talents[1].cpm is None


def test_what_views_cost_is_so_far_while_pieces_that_are_paid_for_are_to_come(campaign, piece, account):
    theirs = steps.piece(steps.book(campaign, TalentFactory(name="Ren"), price=Money(100_000, "JPY")))
    steps.publish(piece, URL)
    post(account)

    def said():
        report = reports([campaign])[campaign.pk]
        paper = paper_of(report, NOW)
        told = [how for name, _, how in paper.sums if name in ("A thousand views", "An engagement")]
        falls = any("falls as more go live" in note for note in paper.notes)
        return report.to_come, report.by_views, report.of_roi, told, [line[-1] for line in paper.talents], falls

    assert said() == (1, "so far", "so far", ["so far", "so far"], ["¥ 2,500", "none yet"], True)
    steps.publish(theirs, "https://www.instagram.com/p/x/")
    assert said() == (0, "at most", "", ["at most", "at most"], ["¥ 2,500", "unknown"], False)
    Booking.objects.filter(pk=theirs.booking_id).update(state="cancelled")
    Deliverable.objects.filter(pk=theirs.pk).update(state="planned")
    assert reports([campaign])[campaign.pk].to_come == 0, "nothing more is owed"


def test_of_a_talent_or_a_brand_the_reports_are_one(campaign, piece, account, talent):
    ren = steps.piece(steps.book(campaign, TalentFactory(name="Ren"), price=Money(100_000, "JPY")))
    steps.publish(piece, URL)
    post(account)
    steps.publish(ren, "https://www.instagram.com/p/Ren1/")
    other = CampaignFactory(brand=campaign.brand)
    steps.publish(
        steps.piece(steps.book(other, talent, price=Money(50_000, "JPY"))), "https://www.instagram.com/p/Sea2/"
    )
    actions.add_cost(
        campaign=campaign, kind="boost", paid_by="brand", amount=Money(10_000, "JPY"), note="", by=manager(), now=NOW
    )
    made = list(reports([campaign, other]).values())
    brand = together(made)
    assert (brand.live, brand.cost, brand.views.coverage) == (3, Money(360_000, "JPY"), "1 of 3 posts")
    own = together([of_talent(report, talent) for report in made])
    assert (own.live, own.cost, own.cpm) == (2, Money(250_000, "JPY"), Money(3_125, "JPY"))
    assert (own.parts, own.goals) == ([("Fees", Money(200_000, "JPY")), ("Fees", Money(50_000, "JPY"))], [])
    assert together([]) is None


def test_a_report_knows_what_the_brand_paid_and_its_goals(campaign, piece, account):
    by = campaign.manager
    steps.publish(piece, URL)
    post(account)
    actions.set_goals(campaign=campaign, targets={"views": 100_000, "posts": 1, "reach": 5}, by=by, now=NOW)
    for kind, paid_by, amount in (("boost", "brand", 60_000), ("boost", "brand", 40_000), ("production", "office", 9)):
        actions.add_cost(
            campaign=campaign, kind=kind, paid_by=paid_by, amount=Money(amount, "JPY"), note="", by=by, now=NOW
        )
    report = reports([campaign])[campaign.pk]
    assert report.parts == [("Fees", Money(200_000, "JPY")), ("Boost", Money(100_000, "JPY"))]
    assert (report.cost, report.cpm, report.cpe) == (Money(300_000, "JPY"), Money(3_750, "JPY"), Money(300, "JPY"))
    assert [(str(line.goal), line.percent) for line in report.goals] == [
        ("100,000 views", Decimal(80)), ("1 live posts", Decimal(100)), ("5 reach", None),
    ]  # fmt: skip
    actions.set_goals(campaign=campaign, targets={"views": None, "posts": 2}, by=by, now=NOW)
    assert [str(line.goal) for line in reports([campaign])[campaign.pk].goals] == ["2 live posts", "5 reach"]


def test_a_cost_is_taken_back_and_a_brand_sees_only_its_own(campaign, brand):
    by = campaign.manager
    said = {"campaign": campaign, "kind": "boost", "note": " An ad ", "by": by, "now": NOW}
    own = actions.add_cost(paid_by="brand", amount=Money(5, "JPY"), **said)
    ours = actions.add_cost(paid_by="office", amount=Money(7, "JPY"), **said)
    client, stranger, aoi = brand_person(brand), brand_person(BrandFactory()), talent_user(TalentFactory())
    seen = [list(Cost.objects.visible_to(user)) for user in (by, client, stranger, aoi)]
    assert seen == [[own, ours], [own], [], []]
    assert str(own) == "An ad"
    actions.drop_cost(cost=own, by=by, now=NOW)
    assert reports([campaign])[campaign.pk].cost is None
    with pytest.raises(Refused, match="more than 0"):
        actions.add_cost(paid_by="brand", amount=Money(0, "JPY"), **said)
    with pytest.raises(Refused):
        actions.add_cost(**{**said, "by": reader()}, paid_by="brand", amount=Money(1, "JPY"))


def test_a_cancelled_campaigns_figures_stand(campaign):
    by = campaign.manager
    actions.cancel_campaign(campaign=campaign, reason="Off", by=by, now=NOW)
    with pytest.raises(Refused, match="Summer is cancelled: its figures stand"):
        actions.set_goals(campaign=campaign, targets={"views": 1}, by=by, now=NOW)


def test_the_brands_earlier_campaigns_stand_beside_it(campaign, brand, talent, piece, account):
    steps.publish(piece, URL)
    post(account)
    later = CampaignFactory(brand=brand, name="Autumn", created_at=NOW + timedelta(days=60))
    CampaignFactory(brand=brand, name="Nothing live", created_at=NOW)
    assert [each.result.campaign.name for each in earlier(later)] == ["Summer"]
    assert earlier(campaign) == []


def test_working_together_again_has_facts_and_no_verdict(campaign, piece):
    Deliverable.objects.filter(pk=piece.pk).update(draft_due_on=NOW.date() - timedelta(days=1))
    steps.answer(steps.submit(piece), approved=False, comment="Office")
    draft = steps.submit(Deliverable.objects.get(pk=piece.pk))
    steps.answer(draft)
    steps.answer(draft, "client", approved=False, comment="Brand")
    steps.publish(Deliverable.objects.get(pk=piece.pk), URL)
    facts = again(campaign_results([campaign])[campaign.pk])[piece.booking_id]
    assert facts == ["0 of 1 drafts on time", "1 of 1 live on time", "1 round of changes"]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Summer in a glass. #PR"], "1 piece found live"),
        (["Summer in a glass. #PR", "Summer in a glass.  #PR"], "0 pieces found live"),
        (["Autumn leaves, and nothing of it"], "0 pieces found live"),
    ],
    ids=["the one", "two of them", "another"],
)
def test_an_approved_piece_is_found_live_where_one_post_reads_like_it(piece, account, texts, found):
    approved = steps.approve(piece)
    for number, text in enumerate(texts):
        at = approved.approved_at + timedelta(hours=number + 1)
        post(
            account,
            url=f"https://www.instagram.com/p/S{number}/",
            text=text,
            published_at=at,
            measured_at=at,
            first_seen_at=at,
        )
    assert run("stats.find_live", NOW + timedelta(days=2)) == ("done", found)
    live = Deliverable.objects.get(pk=piece.pk)
    assert (live.state, live.post_url) == (
        ("published", "https://www.instagram.com/p/S0/") if found.startswith("1") else ("approved", "")
    )


def test_what_may_be_it_is_suggested_and_what_is_anothers_is_not(campaign, piece, account, talent):
    piece.booking.campaign.brief.tags = "#kirei"
    piece.booking.campaign.brief.save(update_fields=["tags"])
    approved = steps.approve(piece)
    at = approved.approved_at + timedelta(hours=1)
    times = {"measured_at": at, "first_seen_at": at}
    near = post(account, url="https://www.instagram.com/p/N/", text="With #Kirei today", published_at=at, **times)
    post(account, url="https://www.instagram.com/p/O/", published_at=approved.approved_at - timedelta(days=3), **times)
    taken = steps.publish(steps.piece(steps.book(CampaignFactory(), talent)), "https://www.instagram.com/p/T/")
    post(account, url=taken.post_url, published_at=at, **times)
    found = candidates(Deliverable.objects.get(pk=piece.pk))
    assert [(each.post, each.is_certain, each.tags) for each in found] == [(near, False, ("#kirei",))]


def test_reading_results_asks_no_more_for_three_than_for_one(campaign, piece, account, django_assert_num_queries):
    others = [steps.piece(steps.book(campaign)) for _ in range(2)]
    steps.publish(piece, URL)
    post(account)
    with django_assert_num_queries(14):
        reports([campaign])
    with django_assert_num_queries(12):
        reports([campaign], rated=False)
    for number, other in enumerate(others):
        live = steps.publish(other, f"https://www.instagram.com/p/M{number}/")
        owner = SocialAccountFactory(talent=other.booking.talent, platform="instagram", handle=f"m{number}")
        post(owner, url=live.post_url)
    with django_assert_num_queries(14):
        assert reports([campaign])[campaign.pk].live == 3
    with django_assert_num_queries(12):
        assert reports([campaign], rated=False)[campaign.pk].live == 3
