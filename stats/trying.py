"""One real call with a key, and what it says in a sentence."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

from lib.figures import exact
from stats.connectors import CONNECTORS, made
from stats.due import due_again
from stats.platforms.connector import ByIdConnector, Connector
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.quota import Meter
from talent.models import Platform, SocialAccount


def somebody(platform: str) -> str:
    """An account to ask about: one of the roster that was found before, else one that is always there."""
    connector = CONNECTORS[platform]
    accounts = SocialAccount.objects.filter(platform=platform, archived_at=None, state="fine").order_by(
        "-followers", "pk"
    )
    account = accounts.exclude(followers=None).first()
    if account is None:
        return connector.sample
    return (account.url if connector.by_address else "") or account.handle


def tried(
    platform: str,
    keys: dict[str, str],
    handle: str = "",
    *,
    within: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> str:
    """Ask about one account, also where somebody has to mend it first; the sentence says what came back. Raises nothing
    that a platform may do.

    Where it answers, what waits for it is due, which is written `within` that.
    """
    now = datetime.now(UTC)
    meter = Meter(platform, now, keys=keys, mends=True)
    connector = made(platform, keys, spend=meter.spend)
    handle = handle or somebody(platform)
    try:
        said = told(look(connector, handle), handle, platform)
    except PlatformError as error:
        meter.note(error)
        if error.kind is not Kind.NOT_FOUND:
            return f"Does not work: {error.message}"
        said = f"The key is accepted, but the account was not found: {error.message}"
    with within(said):
        meter.mended()
        due_again(platform, now=now)
    return said


def look(connector: Connector, account: str) -> Reading:
    """One account by its id or handle. Raises `PlatformError`."""
    name = account.removeprefix("@")
    if isinstance(connector, ByIdConnector) and connector.is_id(account):
        found = connector.fetch_many([name]).get(name)
    else:
        found = connector.fetch_handles([name]).get(name)
    if isinstance(found, Reading):
        return found
    raise found or PlatformError(Kind.NOT_FOUND, f"Not found on {connector.name}.")


def told(reading: Reading, handle: str, platform: str) -> str:
    """`Works: @mia on YouTube has 248,000 followers.`"""
    where = handle if "://" in handle else f"@{handle.removeprefix('@')} on {Platform(platform).label}"
    if reading.followers is None:
        return f"Works: {where} was read; its followers are hidden."
    return f"Works: {where} has {exact(reading.followers)} followers."
