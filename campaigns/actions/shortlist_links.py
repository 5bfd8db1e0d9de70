"""Guest links to a shortlist: who looked, who answered, and when."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F

from accounts.guest_links import count_one, fresh_token, good_until, token_hash, withdraw
from accounts.models import User
from accounts.roles import Permission, can
from campaigns.models import Shortlist, ShortlistGuest, ShortlistLink
from campaigns.shortlist_checks import is_open
from lib.actions import action
from lib.refusals import Refused, require


@action
def make_shortlist_link(
    *, shortlist: Shortlist, label: str, days: int, by: User, now: datetime, follows: bool = False
) -> str:
    """Open one version to who has the link, and those after it where it `follows`. Returns its token, which is kept
    nowhere.
    """
    require(can(by, Permission.RUN_CAMPAIGNS))
    shortlist = Shortlist.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=shortlist.pk)
    require(is_open(shortlist))
    if not label.strip():
        raise Refused("Say for whom the link is.")
    until = good_until(days, now)
    token, kept = fresh_token()
    ShortlistLink.objects.create(
        shortlist=shortlist, label=label.strip()[:80], follows=follows, token_hash=kept, expires_at=until,
        created_at=now, created_by=by,
    )  # fmt: skip
    return token


@action
def revoke_shortlist_link(*, link: ShortlistLink, by: User, now: datetime) -> None:
    """Withdraw a link: from now on it leads nowhere. What guests said stays."""
    require(can(by, Permission.RUN_CAMPAIGNS))
    withdraw(ShortlistLink.objects.select_for_update(of=("self",)).get(pk=link.pk), by, now)


def find_shortlist_link(token: str, now: datetime) -> ShortlistLink | None:
    """The link that this token opens, or None where it is unknown, withdrawn or over."""
    rows = ShortlistLink.objects.filter(token_hash=token_hash(token), revoked_at=None, expires_at__gt=now)
    return rows.select_related("shortlist__campaign__brand", "shortlist__campaign__manager").first()


@action
def count_shortlist_look(*, link: ShortlistLink, guest: ShortlistGuest | None, by: User, now: datetime) -> None:
    """The page was opened; by `guest`, where they said who they are."""
    count_one(ShortlistLink.objects.filter(pk=link.pk), now)
    if guest is not None:
        ShortlistGuest.objects.filter(pk=guest.pk).update(looks=F("looks") + 1, looked_at=now)


@action
def name_guest(*, link: ShortlistLink, name: str, email: str, by: User, now: datetime) -> ShortlistGuest:
    """A guest says who they are. The same address on the same link is the same guest."""
    link = ShortlistLink.objects.select_for_update(of=("self",)).select_related("shortlist__campaign").get(pk=link.pk)
    if link.revoked_at is not None or link.expires_at <= now:
        raise Refused("This link is over. Ask the office for a new one.")
    require(is_open(link.shortlist))
    name, email = name.strip(), email.strip().lower()
    if not name:
        raise Refused("Say your name.")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused("Look at the e-mail address.") from error
    guest = link.guests.filter(email__iexact=email).first()
    if guest is None:
        guest = ShortlistGuest.objects.create(
            link=link, name=name[:120], email=email, looked_at=now, created_at=now, created_by=by
        )
    return guest
