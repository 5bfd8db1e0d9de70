"""A long file is written some rows at a time: as if at once, goes on where it stopped, and can be stopped."""

import io
from datetime import timedelta

import pytest
from openpyxl import Workbook

from accounts.models import User
from lib.refusals import Refused
from outbox import work
from outbox.models import Job
from talent import jobs
from talent.actions import apply_import, remap_import, start_import, stop_import
from talent.actions.long_imports import write_rows
from talent.importing.lines import refused_file
from talent.importing.preview import preview
from talent.models import RosterImport, SocialAccount, Talent
from tests.factories import reader

pytestmark = pytest.mark.django_db
FILE = """Name,Handle,Platform,Followers
Mia,mia.x,instagram,100
Ren,ren.x,instagram,many
Mia,mia.tok,tiktok,50
Ken,ken.x,instagram,
=Zoe,mia.x,instagram,7
Mia,mia.x,instagram,100
"""


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than three rows make a long file, and two are written at once."""
    monkeypatch.setattr("talent.importing.preview.LOOKED_AT", 3)
    monkeypatch.setattr(jobs, "FIRST_ROWS", 2)
    monkeypatch.setattr(jobs, "MOST_ROWS", 2)


@pytest.fixture
def applied(booker: User, now) -> RosterImport:
    started = start_import(filename="roster.csv", content=FILE.encode(), by=booker, now=now)
    return apply_import(roster_import=started, by=booker, now=now)


def run(found: RosterImport) -> Job:
    job = Job.objects.get(kind="talent.write_import")
    Job.objects.update(run_after=job.run_after - timedelta(hours=1), lease_until=None)
    work.run(job.pk)
    job.refresh_from_db()
    found.refresh_from_db()
    return job


def dies_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The job breaks down behind so many steps; how many rows each step was about."""
    asked: list[int] = []

    def dying(**options):
        asked.append(len(options["lines"]))
        if len(asked) > steps:
            raise RuntimeError("killed")
        return write_rows(**options)

    monkeypatch.setattr(jobs, "write_rows", dying)
    return asked


def roster() -> set[tuple[str, str]]:
    return set(SocialAccount.objects.values_list("talent__name", "handle"))


WHOLE = {("Mia", "mia.x"), ("Mia", "mia.tok"), ("Ken", "ken.x")}
REFUSED = [
    [3, "Ren", "Followers: many is not a number."],
    [6, "=Zoe", "Row 2 has the same account with other particulars."],
]


def test_of_many_remarks_the_first_are_kept_and_all_are_counted(
    booker: User, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("talent.actions.long_imports.SHOWN", 2)
    file = "Name,Handle,Country\n" + "".join(f"Kim {n},kim{n}.x,Atlantis\n" for n in range(5)) + "Lee,lee.x,JP\n"
    started = start_import(filename="roster.csv", content=file.encode(), by=booker, now=now)
    found = apply_import(roster_import=started, by=booker, now=now)
    run(found)
    assert [number for number, _ in found.outcome["remarks"]] == [2, 3] and found.outcome["remarked"] == 5


def test_rows_far_apart_are_read_as_if_all_were_read_at_once(applied: RosterImport) -> None:
    assert applied.state == "running" and Talent.objects.count() == 0
    assert preview(applied).long == 7 and preview(applied).looked_at == 3
    job = run(applied)
    assert (job.result, job.progress_done, job.progress_total) == ("6 rows", 6, 6)
    assert applied.state == "done" and roster() == WHOLE and Talent.objects.count() == 2
    assert {key: applied.outcome[key] for key in ("new", "updated", "unchanged", "refused")} == {
        "new": 2, "updated": 0, "unchanged": 0, "refused": 2
    }  # fmt: skip
    assert applied.outcome["refused_rows"] == REFUSED
    assert [7, "It says the same as row 2."] in applied.outcome["remarks"]
    heads, rows = refused_file(applied)
    assert heads == ["Row", "Why", "Name", "Handle", "Platform", "Followers"]
    assert list(rows) == [
        [3, REFUSED[0][2], "Ren", "ren.x", "instagram", "many"], [6, REFUSED[1][2], "=Zoe", "mia.x", "instagram", "7"]
    ]  # fmt: skip


def test_a_job_that_dies_goes_on_where_it_was_and_writes_nothing_twice(
    applied: RosterImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = jobs.write_rows

    def dying(**options):
        after = written(**options)
        if options["lines"][0][0] > 3:
            raise RuntimeError("killed")  # after its rows, before they are committed
        return after

    monkeypatch.setattr(jobs, "write_rows", dying)
    assert run(applied).state == "pending" and applied.rows_done == 3
    assert roster() == {("Mia", "mia.x")} and applied.lines.count() == 2
    monkeypatch.setattr(jobs, "write_rows", written)
    assert run(applied).state == "done"
    assert applied.state == "done" and roster() == WHOLE and applied.lines.count() == 6
    assert work.run(Job.objects.get().pk) is False


def test_a_job_that_goes_forward_never_gives_up(applied: RosterImport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_ROWS", 1)
    monkeypatch.setattr(jobs, "FIRST_ROWS", 1)
    for attempts in (1, 1, 1, 1, 1):  # as many tries as a job has, each with a row to show for it
        dies_after(1, monkeypatch)
        job = run(applied)
        assert (job.state, job.attempts) == ("pending", attempts)
    assert (job.progress_done, applied.rows_done) == (5, 6)
    dies_after(0, monkeypatch)
    assert [run(applied).attempts for _ in range(4)] == [2, 3, 4, 5] and run(applied).state == "stuck"


def test_after_a_stretch_others_have_their_turn_and_it_goes_on(
    applied: RosterImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STRETCH", -1.0)
    stretches = [(run(applied).state, applied.rows_done) for _ in range(4)]
    assert stretches == [("pending", 3), ("pending", 5), ("pending", 7), ("done", 7)]
    job = Job.objects.get()
    assert (job.result, job.last_error, roster()) == ("6 rows", "", WHOLE)


def test_a_try_begins_with_fewer_rows_where_the_one_before_came_to_nothing(
    applied: RosterImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "FIRST_ROWS", 100)
    monkeypatch.setattr(jobs, "MOST_ROWS", 2_000)
    asked = dies_after(0, monkeypatch)
    for _ in range(5):
        run(applied)
    assert asked == [6, 6, 6, 1, 1]  # of a file of six: 100, 25, 6, 1, 1


@pytest.mark.parametrize(
    ("count", "seconds", "next_count"),
    [(100, 1.0, 100), (100, 0.2, 200), (100, 40.0, 2), (3, 60.0, 1), (1_500, 0.5, 2_000), (100, 0.0, 200)],
)
def test_the_next_rows_are_as_many_as_fit_into_a_second(count: int, seconds: float, next_count: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "MOST_ROWS", 2_000)
        assert jobs.fitting(count, seconds) == next_count


def test_stopped_what_is_written_stays_and_it_says_so(
    applied: RosterImport, booker: User, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="Only "):
        stop_import(roster_import=applied, by=reader(), now=now)
    written = jobs.write_rows

    def and_stop(**options):
        after = written(**options)
        if after.state == "running":
            stop_import(roster_import=applied, by=booker, now=now)
        return after

    monkeypatch.setattr(jobs, "write_rows", and_stop)
    assert run(applied).result == "Stopped behind row 3"
    assert applied.state == "stopped" and roster() == {("Mia", "mia.x")}
    assert applied.outcome["problem"] == f"{booker} stopped it." and applied.outcome["new"] == 1
    with pytest.raises(Refused, match="is not being written"):
        stop_import(roster_import=applied, by=booker, now=now)


def test_pressed_twice_it_is_written_once(applied: RosterImport, booker: User, now) -> None:
    with pytest.raises(Refused, match="is being written or was"):
        apply_import(roster_import=applied, by=booker, now=now)
    assert Job.objects.filter(kind="talent.write_import").count() == 1


def test_a_file_that_breaks_off_is_written_up_to_there(applied: RosterImport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("talent.importing.reading.MAX_ROWS", 4)
    monkeypatch.setattr("talent.importing.reading.HEADINGS_WITHIN", 1)
    assert run(applied).result == "roster.csv has more than 4 rows. Split it."
    assert applied.state == "stopped" and applied.outcome["problem"] == "roster.csv has more than 4 rows. Split it."
    assert roster() == WHOLE


def test_a_new_talent_is_written_once(applied: RosterImport) -> None:
    run(applied)
    events = [label for (label,) in Talent.pgh_event_model.objects.values_list("pgh_label")]
    assert events == ["insert", "insert"]


def test_a_long_workbook_is_read_row_by_row(booker: User, now) -> None:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Handle", "Followers"])
    for number in range(5):
        book.active.append([f"h{number}", number])
    book.save(out)
    started = start_import(filename="roster.xlsx", content=out.getvalue(), by=booker, now=now)
    applied = apply_import(roster_import=started, by=booker, now=now)
    assert applied.state == "running"
    run(applied)
    assert applied.state == "done" and SocialAccount.objects.count() == 5


def test_columns_are_remembered_for_files_with_the_same_headings(booker: User, now) -> None:
    first = start_import(filename="spring.csv", content=b"Who,Fans of,Country\nMia,9,JP\n", by=booker, now=now)
    chosen = {"Who": "name", "Fans of": "notes", "Country": ""}
    again = start_import(filename="again.csv", content=b"Country,Who,Fans of\nJP,Ken,9\n", by=booker, now=now)
    assert again.read_like is None  # nothing was written yet
    remap_import(roster_import=first, mapping=chosen, platform="tiktok", by=booker, now=now)
    apply_import(roster_import=first, by=booker, now=now)
    third = start_import(filename="third.csv", content=b"Country,Who,Fans of\nJP,Ken,9\n", by=booker, now=now)
    assert (third.mapping, third.platform, third.read_like) == (chosen, "tiktok", first)
    other = start_import(filename="other.csv", content=b"Who,Fans of\nKen,9\n", by=booker, now=now)
    assert other.read_like is None
