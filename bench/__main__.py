"""`make bench`, or `make bench ARGS="--talents 10000 --snapshots 100000"`. Empties the database that it works in."""

import argparse
import os
import sys
import warnings


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--talents", type=int, default=100_000)
    parser.add_argument("--snapshots", type=int, default=1_000_000)
    parser.add_argument("--commitments", type=int, default=300)
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
    from bench import office, pages, promises, refresh
    from bench.lines import Report, timed

    print(f"An office of {options.talents:,} talents and {options.snapshots:,} snapshots is made …", flush=True)
    made: dict[str, int] = {}
    took = timed(lambda: made.update(office.fill(talents=options.talents, snapshots=options.snapshots)))
    print(f"… in {took / 1000:.0f} s\n", flush=True)
    report = Report({**made, "commitments": options.commitments})
    refresh.run(report)
    promises.run(report, options.commitments)
    pages.run(report)
    report.save()
    missed = [line.what for line in report.lines if line.verdict == "MISSED"]
    print(f"\n{len(missed)} budgets missed." if missed else "\nAll budgets kept.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
