"""A project's steps, each through the actions, so that a test begins where it needs to."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from campaigns import actions
from campaigns.models import Application, Booking, Campaign, ClientBrief, Deliverable, Draft, Nomination, Shortlist
from campaigns.shortlists import Plan
from clients.models import Brand
from talent.models import Talent
from tests.factories import NOW, CampaignFactory, TalentFactory, booker, brand_person, talent_user


def apply(campaign: Campaign | None = None, talent: Talent | None = None, **values: Any) -> Application:
    campaign, talent = campaign or CampaignFactory(), talent or TalentFactory()
    if not talent.access.exists():
        talent_user(talent)
    said = {"idea": "A picnic by the river.", "proposed_fee": None, "now": NOW, **values}
    return actions.apply(campaign=campaign, talent=talent, by=talent.access.first().user, **said)


def end_call(campaign: Campaign) -> None:
    """Nobody applies any more, so that nothing but its pieces keeps the campaign running."""
    actions.close_call(campaign=campaign, by=booker(), now=NOW)


def nominate(campaign: Campaign | None = None, talent: Talent | None = None, **values: Any) -> Nomination:
    said = {"fee": None, "words": "", "reply_by": NOW + timedelta(days=2), "by": booker(), "now": NOW, **values}
    return actions.nominate(campaign=campaign or CampaignFactory(), talents=[talent or TalentFactory()], **said)[0]


def hold(campaign: Campaign | None = None, talent: Talent | None = None, **values: Any) -> Booking:
    campaign, talent = campaign or CampaignFactory(), talent or TalentFactory()
    return actions.place_hold(campaign=campaign, talent=talent, **{"by": booker(), "now": NOW, **values})


def book(campaign: Campaign | None = None, talent: Talent | None = None, **values: Any) -> Booking:
    return actions.confirm_booking(booking=hold(campaign, talent, **values), by=booker(), now=NOW)


def piece(booking: Booking | None = None) -> Deliverable:
    booking = booking or book()
    if not booking.talent.access.exists():
        talent_user(booking.talent)
    return booking.deliverables.order_by("pk")[0]


def submit(deliverable: Deliverable | None = None, **values: Any) -> Draft:
    deliverable = deliverable or piece()
    said = {"caption": "Summer in a glass. #PR", "label": "#PR", "link": "", "note": "", "now": NOW}
    by = deliverable.booking.talent.access.first().user
    return actions.submit_draft(deliverable=deliverable, **{**said, "by": by, **values})


def answer(draft: Draft, side: str = "office", approved: bool = True, comment: str = "", **values: Any):
    if "by" not in values:
        values["by"] = booker() if side == "office" else brand_person(draft.deliverable.booking.campaign.brand)
    return actions.review_draft(draft=draft, side=side, approved=approved, comment=comment, **{"now": NOW, **values})


def approve(deliverable: Deliverable | None = None) -> Deliverable:
    draft = submit(deliverable)
    answer(draft, "office")
    answer(draft, "client")
    return Deliverable.objects.get(pk=draft.deliverable_id)


def publish(deliverable: Deliverable | None = None, url: str = "https://www.instagram.com/p/1/") -> Deliverable:
    deliverable = approve(deliverable)
    by = deliverable.booking.talent.access.first().user
    return actions.give_post_address(deliverable=deliverable, url=url, by=by, now=NOW)


def drafted(campaign: Campaign | None = None, talents: Any = (), **values: Any) -> Shortlist:
    """A draft with these talents, each with a word and the brief's fee."""
    campaign = campaign or CampaignFactory()
    said = {"by": booker(), "now": NOW, **values}
    draft = actions.draft_shortlist(campaign=campaign, **said)
    known = set(draft.entries.values_list("talent", flat=True))
    fresh = [talent for talent in talents if talent.pk not in known]
    if fresh:
        actions.add_entries(shortlist=draft, talents=fresh, **said)
    for entry in draft.entries.filter(why=""):
        actions.write_entry(entry=entry, why="Films in daylight.", price=entry.price, posts=[], **said)
    return draft


def proposed(campaign: Campaign | None = None, talents: Any = (), figures: Any = None, **values: Any) -> Shortlist:
    """The same, sent."""
    draft = drafted(campaign, talents or [TalentFactory()], **values)
    said = {"by": booker(), "now": NOW, **values}
    return actions.send_shortlist(shortlist=draft, figures=figures or {}, plan=Plan((("Brand", "Kirei"),)), **said)


def client_brief(brand: Brand, *, by: User, sent: bool = True, **said: Any) -> ClientBrief:
    """What one of the brand's people asks for; `sent`: the office has it."""
    texts = ("product", "audience", "wanted", "usage", "dos", "donts", "words", "tags", "label", "gift")
    nothing = dict.fromkeys(texts, "")
    lists: dict[str, Any] = {
        name: [] for name in ("channels", "territories", "uses", "categories", "exclusive_categories")
    }
    unsaid = {
        **dict.fromkeys(("days", "places", "budget", "fee", "gift_value", "exclusive_tail")), "goals": {},
        "goals_currency": "", "attributes": {}, "pieces": (),
    }  # fmt: skip
    said = {"name": "Lunch", "goal": "A long lunch", **nothing, **lists, **unsaid, **said}
    row = actions.write_client_brief(brand=brand, brief=None, said=said, by=by, now=NOW)
    return actions.send_client_brief(brief=row, by=by, now=NOW) if sent else row
