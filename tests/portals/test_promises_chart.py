"""Promises on one axis as a drawing: where each piece lies, what is paler, what is joined, what is out of sight."""

import re
from datetime import date

import pytest

from portals.components.axis import Axis
from portals.components.promises import Meeting, Piece, Row, months, promises_chart

AXIS = Axis(date(2026, 1, 1), date(2027, 1, 1))
TODAY = date(2026, 7, 2)


def chart(*rows: Row, meetings: tuple[Meeting, ...] = (), today: date = TODAY) -> str:
    return promises_chart(AXIS, rows, meetings, today, 200)


def row(*pieces: Piece, y: int = 32, held: bool = False) -> Row:
    return Row(y, list(pieces), held, "?show=x")


def boxes(drawn: str, kind: str) -> list[tuple[float, float, float]]:
    found = re.findall(rf'<rect class="{kind}" x="([-\d.]+)%" y="([\d.]+)" width="([\d.]+)%"', drawn)
    return [(float(x), float(y), float(width)) for x, y, width in found]


YEAR = (date(2026, 1, 1), date(2027, 1, 1))
SUMMER = (date(2026, 6, 1), date(2026, 8, 1))


def test_a_claim_lies_under_what_is_shown_on_it():
    drawn = chart(row(Piece(SUMMER, "booked"), Piece(SUMMER, "usage"), Piece(YEAR, "term")))
    assert re.findall(r'<rect class="(term|usage|bar past|bar)"', drawn) == ["term", "usage", "bar past", "bar"]
    assert boxes(drawn, "term") == [(0, 40.5, 100)]


def test_a_booking_that_runs_is_paler_up_to_today():
    drawn = chart(row(Piece(SUMMER, "booked")))
    (past, _, gone), (ahead, _, left) = boxes(drawn, "bar past")[0], boxes(drawn, "bar")[0]
    assert (past, past + gone) == pytest.approx((AXIS.at(SUMMER[0]), AXIS.at(TODAY)), abs=0.02)
    assert (ahead, ahead + left) == pytest.approx((AXIS.at(TODAY), AXIS.at(date(2026, 8, 1))), abs=0.02)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        ((date(2026, 2, 1), date(2026, 3, 1)), ["bar past"]),
        ((date(2026, 9, 1), None), ["bar"]),
        ((None, None), ["bar past", "bar"]),
        ((None, date(2026, 3, 1)), ["bar past"]),
    ],
)
def test_a_booking_is_as_pale_as_it_is_old(days, kinds):
    assert re.findall(r'<rect class="(bar past|bar)"', chart(row(Piece(days, "booked")))) == kinds


def test_a_hold_is_hatched_and_a_draft_dashed():
    drawn = chart(row(Piece(SUMMER, "booked"), held=True), row(Piece(YEAR, "term", sketched=True), y=72))
    assert re.search(r'<rect class="held"[^>]* fill="url\(#held-\d+-plain\)"', drawn)
    assert 'class="sketched"' in drawn and 'class="term"' not in drawn


def test_usage_of_what_binds_nobody_is_only_sketched():
    assert 'class="usage sketch"' in chart(row(Piece(SUMMER, "usage", sketched=True)))


def test_what_is_in_doubt_stays_in_doubt_where_it_is_only_a_draft():
    assert 'class="doubt"' in chart(row(Piece(YEAR, "doubt", sketched=True)))


@pytest.mark.parametrize(("day", "kind"), [(date(2026, 3, 1), "post past"), (date(2026, 9, 1), "post")])
def test_a_post_is_a_dot(day, kind):
    assert f'<circle class="{kind}" cx="' in chart(row(Piece((day, date(2026, 12, 1)), "post")))


def test_what_clashes_is_framed_and_joined_at_both_ends_in_the_verdicts_colour():
    rows = (row(Piece(YEAR, "term"), y=32), row(Piece(SUMMER, "booked"), y=112, held=True))
    drawn = chart(*rows, meetings=(Meeting(32, 112, SUMMER, "blocked"),))
    assert (boxes(drawn, "frame blocked")[0][1], boxes(drawn, "meets blocked")[0][1]) == (40.5, 124.5)
    assert re.findall(r'<line class="joins blocked"[^>]* y1="([\d.]+)" y2="([\d.]+)"', drawn) == [("64.5", "124.5")] * 2


def test_what_clashes_upwards_is_joined_from_the_other_rows_foot():
    rows = (row(Piece(SUMMER, "booked"), y=32), row(Piece(YEAR, "term"), y=72))
    drawn = chart(*rows, meetings=(Meeting(72, 32, SUMMER, "review"),))
    assert re.findall(r'<line class="joins review"[^>]* y1="([\d.]+)" y2="([\d.]+)"', drawn) == [("60.5", "80.5")] * 2


@pytest.mark.parametrize(
    "meeting",
    [Meeting(32, 72, SUMMER, "advisory"), Meeting(32, 72, (date(2028, 1, 1), date(2028, 2, 1)), "blocked")],
)
def test_a_remark_and_what_is_out_of_sight_are_not_framed(meeting):
    drawn = chart(row(Piece(YEAR, "term")), row(Piece(YEAR, "booked"), y=72), meetings=(meeting,))
    assert "frame" not in drawn and "joins" not in drawn


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((date(2028, 3, 1), None), "from 1 Mar 2028 →"),
        ((date(2024, 1, 1), date(2025, 1, 1)), "← until 31 Dec 2024"),
    ],
)
def test_what_is_out_of_sight_says_where_it_is(days, words):
    assert re.findall(r'class="beyond"[^>]*>([^<]*)<', chart(row(Piece(days, "term")))) == [words]


def test_a_row_is_a_link_that_the_keyboard_passes_by():
    drawn = chart(row(Piece(YEAR, "term")))
    assert '<a href="?show=x" hx-get="?show=x" tabindex="-1">' in drawn


def test_today_is_a_line_only_in_sight():
    assert 'class="today"' in chart() and 'class="today"' not in chart(today=date(2028, 1, 1))
    assert "Today, 2 Jul" in months(AXIS, TODAY) and "Today" not in months(AXIS, date(2028, 1, 1))


def test_the_days_gone_by_are_shaded():
    (x, width) = re.findall(r'<rect class="past-ground" x="([-\d.]+)%" width="([\d.]+)%"', chart())[0]
    assert float(x) + float(width) == pytest.approx(AXIS.at(TODAY), abs=0.02)
    assert "past-ground" not in chart(today=date(2025, 1, 1))


def test_todays_flag_covers_no_year():
    axis = Axis(date(2025, 7, 1), date(2028, 7, 1))
    assert re.findall(r'class="year">(\d{4})<', months(axis, date(2026, 7, 2))) == ["2025", "2026", "2027", "2028"]
    near = months(axis, date(2027, 2, 1))
    assert re.findall(r'class="year">(\d{4})<', near) == ["2025", "2026", "2028"]
    assert "Today, 1 Feb 2027" in near


def test_months_tell_the_year_where_it_begins():
    drawn = months(Axis(date(2026, 7, 1), date(2028, 1, 1)), date(2026, 11, 2))
    assert re.findall(r'class="year">(\d{4})<', drawn) == ["2026", "2027"]
