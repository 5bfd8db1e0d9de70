"""Campaigns, bookings, content and contracts."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from campaigns.models import (
    AmbassadorContract,
    Application,
    Booking,
    BookingState,
    Brief,
    Campaign,
    CampaignState,
    ContractState,
    Deliverable,
    Draft,
    Review,
    WantedDeliverable,
)
from exclusivity.models import CommitmentKind, Status
from tests.factories.base import NOW, Made, days, somebody
from tests.factories.clients import BrandFactory
from tests.factories.promises import CommitmentFactory
from tests.factories.talents import TalentFactory


class CampaignFactory(Made):
    """An open campaign with a whole brief. `CampaignFactory(brief__fee=None)`, `CampaignFactory(state="draft")`."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    brand = factory.SubFactory(BrandFactory)
    name = factory.Sequence(lambda n: f"Campaign {n}")
    state = CampaignState.OPEN
    manager = factory.LazyFunction(somebody)
    opened_at = factory.LazyAttribute(lambda o: None if o.state == CampaignState.DRAFT else NOW)
    opened_by = factory.LazyAttribute(lambda o: somebody() if o.opened_at else None)
    closed_at = factory.LazyAttribute(lambda o: NOW if o.state == CampaignState.CLOSED else None)
    closed_by = factory.LazyAttribute(lambda o: somebody() if o.closed_at else None)
    cancelled_at = factory.LazyAttribute(lambda o: NOW if o.state == CampaignState.CANCELLED else None)
    cancelled_by = factory.LazyAttribute(lambda o: somebody() if o.cancelled_at else None)
    brief = factory.RelatedFactory("tests.factories.work.BriefFactory", factory_related_name="campaign")


class BriefFactory(DjangoModelFactory):
    """What a campaign needs to open: one reel on Instagram in Japan in May 2026, for 120,000 yen."""

    class Meta:
        model = Brief
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory, brief=None)
    goal = "Show the new flavour in daily life."
    product = "Yuzu soda"
    channels = factory.LazyFunction(lambda: ["instagram"])
    territories = factory.LazyFunction(lambda: ["JP"])
    days = factory.LazyFunction(lambda: days("2026-05-01", "2026-06-01"))
    apply_until = date(2026, 4, 25)
    places = 3
    fee = Decimal("120000")

    @factory.post_generation
    def categories(self, create: bool, extracted: Any, **_: Any) -> None:
        if create:
            self.categories.set(extracted if extracted is not None else self.campaign.brand.categories.all())

    @factory.post_generation
    def wanted(self, create: bool, extracted: Any, **_: Any) -> None:
        for line in (extracted if extracted is not None else [{}]) if create else ():
            WantedDeliverableFactory(brief=self, **line)


class WantedDeliverableFactory(DjangoModelFactory):
    class Meta:
        model = WantedDeliverable

    brief = factory.SubFactory(BriefFactory, wanted=[])
    kind = "reel"
    channel = "instagram"
    draft_due_on = date(2026, 5, 8)
    live_on = date(2026, 5, 15)


class ApplicationFactory(Made):
    class Meta:
        model = Application

    campaign = factory.SubFactory(CampaignFactory)
    talent = factory.SubFactory(TalentFactory)
    idea = "A picnic by the river."
    decided_at = factory.LazyAttribute(lambda o: NOW if getattr(o, "state", "") in ("accepted", "declined") else None)
    decided_by = factory.LazyAttribute(lambda o: somebody() if o.decided_at else None)


STATUS_OF = {
    BookingState.HOLD: Status.HOLD,
    BookingState.CONFIRMED: Status.CONFIRMED,
    BookingState.COMPLETED: Status.CONFIRMED,
    BookingState.RELEASED: Status.CANCELLED,
    BookingState.CANCELLED: Status.CANCELLED,
}


class BookingFactory(Made):
    """A first hold; `BookingFactory(state="confirmed")` says who confirmed it but has no boxes."""

    class Meta:
        model = Booking

    campaign = factory.SubFactory(CampaignFactory)
    talent = factory.SubFactory(TalentFactory)
    state = BookingState.HOLD
    days = factory.LazyAttribute(lambda o: o.campaign.brief.days)
    price = Decimal("120000")
    commitment = factory.LazyAttribute(
        lambda o: CommitmentFactory(
            brand=o.campaign.brand,
            talents=[o.talent],
            status=STATUS_OF[BookingState(o.state)],
            kind=CommitmentKind.ONE_OFF,
        )
    )
    confirmed_at = factory.LazyAttribute(lambda o: NOW if o.state in ("confirmed", "completed", "cancelled") else None)
    confirmed_by = factory.LazyAttribute(lambda o: somebody() if o.confirmed_at else None)
    released_at = factory.LazyAttribute(lambda o: NOW if o.state == "released" else None)
    released_by = factory.LazyAttribute(lambda o: somebody() if o.released_at else None)
    cancelled_at = factory.LazyAttribute(lambda o: NOW if o.state == "cancelled" else None)
    cancelled_by = factory.LazyAttribute(lambda o: somebody() if o.cancelled_at else None)


class DeliverableFactory(Made):
    """A piece that a confirmed booking owes, in any state of `DeliverableState`."""

    class Meta:
        model = Deliverable

    booking = factory.SubFactory(BookingFactory, state="confirmed")
    kind = "reel"
    channel = "instagram"
    draft_due_on = date(2026, 5, 8)
    live_on = date(2026, 5, 15)
    state = "planned"
    approved_at = factory.LazyAttribute(lambda o: NOW if o.state in ("approved", "published") else None)
    approved_by = factory.LazyAttribute(lambda o: somebody() if o.approved_at else None)
    published_at = factory.LazyAttribute(lambda o: NOW if o.state == "published" else None)
    published_by = factory.LazyAttribute(lambda o: somebody() if o.published_at else None)
    post_url = factory.LazyAttribute(lambda o: "https://instagram.example/p/1" if o.state == "published" else "")


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    deliverable = factory.SubFactory(DeliverableFactory, state="office_review")
    version = factory.LazyAttribute(lambda o: o.deliverable.drafts.count() + 1)
    caption = "Summer in a glass. #PR"
    label = "#PR"
    content_hash = factory.Sequence(lambda n: f"{n:064x}")
    submitted_at = NOW
    submitted_by = factory.LazyFunction(somebody)


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    draft = factory.SubFactory(DraftFactory)
    side = "office"
    approved = True
    made_at = NOW
    made_by = factory.LazyFunction(somebody)


class AmbassadorContractFactory(Made):
    """A draft of a year; `state="signed"` says who signed it but has no boxes."""

    class Meta:
        model = AmbassadorContract

    brand = factory.SubFactory(BrandFactory)
    talent = factory.SubFactory(TalentFactory)
    title = factory.Sequence(lambda n: f"Ambassador contract {n}")
    state = ContractState.DRAFT
    days = factory.LazyFunction(lambda: days("2026-01-01", "2027-01-01"))
    fee = Decimal("3000000")
    commitment = factory.LazyAttribute(
        lambda o: CommitmentFactory(
            brand=o.brand,
            talents=[o.talent],
            kind=CommitmentKind.AMBASSADOR,
            status=Status.SIGNED if o.state in ("signed", "ended") else Status.DRAFT,
            term=o.days,
        )
    )
    signed_at = factory.LazyAttribute(lambda o: NOW if o.state in ("signed", "ended") else None)
    signed_by = factory.LazyAttribute(lambda o: somebody() if o.signed_at else None)
    ended_at = factory.LazyAttribute(lambda o: NOW if o.state == "ended" else None)
    ended_by = factory.LazyAttribute(lambda o: somebody() if o.ended_at else None)
