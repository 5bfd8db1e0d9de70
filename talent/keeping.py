"""What the roster derives from its rows: the largest follower count and the text that the search looks in.

Not verbs: the actions that change a name, a handle or a figure call these in their own transaction.
"""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Max, OuterRef, Subquery

from talent.models import SocialAccount, Talent
from talent.rules import fold

BATCH = 2000
type Keeper = Callable[[Collection[int]], object]
KEEPERS: list[Keeper] = []


def keeps_along[K: Keeper](keeper: K) -> K:
    """Register what else is kept of talents whose leading account or its figures may have changed."""
    KEEPERS.append(keeper)
    return keeper


def keep_along(talent_ids: Collection[int]) -> None:
    """Run the keepers, in the caller's transaction and with its locks on these talents."""
    for keeper in KEEPERS:
        keeper(talent_ids)


def keep_followers(talent_ids: Collection[int]) -> None:
    """Set `Talent.followers` to the largest known count over the accounts in use, and what else follows from it."""
    largest = (
        SocialAccount.objects.filter(talent=OuterRef("pk"), archived_at=None)
        .order_by()
        .values("talent")
        .annotate(largest=Max("followers"))
        .values("largest")
    )
    ids = sorted(set(talent_ids))
    for start in range(0, len(ids), BATCH):
        Talent.objects.filter(pk__in=ids[start : start + BATCH]).update(followers=Subquery(largest))
    keep_along(ids)


def search_text(talent: Talent, handles: Iterable[str]) -> str:
    """What a search for this talent looks in: a space stands on both sides of every word."""
    parts = dict.fromkeys(fold(part) for part in (talent.name, talent.native_name, talent.city, *handles))
    return f" {' '.join(part for part in parts if part)} "


def keep_search(talent_ids: Collection[int]) -> None:
    """Rewrite `Talent.search` of these talents."""
    ids = sorted(set(talent_ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        handles: dict[int, list[str]] = {}
        for talent_id, handle in SocialAccount.objects.filter(talent__in=batch, archived_at=None).values_list(
            "talent", "handle"
        ):
            handles.setdefault(talent_id, []).append(handle)
        talents = list(Talent.objects.filter(pk__in=batch).only("pk", "name", "native_name", "city", "search"))
        stale = []
        for talent in talents:
            text = search_text(talent, sorted(handles.get(talent.pk, ())))
            if text != talent.search:
                talent.search = text
                stale.append(talent)
        Talent.objects.bulk_update(stale, ["search"], batch_size=500)
