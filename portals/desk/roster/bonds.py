"""What binds talents today, the longest first."""

from collections.abc import Collection
from datetime import date

from exclusivity.queries import Bond, bound_now


def bonds_of(talent_ids: Collection[int], on: date) -> dict[int, list[Bond]]:
    """Talent to what binds them on that day; until further notice comes before any last day."""
    return {
        pk: sorted(bonds, key=lambda bond: (bond.until is not None, -(bond.until or on).toordinal(), bond.label))
        for pk, bonds in bound_now(talent_ids, on).items()
    }
