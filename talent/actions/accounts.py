"""A talent's accounts and their figures."""

from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.models import User
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from talent.actions.talents import lock, tidy
from talent.checks import may_become_another, may_change, may_edit
from talent.figures import DATING, VALUES, Figures, bring_back, newer, set_aside
from talent.handles import address_of, read_place
from talent.keeping import keep_along, keep_followers, keep_search
from talent.models import Platform, SocialAccount, Talent

EDITABLE = frozenset({"platform", "handle", "url", "external_id", "title"})
OF_ONE = (
    *VALUES, *DATING, "attempted_at", "failures", "last_error", "state",
    "named_at", "named_id", "named_figures",
)  # fmt: skip


def first_refresh(platform: str, now: datetime) -> datetime | None:
    """When a new account is due: at once where a connector reads the platform, else never."""
    return now if platform in settings.PLATFORM_BASE_URLS else None


def _name(account: SocialAccount) -> None:
    """Bring handle and address into their written form. Raises `Refused` where there is no handle in it."""
    place = read_place(account.handle or account.url)
    if place is None:
        raise Refused(f"{account.handle or 'This'} is not a handle or the address of an account.")
    if place.platform and place.platform != account.platform:
        raise Refused(
            f"{account.handle} is on {Platform(place.platform).label}, not on {Platform(account.platform).label}."
        )
    account.handle = place.handle
    account.external_id = account.external_id.strip() or place.external_id
    account.url = account.url.strip() or place.url or address_of(account.platform, place.handle)


def _which(account: SocialAccount) -> tuple[str, str]:
    return account.platform, account.handle.casefold()


def _locked(account: SocialAccount) -> SocialAccount:
    """Talent first, then the account: the order in which everybody locks."""
    lock(account.talent)
    return SocialAccount.objects.select_for_update(of=("self",)).select_related("talent").get(pk=account.pk)


@action
def add_account(
    *,
    talent: Talent,
    platform: str,
    handle: str,
    by: User,
    now: datetime,
    url: str = "",
    external_id: str = "",
    title: str = "",
) -> SocialAccount:
    """Write down an account; `handle` may be an address. It is due at once where a connector reads the platform."""
    talent = lock(talent)
    require(may_change(talent, by))
    if platform not in Platform.values:
        raise Refused(f"{platform} is not a platform that we know.")
    account = SocialAccount(
        talent=talent,
        platform=platform,
        handle=handle.strip(),
        url=url,
        external_id=external_id,
        title=title.strip(),
        next_refresh_at=first_refresh(platform, now),
        created_at=now,
        created_by=by,
    )
    _name(account)
    tidy(account, EDITABLE)
    with violation():
        account.save()
    keep_search([talent.pk])
    keep_along([talent.pk])
    return account


def _become_another(account: SocialAccount, known_by: str, now: datetime) -> None:
    """Without the figures of the account that it was. They are set aside where its old id may yet tell that it is the
    same one; a past that is partly another's does not come back.
    """
    if known_by or account.measured_at is not None:
        may_be_same = account.named_at is None and account.external_id == ""
        account.named_id = known_by if may_be_same else ""
        account.named_figures = set_aside(account) if may_be_same else None
    for name in VALUES:
        setattr(account, name, None)
    account.measured_at, account.attempted_at, account.source, account.is_rounded = None, None, "", False
    account.failures, account.last_error, account.state = 0, "", SocialAccount.State.FINE
    account.named_at = now


@action
def edit_account(
    *,
    account: SocialAccount,
    fields: dict[str, Any],
    by: User,
    now: datetime,
    reason: str = "",
    renamed: bool = False,
) -> SocialAccount:
    """Change handle, address, title or the platform's id (`EDITABLE`). At a new address it is read afresh. With a new
    handle, platform or id, or without the id that it had, it is another account: it has no figures until it is read,
    and its past is that other one's (`named_at`). The id goes with the handle; where the new one turns out to have it
    too, it is the same account after all. Where it was `renamed`, as a person says, it is the same one with all that it
    has, or had where nobody read it since. Of an id nothing is said where it is not among the `fields`. Raises
    `Refused`, also where something ties it to what it is (`may_become_another`).
    """
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not an account's fields: {', '.join(sorted(unknown))}")
    account = _locked(account)
    require(may_change(account.talent, by))
    before = account.handle, account.platform, account.url
    was, known_by = _which(account), account.external_id
    usual = address_of(account.platform, account.handle)
    for name, value in fields.items():
        setattr(account, name, value.strip())
    if account.platform not in Platform.values:
        raise Refused(f"{account.platform} is not a platform that we know.")
    if ("handle" in fields and "url" not in fields) or account.url == usual:  # it goes with the handle
        account.url = ""
    if account.external_id == known_by and not renamed:
        account.external_id = ""
    _name(account)
    if _which(account) == was and not account.external_id and fields.get("external_id", known_by).strip() == known_by:
        account.external_id = known_by
    has_other_id = known_by not in ("", account.external_id)
    if renamed and (has_other_id or account.platform != was[0]):
        raise Refused("An account that was only renamed keeps its platform and the platform's id.")
    is_another = has_other_id or (_which(account) != was and not renamed)
    if is_another or (account.handle, account.platform, account.url) != before:
        account.next_refresh_at = first_refresh(account.platform, now)
    if is_another:
        require(may_become_another(account))
        _become_another(account, known_by, now)
        account.title = fields.get("title", "").strip()
    elif renamed and account.named_figures is not None and account.measured_at is None:
        bring_back(account)
    tidy(account, EDITABLE)
    with violation():
        account.save(update_fields=[*sorted(EDITABLE), "next_refresh_at", *OF_ONE])
    keep_search([account.talent_id])
    (keep_followers if is_another or renamed else keep_along)([account.talent_id])
    return account


@action
def archive_account(*, account: SocialAccount, by: User, now: datetime, reason: str = "") -> SocialAccount:
    """Stop following an account. Its history stays; its followers no longer count."""
    account = _locked(account)
    require(may_edit(by))
    if account.archived_at is None:
        account.archived_at, account.archived_by, account.next_refresh_at = now, by, None
        account.save(update_fields=["archived_at", "archived_by", "next_refresh_at"])
        keep_followers([account.talent_id])
        keep_search([account.talent_id])
    return account


@action
def record_figures(*, account: SocialAccount, figures: Figures, by: User, now: datetime) -> bool:
    """Write down an account's figures; answers whether anything changed (see `talent.figures.newer`).

    Raises `Refused` for a negative figure, and for figures from the future.
    """
    require(may_edit(by))
    if figures.measured_at > now:
        raise Refused("Figures cannot be from the future.")
    if any(value < 0 for value in figures.known().values()):
        raise Refused("Nobody has fewer than no followers, posts or likes.")
    account_row = _locked(account)
    changes = newer(account_row, figures)
    if not changes:
        return False
    for name, value in changes.items():
        setattr(account_row, name, value)
    with violation():
        account_row.save(update_fields=sorted(changes))
    keep_followers([account_row.talent_id])
    return True
