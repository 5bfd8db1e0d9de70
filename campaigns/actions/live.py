"""What happens to a piece that is live: another address, taken down, held against what was approved."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns.actions.shared import lock_deliverable
from campaigns.live_checks import may_correct_address, may_take_down, may_verify
from campaigns.models import Deliverable, DeliverableState
from campaigns.people import may, may_act_for
from campaigns.rules import address_problem
from lib.actions import action
from lib.refusals import Refused, require

UNVERIFIED: dict[str, object] = {"verified_at": None, "verified_by": None, "departs": [], "accepted": []}


def _change(deliverable: Deliverable, **facts: object) -> None:
    for name, value in facts.items():
        setattr(deliverable, name, value)
    deliverable.save(update_fields=list(facts))


@action
def correct_post_address(*, deliverable: Deliverable, url: str, reason: str, by: User, now: datetime) -> Deliverable:
    """Give a live piece another address; the post there is still to be verified. What was taken down is replaced by it.

    Raises `Refused` without a reason, and where the address is on another platform or is the one that stands.
    """
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    if not reason.strip():
        raise Refused("Say why the address changes.")
    deliverable = lock_deliverable(deliverable)
    require(may_correct_address(deliverable, by))
    if problem := address_problem(url, deliverable.channel):
        raise Refused(problem)
    if url.strip() == deliverable.post_url:
        raise Refused("That is the address that stands here already.")
    facts: dict[str, object] = {"post_url": url.strip(), **UNVERIFIED}
    if deliverable.taken_down_at:
        facts |= {"published_at": now, "published_by": by, "taken_down_at": None, "taken_down_by": None}
    _change(deliverable, **facts)
    return deliverable


@action
def take_down_post(*, deliverable: Deliverable, reason: str, by: User, now: datetime) -> Deliverable:
    """Note that the post is no longer there. Its figures stay; the office looks at it anew."""
    require(may_act_for(by, deliverable.booking.talent, Permission.DELIVER))
    if not reason.strip():
        raise Refused("Say why it was taken down.")
    deliverable = lock_deliverable(deliverable)
    require(may_take_down(deliverable, by))
    _change(deliverable, taken_down_at=now, taken_down_by=by, verified_at=None, verified_by=None)
    return deliverable


@action
def hold_post(
    *, deliverable: Deliverable, departs: Sequence[str], is_all: bool, by: User, now: datetime
) -> Deliverable | None:
    """Keep in what the post departs from what was approved. None where that is known, or another address was given
    since `deliverable` was read.

    `is_all`: everything could be seen. Then a post that departs in nothing is verified by that.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    seen = deliverable.post_url
    deliverable = lock_deliverable(deliverable)
    if deliverable.state != DeliverableState.PUBLISHED or deliverable.post_url != seen:
        return None
    verifies = is_all and not departs and deliverable.verified_at is None and deliverable.taken_down_at is None
    if list(departs) == deliverable.departs and not verifies:
        return None
    _change(deliverable, departs=list(departs), **({"verified_at": now, "verified_by": by} if verifies else {}))
    return deliverable


@action
def verify_post(*, deliverable: Deliverable, url: str, departs: Sequence[str], by: User, now: datetime) -> Deliverable:
    """Say that the post at `url` is what was approved, but for `departs`, which the person was shown and lets be."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    deliverable = lock_deliverable(deliverable)
    require(may_verify(deliverable, by))
    if deliverable.post_url != url:
        raise Refused("The post has another address since you opened this page. Look at that one.")
    if not set(deliverable.departs) <= set(departs):
        raise Refused("Something changed since you opened this page. Look at it again.")
    _change(deliverable, verified_at=now, verified_by=by, accepted=sorted({*departs}))
    return deliverable
