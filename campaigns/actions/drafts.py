"""Drafts go to the office, then to the brand, and come back with what should change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters, news_letters
from campaigns.actions.shared import lock_deliverable
from campaigns.checks import may_approve, may_review, may_submit, office_day
from campaigns.media import HEAD, LARGEST_FILM, MOST_FILES, NO_FILM, TOO_LARGE, film_type, sha256_of
from campaigns.models import (
    Deliverable,
    DeliverableState,
    Draft,
    DraftFile,
    MediaKind,
    Remark,
    Review,
    ReviewSide,
    StaffNote,
    Upload,
)
from campaigns.people import approvers_of, may, may_act_for, of_talent, told_of
from campaigns.rules import content_hash, marked, turn_due
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation


@action
def submit_draft(
    *,
    deliverable: Deliverable,
    caption: str,
    label: str,
    link: str,
    note: str,
    by: User,
    now: datetime,
    keep: Sequence[DraftFile] = (),
    pictures: Sequence[File] = (),  # type: ignore[type-arg]
    films: Sequence[File] = (),  # type: ignore[type-arg]
    uploads: Sequence[Upload] = (),
) -> Draft:
    """Send the next version; the office looks at it first. After an approval it takes the approval with it.

    It shows, in this order, what of the last version stays (`keep`), new `pictures` (JPEG), `films` that came with the
    form and `uploads` that came in pieces.
    """
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    deliverable = lock_deliverable(deliverable)
    require(may_submit(deliverable))
    files = [
        *(_kept(file, deliverable) for file in keep),
        *(_picture(file) for file in pictures),
        *(_film(file) for file in films),
        *(_uploaded(upload, deliverable) for upload in uploads),
    ]
    if not caption.strip() and not link.strip() and not files:
        raise Refused("A draft has a caption, a link, a picture or a film.")
    if len(files) > MOST_FILES:
        raise Refused(f"A draft shows at most {MOST_FILES} files. Leave some out.")
    last = deliverable.drafts.order_by("-version").first()
    words = {"caption": caption.strip(), "label": label.strip(), "link": link.strip()}
    draft = Draft(
        deliverable=deliverable,
        version=last.version + 1 if last else 1,
        **words,
        note=note.strip(),
        content_hash=content_hash(**words, files=[file.sha256 for file in files]),
        submitted_at=now,
        submitted_by=by,
    )
    with violation():
        draft.save()
    for order, file in enumerate(files, start=1):
        file.draft, file.order = draft, order
        file.save()
    move(deliverable, DeliverableState.OFFICE_REVIEW, approved_at=None, approved_by=None, turn_due_on=None)
    draft.deliverable = deliverable
    letters.send(news_letters.draft_sent(draft), told_of(deliverable.booking.campaign, by), now)
    return draft


def _kept(file: DraftFile, deliverable: Deliverable) -> DraftFile:
    if file.draft.deliverable_id != deliverable.pk:
        raise Refused("That file belongs to another piece.")
    same = ("kind", "file", "name", "content_type", "size", "sha256")
    return DraftFile(**{name: getattr(file, name) for name in same})


def _picture(file: File) -> DraftFile:  # type: ignore[type-arg]
    return DraftFile(
        kind=MediaKind.PICTURE,
        file=file,
        name=str(file.name or "")[:200],
        content_type="image/jpeg",
        size=file.size,
        sha256=sha256_of(file),
    )


def _film(file: File) -> DraftFile:  # type: ignore[type-arg]
    if file.size > LARGEST_FILM:
        raise Refused(TOO_LARGE)
    content_type = film_type(file.read(HEAD))
    if not content_type:
        raise Refused(NO_FILM)
    return DraftFile(
        kind=MediaKind.FILM,
        file=file,
        name=str(file.name or "")[:200],
        content_type=content_type,
        size=file.size,
        sha256=sha256_of(file),
    )


def _uploaded(upload: Upload, deliverable: Deliverable) -> DraftFile:
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.deliverable_id != deliverable.pk:
        raise Refused("That film belongs to another piece.")
    if upload.finished_at is None:
        raise Refused(f"{upload.name} is not all here yet. Wait until it is, then send the draft.")
    same = ("file", "name", "content_type", "size", "sha256")
    return DraftFile(kind=MediaKind.FILM, **{name: getattr(upload, name) for name in same})


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a reviewer points at: percent of a picture, a second of a film, or the file as a whole."""

    file: DraftFile
    text: str
    x: Decimal | None = None
    y: Decimal | None = None
    second: Decimal | None = None


@action
def review_draft(
    *, draft: Draft, side: str, approved: bool, comment: str, by: User, now: datetime, remarks: Sequence[Pointed] = ()
) -> Review:
    """Answer the latest draft for the office or the brand: yes passes it on, no says what should change.

    The office's yes brings it to the brand, the brand's yes approves exactly this content. Neither is taken while a
    clash of the booking waits for a decision; asking for changes always is.
    """
    deliverable = lock_deliverable(draft.deliverable)
    draft = Draft.objects.get(pk=draft.pk)
    draft.deliverable = deliverable
    require(may_approve(draft, side, by, now) if approved else may_review(draft, side, by))
    if not approved and not comment.strip() and not remarks:
        raise Refused("Say what should change.")
    if approved and remarks:
        raise Refused("You point at something that should change. Ask for changes, or take the remarks out.")
    with violation():
        review = Review.objects.create(
            draft=draft,
            side=side,
            approved=approved,
            comment=comment.strip() or marked(len(remarks)),
            made_at=now,
            made_by=by,
        )
        _point(review, remarks)
    talent = of_talent(deliverable.booking.talent)
    due = turn_due(office_day(now), deliverable.live_by)
    if not approved:
        move(deliverable, DeliverableState.CHANGES, turn_due_on=due)
        letters.send(letters.changes_wanted(draft, review.comment, review.remarks.select_related("file")), talent, now)
    elif side == ReviewSide.OFFICE:
        move(deliverable, DeliverableState.CLIENT_REVIEW, turn_due_on=due)
        letters.send(letters.draft_waits(draft), approvers_of(deliverable.booking.campaign.brand), now)
    else:
        move(deliverable, DeliverableState.APPROVED, approved_at=now, approved_by=by, turn_due_on=None)
        letters.send(letters.draft_approved(draft), talent, now)
    if side == ReviewSide.CLIENT:
        told = news_letters.draft_answered(draft, approved=approved, comment=review.comment)
        letters.send(told, told_of(deliverable.booking.campaign, by), now)
    return review


def _point(review: Review, remarks: Sequence[Pointed]) -> None:
    for said in remarks:
        if said.file.draft_id != review.draft_id:
            raise Refused("That file belongs to another draft.")
        Remark.objects.create(
            review=review, file=said.file, x=said.x, y=said.y, second=said.second, text=said.text.strip()
        )


@action
def approve_drafts(*, drafts: Sequence[Draft], side: str, by: User, now: datetime) -> list[tuple[Draft, str]]:
    """Say yes to several drafts. Each stands for itself: returns each with the sentence why not, empty where it is."""
    said = []
    for draft in sorted(drafts, key=lambda each: (each.deliverable.booking.talent_id, each.pk)):
        why = ""
        try:
            with transaction.atomic():
                review_draft(draft=draft, side=side, approved=True, comment="", by=by, now=now)
        except Refused as error:
            why = error.denied.reason if side == ReviewSide.OFFICE else error.denied.for_outside
        said.append((draft, why))
    return said


@action
def add_staff_note(*, deliverable: Deliverable, text: str, by: User, now: datetime) -> StaffNote:
    """Write something about a piece that only staff read."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not text.strip():
        raise Refused("Write the note first.")
    return StaffNote.objects.create(deliverable=deliverable, text=text.strip(), written_at=now, written_by=by)
