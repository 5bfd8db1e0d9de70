"""What crosses the office's door: a talent's consent that broke this morning, and a media kit that guests may open."""

from datetime import datetime, timedelta

from accounts.models import User
from agency.demo import staff
from stats.actions import break_connection, connect_account
from stats.logins import LOGINS, connectable_platforms
from stats.platforms.grants import Grant
from stats.platforms.readings import Reading
from talent.actions import make_kit_link
from talent.models import Talent

CONNECTED_AGO = timedelta(days=40)
BROKEN_AGO = timedelta(hours=3)


def build(*, talent: Talent, manager: User, now: datetime) -> None:
    """The talent who can sign in connects again in the browser; the link's address was shown once, when it was made."""
    theirs = User.objects.get(email=staff.TALENT_LOGIN[1])
    open_to = [name for name in connectable_platforms() if not LOGINS[name].key_first]
    account = talent.accounts.filter(archived_at=None, platform__in=open_to).order_by("platform").last()
    if account is not None:
        login = LOGINS[account.platform]
        connection = connect_account(
            account=account,
            grant=Grant(account.external_id, tuple(login.needs), "demo-token", 86_400, "demo-refresh", 15_552_000),
            reading=Reading(account.external_id, account.handle),
            by=theirs,
            now=now - CONNECTED_AGO,
        )
        label = account.get_platform_display()
        break_connection(
            connection=connection,
            reason=f"{label} says that the consent was withdrawn.",
            by=User.objects.system(),
            now=now - BROKEN_AGO,
        )
    make_kit_link(
        talent=talent, label="Nadia Bouvier, for the spring campaign", days=90, by=manager, now=now - timedelta(days=2)
    )
