"""What crosses the office's door: a talent's consent that broke this morning, and a media kit that guests may open."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from accounts.models import User
from agency.demo import staff
from stats.actions import break_connection, connect_account
from stats.audience_jobs import want_audience
from stats.logins import LOGINS, connectable_platforms
from stats.platforms.grants import Grant
from stats.platforms.readings import Reading
from talent.actions import make_kit_link
from talent.models import Talent

CONNECTED_AGO = timedelta(days=40)
THEIR_ID = "17841460275318844"  # as the stand-in knows the account, whose ids are of this form
GOOD_FOR = 365 * 86_400
"""Seconds. The stand-in’s own consents are of sixty days."""
BROKEN_AGO = timedelta(hours=3)


def build(*, talent: Talent, manager: User, now: datetime, seed_file: Path) -> None:
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
    _tells_audience(talent, theirs, now, seed_file)
    make_kit_link(
        talent=talent, label="Nadia Bouvier, for the spring campaign", days=90, by=manager, now=now - timedelta(days=2)
    )


def _tells_audience(talent: Talent, theirs: User, now: datetime, seed_file: Path) -> None:
    """Their Instagram is connected with insights, by a consent that the stand-in knows: who follows is read at once."""
    account = talent.accounts.filter(archived_at=None, platform="instagram").first()
    if account is None or "instagram" not in connectable_platforms():
        return
    login, token = LOGINS["instagram"], f"IGLONGdemo-{account.public_id}"
    seed = json.loads(seed_file.read_text())
    seed["people"]["instagram"][account.handle]["id"] = THEIR_ID
    seed_file.write_text(json.dumps(seed, ensure_ascii=False, indent=1, sort_keys=True))
    connection = connect_account(
        account=account,
        grant=Grant(THEIR_ID, (*login.needs, *login.wants), token, GOOD_FOR),
        reading=Reading(THEIR_ID, account.handle),
        by=theirs,
        now=now - CONNECTED_AGO,
    )
    known = {
        "platform": "instagram", "handle": account.handle, "scopes": [*login.needs, *login.wants], "kind": "access",
        "family": token, "issued": (now - CONNECTED_AGO).timestamp(), "until": (now + timedelta(days=365)).timestamp(),
    }  # fmt: skip
    consents = seed_file.with_name("standin-consents.json")
    kept = json.loads(consents.read_text()) if consents.exists() else {}
    consents.write_text(json.dumps({**kept, token: known}))
    want_audience(connection)
