"""One's own accounts, their figures, and where each is from."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portals.pages import page
from portals.talent.standing import me
from stats.queries import curve, growth
from talent.models import SocialAccount
from talent.queries import tier_name

WINDOW = 90


def accounts(request: HttpRequest) -> HttpResponse:
    """Each account with its last ninety days."""
    talent, now = me(request), timezone.now()
    rows = list(SocialAccount.objects.visible_to(request.user).filter(talent=talent, archived_at=None))
    ids = [row.pk for row in rows]
    today = timezone.localdate()
    curves = curve(ids, today - timedelta(days=WINDOW), today + timedelta(days=1))
    month = growth(ids, 30, now)
    lines = [
        {
            "account": row,
            "growth": month.get(row.pk),
            "curve": [point.followers for point in curves.get(row.pk, []) if point.followers is not None],
        }
        for row in rows
    ]
    return page(
        request, "talent/accounts.html", {"talent": talent, "lines": lines, "tier": tier_name(talent), "now": now}
    )
