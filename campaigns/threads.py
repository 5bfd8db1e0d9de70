"""Who may open a thread and write in it, and who reads it."""

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns.models import Audience, Booking, Campaign, CampaignState, Thread
from campaigns.models.booking import BookingState
from campaigns.people import Addressee, managers_of, may, members_of, users_of
from campaigns.queries.threads import who_takes_part
from clients.models import Brand
from lib.refusals import Answer, Denied
from talent.models import Talent

STRANGER = Denied("This thread is not yours to write in.", code="stranger")


def may_write(by: User, audience: str, campaign: Campaign, talent: Talent | None) -> Answer:
    """Whether somebody is among those who read such a thread, and may write in one."""
    answer = may(by, Permission.WRITE_THREADS)
    if not answer or by.kind == Kind.STAFF:
        return answer
    theirs = (
        by.kind == Kind.CLIENT
        and audience == Audience.BRAND
        and Brand.objects.visible_to(by).filter(pk=campaign.brand_id).exists()
    ) or (
        by.kind == Kind.TALENT
        and audience == Audience.TALENT
        and talent is not None
        and talent.access.filter(user=by).exists()
    )
    return True if theirs else STRANGER


def may_open(by: User, campaign: Campaign, booking: Booking | None, audience: str, talent: Talent | None) -> Answer:
    """Whether such a thread can be opened: whoever is to read it knows of the project, and can sign in."""
    answer = may_write(by, audience, campaign, talent)
    if not answer or audience == Audience.OFFICE:
        return answer
    if booking is not None and not _was_confirmed(booking):
        return Denied("A hold is the office’s own affair. Open the thread on the campaign, or confirm first.")
    if audience == Audience.BRAND:
        if campaign.state == CampaignState.DRAFT:
            return Denied(f"{campaign.brand.name} does not see this campaign yet. Open it first.")
        if not members_of(campaign.brand):
            return Denied(f"Nobody of {campaign.brand.name} can sign in. Invite somebody first.")
        return True
    if talent is None:
        return Denied("Choose the talent who reads it.")
    if not who_takes_part(campaign).filter(pk=talent.pk).exists():
        return Denied(f"{talent.name} neither applied for this campaign nor was asked or booked for it.")
    if not users_of(talent):
        return Denied(f"Nobody can sign in for {talent.name}. Invite them first.")
    return True


def _was_confirmed(booking: Booking) -> bool:
    return booking.state not in (BookingState.HOLD, BookingState.RELEASED)


def readers(thread: Thread) -> dict[str, list[Addressee]]:
    """Who is told of a message, by kind. Of the office: who looks after the campaign, and who wrote in it."""
    told: dict[str, list[Addressee]] = {Kind.STAFF: _of_office(thread)}
    if thread.audience == Audience.TALENT and thread.talent is not None:
        told[Kind.TALENT] = users_of(thread.talent)
    if thread.audience == Audience.BRAND:
        told[Kind.CLIENT] = members_of(thread.campaign.brand)
    return told


def _of_office(thread: Thread) -> list[Addressee]:
    wrote = thread.messages.order_by().values("written_by")
    staff = User.objects.filter(kind=Kind.STAFF, is_active=True, pk__in=wrote).order_by("pk")
    told = [*managers_of(thread.campaign), *(Addressee.of(user) for user in staff)]
    return list({each.reader: each for each in told}.values())
