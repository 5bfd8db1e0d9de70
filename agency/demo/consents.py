"""Waivers and overrides of the demo office: one asked for, one granted, one clash decided, one to second."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from accounts.models import User
from campaigns.actions import place_hold
from campaigns.models import Campaign, CampaignState
from clients.models import Brand
from exclusivity.actions import ask_waiver, decide, grant_waiver, propose_override
from exclusivity.actions.waivers import Consent
from exclusivity.consents import WaiverScope, wished
from exclusivity.models import Clause, Finding
from talent.models import Talent

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def build(*, owner: User, manager: User, booker: User, now: datetime) -> None:
    """What is there to ask, to record, to decide and to second; nothing where the plan has no such pair."""
    _asked(booker, now)
    _granted(booker, manager, now)
    _decided(manager, now)
    _proposed(owner, booker, now)


def _pair(one: str, other: str, talent: str) -> Finding | None:
    rows = Finding.objects.open().filter(talent__name=talent)
    names = {one, other}
    return next((row for row in rows if {row.one.brand.name, row.other.brand.name} == names), None)


def _asked(booker: User, now: datetime) -> None:
    """Lumeya, for Honoka's place with Solenne: six days without an answer."""
    finding = _pair("Lumeya", "Solenne", "Honoka Ishiguro")
    if finding is None:
        return
    keeper, wish = sorted((finding.one, finding.other), key=lambda side: side.brand.name != "Lumeya")
    person = keeper.brand.contacts.exclude(email="").first()
    ask_waiver(
        clause=keeper.clauses.get(superseded_at=None), scope=wished(wish),
        to_name=person.name if person else "Shūhei Arakawa", to_address=person.email if person else "",
        words="The reel is shot outdoors and shows no skincare.", by=booker, now=now - timedelta(days=6),
    )  # fmt: skip


def _granted(booker: User, manager: User, now: datetime) -> None:
    """Velora lets Élodie appear for Haneulbit on Instagram; it runs out in three weeks."""
    clause = Clause.objects.filter(commitment__brand__name="Velora", superseded_at=None).first()
    rival = Brand.objects.filter(name="Haneulbit").first()
    if clause is None or rival is None:
        return
    waiver = ask_waiver(
        clause=clause, scope=WaiverScope(brand_id=rival.pk, channels=("instagram",)), to_name="Nadia Bouvier",
        to_address="", by=booker, now=now - timedelta(days=40),
    )  # fmt: skip
    consent = Consent(
        grantor="Nadia Bouvier", authority="Brand director, Velora", written_on=(now - timedelta(days=37)).date(),
        writing="Signed letter", document=ContentFile(PAPER, name="paper.pdf"),
        document_name="Velora consent, Haneulbit.pdf", conditions="No side by side with a Velora product.",
        expires=now + timedelta(days=21),
    )  # fmt: skip
    grant_waiver(waiver=waiver, consent=consent, by=manager, now=now - timedelta(days=36))


def _decided(manager: User, now: datetime) -> None:
    """A doubt: two sister brands, of which each keeps make-up to itself."""
    doubt = _pair("Haneulbit", "Velora", "Yuna Baek")
    if doubt is not None and doubt.verdict == "REVIEW":
        decide(
            finding=doubt, accepted=True, by=manager, now=now - timedelta(hours=20),
            reason="One group: Haneulbit belongs to Solenne, and Velora’s director wrote on Monday that both may run.",
        )  # fmt: skip


def _proposed(owner: User, booker: User, now: datetime) -> None:
    """Honoka is bound to Fjellstrid's shoes; the office would let her run one night for Hayanami all the same."""
    campaign = Campaign.objects.filter(brand__name="Hayanami", state=CampaignState.OPEN).first()
    talent = Talent.objects.filter(name="Honoka Ishiguro").first()
    if campaign is None or talent is None:
        return
    place_hold(
        campaign=campaign, talent=talent, price=campaign.brief.fee, hold_until=now + timedelta(days=6), by=booker,
        now=now - timedelta(days=2),
    )  # fmt: skip
    clash = _pair("Fjellstrid", "Hayanami", talent.name)
    if clash is not None:
        propose_override(
            finding=clash, by=owner, now=now - timedelta(hours=5),
            reason="Fjellstrid’s director told me at the half marathon that one charity night does not trouble them.",
        )  # fmt: skip
