"""What pages ask: a sketch, a whole roster, what binds a person today."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from exclusivity.actions import bind, differences, raise_findings, rebuild_boxes
from exclusivity.models import Box, Finding
from exclusivity.queries import blocked_talents, bound_later, bound_now, clause_sentence, standing, standing_of_sketch
from exclusivity.rules import OUTSIDE, Verdict
from exclusivity.terms import Sketch
from tests.factories import ActMemberFactory, OwnershipFactory, TalentFactory, days


def sketch(market, *talents, **terms) -> Sketch:
    shown = market.shows(date(2026, 6, 10), date(2026, 6, 11))
    usual = {"brand_id": market.nordhaus.pk, "exposures": (shown,), "timezone": "Asia/Tokyo"}
    return Sketch(**{**usual, "talent_ids": tuple(talent.pk for talent in talents), **terms})


def test_standing_of_sketch_says_what_a_promise_would_meet(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    told = standing_of_sketch(sketch(market, market.mika), market.now)
    assert (told.verdict, told.outside, told.first_clear) == (Verdict.BLOCK, OUTSIDE, date(2027, 7, 1))
    assert standing_of_sketch(sketch(market, market.mika), market.now, bound=False).verdict is Verdict.CONDITIONAL
    assert standing_of_sketch(sketch(market, TalentFactory()), market.now).verdict is Verdict.CLEAR


def test_standing_clear_names_the_dimension_that_lies_apart(market):
    bind(commitment=market.ambassador(channels=("youtube",)), by=market.by, now=market.now)
    told = standing(market.booking(), market.now)
    assert (told.verdict, told.sentence, told.outside) == (Verdict.CLEAR, "Nothing stands against it.", "")
    assert [hit.decided_by for hit in told.cleared] == ["channel"]
    channel = next(d for d in told.cleared[0].dimensions if d.name == "channel")
    assert (channel.ours, channel.theirs) == ("YouTube", "Instagram")


def test_standing_needs_no_more_queries_for_more_promises(market, django_assert_num_queries):
    held = market.booking()
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    with django_assert_num_queries(6):
        standing(held, market.now)
    market.booking(brand=market.korbel)
    market.booking(brand=market.korbel)
    with django_assert_num_queries(6):
        standing(held, market.now)


def test_blocked_talents_are_those_whom_the_truth_blocks(market):
    free, shown = TalentFactory(), TalentFactory()
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    bind(commitment=market.booking(talents=[shown], brand=market.lumeya), by=market.by, now=market.now)
    assert blocked_talents(sketch(market)) == {market.mika.pk: "Bound to Lumeya until 30 Jun 2027 (clause 4.2)."}
    jealous = sketch(market, clauses=(market.clause(),), term=(date(2026, 6, 1), date(2026, 7, 1)))
    assert blocked_talents(jealous) == {
        market.mika.pk: "Bound to Lumeya until 30 Jun 2027 (clause 4.2).",
        shown.pk: "Shows for Lumeya until 10 Jun 2026.",
    }
    assert blocked_talents(jealous, [free.pk, shown.pk]) == {shown.pk: "Shows for Lumeya until 10 Jun 2026."}


def test_blocked_talents_holds_do_not_block(market):
    market.ambassador()
    assert blocked_talents(sketch(market)) == {}


def test_blocked_talents_asks_the_roster_once(market, django_assert_num_queries):
    for number in (1, 2, 3):
        bind(commitment=market.ambassador(talents=[TalentFactory()]), by=market.by, now=market.now)
        with django_assert_num_queries(2):
            assert len(blocked_talents(sketch(market))) == number


def test_blocked_talents_act_through_its_member_and_back(market):
    act = TalentFactory(kind="act")
    ActMemberFactory(act=act, member=market.mika, period=days("2026-01-01"))
    bind(commitment=market.booking(brand=market.lumeya), by=market.by, now=market.now)
    term = (date(2026, 6, 1), date(2026, 7, 1))
    each = sketch(market, clauses=(market.clause(binds_members="EACH"),), term=term)
    assert set(blocked_talents(each)) == {market.mika.pk, act.pk}
    alone = sketch(market, clauses=(market.clause(binds_members="NONE"),), term=term)
    assert set(blocked_talents(alone)) == {market.mika.pk}


@pytest.mark.parametrize(
    ("binds_members", "verdict"), [("EACH", Verdict.BLOCK), ("JOINT_ONLY", Verdict.CLEAR), ("", Verdict.REVIEW)]
)
def test_standing_of_a_member_by_what_the_act_promised(market, binds_members, verdict):
    act = TalentFactory(kind="act")
    ActMemberFactory(act=act, member=market.mika, period=days("2026-01-01", "2026-07-01"))
    bind(commitment=market.ambassador(talents=[act], binds_members=binds_members), by=market.by, now=market.now)
    assert standing_of_sketch(sketch(market, market.mika), market.now).verdict is verdict
    later = market.shows(date(2026, 8, 1), date(2026, 8, 2))
    left = sketch(market, market.mika, exposures=(later,))
    assert standing_of_sketch(left, market.now).verdict is Verdict.CLEAR


def test_bound_now_tells_members_and_tails_in_one_query(market, django_assert_num_queries):
    act = TalentFactory(kind="act")
    ActMemberFactory(act=act, member=market.mika, period=days("2026-01-01"))
    signed = market.ambassador(talents=[act], term=(date(2026, 1, 1), date(2026, 4, 1)), tail_length=30)
    bind(commitment=signed, by=market.by, now=datetime(2025, 12, 1, tzinfo=UTC))
    with django_assert_num_queries(1):
        found = bound_now([market.mika.pk, act.pk], date(2026, 4, 15))
    assert [(bond.brand, bond.label, bond.until) for bond in found[market.mika.pk]] == [
        ("Lumeya", "Skincare", date(2026, 4, 30))
    ]
    assert len(found[act.pk]) == 1
    inside = bound_now([market.mika.pk], date(2026, 2, 1))[market.mika.pk]
    assert [bond.until for bond in inside] == [date(2026, 4, 30)]
    assert bound_now([market.mika.pk], date(2025, 12, 31)) == {}
    assert bound_now([market.mika.pk], date(2026, 5, 1)) == {}
    later = bound_later([market.mika.pk], date(2025, 12, 31))[market.mika.pk]
    assert [(bond.brand, bond.until) for bond in later] == [("Lumeya", date(2026, 4, 30))]
    assert bound_later([market.mika.pk], date(2026, 2, 1)) == {}


def test_clause_sentence_says_it_all(market):
    signed = market.ambassador(
        territories=("JP", "KR"), channels=("instagram",), tail_length=1, tail_unit="MONTH",
        except_category_ids=(market.suncare.pk,),
    )  # fmt: skip
    assert clause_sentence(signed.clauses.get(), "Lumeya") == (
        "Lumeya keeps skincare except sun care to itself in Japan and Korea on Instagram, and 1 month longer."
    )


def test_rebuild_boxes_after_a_member_joined_binds_her_and_admits_the_clash(market):
    act = TalentFactory(kind="act")
    bind(commitment=market.ambassador(talents=[act]), by=market.by, now=market.now)
    rival = market.booking()
    bind(commitment=rival, by=market.by, now=market.now)
    assert differences() == []
    ActMemberFactory(act=act, member=market.mika, period=days("2026-06-01"))
    assert [(one.missing, one.surplus) for one in differences()] == [(1, 0)]
    rebuild_boxes(by=market.by, now=market.now)
    finding = Finding.objects.get()
    assert (finding.verdict, finding.admitted, finding.state) == ("BLOCK", True, "open")
    assert differences() == []
    assert Box.objects.filter(talent=market.mika, binding=True).count() == 2


def test_rebuild_boxes_after_a_purchase_admits_nothing_where_nothing_meets(market):
    OwnershipFactory(child=market.nordhaus.company, parent=market.lumeya.company, period=days("2026-06-01"))
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    assert standing_of_sketch(sketch(market, market.mika), market.now).verdict is Verdict.REVIEW
    may = market.shows(date(2026, 5, 10), date(2026, 5, 11))
    assert standing_of_sketch(sketch(market, market.mika, exposures=(may,)), market.now).verdict is Verdict.BLOCK
    assert Box.objects.count() == 2
    assert rebuild_boxes(by=market.by, now=market.now) == []


def test_rebuild_boxes_command_check_fails_where_a_box_was_lost(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    out = StringIO()
    call_command("rebuild_boxes", check=True, stdout=out)
    assert out.getvalue() == "The boxes are as the facts say.\n"
    Box.objects.all().delete()
    with pytest.raises(SystemExit):
        call_command("rebuild_boxes", check=True, stdout=StringIO())
    call_command("rebuild_boxes", stdout=StringIO())
    call_command("rebuild_boxes", check=True, stdout=StringIO())


def test_raise_findings_is_quiet_where_nothing_changed(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    rival = market.booking()
    before = Finding.objects.get()
    raise_findings(commitment=rival, by=market.by, now=market.now + timedelta(days=1))
    after = Finding.objects.get()
    assert (after.pk, after.raised_at, after.because) == (before.pk, before.raised_at, before.because)
