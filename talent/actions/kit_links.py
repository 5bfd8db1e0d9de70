"""Guest links to a talent's media kit."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import F

from accounts.models import User
from lib.actions import action
from lib.refusals import Refused, require
from talent.actions.talents import lock, tidy
from talent.checks import may_change, may_edit
from talent.models import KitLink, Talent

GOOD_FOR = (7, 30, 90)
"""Days that a link may be good for."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def make_kit_link(*, talent: Talent, label: str, days: int, by: User, now: datetime) -> str:
    """Open the media kit to who has the link. Returns its token, which is kept nowhere."""
    talent = lock(talent)
    require(may_change(talent, by))
    if days not in GOOD_FOR:
        raise Refused(f"A link is good for {', '.join(map(str, GOOD_FOR[:-1]))} or {GOOD_FOR[-1]} days.")
    token = secrets.token_urlsafe(32)
    link = KitLink(
        talent=talent, label=label.strip(), token_hash=_hash(token), expires_at=now + timedelta(days=days),
        created_at=now, created_by=by,
    )  # fmt: skip
    tidy(link, {"label"})
    link.save()
    return token


@action
def revoke_kit_link(*, link: KitLink, by: User, now: datetime) -> None:
    """Withdraw a link: from now on it leads nowhere."""
    link = KitLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(may_edit(by))
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = now, by
        link.save(update_fields=["revoked_at", "revoked_by"])


def find_kit_link(token: str, now: datetime) -> KitLink | None:
    """The link that this token opens, or None where it is unknown, withdrawn or over."""
    return KitLink.objects.open(now).select_related("talent").filter(token_hash=_hash(token)).first()


@action
def count_look(*, link: KitLink, by: User, now: datetime) -> None:
    """One more look at the page. Of who looked nothing is kept."""
    KitLink.objects.filter(pk=link.pk).update(looks=F("looks") + 1, looked_at=now)
