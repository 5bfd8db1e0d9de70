"""Brands, their names, contacts and people."""

import pytest

from accounts.models import Invitation
from clients.actions import (
    add_brand,
    add_contact,
    add_name,
    archive_brand,
    archive_company,
    edit_brand,
    edit_contact,
    invite_brand_person,
    remove_brand_person,
    remove_contact,
    remove_name,
    restore_brand,
)
from clients.models import Brand, BrandMember, BrandName, Contact
from lib.refusals import Refused
from outbox.models import Message
from tests.factories import (
    BrandFactory,
    BrandNameFactory,
    CategoryFactory,
    CompanyFactory,
    ContactFactory,
    booker,
    brand_person,
    finance,
    reader,
    somebody,
    talent_user,
)

pytestmark = pytest.mark.django_db
AINO = "a@kaskad.example"


@pytest.fixture
def by():
    return booker()


def test_add_brand_with_its_categories(by, now):
    beer, company = CategoryFactory(), CompanyFactory()
    brand = add_brand(company=company, name="Kaskad", categories=[beer], tint="#2F7A94", by=by, now=now)
    brand.refresh_from_db()
    assert (brand.company, brand.name, brand.tint, list(brand.categories.all())) == (
        company,
        "Kaskad",
        "#2F7A94",
        [beer],
    )


def test_add_brand_of_a_name_that_the_company_has_is_refused(by, now):
    brand = BrandFactory(name="Kaskad")
    with pytest.raises(Refused) as refused:
        add_brand(company=brand.company, name="Kaskad", categories=[], by=by, now=now)
    assert str(refused.value) == "This company has a brand of this name."
    assert add_brand(company=CompanyFactory(), name="Kaskad", categories=[], by=by, now=now).name == "Kaskad"


def test_add_brand_to_an_archived_company_is_refused(by, now):
    company = archive_company(company=CompanyFactory(name="Gone"), by=by, now=now)
    with pytest.raises(Refused, match="Gone is archived. Restore it first."):
        add_brand(company=company, name="Kaskad", categories=[], by=by, now=now)


def test_edit_brand_leaves_categories_alone_unless_they_are_given(by, now):
    beer, wine = CategoryFactory.create_batch(2)
    brand = BrandFactory(categories=[beer])
    edit_brand(brand=brand, fields={"name": "New"}, by=by, now=now)
    assert (Brand.objects.get().name, list(brand.categories.all())) == ("New", [beer])
    edit_brand(brand=brand, fields={}, categories=[wine], by=by, now=now)
    assert list(brand.categories.all()) == [wine]


def test_edit_brand_takes_no_archived_category_but_keeps_one_that_it_has(by, now):
    old = CategoryFactory(name="Old", archived_at=now, archived_by=somebody())
    brand = BrandFactory(categories=[old])
    edit_brand(brand=brand, fields={}, categories=[old], by=by, now=now)
    with pytest.raises(Refused, match="Old is archived. Choose another category."):
        edit_brand(brand=BrandFactory(), fields={}, categories=[old], by=by, now=now)


def test_archive_brand_and_restore_with_its_company(by, now):
    brand = archive_brand(brand=BrandFactory(), by=by, now=now)
    archive_company(company=brand.company, by=by, now=now)
    restore_brand(brand=brand, by=by, now=now)
    brand = Brand.objects.select_related("company").get(pk=brand.pk)
    assert (brand.archived_at, brand.archived_by, brand.company.archived_at) == (None, None, None)


@pytest.mark.parametrize("verb", [archive_brand, restore_brand])
def test_finance_does_not_change_brands(verb, now):
    with pytest.raises(Refused) as refused:
        verb(brand=BrandFactory(), by=finance(), now=now)
    assert refused.value.denied.code == "role:edit_clients"


@pytest.mark.parametrize(
    ("kind", "given", "platform", "kept"),
    [
        ("handle", " @kaskad ", "instagram", "kaskad"),
        ("hashtag", "#kaskadday", "", "kaskadday"),
        ("alias", "カスカド", "", "カスカド"),
    ],
)
def test_add_name_keeps_the_bare_name(kind, given, platform, kept, by, now):
    name = add_name(brand=BrandFactory(), kind=kind, value=given, platform=platform, by=by, now=now)
    assert (name.kind, name.platform, name.value) == (kind, platform, kept)


def test_add_name_twice_without_platform_or_empty_is_refused(by, now):
    brand = BrandFactory()
    add_name(brand=brand, kind="alias", value="Kaskad Oy", by=by, now=now)
    with pytest.raises(Refused, match="This name is written down already."):
        add_name(brand=brand, kind="alias", value="Kaskad Oy", by=by, now=now)
    with pytest.raises(Refused, match="Say on which platform this handle is."):
        add_name(brand=brand, kind="handle", value="kaskad", by=by, now=now)
    with pytest.raises(Refused):
        add_name(brand=brand, kind="hashtag", value="#", by=by, now=now)


def test_remove_name_strikes_out_that_one(by, now):
    name, other = BrandNameFactory.create_batch(2)
    remove_name(name=name, by=by, now=now)
    assert list(BrandName.objects.all()) == [other]


def test_contacts_are_added_changed_and_struck_out(by, now):
    brand, other = BrandFactory(), ContactFactory()
    contact = add_contact(brand=brand, name="Aino", email="aino@kaskad.example", by=by, now=now)
    edit_contact(contact=contact, fields={"title": "Brand manager"}, by=by, now=now)
    contact.refresh_from_db()
    assert (contact.name, contact.title, contact.email) == ("Aino", "Brand manager", "aino@kaskad.example")
    remove_contact(contact=contact, by=by, now=now)
    assert list(Contact.objects.all()) == [other]


def test_contact_with_half_an_address_is_refused(by, now):
    with pytest.raises(Refused, match="E-mail: Write an e-mail address, such as mia@office.example."):
        add_contact(brand=BrandFactory(), name="Aino", email="aino@", by=by, now=now)


def test_invite_brand_person_opens_the_portal_for_that_brand(by, now):
    brand, other = BrandFactory.create_batch(2)
    member = invite_brand_person(brand=brand, email=AINO, name="Aino", role="brand_approver", by=by, now=now)
    assert (member.user.kind, member.user.role, member.created_by) == ("client", "brand_approver", by)
    assert list(Brand.objects.visible_to(member.user)) == [brand]
    assert list(Message.objects.values_list("to_address", "kind")) == [(AINO, "invitation")]
    assert other.members.count() == 0


def test_invite_brand_person_who_works_here_adds_the_brand_without_a_letter(by, now):
    person, brand = brand_person(email=AINO), BrandFactory()
    invite_brand_person(brand=brand, email="A@kaskad.example", name="Aino", role="brand_reader", by=by, now=now)
    invite_brand_person(brand=brand, email="A@kaskad.example", name="Aino", role="brand_reader", by=by, now=now)
    assert person.brand_memberships.count() == 2
    assert (Message.objects.count(), Invitation.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["booker", "talent"])
def test_invite_brand_person_with_another_portals_role_is_refused(role, by, now):
    with pytest.raises(Refused, match="That role belongs to another portal."):
        invite_brand_person(brand=BrandFactory(), email=AINO, name="Aino", role=role, by=by, now=now)


def test_invite_brand_person_whose_address_is_a_talents_is_refused_and_leaves_nothing(by, now):
    talent_user(email=AINO)
    with pytest.raises(Refused, match="works in the talent portal already"):
        invite_brand_person(brand=BrandFactory(), email=AINO, name="Aino", role="brand_reader", by=by, now=now)
    assert BrandMember.objects.count() == 0


def test_remove_brand_person_ends_that_brands_access_only(by, now):
    brand, other = BrandFactory.create_batch(2)
    person = brand_person(brand)
    BrandMember.objects.create(brand=other, user=person, created_at=now, created_by=by)
    remove_brand_person(member=person.brand_memberships.get(brand=brand), by=by, now=now)
    assert list(Brand.objects.visible_to(person)) == [other]


def test_visible_to_each_kind_of_person():
    mine, foreign = BrandFactory.create_batch(2)
    person, stranger = brand_person(mine), brand_person(foreign)
    gone = brand_person(mine, is_active=False)
    seen = {p: set(Brand.objects.visible_to(p)) for p in (person, stranger, gone, talent_user(), reader())}
    assert list(seen.values()) == [{mine}, {foreign}, set(), set(), {mine, foreign}]
