"""An undefined name fails in our templates, and only there."""

import pytest
from django.template import Context, Engine, Origin, Template

from tests.strict_templates import UndefinedName
from tools.places import ROOT

OURS = str(ROOT / "templates" / "desk" / "some.html")
THEIRS = str(ROOT / ".venv" / "lib" / "allauth" / "some.html")


def render(source: str, name: str = OURS, **context: object) -> str:
    return Template(source, origin=Origin(name), engine=Engine()).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{{ nobody }}",
        "{{ talent.nickname }}",
        "{{ nobody|upper }}",
        "{% for one in nobody %}{{ one }}{% endfor %}",
        "{% with name=nobody %}{{ name }}{% endwith %}",
    ],
)
def test_undefined_name_in_a_template_of_ours_fails(source):
    with pytest.raises(UndefinedName, match="some.html"):
        render(source, talent={"name": "Aoi"})


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("{{ talent.name }}", "Aoi"),
        ("{% if nobody %}yes{% else %}no{% endif %}", "no"),
        ('{{ nobody|default:"–" }}', "–"),
        ("{{ talent.manager.name }}", ""),
        ("{% for one in none %}{{ one }}{% empty %}none{% endfor %}", "none"),
    ],
)
def test_name_that_may_be_missing_is_let_through(source, page):
    assert render(source, talent={"name": "Aoi", "manager": None}, none=[]) == page


def test_undefined_name_in_a_template_of_others_is_theirs():
    assert render("{{ nobody }}", THEIRS) == ""
