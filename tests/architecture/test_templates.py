"""What no template of ours may hold, and what every form of ours must."""

import re

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from tests.architecture.office import ROOT, files, templates

TEMPLATES = templates()
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
TAG = re.compile(r"<[a-zA-Z](?:{%.*?%}|{{.*?}}|\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.S)
HANDLER = re.compile(r"(?<![\w-])(on[a-z]+|style|hx-on[:\w-]*|hx-vars)\s*=", re.I)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S | re.I)
FORM = re.compile(r"<form\b(?P<attributes>(?:{%.*?%}|{{.*?}}|[^>])*)>(?P<body>.*?)</form>", re.S | re.I)
URL = re.compile(r"{%\s*url\s+(?P<quote>['\"])(?P<name>[\w:.-]+)(?P=quote)")
REVERSED = re.compile(r"\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*\"(?P<name>[\w-]+(?::[\w-]+)?)\"")
# Sign-in's own pages: allauth's views know no form key, and what they do twice does no harm.
KEYLESS = ("templates/account/", "templates/mfa/", "templates/allauth/", "templates/parts/user_menu.html")
SLOTTED = "templates/allauth/elements/form.html"  # its token is in the slot that allauth's pages fill


def place(path) -> str:
    return str(path.relative_to(ROOT))


def inline(source: str) -> list[str]:
    """Script bodies, style elements and attributes that the content policy would refuse."""
    source = COMMENT.sub("", source)
    found = [
        m.group(0)[:80]
        for m in SCRIPT.finditer(source)
        if m["body"].strip() and "application/json" not in m["attributes"]
    ]
    found += re.findall(r"<style\b[^>]*>", source, re.I)
    return found + [
        h.group(0) for tag in TAG.findall(source) for h in HANDLER.finditer(re.sub(r"\"[^\"]*\"", '""', tag))
    ]


def incomplete_forms(source: str) -> list[str]:
    """POST forms without a token against forgery, or without the key against a second press."""
    found = []
    for form in FORM.finditer(COMMENT.sub("", source)):
        method = re.search(r"method\s*=\s*[\"']?\s*([^\"'\s>]+)", form["attributes"], re.I)
        if method and method[1].lower() == "get" or not method:
            continue
        if "{% csrf_token %}" not in form["body"]:
            found.append("no csrf_token: " + form["attributes"].strip()[:80])
        if not re.search(r"{%\s*form_key\s*%}|name=[\"']form_key", form["body"]):
            found.append("no form_key: " + form["attributes"].strip()[:80])
    return found


def url_names() -> set[str]:
    names: set[str] = set()

    def walk(patterns, space: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                names.add(f"{space}{pattern.name}")
            else:
                walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)

    walk(get_resolver().url_patterns, "")
    return names


def test_we_look_at_all_templates():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_a_template_compiles(path):
    get_template(place(path).split("templates/", 1)[1])


@pytest.mark.parametrize("path", TEMPLATES, ids=place)
def test_a_template_has_no_inline_script_or_style(path):
    assert inline(path.read_text()) == []


@pytest.mark.parametrize("path", [path for path in TEMPLATES if place(path) != SLOTTED], ids=place)
def test_a_form_that_writes_carries_its_token_and_its_key(path):
    keyless = place(path).startswith(KEYLESS)
    assert [f for f in incomplete_forms(path.read_text()) if not (keyless and f.startswith("no form_key"))] == []


def test_every_address_that_a_template_names_exists():
    names = url_names()
    named = {(place(p), m["name"]) for p in TEMPLATES for m in URL.finditer(COMMENT.sub("", p.read_text()))}
    assert sorted(pair for pair in named if pair[1] not in names) == []


def test_every_address_that_our_code_names_exists():
    names = url_names()
    named = {
        (place(p), m["name"]) for p in files("portals/*.py", "accounts/*.py") for m in REVERSED.finditer(p.read_text())
    }
    assert sorted(pair for pair in named if pair[1] not in names) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '<script type="module">go()</script>',
        "<style>p{}</style>",
        '<p class="a" style="color: red">',
        '<button onclick="go()">',
        '<p {% if a > b %}class="x"{% endif %} style="width: {{ n }}%">',
        '<p hx-on:click="go()">',
    ],
)
def test_the_search_for_inline_script_and_style_finds(bad):
    assert len(inline(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        '<script src="{% static "js/office.js" %}" defer></script>',
        '<script type="application/json" id="d">{"a": 1}</script>',
        '{# <p style="x"> #}<p data-style="x" title="style=none">on = off</p>',
    ],
)
def test_the_search_for_inline_script_and_style_lets_pass(good):
    assert inline(good) == []


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ('<form method="post">{% csrf_token %}{% form_key %}</form>', 0),
        ('<form method="get"></form><form></form>', 0),
        ('<form method="{{ method }}">{% csrf_token %}</form>', 1),
        ('<form method="post" action="{% url "x" a>b %}"></form>', 2),
    ],
)
def test_the_search_for_incomplete_forms(form, missing):
    assert len(incomplete_forms(form)) == missing
