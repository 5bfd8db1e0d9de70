"""What was said to earlier versions of a shortlist and does not count any more, read from either side."""

from collections.abc import Collection, Iterable

from campaigns.models import BookingState, Shortlist, ShortlistAnswer, ShortlistEntry
from campaigns.models.booking import STANDING
from campaigns.shortlists import choice_of, other_days


def said_before(before: Shortlist, talents: Collection[int]) -> dict[int, list[ShortlistAnswer]]:
    """What was said to the last version before `before` in which somebody chose, by talents' ids. One query.

    What still counts was carried along: asked of those without a choice, all of it has lapsed.
    """
    rows = ShortlistAnswer.objects.filter(
        entry__shortlist__campaign=before.campaign_id,
        entry__shortlist__number__lt=before.number,
        entry__shortlist__sent_at__isnull=False,
        entry__talent__in=talents,
    )
    versions: dict[tuple[int, int], list[ShortlistAnswer]] = {}
    for row in rows.select_related("entry__shortlist", "said_by", "guest").order_by("said_at", "pk"):
        versions.setdefault((row.entry.shortlist.number, row.entry.talent_id), []).append(row)
    return {talent: said for (_, talent), said in sorted(versions.items()) if choice_of(said)}


def ended_since(shortlist: Shortlist, entries: Iterable[ShortlistEntry]) -> dict[int, str]:
    """With which later version what was said to these `entries` ended, and why, by talents' ids. Three queries."""
    later = shortlist.campaign.shortlists.filter(number__gt=shortlist.number, sent_at__isnull=False)
    versions = list(later.order_by("number").prefetch_related("entries"))
    kept = {entry.talent_id: entry.price for entry in entries}
    on = [{entry.talent_id: entry.price for entry in version.entries.all()} for version in versions]
    gone = {talent for talent in kept for listed in on if talent not in listed}
    standing = shortlist.campaign.bookings.filter(state__in=(BookingState.HOLD, *STANDING), talent__in=gone)
    placed = set(standing.values_list("talent", flat=True)) if gone else set()
    told: dict[int, str] = {}
    for version, listed in zip(versions, on, strict=True):
        moved = other_days(shortlist, version)
        for talent, price in kept.items():
            if talent not in listed:
                why = "" if talent in placed else "not proposed any more"
            else:
                why = "other days" if moved else "another price" if listed[talent] != price else ""
            if why:
                told.setdefault(talent, f"Ended with shortlist {version.number}: {why}.")
    return told
