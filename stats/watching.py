"""In which state a talent's accounts are, so that a page that asks again is answered only where it changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

JUST = timedelta(seconds=6)

# By the versions of the rows, which are who wrote them and where they lie: whatever wrote, one query tells.
OF_IT = ("stats_accountnumbers", "stats_connection", "stats_audience", "stats_handcounts")
VERSIONS = ", ".join(
    f"(SELECT string_agg(concat(o.xmin, o.ctid), ' ' ORDER BY o.ctid) FROM {table} o WHERE o.account_id = a.id)"  # noqa: S608 - our own names
    for table in OF_IT
)
STATE = f"""
SELECT md5(string_agg(a.id::text, ' ' ORDER BY a.id)),
       md5(string_agg(concat_ws(',', a.xmin, a.ctid, {VERSIONS}), ' ' ORDER BY a.id)),
       bool_or(a.attempted_at > %(just)s)
FROM talent_socialaccount a WHERE a.talent_id = %(talent)s AND a.archived_at IS NULL
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Watched:
    """`which` accounts there are, and what is known of them, each as a short sum. `is_fresh`: one of them was asked
    about a moment ago, which who pressed for it is being told.
    """

    which: str
    known: str
    is_fresh: bool

    @property
    def mark(self) -> str:
        return f"{self.which}-{self.known}"

    def has_others(self, mark: str) -> bool:
        """Whether accounts came or went since that mark."""
        return mark.partition("-")[0] != self.which


def watched(talent_id: int, now: datetime) -> Watched:
    """The state of a talent's accounts in use, to be asked for before what is shown of them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"talent": talent_id, "just": now - JUST})
        which, known, is_fresh = cursor.fetchone()
    return Watched(which or "", known or "", bool(is_fresh))
