"""One talent out of the roster: out of a list while it is short, else by typing part of a name or handle."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from talent.models import Talent

FEW = 300
"""So many stand in the page; of more only who is chosen does, and the box at the desk's search finds the others."""


def choose_from(form: forms.Form, name: str, rows: "QuerySet[Talent]", wanted: str = "talents") -> None:
    """Let a field take one of `rows`. `wanted` is what *Find* is asked for: talents, or persons alone."""
    field: Any = form.fields[name]
    field.queryset = rows
    if not rows.order_by()[FEW : FEW + 1].exists():
        return
    chosen = rows.filter(public_id=str(form[name].value() or "")[:12]).first()
    field.choices = [("", ""), *([(chosen.public_id, str(chosen))] if chosen is not None else [])]
    field.widget.attrs["data-choose-url"] = f"{reverse('desk:find')}?as={wanted}"
