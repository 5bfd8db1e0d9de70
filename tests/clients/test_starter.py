"""The market that a new office begins with."""

import pytest

from clients.models import Category
from clients.starter import FILE, Line, load_starter_categories, read


def test_read_puts_each_line_below_the_last_one_that_is_less_deep():
    text = "# heading\na: A\n  b: B | what it is\n    c: C\n  d: D\n\ne: E\n"
    assert read(text) == [
        Line("a", "A", "", ""),
        Line("b", "B", "what it is", "a"),
        Line("c", "C", "", "b"),
        Line("d", "D", "", "a"),
        Line("e", "E", "", ""),
    ]


@pytest.mark.parametrize("text", ["a: A\n    b: B\n", "a: A\n b: B\n", "a A\n"])
def test_read_refuses_a_line_that_hangs_nowhere(text):
    with pytest.raises(ValueError, match="line"):
        read(text)


def test_the_file_holds_about_150_categories_with_distinct_keys_and_names():
    lines = read(FILE.read_text(encoding="utf-8"))
    assert 140 <= len(lines) <= 165
    assert len({line.key for line in lines}) == len(lines)
    assert len({(line.parent, line.name) for line in lines}) == len(lines)


@pytest.mark.django_db
def test_migrations_bring_the_tree():
    path = [Category.objects.get(key="eye-make-up")]
    while path[-1].parent:
        path.append(path[-1].parent)
    assert [c.name for c in path] == ["Eye make-up", "Make-up", "Beauty"]
    assert Category.objects.count() == len(read(FILE.read_text(encoding="utf-8")))


@pytest.mark.django_db
def test_loading_again_writes_nothing_and_keeps_what_the_office_changed():
    Category.objects.filter(key="beer").update(name="Beer and cider")
    assert load_starter_categories() == 0
    assert Category.objects.get(key="beer").name == "Beer and cider"


@pytest.mark.django_db
def test_loading_brings_back_only_what_is_missing():
    Category.objects.filter(key="beer").delete()
    assert load_starter_categories() == 1
    assert Category.objects.get(key="beer").parent.key == "alcohol"


@pytest.mark.django_db
def test_loading_leaves_out_a_name_that_the_office_made_itself():
    Category.objects.filter(key="beer").delete()
    Category.objects.create(key="our-beer", name="Beer", parent=Category.objects.get(key="alcohol"))
    assert load_starter_categories() == 0
