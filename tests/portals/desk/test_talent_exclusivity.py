"""A talent's exclusivity: the timeline, its table, what the address remembers, and the pane that explains."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns import actions
from campaigns.models import Booking, Campaign
from clients.models import Brand, Category
from exclusivity.models import Commitment, Finding
from portals.desk.roster.asked import month_of, moved
from talent.models import Talent
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import (
    NOW,
    ActMemberFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    CommitmentFactory,
    TalentFactory,
    days,
    reader,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def at(talent: Talent, **query: Any) -> str:
    return reverse("desk:talent-exclusivity", args=[talent.public_id]) + (
        "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
    )


def plain(answer: HttpResponse) -> str:
    """What stands in the page's part, without its tags."""
    body = answer.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body[body.index('id="promises"') :])).split())


def seen(desk: Client, talent: Talent, **query: Any) -> str:
    answer = desk.get(at(talent, **query))
    assert answer.status_code == 200
    return plain(answer)


def drawn(desk: Client, talent: Talent, **query: Any) -> str:
    body = desk.get(at(talent, **query)).content.decode()
    return body[body.index('class="timeline-chart"') : body.index('class="timeline-market"')]


@pytest.fixture
def hold(talent: Talent, campaign: Campaign, soda: Category, sora: User) -> Booking:
    """A hold in May and June that would break what Lumeya keeps until the end of the year."""
    bind_to_rival(talent, soda)
    campaign.brief.days = days("2026-05-03", "2026-06-15")
    campaign.brief.save()
    return actions.place_hold(campaign=campaign, talent=talent, by=sora, now=NOW)


def many(talent: Talent, sora: User, number: int) -> None:
    """One more of a kind: signed, drafted, held; each in a market of its own and one that clashes."""
    soda = CategoryFactory(name=f"Market {number}", key=f"test-{number}")
    kind = number % 3
    if kind == 0:
        bind_to_rival(talent, soda, name=f"Signed {number}", tail_length=30)
    elif kind == 1:
        draft_rival(talent, soda, name=f"Draft {number}", term=days("2026-08-01", "2027-08-01"))
    else:
        campaign = CampaignFactory(brand=BrandFactory(name=f"Held {number}", categories=[soda]), manager=sora)
        actions.place_hold(campaign=campaign, talent=talent, by=sora, now=NOW)


def test_each_promise_has_a_line_in_its_market(desk: Client, talent: Talent, hold: Booking) -> None:
    said = seen(desk, talent)
    assert "2 commitments 1 to decide" in said
    assert "Soda free from 1 Jan 2027" in said
    assert "Lumeya Ambassador Soda · JP · all channels" in said
    assert "Kirei 1st hold Summer" in said


def test_the_clash_is_framed_in_both_rows_and_joined(desk: Client, talent: Talent, hold: Booking) -> None:
    chart = drawn(desk, talent)
    assert (chart.count('class="frame conditional"'), chart.count('class="meets conditional"')) == (1, 1)
    assert chart.count('class="joins conditional"') == 2 and 'class="today"' in chart


def test_the_page_has_no_style_and_its_chart_is_not_read_aloud(desk: Client, talent: Talent, hold: Booking) -> None:
    body = desk.get(at(talent, show=hold.commitment.public_id)).content.decode()
    assert " style=" not in body and "<style" not in body
    assert re.search(r'<svg class="timeline-chart"[^>]* aria-hidden="true"', body)


def test_the_pane_says_what_would_break_why_and_what_would_help(desk: Client, talent: Talent, hold: Booking) -> None:
    said = seen(desk, talent, show=hold.commitment.public_id)
    assert "Confirming Kirei would break Lumeya, clause 4.2" in said and "43 days" in said
    assert "Lumeya keeps soda to itself in Japan until 31 Dec 2026 (clause 4.2)." in said
    assert "What would make it possible Start on 1 Jan 2027" in said and "All six dimensions" in said
    body = desk.get(at(talent, show=hold.commitment.public_id)).content.decode()
    assert reverse("desk:clash", args=[Finding.objects.get().public_id]) in body
    assert reverse("desk:hold-release", args=[hold.public_id]) in body
    assert reverse("desk:booking", args=[hold.public_id]) in body


def test_the_other_side_of_the_clash_opens_the_same_pane(desk: Client, talent: Talent, hold: Booking) -> None:
    contract = Commitment.objects.get(kind="ambassador")
    assert "Confirming Kirei would break Lumeya, clause 4.2" in seen(desk, talent, show=contract.public_id)


def test_a_line_without_a_clash_tells_its_days(desk: Client, talent: Talent, soda: Category) -> None:
    contract = bind_to_rival(talent, soda, tail_length=30)
    said = seen(desk, talent, show=contract.commitment.public_id)
    assert "Until 31 Dec 2026 Its tail 30 Jan 2027 State Signed Open paper" in said
    assert "What would make it possible" not in said


def test_a_reader_is_not_offered_to_release(client: Client, talent: Talent, hold: Booking) -> None:
    client.force_login(reader())
    said = seen(client, talent, show=hold.commitment.public_id)
    assert "Confirming Kirei" in said and "Release hold" not in said


def test_an_unknown_line_opens_nothing(desk: Client, talent: Talent, hold: Booking) -> None:
    assert "timeline-pane" not in desk.get(at(talent, show="222222222222")).content.decode()


def test_htmx_asks_for_the_promises_alone(desk: Client, talent: Talent, hold: Booking) -> None:
    answer = desk.get(at(talent, show=hold.commitment.public_id), headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert body.lstrip().startswith('<div id="promises"') and "Confirming Kirei" in plain(answer)


def test_closing_leads_back_to_the_line(desk: Client, talent: Talent, hold: Booking) -> None:
    key = hold.commitment.public_id
    assert f"?at={key}" in desk.get(at(talent, show=key)).content.decode()
    assert re.search(rf'id="row-{key}"[^>]* autofocus', desk.get(at(talent, at=key)).content.decode())


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "Dec", "May"),
        ({"months": 6}, "Mar", "Aug"),
        ({"months": 12}, "Jan", "Dec"),
        ({"months": 7}, "Dec", "May"),
        ({"from": "2027-02"}, "Feb", "Jul"),
        ({"from": "2027-13"}, "Dec", "May"),
        ({"from": "x", "months": "y"}, "Dec", "May"),
        ({"from": "0001-01"}, "Dec", "May"),
    ],
)
def test_the_address_says_which_months(
    desk: Client, talent: Talent, hold: Booking, query: dict[str, Any], first: str, last: str
) -> None:
    body = desk.get(at(talent, **query)).content.decode()
    head = body[body.index('class="timeline-months"') : body.index('class="timeline-body"')]
    months = re.findall(r">([A-Z][a-z]{2})</text>", head)
    assert (months[0], months[-1]) == (first, last)


def test_three_years_have_a_label_every_other_month(desk: Client, talent: Talent, hold: Booking) -> None:
    body = desk.get(at(talent, months=36)).content.decode()
    head = body[body.index('class="timeline-months"') : body.index('class="timeline-body"')]
    assert len(re.findall(r">[A-Z][a-z]{2}</text>", head)) == 18


def test_back_and_forth_keep_what_else_was_asked(desk: Client, talent: Talent, hold: Booking) -> None:
    body = desk.get(at(talent, months=12, territory="JP")).content.decode()
    assert "?months=12&amp;from=2025-07&amp;territory=JP" in body
    assert "?months=12&amp;from=2026-07&amp;territory=JP" in body
    assert '<input type="hidden" name="months" value="12">' in body


def test_filters_leave_what_reaches_there(desk: Client, talent: Talent, hold: Booking) -> None:
    assert "2 commitments" in seen(desk, talent, territory="JP")
    assert "Nothing reaches there" in seen(desk, talent, territory="FR")
    assert "1 commitment " in seen(desk, talent, channel="tv")
    assert "2 commitments" in seen(desk, talent, territory="nowhere", channel="nothing")


def test_what_was_over_before_is_counted_not_drawn(desk: Client, talent: Talent, soda: Category) -> None:
    CommitmentFactory(status="expired", brand__name="Old", talents=[talent], term=days("2024-07-01", "2025-01-01"))
    bind_to_rival(talent, soda, name="New", term=days("2026-05-01", "2027-01-01"))
    said = seen(desk, talent)
    assert "1 commitment " in said and "1 more was over before these months." in said and "Old" not in said
    assert "Old Booking nothing planned yet" in seen(desk, talent, **{"from": "2024-06"})


def test_what_is_still_to_come_says_when_at_the_edge(desk: Client, talent: Talent, soda: Category) -> None:
    bind_to_rival(talent, soda, term=days("2029-03-01", "2030-01-01"))
    assert ">from 1 Mar 2029 →</text>" in drawn(desk, talent)


def test_only_old_promises_are_an_empty_timeline_with_a_way_back(desk: Client, talent: Talent) -> None:
    CommitmentFactory(status="expired", talents=[talent], term=days("2024-07-01", "2025-01-01"))
    assert "Nothing in these months" in seen(desk, talent)


def test_a_talent_without_promises_reads_what_comes_here(desk: Client, talent: Talent) -> None:
    assert "Nothing promised yet" in seen(desk, talent) and "Nothing promised yet" in seen(desk, talent, view="table")


def test_what_comes_of_an_act_is_labelled(desk: Client, talent: Talent, soda: Category) -> None:
    act = TalentFactory(name="Hoshi & Tsubame", kind="act")
    ActMemberFactory(act=act, member=talent)
    bind_to_rival(act, soda)
    assert "by Hoshi & Tsubame · Soda · JP · all channels" in seen(desk, talent)


def test_kinds_are_named_as_the_trade_does(desk: Client, talent: Talent, sora: User, soda: Category) -> None:
    draft_rival(talent, soda, name="Telmio", term=days("2026-08-01", "2027-08-01"))
    for number, name in enumerate(("First", "Second"), 1):
        campaign = CampaignFactory(brand=BrandFactory(name=name), name=f"Launch {number}", manager=sora)
        actions.place_hold(campaign=campaign, talent=talent, by=sora, now=NOW)
    said = seen(desk, talent)
    assert "Telmio Draft contract If signed: JP, until 31 Jul 2027" in said
    assert "First 1st hold Launch 1" in said and "Second 2nd hold Launch 2 · behind First" in said


def test_the_table_says_the_same(desk: Client, talent: Talent, hold: Booking) -> None:
    said = seen(desk, talent, view="table")
    assert "Lumeya Ambassador Soda Free from 1 Jan 2027 Soda · JP · all channels" in said
    assert "31 Dec 2026 No tail Signed Conditional" in said
    assert "timeline-chart" not in desk.get(at(talent, view="table")).content.decode()


def test_the_export_is_the_table_and_runs_no_formula(desk: Client, talent: Talent, hold: Booking) -> None:
    Brand.objects.filter(name="Kirei").update(name="=Kirei")
    answer = desk.get(reverse("desk:talent-exclusivity-export", args=[talent.public_id]))
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("\ufeffBrand,Kind,By,Market")
    kept = next(line for line in lines if line.startswith("Lumeya"))
    assert kept == (
        "Lumeya,Ambassador,,Soda,Soda · JP · all channels,Signed,2026-01-01,2026-12-31,,Conditional,'=Kirei,43 days,"
        "free from 1 Jan 2027"
    )
    assert any(line.startswith("'=Kirei,1st hold,") for line in lines)


def test_the_number_of_queries_does_not_grow(
    desk: Client, talent: Talent, sora: User, django_assert_num_queries
) -> None:
    for number in range(30):
        many(talent, sora, number)
        if number in (0, 2, 29):
            desk.get(at(talent))
            with django_assert_num_queries(18):
                desk.get(at(talent))
    assert "30 commitments" in seen(desk, talent)


def test_months_move_over_the_years() -> None:
    assert (moved(date(2026, 11, 1), 3), moved(date(2026, 2, 1), -3)) == (date(2027, 2, 1), date(2025, 11, 1))


@pytest.mark.parametrize("said", ["", "2026", "2026-5-1", "2026-00", "1800-01", "9999-01", "-1--1"])
def test_a_month_that_is_none_is_none(said: str) -> None:
    assert month_of(said) is None
