"""What somebody at the desk has done today, from the facts that actions wrote."""

from datetime import datetime

from accounts.models import User
from campaigns.models import (
    AmbassadorContract,
    Application,
    ApplicationState,
    Booking,
    Campaign,
    Review,
)
from campaigns.queries.entries import Entry, day_start
from exclusivity.models import Finding


def done_today(user: User, now: datetime) -> list[Entry]:
    """Newest first, on the user's own clock. Seven queries."""
    since = day_start(now, user.timezone)
    done = [
        *_bookings(user, since),
        *_applications(user, since),
        *_reviews(user, since),
        *_contracts(user, since),
        *_campaigns(user, since),
        *_findings(user, since),
    ]
    return sorted(done, key=lambda entry: (entry.since, entry.title), reverse=True)


def _done(title: str, url_name: str, public_id: str, at: datetime) -> Entry:
    return Entry(icon="check", title=title, line="", url_name=url_name, public_id=public_id, since=at)


def _bookings(user: User, since: datetime) -> list[Entry]:
    entries = []
    for fact, verb in (("confirmed", "Booked {} for {}"), ("released", "Released the hold of {} for {}")):
        rows = Booking.objects.filter(**{f"{fact}_by": user, f"{fact}_at__gte": since})
        for row in rows.select_related("talent", "campaign__brand"):
            title = verb.format(row.talent.name, row.campaign.brand.name)
            entries.append(_done(title, "desk:booking", row.public_id, getattr(row, f"{fact}_at")))
    return entries


def _applications(user: User, since: datetime) -> list[Entry]:
    rows = Application.objects.filter(decided_by=user, decided_at__gte=since).select_related("talent", "campaign")
    verbs: dict[str, str] = {ApplicationState.ACCEPTED: "Accepted", ApplicationState.DECLINED: "Declined"}
    return [
        _done(f"{verbs.get(row.state, 'Answered')} {row.talent.name} for {row.campaign.name}", "desk:application",
              row.public_id, row.decided_at)
        for row in rows
    ]  # fmt: skip


def _reviews(user: User, since: datetime) -> list[Entry]:
    rows = Review.objects.filter(made_by=user, made_at__gte=since).select_related(
        "draft__deliverable__booking__talent", "draft__deliverable__booking__campaign__brand"
    )
    entries = []
    for row in rows:
        booking = row.draft.deliverable.booking
        verb = "Approved" if row.approved else "Asked for changes to"
        title = f"{verb} draft {row.draft.version} from {booking.talent.name} for {booking.campaign.brand.name}"
        entries.append(_done(title, "desk:draft", row.draft.public_id, row.made_at))
    return entries


def _contracts(user: User, since: datetime) -> list[Entry]:
    rows = AmbassadorContract.objects.filter(signed_by=user, signed_at__gte=since).select_related("talent", "brand")
    return [
        _done(f"Signed {row.talent.name} with {row.brand.name}", "desk:contract", row.public_id, row.signed_at)
        for row in rows
    ]


def _campaigns(user: User, since: datetime) -> list[Entry]:
    rows = Campaign.objects.filter(opened_by=user, opened_at__gte=since).select_related("brand")
    return [
        _done(f"Opened {row.name} for {row.brand.name}", "desk:campaign", row.public_id, row.opened_at) for row in rows
    ]


def _findings(user: User, since: datetime) -> list[Entry]:
    rows = Finding.objects.filter(decided_by=user, decided_at__gte=since).select_related(
        "talent", "one__brand", "other__brand"
    )
    return [
        _done(f"Decided {row.talent.name}: {row.one.brand.name} and {row.other.brand.name}", "desk:clash",
              row.public_id, row.decided_at)
        for row in rows
    ]  # fmt: skip
