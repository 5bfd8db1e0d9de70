"""The days of a clash as a drawing: where things lie, what is written, and the same in words."""

import re
from datetime import date

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils.html import strip_tags

from portals.components.axis import Axis
from portals.components.days import days_drawing, days_overlap, plain_days

LUMEYA = [(date(2026, 6, 1), date(2027, 6, 1), "term"), (date(2027, 6, 1), date(2027, 7, 1), "tail")]
PLAN = [(date(2027, 5, 3), date(2027, 6, 15))]
CLEAR = date(2027, 7, 1)


def texts(drawn: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn)


def xs(drawn: str, kind: str) -> list[tuple[float, float]]:
    found = re.findall(rf'<rect class="{kind}" x="([-\d.]+)%" y="[\d.]+" width="([\d.]+)%"', drawn)
    return [(float(x), float(width)) for x, width in found]


def test_the_days_of_a_clash_say_who_claims_the_plan_and_the_first_clear_day():
    drawn = days_drawing(LUMEYA, PLAN, clear=CLEAR, who="Lumeya")
    assert texts(drawn) == ["May 2027", "Jun", "Jul", "Lumeya", "tail", "3 May – 14 Jun", "clear from 1 Jul"]


def test_the_same_days_are_said_to_those_who_hear_the_page():
    drawn = days_drawing(LUMEYA, PLAN, clear=CLEAR, who="Lumeya", what="Solenne")
    assert (
        'aria-label="Lumeya, term: 1 Jun 2026 – 31 May 2027. Lumeya, tail: 1 – 30 Jun 2027. '
        'Solenne: 3 May – 14 Jun 2027. Clear from 1 Jul 2027."' in drawn
    )


def test_a_term_that_began_long_ago_runs_over_the_edge_and_its_tail_begins_where_it_ends():
    drawn = days_drawing(LUMEYA, PLAN, clear=CLEAR)
    (start, width), (tail, _) = xs(drawn, "term")[0], xs(drawn, "tail")[0]
    assert start == -2 and start + width == pytest.approx(tail, abs=0.02)


def test_the_meeting_lies_over_the_plan_on_term_and_tail_as_one():
    drawn = days_drawing(LUMEYA, PLAN, clear=CLEAR)
    assert xs(drawn, "meets") == xs(drawn, "plan") and len(xs(drawn, "meets")) == 1


def test_nothing_is_hatched_where_the_days_lie_apart():
    drawn = days_drawing(LUMEYA, [(date(2027, 8, 1), date(2027, 8, 5))])
    assert xs(drawn, "meets") == [] and "joins" not in drawn


def test_one_day_is_wide_enough_to_be_seen():
    drawn = days_drawing(LUMEYA, [(date(2025, 1, 1), date(2025, 1, 2))], clear=CLEAR)
    assert xs(drawn, "plan")[0][1] == 0.7


def test_a_claim_without_end_and_in_doubt_is_drawn_over_the_right_edge():
    drawn = days_drawing([(date(2027, 5, 1), None, "doubt")], PLAN, verdict="REVIEW")
    (start, width) = xs(drawn, "doubt")[0]
    assert start + width == 102 and 'class="days-drawing review"' in drawn


def test_a_plan_without_end_is_drawn_over_the_right_edge():
    drawn = days_drawing(LUMEYA, [(date(2027, 5, 3), None)])
    assert sum(xs(drawn, "plan")[0]) == 102 and "from 3 May" in texts(drawn)


def test_claims_alone_are_drawn_about_their_end():
    assert xs(days_drawing(LUMEYA, []), "tail")[0][0] < 80


def test_nothing_is_drawn_where_nobody_said_a_day():
    assert days_drawing([(None, None, "term")], []) == "" and days_drawing([], []) == ""


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (PLAN, "43 of 43 days overlap"),
        ([(date(2027, 6, 30), date(2027, 7, 10))], "1 of 10 days overlap"),
        ([(date(2027, 6, 10), date(2027, 6, 11))], "1 of 1 day overlap"),
        ([(date(2027, 8, 1), date(2027, 8, 3))], "0 of 2 days overlap"),
        ([(date(2027, 5, 3), None)], ""),
        ([], ""),
    ],
)
def test_the_overlap_is_counted_once_though_term_and_tail_both_have_it(plan, words):
    assert strip_tags(days_overlap(LUMEYA, plan)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((date(2027, 5, 3), date(2027, 5, 4)), "3 May"),
        ((date(2027, 5, 3), date(2027, 6, 15)), "3 May – 14 Jun"),
        ((date(2027, 5, 3), None), "from 3 May"),
        ((None, date(2027, 6, 15)), "until 14 Jun"),
        ((None, None), "always"),
    ],
)
def test_days_in_a_bar_are_short(days, words):
    assert plain_days(days) == words


def test_a_day_past_this_year_tells_its_year():
    drawn = days_drawing([(date(2027, 5, 1), date(2029, 1, 1), "term")], PLAN, clear=date(2029, 1, 1))
    assert texts(drawn)[-1] == "clear from 1 Jan 2029"


def test_kinds_and_verdicts_are_closed():
    for source in ("{% days_drawing claims plan verdict='MAYBE' %}", "{% days_drawing wrong plan %}"):
        with pytest.raises(TemplateSyntaxError):
            engines["django"].from_string(source).render({"claims": LUMEYA, "plan": PLAN, "wrong": [(None, None, "x")]})


@pytest.mark.parametrize(
    ("after", "labels"),
    [
        (date(2027, 2, 1), ["4 Jan", "11 Jan", "18 Jan", "25 Jan"]),
        (date(2027, 6, 1), ["Jan", "Feb", "Mar", "Apr", "May"]),
        (date(2028, 1, 1), ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]),
        (date(2032, 1, 1), ["Jan"] * 5),
    ],
)
def test_an_axis_has_at_most_six_lines(after, labels):
    assert [tick.label for tick in Axis(date(2027, 1, 1), after).ticks(room=0)] == labels


def test_a_label_at_the_right_edge_is_left_out():
    assert Axis(date(2027, 1, 1), date(2027, 6, 4)).ticks()[-1].label == ""
