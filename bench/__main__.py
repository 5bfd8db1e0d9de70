"""`make bench`, or `make bench ARGS="--talents 10000 --only promises"`. Empties the database that it works in."""

import argparse
import os
import sys
import warnings

SMALL = 1_000
PARTS = ("promises", "refresh", "pages", "memory", "weight")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--talents", type=int, default=100_000)
    parser.add_argument("--snapshots", type=int, default=10_000_000)
    parser.add_argument("--commitments", type=int, help="a fifth of the talents, if not said")
    parser.add_argument("--only", choices=PARTS, action="append", help="these parts, all if not said")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    warnings.filterwarnings("ignore", message="No directory at")  # static files are nobody's business here
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    if not connection.settings_dict["NAME"].endswith("_bench"):
        print("The benchmark empties its database, so its name has to end in _bench.", file=sys.stderr)
        return 2
    settings.ALLOWED_HOSTS = ["testserver"]
    from agency.settled import settle
    from bench import memory, offices, pages, refresh, weight
    from bench.lines import Report

    parts = options.only or PARTS
    report = Report({})
    settle()  # as the web server and the worker do
    promised = "promises" in parts
    small = offices.measured(
        talents=SMALL, snapshots=SMALL * 100, commitments=SMALL // 5, promised=promised, paged="pages" in parts
    )
    commitments = options.commitments or options.talents // 5
    large = offices.measured(
        talents=options.talents, snapshots=options.snapshots, commitments=commitments, promised=promised, paged=False
    )
    report.office = large.office
    try:
        offices.compare(report, small, large)
        if "refresh" in parts:
            report.look()
            refresh.run(report)
        if "pages" in parts:
            report.look()
            pages.run(report, {filters: took / small.slower for filters, took in small.roster.items()})
        if "memory" in parts:
            memory.run(report)
        if "weight" in parts:
            weight.run(report)
    finally:
        report.save()
    missed = [line.what for line in report.lines if line.verdict == "MISSED"]
    print(f"\n{len(missed)} budgets missed." if missed else "\nAll budgets kept.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
