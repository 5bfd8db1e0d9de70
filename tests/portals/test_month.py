"""Days laid out in weeks, bars in lanes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from campaigns.calendar import SHOOT, WINDOW, Happening
from portals.components.month import agenda, monday, month_days, weeks
from talent.models import Talent

FIRST, LAST = date(2026, 4, 27), date(2026, 5, 31)


def thing(kind, first, last, title="a"):
    return Happening(kind, title, title, Talent(pk=1, name="Aoi"), date(2026, 5, first), date(2026, 5, last))


def lanes(*found):
    return [
        [[(cell.span, cell.one.what if cell.one else "", cell.goes_on) for cell in lane] for lane in week.lanes]
        for week in weeks(found, FIRST, LAST, month=5)
    ]


def test_a_month_is_shown_in_whole_weeks():
    assert month_days(date(2026, 5, 14)) == (FIRST, LAST)
    assert month_days(date(2026, 2, 1)) == (date(2026, 1, 26), date(2026, 3, 1))
    assert monday(date(2026, 5, 3)) == FIRST
    found = weeks([], FIRST, LAST, month=5)
    assert (len(found), [day.outside for day in found[0].days]) == (5, [True] * 4 + [False] * 3)


def test_what_lasts_is_a_bar_through_its_weeks():
    first, second, *rest = lanes(thing(WINDOW, 2, 5))
    assert first == [[(5, "", False), (2, "a", False)]]
    assert second == [[(2, "a", True), (5, "", False)]]
    assert rest == [[], [], []]


def test_bars_share_a_lane_where_there_is_room():
    _, week, *_ = lanes(thing(WINDOW, 4, 6, "a"), thing(WINDOW, 5, 7, "b"), thing(WINDOW, 8, 10, "c"))
    assert week == [
        [(3, "a", False), (1, "", False), (3, "c", False)], [(1, "", False), (3, "b", False), (3, "", False)],
    ]  # fmt: skip


def test_what_there_is_no_room_for_is_counted():
    found = [thing(WINDOW, 4, 6, str(n)) for n in range(6)] + [thing(SHOOT, 5, 5, f"s{n}") for n in range(7)]
    week = weeks(found, FIRST, LAST, month=5)[1]
    assert (len(week.lanes), week.more) == (4, 2)
    day = week.days[1]
    assert (len(day.items), day.more) == (4, 3)


def test_what_meets_in_time_is_shown_before_there_is_no_room():
    found = [replace(thing(SHOOT, 5, 5, f"s{n}"), meets=("It meets.",) if n == 6 else ()) for n in range(7)]
    bars = [replace(thing(WINDOW, 4, 6, str(n)), meets=("It meets.",) if n == 5 else ()) for n in range(6)]
    week = weeks([*found, *bars], FIRST, LAST, month=5)[1]
    assert [one.what for one in week.days[1].items] == ["s0", "s1", "s2", "s6"]
    assert week.lanes[0][0].one == bars[5]


def test_a_shoot_past_midnight_stands_on_its_first_day_alone():
    night = replace(thing(SHOOT, 5, 6), starts=datetime(2026, 5, 5, 22, tzinfo=UTC))
    days = [day for week in weeks([night], FIRST, LAST, month=5) for day in week.days]
    assert [day.day.day for day in days if day.items] == [5]
    eve = replace(night, first=FIRST - timedelta(days=1), last=FIRST)
    assert weeks([eve], FIRST, LAST, month=5)[0].days[0].items == [eve]


def test_the_agenda_begins_with_what_runs_already():
    found = [thing(WINDOW, 1, 20, "runs"), thing(SHOOT, 12, 12, "shoot")]
    listed = agenda(found, date(2026, 5, 10), date(2026, 5, 10) + timedelta(days=5))
    assert [(row.day.day, [one.what for one in row.items]) for row in listed] == [(10, ["runs"]), (12, ["shoot"])]
