"""A verdict, opened up: what decides first, what both sides name marked, each way out with its page."""

from datetime import date

import pytest
from django.test import Client

from campaigns.models import Campaign
from clients.models import Category
from exclusivity.repairs import Repair
from exclusivity.rules import Dimension, Hit, Value, Verdict
from portals.desk.exclusivity.sides import lines_of, merged, summary
from portals.desk.exclusivity.ways import plan_of
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
YES, NO, UNKNOWN = Value.YES, Value.NO, Value.UNKNOWN


def hit(*values: Value, **more) -> Hit:
    """Person, target, time, territory, channel and activity with these values."""
    names = ("person", "target", "time", "territory", "channel", "activity")
    said = {"territory": ("Japan and Korea", "Japan"), "channel": ("all channels", "Instagram"), **more.pop("said", {})}
    dimensions = tuple(
        Dimension(name, value, *said.get(name, (f"its {name}", f"the {name}")))
        for name, value in zip(names, values, strict=True)
    )
    usual = {"verdict": Verdict.REVIEW, "sentence": "S.", "outside": "", "clause_label": "clause 1", "overlap": None}
    return Hit(**{**usual, "dimensions": dimensions, "other_id": 1, **more})


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((YES,) * 6, "All six dimensions meet."),
        ((YES, YES, YES, YES, NO, YES), "Apart by channel. One dimension apart is enough."),
        ((YES, UNKNOWN, NO, NO, YES, YES), "Apart by days and where. One dimension apart is enough."),
        (
            (YES, YES, YES, YES, UNKNOWN, YES),
            "Unknown: channel; the others meet. If it meets, they clash; if it is apart, they do not.",
        ),
        (
            (YES, UNKNOWN, UNKNOWN, YES, YES, YES),
            "Unknown: rivalry and days; the others meet. They clash only if both meet; one apart is enough.",
        ),
        (
            (UNKNOWN,) * 6,
            "Unknown: who, rivalry, days, where, channel and kind of work; nothing is certain. "
            "They clash only if all 6 meet; one apart is enough.",
        ),
    ],
)
def test_summary_says_what_decides_and_what_follows(values, sentence):
    assert summary(hit(*values)) == sentence


def test_lines_of_a_mixed_verdict_begin_with_what_decides():
    lines = lines_of(hit(YES, YES, UNKNOWN, YES, NO, YES), [hit(YES, YES, UNKNOWN, YES, NO, YES)], {})
    assert [(line.name, line.word, line.decides) for line in lines] == [
        ("Days", "Unknown", True), ("Channel", "Apart", True), ("Who", "Meets", False), ("Rivalry", "Meets", False),
        ("Where", "Meets", False), ("Kind of work", "Meets", False),
    ]  # fmt: skip


def test_lines_of_a_plain_verdict_keep_their_order_and_mark_nothing_out():
    lines = lines_of(hit(*(YES,) * 6), [hit(*(YES,) * 6)], {})
    assert [line.name for line in lines] == ["Who", "Rivalry", "Days", "Where", "Channel", "Kind of work"]
    assert {line.decides for line in lines} == {False}


def test_lines_put_our_side_first_whoever_forbids():
    forbids, shows = (lines_of(one, [one], {}) for one in (hit(*(YES,) * 6), hit(*(YES,) * 6, ours=False)))
    assert [(line.ours, line.theirs) for line in (forbids[3], shows[3])] == [
        ("<b>Japan</b> and Korea", "<b>Japan</b>"), ("<b>Japan</b>", "<b>Japan</b> and Korea"),
    ]  # fmt: skip


def test_line_asks_for_what_is_unknown_and_for_nothing_else():
    ask = Repair("say", "Say the channel", "One apart is enough", dimension="channel")
    one = hit(YES, YES, YES, YES, UNKNOWN, YES)
    assert [line.ask for line in lines_of(one, [one], {"channel": ask, "time": ask})] == [ask, *[None] * 5]


def test_merged_hits_are_those_that_say_the_same_of_several_showings():
    post, usage = (hit(*(YES,) * 6, said={"activity": ("Paid post, paid usage", kind)}, clause_id=5) for kind in (
        "Paid post", "paid usage"))  # fmt: skip
    apart = hit(YES, YES, NO, YES, YES, YES, clause_id=5)
    found = merged([post, usage, apart])
    assert [(first, len(alike)) for first, alike in found] == [(post, 2), (apart, 1)]
    assert lines_of(post, found[0][1], {})[5].theirs == "<b>Paid post</b>, <b>paid usage</b>"


def test_plan_of_a_repair_is_what_the_form_takes():
    repair = Repair("start", "", "", days=(date(2027, 7, 1), date(2027, 7, 15)), channels=("youtube",))
    assert plan_of(repair) == {
        "first": date(2027, 7, 1), "last": date(2027, 7, 14), "channels": ("youtube",), "territories": (),
    }  # fmt: skip


def test_booking_page_says_what_would_make_it_possible(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda)
    page = text(desk.get(f"/desk/bookings/{steps.hold(campaign, talent).public_id}/"))
    assert "All six dimensions meet." in page
    assert "Start on 1 Jan 2027" in page
    assert "Ask Lumeya for a waiver" in page
    assert page.count("What would make it possible") >= 1
