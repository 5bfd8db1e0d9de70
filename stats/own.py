"""Which of what was measured is of the account that it is, where somebody corrected it to another one.

Of its figures those from the day after, for what a file or a person tells has no hour; on the clock of the days that
are looked at. Of its posts those that were read since: one that it had before is not the other's where it has it still.
Of its audience what was read or typed in since.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

from django.db.models import F, Q

from talent.models import SocialAccount

# Of a snapshot `s`, a row of `stats_post` and one `u` of `stats_audience`, of an account `a`.
OWN_FIGURE = """(
    a.named_at IS NULL
    OR s.taken_at >= ((a.named_at AT TIME ZONE %(zone)s)::date + 1)::timestamp AT TIME ZONE %(zone)s
)"""
# The same of many accounts' snapshots at once, without a look at the accounts that nobody corrected.
OWN_FIGURES = f"""(
    s.account_id <> ALL(ARRAY(
        SELECT id FROM talent_socialaccount WHERE id = ANY(%(accounts)s) AND named_at IS NOT NULL
    )) OR EXISTS (SELECT 1 FROM talent_socialaccount a WHERE a.id = s.account_id AND {OWN_FIGURE})
)"""  # noqa: S608 - our own words
OWN_POST = "(a.named_at IS NULL OR measured_at > a.named_at)"
OWN_AUDIENCE = "(a.named_at IS NULL OR u.entered_at > a.named_at)"
OWN_POSTS = Q(account__named_at=None) | Q(measured_at__gt=F("account__named_at"))
OWN_AUDIENCES = Q(account__named_at=None) | Q(entered_at__gt=F("account__named_at"))


def own_from(named_at: datetime | None, zone: tzinfo = UTC) -> date:
    """The first day whose figures are its own."""
    return named_at.astimezone(zone).date() + timedelta(days=1) if named_at else date.min


def is_own(account: SocialAccount, at: datetime | None) -> bool:
    """Whether what was read or reckoned at that instant is of the account that it is."""
    return account.named_at is None or (at is not None and at > account.named_at)
