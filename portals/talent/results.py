"""What one's work brought, and what it means for tier, stage and the next offer; plainly, and without a promise."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaigns.models import Booking
from campaigns.models.booking import COUNTING, STANDING
from campaigns.queries import open_projects
from portals.talent.frame import page
from portals.talent.standing import me, path_with_word
from stats.results.figures import total
from stats.results.rates import counted_bands
from stats.results.reading import results_of
from talent.queries import bounds_in_use, tier_name

NEWEST = 50


def results(request: HttpRequest) -> HttpResponse:
    """The live pieces with their figures, the newest first, and where they lead."""
    talent, now = me(request), timezone.now()
    mine = Booking.objects.visible_to(request.user).filter(COUNTING, talent=talent)
    bookings = list(mine.select_related("campaign__brand").order_by("-confirmed_at", "-pk")[:NEWEST])
    brought = results_of(bookings)
    live = [each for rows in brought.values() for each in rows]
    live.sort(key=lambda each: (each.piece.published_at or now, each.piece.pk), reverse=True)
    bounds = bounds_in_use()
    above = [bound for bound in bounds if talent.followers is not None and bound[0] > talent.followers]
    booked = {booking.campaign_id for booking in bookings}
    projects = [each for each in open_projects(talent, now) if each.campaign.pk not in booked]
    context = {
        "talent": talent,
        "live": live,
        "views": total("views", [each.figures for each in live]),
        "engagements": total("engagements", [each.figures for each in live]),
        "bands": counted_bands(each.band for each in live if each.band),
        "tier": tier_name(talent, bounds),
        "next_tier": min(above, default=None),
        **path_with_word(talent, now),
        "last": next((booking for booking in bookings if booking.state in STANDING and booking.net is not None), None),
        "reach": len(projects),
        "short": sum(bool(project.short) for project in projects),
    }
    return page(request, "talent/results.html", context)
