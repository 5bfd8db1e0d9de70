"""What a long file's earlier rows said, so that its later ones are read as if all were read at once."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from talent.importing.rows import Row
from talent.models import ImportLine, RosterImport


@dataclass(frozen=True, slots=True)
class Earlier:
    """By account, the number and the facts of the first row that had it; by name, first row and talents."""

    accounts: dict[str, tuple[int, str]] = field(default_factory=dict)
    people: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def talents(self) -> set[int]:
        """Whom these names may mean."""
        return {pk for named in self.people.values() for pk in named}


def key_of(row: Row) -> str:
    """A row's account as it is stored; empty without one."""
    return " ".join(row.account_key) if row.account_key else ""


def digest_of(row: Row) -> str:
    """Rows with the same digest say the same."""
    return hashlib.sha256(repr(row.facts()).encode()).hexdigest()


def earlier_rows(roster_import: RosterImport, rows: Sequence[Row]) -> Earlier:
    """What was written of this import that is about the accounts and names of these rows. Two queries."""
    lines = ImportLine.objects.filter(roster_import=roster_import).exclude(talent=None).order_by("number")
    found = Earlier()
    keys = sorted({key_of(each) for row in rows for each in row.accounts})
    about = lines.filter(Q(key__in=keys) | Q(other_keys__overlap=keys)) if keys else lines.none()
    for key, others, number, facts in about.values_list("key", "other_keys", "number", "facts"):
        for each in (key, *others):
            found.accounts.setdefault(each, (number, facts))
    names = {row.name.lower() for row in rows if row.name}
    named = lines.annotate(lower=Lower("name")).filter(lower__in=names)
    for name, number, talent in named.values_list("lower", "number", "talent"):
        found.people[name].setdefault(talent, number)
    return found
