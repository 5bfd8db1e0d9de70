"""What the office writes to a talent about an account."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from campaigns.letters import Letter, send
from campaigns.people import Addressee, of_talent
from campaigns.rules import listed
from stats.models import Connection
from stats.stages import NEXT
from talent.models import SocialAccount, Talent

ASKED_FOR_COUNTS = "figures_asked"


def connect_address(account: SocialAccount) -> str:
    """Where the talent connects it. The portal's pages are to the right of here, so this is said in words."""
    return f"{settings.SITE_URL}/talent/accounts/{account.public_id}/connect"


def ask_to_reconnect(connection: Connection, account: SocialAccount, now: datetime) -> None:
    """Ask the talent's people once; the state that brought us here is entered once a break."""
    label = account.get_platform_display()
    letter = Letter(
        kind="connection_broken",
        about=f"talent:{account.talent.public_id}",
        thing=f"account:{account.public_id}",
        subject=f"Please connect {account.handle} on {label} again",
        paragraphs=(
            f"The office cannot read your figures on {label} any more. {connection.reason}",
            f"It takes a minute to connect the account again:\n{connect_address(account)}",
            "Until then brands see the last figures with their date. If you did this on purpose, nothing needs doing.",
        ),
    )
    send(letter, of_talent(account.talent), now)


def tell_of_new_name(account: SocialAccount, before: str, now: datetime) -> None:
    """To the talent's manager: links that were written down elsewhere may lead nowhere, or to somebody else."""
    manager = account.talent.manager
    if manager is None or not manager.is_active:
        return
    label = account.get_platform_display()
    letter = Letter(
        kind="account_renamed",
        about=f"talent:{account.talent.public_id}",
        subject=f"{account.talent.name} is {account.handle} on {label} now",
        paragraphs=(
            f"{label} tells that {before} is called {account.handle} now. It is the same account there, by its id, and"
            " its figures go on.",
            "Handle and address are changed on the talent’s page. Where the old name stands in a contract, a brief or a"
            " link, it may lead nowhere, or to somebody else.",
        ),
    )
    send(letter, [Addressee.of(manager)], now)


def figures_address(account: SocialAccount) -> str:
    """Where the talent enters its figures."""
    return f"{settings.SITE_URL}/talent/accounts/{account.public_id}/figures"


def ask_for(accounts: Sequence[SocialAccount]) -> Letter:
    """To a talent's people: this month's figures of accounts that no platform tells us of."""
    labels = listed(sorted({account.get_platform_display() for account in accounts}))
    places = "\n".join(figures_address(account) for account in accounts)
    return Letter(
        kind=ASKED_FOR_COUNTS,
        about=f"talent:{accounts[0].talent.public_id}",
        subject=f"This month’s figures on {labels}, please",
        paragraphs=(
            f"{labels} tells the office nothing, so we ask you once a month.",
            f"It takes a minute: type in the number of followers and add a picture of the screen.\n{places}",
            "Brands see figures with their date, so fresh ones speak for you.",
        ),
    )


def stage_changed(talent: Talent, before: str) -> Letter:
    """To a talent's people: where they stand from now on. Why is the office's."""
    now_on = talent.get_stage_display().lower()
    ahead: tuple[str, ...] = ()
    if talent.stage in NEXT:
        ahead = (f"What leads to the stage after it, with your own figures:\n{settings.SITE_URL}/talent/results/",)
    return Letter(
        kind="stage_changed",
        about=f"talent:{talent.public_id}",
        thing=f"stage:{talent.public_id}",
        subject=f"Your stage with the office: {now_on}",
        paragraphs=(
            f"From now on your stage is {now_on}; it was {before.lower()}. A person at the office decided it.",
            "What comes with it, your manager tells you.",
            *ahead,
        ),
    )
