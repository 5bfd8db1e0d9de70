"""One talent out of the roster: out of a list while it is short, else by typing part of a name or handle."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils import timezone

from portals.components.markup import format_html
from talent.models import Talent
from talent.models.talent import TalentQuerySet
from talent.queries import LONGEST, roster

FEW = 300
"""So many stand in the page; of more only who is chosen does, and the box at the desk's search finds the others."""
MOST = 20
"""So many are found by a name without JavaScript."""
NAMING = """<noscript><label class="form-label" for="id_{0}">Write part of a name or handle and send: who is called so
can then be chosen above.</label><input class="form-control" type="text" id="id_{0}" name="{0}" value="{1}"
maxlength="{2}"></noscript>"""


type Unfit = str | Callable[[Talent], str]


def choose_from(
    form: forms.Form, name: str, rows: TalentQuerySet, wanted: str = "talents", unfit: Unfit = "cannot be chosen here"
) -> None:
    """Let a field take one of `rows`. `wanted` is what *Find* is asked for: talents, or persons alone. Whoever is
    chosen and not among `rows` stands there with the reason, `unfit`."""
    field, shown = cast("Any", form.fields[name]), form[name]
    field.queryset = rows
    value = str(shown.value() or "")[:12]
    chosen = Talent.objects.filter(public_id=value).first() if value else None
    if chosen is not None:
        field.error_messages["invalid_choice"] = why_not(chosen, unfit).replace("%", "%%")  # Django fills it in
    if not rows.order_by()[FEW : FEW + 1].exists():
        return
    naming = f"{form.add_prefix(name)}_named"
    typed = str(form.data.get(naming, "")).strip()[:LONGEST]
    found = [chosen] if chosen is not None else []
    if typed and chosen is None:
        found = list(roster({"q": typed}, now=timezone.now(), talents=rows)[: MOST + 1])
        field.error_messages["required"] = _found(len(found))
    field.choices = [("", ""), *((each.public_id, str(each)) for each in found[:MOST])]
    shown.help_text += format_html(NAMING, naming, typed, LONGEST)
    field.widget.attrs["data-choose-url"] = f"{reverse('desk:find')}?as={wanted}"


def why_not(talent: Talent, unfit: Unfit) -> str:
    """Why somebody cannot be chosen, in a sentence."""
    if talent.archived_at is not None:
        return f"{talent.name} is archived."
    return f"{talent.name} {unfit if isinstance(unfit, str) else unfit(talent)}."


def _found(number: int) -> str:
    if not number:
        return "Nobody who can be chosen is called so."
    return f"Choose one of the first {MOST} who are called so." if number > MOST else "Choose one of those called so."
