"""The gallery: every part of the pages in every form, light and dark side by side. For whoever builds pages."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lib.refusals import Denied
from portals.components.verdicts import VERDICTS

GROUNDS = ("chrome", "canvas", "sunken", "raised", "line", "ink", "ink-2", "ink-3")
ACCENTS = ("ai-solid", "ai", "ai-mid", "ai-line", "ai-soft", "selected", "field", "blocked-solid")
SLOW = (40, 41, 41, 42, 43, 42, 44, 45, 46, 46, 47, 49, 50, 50, 52, 55, 61, 62, 62, 64, 65, 66, 68, 70)
FLAT = (31, 31, 32, 31, 30, 30, 31, 30, 29, 29, 30, 29)


class GalleryForm(forms.Form):
    """One field of each kind; the last day is wrong."""

    first = forms.DateField(label="First day", help_text="From midnight in Asia/Tokyo", required=False)
    last = forms.DateField(label="Last day", error_messages={"invalid": "April has 30 days."})
    brand = forms.ChoiceField(label="Brand", choices=[("s", "Solenne"), ("k", "Kaskad")])
    fee = forms.CharField(
        label="Fee", initial="3,800,000", disabled=True, help_text="Frozen when signed", required=False
    )
    why = forms.CharField(label="Reason, for the record", widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400}))
    clashes = forms.ChoiceField(
        label="If it clashes",
        choices=[("f", "forbidden"), ("c", "needs consent")],
        widget=forms.RadioSelect,
        initial="f",
    )
    instagram = forms.BooleanField(label="Instagram", required=False, initial=True)


def _form(prefix: str) -> GalleryForm:
    data = {"first": "3 May 2027", "last": "31 April 2027", "brand": "s", "why": "Clashes with Lumeya, no waiver",
            "clashes": "f", "instagram": "on"}  # fmt: skip
    form = GalleryForm({f"{prefix}-{key}": value for key, value in data.items()}, prefix=prefix)
    form.fields["first"].initial = None
    form.errors.pop("first", None)
    return form


def _person(name: str, portrait: str = "", **more: Any) -> SimpleNamespace:
    return SimpleNamespace(name=name, portrait=portrait, **more)


def _stretches(day: date) -> dict[str, Any]:
    """Days that meet wholly, in part, and perhaps."""
    month = timedelta(days=30)
    term = [(day - 12 * month, day + month, "term"), (day + month, day + 2 * month, "tail")]
    doubt = [(day - month, day + month, "term"), (day + month, None, "doubt")]
    return {
        "term": term, "doubt": doubt, "within": [(day + timedelta(days=3), day + timedelta(days=46))],
        "post": [(day + timedelta(days=40), day + timedelta(days=41))], "clear": day + 2 * month,
        "partly": [(day + timedelta(days=25), day + timedelta(days=70))],
    }  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    """`/desk/gallery/`."""
    now = timezone.now()
    today = now.date()
    people = [
        _person("Yuna Baek", "drawn/yuna", followers=203_000, growth=4.1, band=5.4),
        _person("Rin Sakuraba", "drawn/rin", followers=388_000, growth=0.4, band=4.6),
        _person("Lin Wen-Chi", "drawn/lin", followers=296_000, growth=-0.6, band=1.1),
    ]
    brands = [("Kaskad", "#2F7C93"), ("Fjellstrid", "#2F3A45"), ("Lumeya", "#A5665A"), ("Solenne", "")]
    history = [
        SimpleNamespace(who="Freya Magnusdóttir", what="moved the first day", why="The shoot slipped a week",
                        icon="pencil", at=now - timedelta(hours=3),
                        changes=[("First day", "26 Apr 2027", "3 May 2027")]),
        SimpleNamespace(who="Daichi Okabe", what="placed the 1st hold", why="", icon="hourglass",
                        at=now - timedelta(days=7), changes=[]),
    ]  # fmt: skip
    context = {
        "now": now, "today": today, "grounds": GROUNDS, "accents": ACCENTS, "verdicts": list(VERDICTS),
        "people": people, "tinted": _person("백유나", tint="#D5CFE3"),
        "brands": [SimpleNamespace(name=name, tint=tint) for name, tint in brands], "history": history,
        "sides": [("light", "Light", _form("light")), ("dark", "Dark", _form("dark"))],
        "hours": now - timedelta(hours=2), "some_days": now - timedelta(days=3), "weeks": now - timedelta(days=16),
        "months": now - timedelta(days=61), "later": today + timedelta(days=42), "slow": SLOW, "flat": FLAT,
        "sections": [("Overview", "#", None), ("Exclusivity", "#", 12), ("Work", "#", 9), ("History", "#")],
        "whose": [("Mine", "#"), ("Team", "#"), ("Everyone", "#")],
        "page": Paginator(range(1284), 50).get_page(request.GET.get("page", 1)),
        "denied": Denied("Not yet: Lumeya’s clause 7.2 still clashes.", outside="Not possible in this period."),
        "stretches": _stretches(today),
        "chart": {
            "labels": [f"{today - timedelta(days=15 * (24 - i)):%b %Y}" for i in range(24)], "stacked": True,
            "series": [{"name": "YouTube", "values": [v * 5_000 for v in SLOW]},
                       {"name": "TikTok", "values": [v * 12_000 for v in SLOW]},
                       {"name": "Instagram", "values": [v * 26_000 for v in SLOW]}],
            "events": [{"at": f"{today - timedelta(days=15 * 8):%b %Y}", "number": 1}],
        },
    }  # fmt: skip
    return render(request, "desk/gallery.html", context)
