"""Puts the demo office together."""

from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Office as OfficeSettings
from accounts.models import User
from accounts.roles import Kind, Role
from agency.demo import (
    audience,
    brands,
    briefs,
    by_hand,
    checked,
    consents,
    dates,
    earned,
    gifts,
    judged,
    papers,
    podcast,
    posts,
    ratings,
    roster,
    sales,
    segments,
    sharing,
    shortlists,
    staff,
    threads,
    wishes,
    work,
)
from clients.actions import add_brand, add_company, add_contact, add_name, set_owner
from clients.models import Brand, BrandMember, Category, Company
from talent.models import Talent, TalentAccess

SEED = 20260401
SEED_FILE = settings.BASE_DIR / ".local" / "standin.json"


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not User.objects.exclude(kind=Kind.SYSTEM).exists() and not Talent.objects.exists()


def find_again(now: datetime) -> None:
    """What of the demo office follows where it is opened; nothing in an office that is not the demo's."""
    owner = User.objects.filter(email=staff.STAFF[0][1]).first()
    if settings.DEMO and owner is not None:
        podcast.find_again(by=owner, now=now)


def _person(name: str, email: str, role: str, kind: Kind, timezone: str = "Asia/Tokyo") -> User:
    user = User(name=name, email=email, role=role, kind=kind, timezone=timezone)
    user.set_password(staff.PASSWORD)
    user.save()
    return user


def _clients(owner: User, now: datetime) -> None:
    categories = {category.key: category for category in Category.objects.all()}
    long_ago = now - timedelta(days=700)
    companies: dict[str, Company] = {}
    for company in brands.COMPANIES:
        companies[company.name] = row = add_company(name=company.name, country=company.country, by=owner, now=long_ago)
        for brand in company.brands:
            made = add_brand(
                company=row, name=brand.name, categories=[categories[key] for key in brand.categories], tint=brand.tint,
                country=company.country, by=owner, now=long_ago,
            )  # fmt: skip
            handle = "".join(c for c in brand.name.lower() if c.isalnum())
            add_name(brand=made, kind="handle", platform="instagram", value=handle, by=owner, now=long_ago)
            for alias in brand.aliases:
                add_name(brand=made, kind="alias", value=alias, by=owner, now=long_ago)
            add_contact(
                brand=made,
                name=f"Press desk, {brand.name}",
                title="Marketing",
                email=f"press@{handle}.example",
                phone="",
                by=owner,
                now=long_ago,
            )
    for child, parent, ago in brands.OWNERSHIPS:
        set_owner(
            child=companies[child],
            parent=companies[parent],
            since=(now - timedelta(days=ago)).date(),
            by=owner,
            now=now,
        )


@transaction.atomic
def make(now: datetime) -> None:
    """The whole office, in one transaction. The same for the same day."""
    rng = Random(SEED)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '5min'")
    settings_row = OfficeSettings.objects.current()
    settings_row.name = "Aozora Office"
    settings_row.save(update_fields=["name"])
    people = [_person(name, email, role, Kind.STAFF) for name, email, role in staff.STAFF]
    owner = people[0]
    _clients(owner, now)
    brand_people: dict[str, User] = {}
    for name, email, role, theirs in staff.BRAND_PEOPLE:
        user = _person(name, email, role, Kind.CLIENT)
        for brand_name in theirs:
            brand = Brand.objects.get(name=brand_name)
            BrandMember.objects.create(brand=brand, user=user, created_at=now, created_by=owner)
            brand_people[brand_name] = user
    made = roster.build(rng, staff=people[:3], now=now, seed_file=SEED_FILE)
    for name, email in (staff.TALENT_LOGIN, ("Siiri Lahdenperä", "siiri@demo.example")):
        user = _person(name, email, Role.TALENT, Kind.TALENT)
        TalentAccess.objects.create(talent=made.by_name[name], user=user, created_at=now, created_by=owner)
    sharing.build(talent=made.by_name[staff.TALENT_LOGIN[0]], manager=people[1], now=now, seed_file=SEED_FILE)
    by_hand.build(Random(SEED), roster=made, booker=people[2], now=now)
    audience.build(Random(SEED), roster=made, booker=people[2], now=now)
    everything = work.Office(rng, now=now, staff=people[:3], brand_people=brand_people, roster=made)
    work.build(everything)
    briefs.build(everything)
    posts.build(now=now, seed_file=SEED_FILE)  # what went live for campaigns is among them
    podcast.build(talent=made.by_name["Rin Sakuraba"], by=people[2], now=now, seed_file=SEED_FILE)
    checked.build(everything)
    shortlists.build(everything)
    papers.build(now=now, person=_person)
    sales.build(everything)
    judged.build(owner=owner, manager=people[1], now=now)
    dates.build(now=now, by=people[1])
    gifts.build(everything)
    consents.build(owner=owner, manager=people[1], booker=people[2], now=now)
    threads.build(everything)
    segments.build(everything)
    earned.build(owner=owner, now=now)
    ratings.build(everything)
    wishes.build(Random(SEED), roster=made, booker=people[2], now=now)
