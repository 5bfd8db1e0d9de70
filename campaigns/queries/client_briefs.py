"""Briefs that brands sent and nobody has answered."""

from campaigns.models import ClientBrief, ClientBriefState
from campaigns.queries.entries import Entry
from campaigns.rules import day_words


def to_take() -> list[Entry]:
    """Each as a line of the desk's day: they are everybody's, as nobody manages them yet. One query."""
    rows = ClientBrief.objects.filter(state=ClientBriefState.SENT).select_related("brand", "sent_by")
    return [
        Entry(
            icon="file-description",
            title=f"Answer {row.brand.name}’s brief “{row.name}”",
            line=f"From {row.sent_by.name if row.sent_by else row.brand.name}"
            + (f", live from {day_words(row.days.lower)}" if row.days else ""),
            url_name="desk:client-brief",
            public_id=row.public_id,
            action_label="Read brief",
            mark=row.brand,
            since=row.sent_at,
        )
        for row in rows.order_by("sent_at", "pk")
    ]
