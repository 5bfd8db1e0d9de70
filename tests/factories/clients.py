"""Companies, brands and the market."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from accounts.roles import Role
from clients.models import Brand, BrandMember, BrandName, Category, Company, Contact, Ownership
from tests.factories.base import NOW, Made, days, somebody
from tests.factories.people import UserFactory


class CategoryFactory(DjangoModelFactory):
    """`CategoryFactory(name="Lipstick", parent=make_up)`."""

    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Market {n}")
    key = factory.Sequence(lambda n: f"market-{n}")
    parent = None


class CompanyFactory(Made):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Company {n}")
    country = "JP"


class OwnershipFactory(Made):
    """The parent owns the child since the first day of 2020."""

    class Meta:
        model = Ownership

    child = factory.SubFactory(CompanyFactory)
    parent = factory.SubFactory(CompanyFactory)
    period = factory.LazyFunction(lambda: days("2020-01-01"))


class BrandFactory(Made):
    """`BrandFactory(categories=[beer])`."""

    class Meta:
        model = Brand
        skip_postgeneration_save = True

    company = factory.SubFactory(CompanyFactory)
    name = factory.Sequence(lambda n: f"Brand {n}")
    country = "JP"

    @factory.post_generation
    def categories(self, create: bool, extracted: Any, **_: Any) -> None:
        if create and extracted:
            self.categories.set(extracted)


class BrandNameFactory(DjangoModelFactory):
    class Meta:
        model = BrandName

    brand = factory.SubFactory(BrandFactory)
    kind = "alias"
    value = factory.Sequence(lambda n: f"Alias {n}")


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    brand = factory.SubFactory(BrandFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@brands.example")


def brand_person(brand: Brand | None = None, role: str = Role.BRAND_APPROVER, **values: Any) -> User:
    """A user of the client portal who acts for the brand (a new one where none is given)."""
    user = UserFactory(role=role, **values)
    BrandMember.objects.create(brand=brand or BrandFactory(), user=user, created_at=NOW, created_by=somebody())
    return user
