"""What became of each row of an import, and the rows that were refused as a file."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, Q

from talent.importing.earlier import digest_of, key_of
from talent.importing.plan import FATES, NEW, REFUSED, UNCHANGED, UPDATED, Plan
from talent.importing.preview import opened
from talent.models import ImportLine, RosterImport

BATCH = 500


def keep_lines(roster_import: RosterImport, plan: Plan, fates: Mapping[int, str]) -> None:
    """Note what became of each row, once the plan is written. `fates` are from before that."""
    lines = [
        ImportLine(
            roster_import=roster_import, number=row.number, fate=fates[row.number], name=row.shown_name[:120],
            key=key_of(row), other_keys=[key_of(each) for each in row.others], facts=digest_of(row),
            talent=None if row.refusal else plan.of_row[row.number].talent, refusal=row.refusal[:400],
            remarks=row.remarks,
        )
        for row in plan.rows
    ]  # fmt: skip
    ImportLine.objects.bulk_create(lines, batch_size=BATCH)


def counts_of(roster_import: RosterImport) -> dict[str, int]:
    """Talents by fate so far, as if the whole file had been one plan; refused are rows."""
    lines = ImportLine.objects.filter(roster_import=roster_import)
    each = lines.exclude(talent=None).order_by().values("talent")
    each = each.annotate(new=Count("pk", filter=Q(fate=NEW)), updated=Count("pk", filter=Q(fate=UPDATED)))
    counts = dict.fromkeys(FATES, 0)
    for new, updated in each.values_list("new", "updated").iterator(chunk_size=5_000):
        counts[NEW if new else UPDATED if updated else UNCHANGED] += 1
    counts[REFUSED] = lines.filter(fate=REFUSED).count()
    return counts


def refused_file(roster_import: RosterImport) -> tuple[list[str], Iterator[list[Any]]]:
    """Headings and rows of what was refused, as the file has them, with number and reason before."""
    why = dict(roster_import.lines.filter(fate=REFUSED).values_list("number", "refusal"))
    headings, every = opened(roster_import)

    def rows() -> Iterator[list[Any]]:
        for number, line in every:
            if number in why:
                yield [number, why.pop(number), *line]
            if not why:
                return

    return ["Row", "Why", *headings], rows()
