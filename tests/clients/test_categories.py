"""The market's tree."""

import pytest
from django.db import IntegrityError, transaction

from clients.actions import add_category, archive_category, move_category, rename_category, restore_category
from clients.models import Category
from lib.refusals import Refused
from tests.factories import BrandFactory, CategoryFactory, booker, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return manager()


def test_add_category_makes_its_key_from_the_name(by, now):
    drinks = CategoryFactory(name="Our drinks")
    made = add_category(name="Iced tea", parent=drinks, by=by, now=now)
    assert (made.key, made.name, made.parent) == ("iced-tea", "Iced tea", drinks)


def test_add_category_whose_key_is_taken_gets_another_one(by, now):
    CategoryFactory(key="iced-tea")
    made = add_category(name="Iced tea", by=by, now=now)
    assert made.key.startswith("iced-tea-")
    with pytest.raises(Refused, match="The key iced-tea is taken."):
        add_category(name="Other", key="iced-tea", by=by, now=now)


def test_add_category_in_a_script_without_slug_has_a_key(by, now):
    assert add_category(name="抹茶", by=by, now=now).key.startswith("c-")


def test_add_category_of_a_name_that_stands_there_is_refused(by, now):
    parent = CategoryFactory()
    add_category(name="Tea", parent=parent, by=by, now=now)
    with pytest.raises(Refused, match="There is a category of this name here."):
        add_category(name="Tea", parent=parent, by=by, now=now)
    add_category(name="Topmost", by=by, now=now)
    with pytest.raises(Refused, match="There is a category of this name here."):
        add_category(name="Topmost", by=by, now=now)


def test_booker_does_not_change_the_tree(now):
    with pytest.raises(Refused) as refused:
        add_category(name="Tea", by=booker(), now=now)
    assert refused.value.denied.code == "role:edit_categories"


def test_rename_category_keeps_key_and_note(by, now):
    category = CategoryFactory(name="Tea", key="tea-x", note="Leaves")
    rename_category(category=category, name="Teas", by=by, now=now)
    category.refresh_from_db()
    assert (category.name, category.key, category.note) == ("Teas", "tea-x", "Leaves")


def test_move_category_takes_what_is_below_along(by, now):
    top, other = CategoryFactory.create_batch(2)
    child = CategoryFactory(parent=top)
    move_category(category=top, parent=other, by=by, now=now)
    child.refresh_from_db()
    assert child.parent.parent == other


def test_move_category_below_itself_or_its_own_is_refused(by, now):
    top = CategoryFactory(name="Top")
    low = CategoryFactory(name="Low", parent=CategoryFactory(parent=top))
    for parent in (top, low):
        with pytest.raises(Refused, match="stands below"):
            move_category(category=top, parent=parent, by=by, now=now)
    move_category(category=low, parent=None, by=by, now=now)
    move_category(category=top, parent=low, by=by, now=now)
    assert Category.objects.get(pk=top.pk).parent == low


def test_move_category_to_where_its_name_stands_is_refused(by, now):
    top = CategoryFactory()
    CategoryFactory(name="Tea", parent=top)
    with pytest.raises(Refused, match="There is a category of this name here."):
        move_category(category=CategoryFactory(name="Tea"), parent=top, by=by, now=now)


def test_archive_category_waits_for_children_and_brands(by, now):
    top = CategoryFactory(name="Top")
    low = CategoryFactory(name="Low", parent=top)
    brand = BrandFactory(categories=[low])
    with pytest.raises(Refused, match="Top has categories below it. Move or archive them first."):
        archive_category(category=top, by=by, now=now)
    with pytest.raises(Refused, match="1 brand is in Low. Give it another category first."):
        archive_category(category=low, by=by, now=now)
    brand.categories.clear()
    archive_category(category=low, by=by, now=now)
    archive_category(category=top, by=by, now=now)
    assert Category.objects.get(pk=top.pk).archived_at == now


def test_what_is_archived_takes_nothing_below_it_and_comes_back_from_the_top(by, now):
    top = CategoryFactory(name="Top")
    low = archive_category(category=CategoryFactory(parent=top), by=by, now=now)
    archive_category(category=top, by=by, now=now)
    with pytest.raises(Refused, match="Top is archived."):
        add_category(name="New", parent=top, by=by, now=now)
    with pytest.raises(Refused, match="Top is archived."):
        move_category(category=CategoryFactory(), parent=top, by=by, now=now)
    with pytest.raises(Refused, match="Top is archived. Restore it first."):
        restore_category(category=low, by=by, now=now)
    restore_category(category=top, by=by, now=now)
    restore_category(category=low, by=by, now=now)
    assert Category.objects.get(pk=low.pk).archived_at is None


def test_plain_sql_cannot_put_a_category_below_itself():
    category = CategoryFactory()
    with pytest.raises(IntegrityError, match="clients_category_not_below_itself"), transaction.atomic():
        Category.objects.filter(pk=category.pk).update(parent=category)
