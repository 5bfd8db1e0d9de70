"""What goes out about pieces that are due: to the talent, then to the manager. One letter for all of a booking.

What waits for a brand is asked for in one letter for all of a campaign.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from campaigns.checks import office_day
from campaigns.letters import Letter, about_campaign, project_words
from campaigns.models import Deliverable, Draft, NudgeKind
from campaigns.people import Addressee, can_manage
from campaigns.rules import day_words
from campaigns.usage import window_words

ONE = {
    NudgeKind.DRAFT_SOON: (
        "Your draft for “{name}” is due on {day}",
        "The draft of {piece} for {project} is due on {day}.",
        "Send it in your portal. If you need longer, tell the office now.",
    ),
    NudgeKind.DRAFT_LATE: (
        "Your draft for “{name}” was due on {day}",
        "The draft of {piece} for {project} was due on {day} and is not here yet.",
        "Send it in your portal, or tell the office when it comes. Your manager knows.",
    ),
    NudgeKind.REDO_SOON: (
        "Your next draft for “{name}” is due on {day}",
        "{piece} for {project} was to change. The next draft is due on {day}.",
        "What should change stands in your portal; send it there. If you need longer, tell the office now.",
    ),
    NudgeKind.REDO_LATE: (
        "Your next draft for “{name}” was due on {day}",
        "{piece} for {project} was to change. The next draft was due on {day} and is not here yet.",
        "What should change stands in your portal; send it there, or tell the office when it comes. "
        "Your manager knows.",
    ),
    NudgeKind.POST_SOON: (
        "Your post for “{name}” goes live {window}",
        "{piece} for {project} is approved and goes live {window}.",
        "Publish what was approved, with its label, then give its address in your portal.",
    ),
    NudgeKind.POST_LATE: (
        "Is your post for “{name}” live?",
        "{piece} for {project} was to go live on {day}.",
        "If it is live, give its address in your portal. If not, tell the office what holds it up.",
    ),
}
SEVERAL = {
    NudgeKind.DRAFT_SOON: (
        "{count} drafts for “{name}” are due{first} on {day}",
        "These drafts for {project} are due:",
        "Send them in your portal. If you need longer, tell the office now.",
    ),
    NudgeKind.DRAFT_LATE: (
        "{count} drafts for “{name}” are late",
        "These drafts for {project} were due and are not here yet:",
        "Send them in your portal, or tell the office when they come. Your manager knows.",
    ),
    NudgeKind.REDO_SOON: (
        "{count} drafts for “{name}” are due again{first} on {day}",
        "These pieces for {project} were to change, and their next drafts are due:",
        "What should change stands in your portal; send them there. If you need longer, tell the office now.",
    ),
    NudgeKind.REDO_LATE: (
        "{count} changed drafts for “{name}” are late",
        "These pieces for {project} were to change, and their next drafts were due and are not here yet:",
        "What should change stands in your portal; send them there, or tell the office when they come. "
        "Your manager knows.",
    ),
    NudgeKind.POST_SOON: (
        "{count} posts for “{name}” go live soon",
        "These pieces for {project} are approved and go live:",
        "Publish what was approved, each with its label, then give their addresses in your portal.",
    ),
    NudgeKind.POST_LATE: (
        "Are your posts for “{name}” live?",
        "These posts for {project} were to go live:",
        "Give the address of each that is live in your portal. Of the others tell the office what holds them up.",
    ),
}


def _due(piece: Deliverable, kind: str) -> date:
    if kind == NudgeKind.BRAND_LATE:
        return piece.turn_due_on or date.max
    live = {NudgeKind.POST_LATE: piece.live_by, NudgeKind.POST_SOON: piece.live_on}
    return live.get(NudgeKind(kind), piece.draft_by) or date.max


def _lines(pieces: Sequence[Deliverable], kind: str) -> str:
    """A line a piece with its day, or the days on which it may go live."""
    soon = kind == NudgeKind.POST_SOON
    days = [window_words(p.live_on, p.live_until) if soon else day_words(_due(p, kind)) for p in pieces]
    return "\n".join(f"- {piece}, {when}" for piece, when in zip(pieces, days, strict=True))


def _thing(pieces: Sequence[Deliverable]) -> str:
    """The piece, or where there are several what they belong to."""
    return f"piece:{pieces[0].public_id}" if len(pieces) == 1 else f"booking:{pieces[0].booking.public_id}"


MISSING = {
    NudgeKind.DRAFT_LATE: "no draft",
    NudgeKind.REDO_LATE: "no draft with the changes asked for",
    NudgeKind.POST_LATE: "no address of a live post",
}
PAGES = {"talent": ("talent:piece", "talent:work"), "desk": ("desk:deliverable", "desk:booking")}


def _address(pieces: Sequence[Deliverable], portal: str) -> str:
    """Where the reader goes on: the piece's page, or the page of all."""
    one, several = PAGES[portal]
    if len(pieces) == 1:
        return settings.SITE_URL + reverse(one, args=[pieces[0].public_id])
    return settings.SITE_URL + reverse(several, args=[pieces[0].booking.public_id] if portal == "desk" else [])


def nudged(pieces: Sequence[Deliverable], kind: NudgeKind) -> Letter:
    """To the talent: what of one booking is due, and where it goes."""
    campaign, several = pieces[0].booking.campaign, len(pieces) > 1
    pieces = sorted(pieces, key=lambda piece: _due(piece, kind))
    subject, first, then = (SEVERAL if several else ONE)[kind]
    said = {
        "name": campaign.name,
        "project": project_words(campaign),
        "piece": str(pieces[0]),
        "day": day_words(_due(pieces[0], kind)),
        "window": window_words(pieces[0].live_on, pieces[0].live_until) if pieces[0].live_on else "",
        "count": len(pieces),
        "first": ", the first" if len({_due(piece, kind) for piece in pieces}) > 1 else "",
    }
    return Letter(
        kind,
        about_campaign(campaign),
        subject.format(**said),
        (first.format(**said), _lines(pieces, kind) if several else "", f"{then}\n{_address(pieces, 'talent')}"),
        _thing(pieces),
    )


def late(pieces: Sequence[Deliverable], kind: NudgeKind) -> Letter:
    """To the manager: who is late with what, since when."""
    booking = pieces[0].booking
    pieces = sorted(pieces, key=lambda piece: _due(piece, kind))
    missing = MISSING[kind]
    whose = f"by {booking.talent.name} for {project_words(booking.campaign)}"
    if len(pieces) == 1:
        what = f"{pieces[0]} {whose} was due on {day_words(_due(pieces[0], kind))} and has {missing}."
        subject, listed = f"{booking.talent.name} is late: {pieces[0]}", ""
    else:
        what = f"These pieces {whose} were due and have {missing}:"
        subject, listed = f"{booking.talent.name} is late with {len(pieces)} pieces", _lines(pieces, kind)
    return Letter(
        f"{kind}_manager",
        about_campaign(booking.campaign),
        subject,
        (
            what,
            listed,
            f"The talent was reminded today. Call, move the days, or let them off.\n{_address(pieces, 'desk')}",
        ),
        _thing(pieces),
    )


def _waiting(draft: Draft) -> str:
    piece = draft.deliverable
    live = f", to go live {window_words(piece.live_on, piece.live_until)}" if piece.live_on else ""
    return f"{piece} by {piece.booking.talent.name}, draft {draft.version}{live}"


def brand_late(drafts: Sequence[Draft]) -> Letter:
    """To the brand: which drafts of a campaign still wait for its answer."""
    campaign = drafts[0].deliverable.booking.campaign
    if len(drafts) == 1:
        piece = drafts[0].deliverable
        due = day_words(_due(piece, NudgeKind.BRAND_LATE))
        subject = f"A draft from {piece.booking.talent.name} still waits for your answer"
        what = f"{_waiting(drafts[0])}, waits for your answer, which was due on {due}."
        page, listed = reverse("client:draft", args=[drafts[0].public_id]), ""
    else:
        subject = f"{len(drafts)} drafts for “{campaign.name}” still wait for your answer"
        what = f"These drafts for “{campaign.name}” wait for your answer, which was due:"
        page, listed = reverse("client:drafts"), "\n".join(f"- {_waiting(draft)}" for draft in drafts)
    then = "Approve or say what should change, so that what follows keeps its days. The office knows."
    return Letter(
        NudgeKind.BRAND_LATE,
        about_campaign(campaign),
        subject,
        (what, listed, f"{then}\n{settings.SITE_URL}{page}"),
        f"draft:{drafts[0].public_id}" if len(drafts) == 1 else "",
    )


def brand_late_manager(drafts: Sequence[Draft]) -> Letter:
    """To the manager: what the brand has not answered, since when."""
    campaign = drafts[0].deliverable.booking.campaign
    lines = [f"- {_waiting(d)}, due on {day_words(_due(d.deliverable, NudgeKind.BRAND_LATE))}" for d in drafts]
    if len(drafts) == 1:
        page = reverse("desk:draft", args=[drafts[0].public_id])
    else:
        page = reverse("desk:campaign-work", args=[campaign.public_id])
    count = "a draft" if len(drafts) == 1 else f"{len(drafts)} drafts"
    brand = reverse("desk:brand", args=[campaign.brand.public_id])
    names = {draft.deliverable.booking.public_id: f"{draft.deliverable.booking.talent.name}: " for draft in drafts}
    pages = [(name, settings.SITE_URL + reverse("desk:hold-move", args=[key])) for key, name in names.items()]
    moves = "\n".join(f"{name if len(pages) > 1 else ''}{address}" for name, address in pages)
    return Letter(
        "brand_late_manager",
        about_campaign(campaign),
        f"{campaign.brand.name} is late with {count}",
        (
            f"{campaign.brand.name} has not answered for “{campaign.name}”:",
            "\n".join(lines),
            f"The brand was reminded today.\n{settings.SITE_URL}{page}",
            f"Call them; how to reach them stands here:\n{settings.SITE_URL}{brand}",
            f"Or move the days of a booking, on its page:\n{moves}",
        ),
        f"draft:{drafts[0].public_id}" if len(drafts) == 1 else "",
    )


def own_late(drafts: Sequence[Draft], kind: NudgeKind, to: Addressee) -> Letter:
    """To the manager, and later to whoever runs the office: which drafts wait for the office's own review."""
    campaign = drafts[0].deliverable.booking.campaign
    lines = [f"- {_waiting(draft)}, here since {day_words(office_day(draft.submitted_at))}" for draft in drafts]
    count = "A draft" if len(drafts) == 1 else f"{len(drafts)} drafts"
    verb = "waits" if len(drafts) == 1 else "wait"
    whose = (
        f"{campaign.manager.name} looks after it and was told before. "
        if kind == NudgeKind.OWN_OVER and can_manage(campaign.manager) and to.reader != campaign.manager.public_id
        else ""
    )
    if len(drafts) == 1:
        page = reverse("desk:draft", args=[drafts[0].public_id])
    else:
        page = reverse("desk:campaign-work", args=[campaign.public_id])
    return Letter(
        kind,
        about_campaign(campaign),
        f"{count} for “{campaign.name}” still {verb} for the office’s review",
        (
            f"For {project_words(campaign)} the talent has delivered, and the office has not answered:",
            "\n".join(lines),
            f"{whose}Pass it on to the brand, or say what should change.\n{settings.SITE_URL}{page}",
        ),
        f"draft:{drafts[0].public_id}" if len(drafts) == 1 else "",
    )
