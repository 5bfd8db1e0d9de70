"""Whether new figures may be asked for: the page and the action ask the same."""

from datetime import datetime, tzinfo

from accounts.models import User
from accounts.roles import Kind, Permission, can
from lib.refusals import Answer, Denied
from stats.by_hand import PLATFORMS
from stats.connectors import CONNECTORS, is_readable
from stats.consent_checks import is_own
from stats.logins import LOGINS, is_connectable
from stats.models import Connection, ConnectionState, PriceTable, Signal, Use
from stats.platforms.connector import Need
from talent.models import SocialAccount


def needs_of(platform: str, use: str) -> tuple[Need, ...]:
    """What the office enters for a platform; nothing where it takes none."""
    if use == Use.CONNECT:
        return LOGINS[platform].app if platform in LOGINS else ()
    return CONNECTORS[platform].needs if platform in CONNECTORS else ()


def may_end(platform: str, use: str) -> bool:
    """Whether the office's key there is good for some days only, as a rule."""
    return use == Use.READ and platform in CONNECTORS and CONNECTORS[platform].key_lasts is not None


def may_keep_keys(platform: str, use: str, by: User) -> Answer:
    """Who runs the office enters and removes its keys and apps, for platforms that take some."""
    allowed = can(by, Permission.RUN_OFFICE)
    if not allowed:
        return allowed
    if not needs_of(platform, use):
        return Denied("This platform takes no key.", code="no_connector")
    return True


def may_try_keys(platform: str, by: User) -> Answer:
    """The same people, where there is something to try."""
    allowed = can(by, Permission.RUN_OFFICE)
    return allowed and is_readable(platform)


def may_refresh(
    account: SocialAccount,
    by: User,
    *,
    connection: Connection | None = None,
    readable: list[str] | None = None,
    connectable: list[str] | None = None,
) -> Answer:
    """Staff with the permission, for an account in use that this office can read.

    `connection` is the account's living one, where it has one; `readable` is `stats.connectors.readable_platforms()`
    and `connectable` is `stats.logins.connectable_platforms()`, for a page with many accounts.
    """
    allowed = can(by, Permission.REFRESH_FIGURES)
    if not allowed:
        return allowed
    if account.archived_at is not None:
        return Denied("This account is archived.", code="archived")
    if connection is not None and connection.state == ConnectionState.WORKING:
        return True
    if account.platform in PLATFORMS:
        label = account.get_platform_display()
        return Denied(f"{label} tells nobody; its figures are entered by hand, once a month.", code="by_hand")
    ours = is_readable(account.platform, readable=readable)
    if not ours and is_connectable(account.platform, connectable=connectable):
        label = account.get_platform_display()
        return Denied(f"{label} is read once its owner has connected the account in the talent portal.", code="consent")
    return ours


def may_dismiss(signal: Signal, by: User) -> Answer:
    """Staff who may ask for figures may also say that one needs no more looking, once."""
    allowed = can(by, Permission.REFRESH_FIGURES)
    if not allowed:
        return allowed
    if signal.dismissed_at is not None:
        return Denied("Somebody dismissed this already.", code="dismissed")
    return True


def may_enter_counts(account: SocialAccount, by: User) -> Answer:
    """The talent's people and staff who keep the roster, where no platform tells us."""
    allowed = may_enter_audience(account, by)
    if allowed and account.platform not in PLATFORMS:
        label = account.get_platform_display()
        return Denied(f"{label} tells its figures itself; nobody types them in.", code="measured")
    return allowed


def may_enter_audience(account: SocialAccount, by: User) -> Answer:
    """The same people, of any account that is followed: what a platform tells by consent, its owner may know sooner."""
    allowed = is_own(account, by) if by.kind == Kind.TALENT else can(by, Permission.EDIT_ROSTER)
    if not allowed:
        return allowed
    if account.archived_at is not None or account.talent.archived_at is not None:
        return Denied("The office does not follow this account any more.", code="archived")
    return True


def may_take_back(table: PriceTable, user: User, now: datetime, zone: tzinfo) -> Answer:
    """A price table goes on the day it was written, and as long as it has not begun; days are those of `zone`."""
    answer, today = can(user, Permission.RUN_OFFICE), now.astimezone(zone).date()
    if not answer or table.valid_from > today or table.created_at.astimezone(zone).date() == today:
        return answer
    return Denied("Posts are reckoned by it. Write another table that begins today or later.")
