"""The factories make rows that the database takes."""

import pytest
from django.db import transaction
from factory.django import DjangoModelFactory

from tests import factories

NOT_FOR_FORMS = ("password", "mapping", "outcome", "content")
MACHINES = (factories.AccountSnapshotFactory, factories.JobFactory)  # no form ever shows these rows
FACTORIES = [
    f
    for f in vars(factories).values()
    if isinstance(f, type)
    and issubclass(f, DjangoModelFactory)
    and not f._meta.abstract
    and f is not DjangoModelFactory
]


@pytest.mark.django_db
@pytest.mark.parametrize("make", FACTORIES, ids=lambda f: f.__name__)
def test_factory_without_arguments_makes_three_whole_rows(make):
    for _ in range(3):
        row = make()
        if make not in MACHINES:
            row.full_clean(exclude=NOT_FOR_FORMS)
    assert make._meta.model._default_manager.count() >= 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field"),
    [
        (factories.CampaignFactory, "state"),
        (factories.BookingFactory, "state"),
        (factories.DeliverableFactory, "state"),
        (factories.AmbassadorContractFactory, "state"),
        (factories.ApplicationFactory, "state"),
    ],
    ids=lambda v: getattr(v, "__name__", v),
)
def test_factory_in_every_state_keeps_the_constraints(make, field):
    states = [value for value, _ in make._meta.model._meta.get_field(field).choices]
    assert [getattr(make(**{field: state}), field) for state in states] == states


@pytest.mark.django_db
def test_people_have_the_kind_of_their_role():
    brand, talent = factories.BrandFactory(), factories.TalentFactory()
    people = [factories.owner(), factories.brand_person(brand), factories.talent_user(talent)]
    assert [p.kind for p in people] == ["staff", "client", "talent"]
    assert list(people[1].brand_memberships.values_list("brand", flat=True)) == [brand.pk]
    assert list(people[2].talent_access.values_list("talent", flat=True)) == [talent.pk]
    assert people[0].check_password(factories.PASSWORD)


@pytest.mark.django_db
def test_the_colleague_of_all_factories_is_found_once_and_again_where_they_were_undone(django_assert_num_queries):
    with transaction.atomic():
        undone = factories.somebody()
        with django_assert_num_queries(0):
            assert factories.somebody() == undone
        transaction.set_rollback(True)
    made = factories.somebody()
    with transaction.atomic():
        assert factories.BrandFactory().created_by == made
    with django_assert_num_queries(0):
        assert factories.somebody() == made
    assert made.email == "hand@office.example" and type(made).objects.get(email=made.email) == made
