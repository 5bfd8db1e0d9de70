"""From draft to live post."""

from datetime import datetime

from django.core.files.base import File

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters
from campaigns.actions.shared import lock_deliverable, settle
from campaigns.checks import may_approve, may_give_address, may_review, may_submit, may_waive
from campaigns.models import Deliverable, DeliverableState, Draft, Review, ReviewSide
from campaigns.people import approvers_of, may, may_act_for, of_talent
from campaigns.rules import address_problem, content_hash
from exclusivity.actions import mark_published
from exclusivity.models import Exposure
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
    image: File | None,
    by: User,
    now: datetime,
) -> Draft:
    """Send the next version; the office looks at it first. After an approval it takes the approval with it."""
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    deliverable = lock_deliverable(deliverable)
    require(may_submit(deliverable))
    if not caption.strip() and not link.strip() and not image:
        raise Refused("A draft has a caption, a link or a picture.")
    data = b""
    if image:
        image.seek(0)
        data = image.read()
        image.seek(0)
    last = deliverable.drafts.order_by("-version").first()
    draft = Draft(
        deliverable=deliverable,
        version=last.version + 1 if last else 1,
        caption=caption.strip(),
        label=label.strip(),
        link=link.strip(),
        note=note.strip(),
        content_hash=content_hash(caption=caption.strip(), label=label.strip(), link=link.strip(), image=data),
        submitted_at=now,
        submitted_by=by,
    )
    if image:
        draft.image = image
    with violation():
        draft.save()
    move(deliverable, DeliverableState.OFFICE_REVIEW, approved_at=None, approved_by=None)
    return draft


@action
def review_draft(*, draft: Draft, side: str, approved: bool, comment: str, by: User, now: datetime) -> Review:
    """Answer the latest draft for the office or the brand: yes passes it on, no says what should change.

    The office's yes brings it to the brand, the brand's yes approves exactly this content. Neither is taken while a
    clash of the booking waits for a decision; asking for changes always is.
    """
    deliverable = lock_deliverable(draft.deliverable)
    draft = Draft.objects.get(pk=draft.pk)
    draft.deliverable = deliverable
    require(may_approve(draft, side, by, now) if approved else may_review(draft, side, by))
    if not approved and not comment.strip():
        raise Refused("Say what should change.")
    with violation():
        review = Review.objects.create(
            draft=draft, side=side, approved=approved, comment=comment.strip(), made_at=now, made_by=by
        )
    talent = of_talent(deliverable.booking.talent)
    if not approved:
        move(deliverable, DeliverableState.CHANGES)
        letters.send(letters.changes_wanted(draft, review.comment), talent, now)
    elif side == ReviewSide.OFFICE:
        move(deliverable, DeliverableState.CLIENT_REVIEW)
        letters.send(letters.draft_waits(draft), approvers_of(deliverable.booking.campaign.brand), now)
    else:
        move(deliverable, DeliverableState.APPROVED, approved_at=now, approved_by=by)
        letters.send(letters.draft_approved(draft), talent, now)
    return review


@action
def give_post_address(*, deliverable: Deliverable, url: str, by: User, now: datetime) -> Deliverable:
    """Say where the approved piece went live. The last piece of the last booking takes the campaign to reporting.

    Raises `Refused` where the address is on another platform than the piece was promised for.
    """
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    deliverable = lock_deliverable(deliverable)
    require(may_give_address(deliverable))
    problem = address_problem(url, deliverable.channel)
    if problem:
        raise Refused(problem)
    move(deliverable, DeliverableState.PUBLISHED, post_url=url.strip(), published_at=now, published_by=by)
    _publish(deliverable, by=by, now=now)
    settle(deliverable.booking.campaign)
    return deliverable


def _publish(deliverable: Deliverable, *, by: User, now: datetime) -> None:
    """What is all live on a channel is a fact, no longer a promise that the guard holds against others."""
    booking = deliverable.booking
    owed = booking.deliverables.filter(channel=deliverable.channel).exclude(
        state__in=(DeliverableState.PUBLISHED, DeliverableState.WAIVED)
    )
    if owed.exists():
        return
    shown = Exposure.objects.filter(
        commitment=booking.commitment_id,
        channels=[deliverable.channel],
        activity__in=("PAID", "GIFTED"),
        published_at=None,
    )
    for exposure in shown.order_by("pk"):
        mark_published(exposure=exposure, by=by, now=now)


@action
def waive_deliverable(*, deliverable: Deliverable, reason: str, by: User, now: datetime) -> Deliverable:
    """Let the talent off a piece. The reason goes into the history."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why it is no longer owed.")
    deliverable = lock_deliverable(deliverable)
    require(may_waive(deliverable))
    move(deliverable, DeliverableState.WAIVED)
    settle(deliverable.booking.campaign)
    return deliverable
