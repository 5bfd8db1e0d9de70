"""What the office writes about appointments and days."""

from collections.abc import Sequence

from campaigns.calendar import span, when_words
from campaigns.letters import Letter, about_campaign, project_words
from campaigns.models import Appointment, Deliverable
from campaigns.rules import day_words
from campaigns.usage import window_words
from talent.models import Away


def _letter(row: Appointment, kind: str, subject: str, lead: str) -> Letter:
    campaign = row.booking.campaign
    where = f"{when_words(row)}{f', {row.place}' if row.place else ''}."
    return Letter(
        kind, about_campaign(campaign), f"{row.what} for “{campaign.name}”: {subject}",
        (f"{lead} for {project_words(campaign)}: {where}", row.note, "It stands in the calendar of your portal."),
    )  # fmt: skip


def planned(row: Appointment) -> Letter:
    """To the talent: when and where they are wanted."""
    return _letter(row, "appointment_planned", day_words(row.starts_at.astimezone(row.zone).date()), row.what)


def changed(row: Appointment) -> Letter:
    """To the talent: what holds now."""
    return _letter(row, "appointment_changed", "it has changed", f"{row.what}, changed,")


def called_off(row: Appointment) -> Letter:
    """To the talent: they are not wanted then."""
    campaign = row.booking.campaign
    return Letter(
        "appointment_cancelled",
        about_campaign(campaign),
        f"{row.what} for “{campaign.name}”: called off",
        (f"{row.what} for {project_words(campaign)} on {when_words(row)} is called off.",),
    )


def _to_brand(row: Appointment, kind: str, subject: str, lines: tuple[str, ...]) -> Letter:
    """Of one that is shared with it the brand reads what, who, when and where; never its note."""
    campaign, whose = row.booking.campaign, f"{row.what} with {row.booking.talent.name}"
    lead = f"{whose} for “{campaign.name}” {lines[0]}"
    return Letter(kind, about_campaign(campaign), f"{whose} {subject}", (lead, *lines[1:]))


def moved_for_brand(row: Appointment, was: str) -> Letter:
    """To the brand: what holds now, and when it was to be."""
    where = f", {row.place}" if row.place else ""
    said = (
        (f"has changed. It is now on {when_words(row)}{where}.", f"It was to be on {was}.")
        if when_words(row) != was
        else (f"has changed: {when_words(row)}{where}.",)
    )
    return _to_brand(row, "shared_changed", "has changed", (*said, "It stands in your calendar."))


def called_off_for_brand(row: Appointment) -> Letter:
    """To the brand: it does not take place."""
    return _to_brand(row, "shared_cancelled", "is called off", (f"on {when_words(row)} is called off.",))


def unshared_for_brand(row: Appointment, was: str) -> Letter:
    """To the brand: it reads it no longer, whether or not it takes place."""
    said = (f"on {was} is no longer shared with you and has left your calendar.", "The office tells you what holds.")
    return _to_brand(row, "shared_changed", "is no longer in your calendar", said)


def redated(row: Deliverable) -> Letter:
    """To the talent: by when and on which day."""
    campaign = row.booking.campaign
    days = [
        f"draft by {day_words(row.draft_due_on)}" if row.draft_due_on else "",
        f"live {window_words(row.live_on, row.live_until)}" if row.live_on else "",
    ]
    return Letter(
        "piece_redated",
        about_campaign(campaign),
        f"Other days for “{campaign.name}”",
        (
            f"{row} for {project_words(campaign)}: {', '.join(filter(None, days)) or 'its days are to be said'}.",
            "Your booking confirmation is drawn up anew, for you to read and accept.",
        ),
    )


def away_meets(row: Away, meets: Sequence[str]) -> Letter:
    """To a manager: a talent is away while something of theirs is planned. Why they are is not in it."""
    days = span(row.first, row.last)
    return Letter(
        "away_meets",
        f"talent:{row.talent.public_id}",
        f"{row.talent.name} is away, {days}",
        (
            f"{row.talent.name} is away, {days}.",
            "\n".join(f"- {sentence}" for sentence in meets),
            "Move it in the calendar, or ask whether it can stay.",
        ),
        f"talent:{row.talent.public_id}",
    )
