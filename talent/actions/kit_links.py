"""Guest links to a talent's media kit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.guest_links import count_one, fresh_token, good_until, token_hash, withdraw
from accounts.models import User
from lib.actions import action
from lib.refusals import require
from talent.actions.talents import lock, tidy
from talent.checks import may_change, may_edit
from talent.models import KitLink, Talent


@action
def make_kit_link(
    *, talent: Talent, label: str, days: int, by: User, now: datetime, kit: Mapping[str, Any] | None = None
) -> str:
    """Open the media kit to who has the link: `kit` as it is sent, or that of each day. Returns its token, which is
    kept nowhere.
    """
    talent = lock(talent)
    require(may_change(talent, by))
    until = good_until(days, now)
    token, kept = fresh_token()
    link = KitLink(
        talent=talent, label=label.strip(), token_hash=kept, expires_at=until, created_at=now, created_by=by, kit=kit
    )  # fmt: skip
    tidy(link, {"label"})
    link.save()
    return token


@action
def revoke_kit_link(*, link: KitLink, by: User, now: datetime) -> None:
    """Withdraw a link: from now on it leads nowhere."""
    link = KitLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require(may_edit(by))
    withdraw(link, by, now)


def find_kit_link(token: str, now: datetime) -> KitLink | None:
    """The link that this token opens, or None where it is unknown, withdrawn or over."""
    return KitLink.objects.open(now).select_related("talent").filter(token_hash=token_hash(token)).first()


@action
def count_look(*, link: KitLink, by: User, now: datetime) -> None:
    """One more look at the page. Of who looked nothing is kept."""
    count_one(KitLink.objects.filter(pk=link.pk), now)
