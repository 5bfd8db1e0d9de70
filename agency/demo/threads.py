"""What the people of the demo office wrote to one another, what they were told, and yesterday's digest."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from accounts.actions import write_digest
from accounts.actions.notices import MORNING
from accounts.models import User
from accounts.roles import Kind
from agency.demo.pictures import picture
from agency.demo.work import Office
from campaigns import actions
from campaigns.models import Audience, Booking, Campaign, LetterTemplate, Outreach
from outbox.models import Message
from talent.models import Talent
from talent.models.talent import Stage

GLOW = "Glow week"
LOOKS = ("gold", "plum", "bare", "night blue", "rose", "copper", "gold again")
NIGHT = "Night Run, spring 2027"
TEMPLATES = (
    (
        "Still deciding", "“{campaign}” is not decided yet",
        "Hello {talent},\n\nthank you for your idea. We read everything that came in for “{campaign}” and talk with "
        "{brand} this week. Nothing is held for you until then, so take other work as you like. You hear from us "
        "either way.\n\n{manager}",
    ),
    (
        "Spring castings", "What we cast this spring",
        "Hello {talent},\n\nfour open calls come up until March, two of them outdoors. They appear in your portal:\n"
        "{link}\n\nIf your dates have changed, tell {manager}.",
    ),
)  # fmt: skip
TOAST = "New Year, sparkling"
TALENT = "Honoka Ishiguro"
READ_AFTER = timedelta(days=2)


def build(office: Office) -> None:
    """Threads with a talent, with a brand, and among ourselves."""
    campaign = Campaign.objects.select_related("brand", "manager").get(name=GLOW)
    rows = Booking.objects.select_related("campaign__brand", "campaign__manager", "talent")
    booking = rows.get(campaign=campaign, talent__name=TALENT, confirmed_at__isnull=False)
    manager = campaign.manager
    talent = User.objects.get(talent_access__talent=booking.talent)
    brand = User.objects.get(brand_memberships__brand=campaign.brand)
    _thread(
        office, "Palette and shoot day", Audience.TALENT, campaign, booking,
        (manager, 76, "The palette went out on Monday and is with you tomorrow. Is Thursday afternoon still good?"),
        (talent, 70, "It is here. Thursday works, from 14:00; before that the light in my kitchen is too hard."),
        (manager, 51, "14:00 it is. Keep the box closed until the camera runs, they want to see it open."),
        (talent, 3, "May I use the plum shade on day two instead of day three? It suits the coat better."),
    )  # fmt: skip
    other = rows.get(campaign__name=TOAST, talent__name=TALENT, confirmed_at__isnull=False)
    _thread(
        office, "Where the bottles go", Audience.TALENT, other.campaign, other,
        (other.campaign.manager, 6, "Kaskad sends two cases. Is your studio open on Saturday, or do they come to us?"),
    )  # fmt: skip
    _thread(
        office, "Order of the seven evenings", Audience.BRAND, campaign, None,
        (brand, 64, "Our shop windows show the gold look first. Could the first post be gold as well?"),
        (manager, 60, "Yes. Gold first, then as in the brief. The talents know."),
        (manager, 5, "All four have the palette now. The first drafts reach you on the day that the brief names."),
    )  # fmt: skip
    _thread(
        office, "If Rin’s flight is late", Audience.OFFICE, campaign, None,
        (office.staff[2], 52, "Rin lands at 11:40 on her shoot day. If she is late, can Apolline swap with her?"),
        (office.staff[0], 30, "Asked Apolline, she can. Leave it as it is until noon."),
        (office.staff[2], 4, "She lands on time. Nothing changes."),
    )  # fmt: skip
    Message.objects.filter(read=None, written__lt=office.now - READ_AFTER).exclude(reader="").update(read=office.now)
    _digests(office)
    _outreach(office)


def _thread(
    office: Office, title: str, audience: str, campaign: Campaign, booking: Booking | None, *said: tuple[User, int, str]
) -> None:
    (opener, ago, first), *rest = said
    thread = actions.open_thread(
        campaign=campaign, booking=booking, audience=audience, title=title, text=first, by=opener,
        now=office.now - timedelta(hours=ago), attachments=_files(title),
    )  # fmt: skip
    for by, ago, text in rest:
        actions.write_message(thread=thread, text=text, by=by, now=office.now - timedelta(hours=ago))


def _files(title: str) -> list[ContentFile]:  # type: ignore[type-arg]
    """What came with the first message: a picture of the windows, and the order of the evenings."""
    if title != "Order of the seven evenings":
        return []
    evenings = "\n".join(f"Evening {number}: {look}" for number, look in enumerate(LOOKS, start=1))
    return [picture(Random(title), "shop windows.jpg"), ContentFile(evenings.encode(), name="order of evenings.txt")]


def _outreach(office: Office) -> None:
    """Two templates; one letter to a campaign's applicants waits as drafts, one to the roster went out."""
    by = office.staff[2]
    made = {
        name: actions.add_letter_template(
            name=name, subject=subject, body=body, by=office.staff[0], now=office.now - timedelta(days=20)
        )
        for name, subject, body in TEMPLATES
    }
    campaign = Campaign.objects.select_related("brand__company", "brief", "manager").get(name=NIGHT)
    waiting = Talent.objects.filter(applications__campaign=campaign, applications__state="applied")
    _write(made["Still deciding"], campaign, list(waiting.select_related("manager").order_by("name")), by, office.now)
    ours = Talent.objects.filter(stage=Stage.HEADLINER, archived_at=None).select_related("manager").order_by("name")
    ago = office.now - timedelta(days=6)
    news = _write(made["Spring castings"], None, [office.named(TALENT), *ours[:12]], by, ago)
    actions.send_outreach(outreach=news, by=by, now=ago)


def _write(
    template: LetterTemplate, campaign: Campaign | None, talents: list[Talent], by: User, now: datetime
) -> Outreach:
    return actions.write_outreach(
        talents=list(dict.fromkeys(talents)), campaign=campaign, template=template, subject=template.subject,
        body=template.body, expected=None, by=by, now=now,
    )  # fmt: skip


def _digests(office: Office) -> None:
    """Yesterday's, for everybody at the desk for whom something was gathered before that morning and is unread."""
    for user in User.objects.filter(kind=Kind.STAFF, is_active=True).order_by("pk"):
        zone = ZoneInfo(user.timezone)
        yesterday = (office.now.astimezone(zone) - timedelta(days=1)).date()
        at = office.now.astimezone(zone).replace(
            year=yesterday.year, month=yesterday.month, day=yesterday.day, hour=MORNING.hour, minute=5
        )
        waiting = Message.objects.filter(reader=user.public_id, state=Message.State.GATHERED, written__lt=at)
        if waiting.exists():
            waiting.update(read=None)
            write_digest(user=user, by=User.objects.system(), now=at)
