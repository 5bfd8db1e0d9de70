"""Requests by name, for the desk's day and for the talent's."""

from datetime import datetime

from accounts.models import Office, User
from campaigns.calls import as_told
from campaigns.letters import money_words
from campaigns.models import Nomination, NominationState
from campaigns.queries.entries import Entry
from campaigns.rules import talent_net


def asked(user: User, now: datetime, *, mine: bool) -> tuple[list[Entry], list[Entry]]:
    """Those that wait for the talent's answer, and counter-offers that wait for the office's. One query."""
    rows = Nomination.objects.filter(state__in=(NominationState.ASKED, NominationState.COUNTERED))
    if mine:
        rows = rows.filter(campaign__manager=user)
    waiting: list[Entry] = []
    countered: list[Entry] = []
    for row in rows.select_related("talent", "campaign__brand"):
        theirs = row.state == NominationState.ASKED
        name, brand = row.talent.name, row.campaign.brand
        entry = Entry(
            icon="hourglass" if theirs else "hand-click",
            title=f"Answer from {name} for {brand.name}" if theirs else f"Answer {name}’s counter-offer",
            line=f"{row.campaign.name}. {'Asked by name' if theirs else f'For {brand.name}'}",
            url_name="desk:nomination",
            public_id=row.public_id,
            action_label="Open request" if theirs else "Answer",
            due=row.reply_by if theirs else None,
            late=theirs and row.reply_by <= now,
            face=row.talent,
            mark=brand,
            since=row.created_at if theirs else row.countered_at,
        )
        (waiting if theirs else countered).append(entry)
    return waiting, countered


def to_answer(user: User, now: datetime) -> list[Entry]:
    """The requests that a talent's user has to answer, by when, with what is theirs of the fee. One query."""
    rows = Nomination.objects.visible_to(user).filter(state=NominationState.ASKED, reply_by__gt=now)
    percent = Office.objects.current().fee_percent
    entries = []
    for row in rows.select_related("talent", "campaign__brand", "campaign__brief"):
        told = as_told(row.campaign)
        pay = f" {money_words(talent_net(row.fee, percent))} for you." if row.fee is not None else ""
        entries.append(
            Entry(
                icon="hand-click",
                title="Answer a request by name",
                line=f"{told.name[:1].upper()}{told.name[1:]} asks, {row.campaign.name}.{pay}",
                url_name="talent:request",
                public_id=row.public_id,
                action_label="Answer",
                due=row.reply_by,
                face=row.talent,
                mark=told.brand,
                since=row.created_at,
            )
        )
    return entries
