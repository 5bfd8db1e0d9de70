"""Ask talents by name: from a campaign, from the roster, from who is free. All of the question is in the address."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions
from campaigns.asking import default_reply, may_nominate
from campaigns.models import Campaign
from campaigns.models.campaign import TAKING
from campaigns.wishes import lower_first, refusals
from outbox.once import sent_once
from portals.amounts import AmountField
from portals.desk.campaigns.forms import CURRENCIES, TEXT, money
from portals.desk.plain import DeskForm, OfficeMoment
from portals.pages import allowed, attempt, page, visible
from talent.models import Talent
from talent.queries import roster

MOST = 50
FOUND = 12


class AskForm(DeskForm):
    """What is offered, what is said, and until when to answer."""

    fee = AmountField(
        label="The brand pays", help_text="Empty: what the brief says. The talent reads what is theirs of it."
    )
    currency = forms.ChoiceField(choices=CURRENCIES)
    reply_by = OfficeMoment(label="Answer by", help_text="On the office’s clock. After that the request lapses.")
    words = forms.CharField(
        required=False, max_length=2000, widget=TEXT, label="What you say to them",
        help_text="Each of them reads it. Name no other brand.",
    )  # fmt: skip

    def __init__(self, *args: Any, refusing: Iterable[str] = (), **options: Any) -> None:
        """`refusing`: what those said who refuse what it is for, and of whom nobody says that they are asked anyway."""
        super().__init__(*args, **options)
        self.refusing = list(refusing)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.refusing:
            said = "; ".join(self.refusing)
            raise forms.ValidationError(f"{said}. Untick whom you do not ask, or tick that you ask them all the same.")
        return data

    def clean_reply_by(self) -> Any:
        due = self.cleaned_data["reply_by"]
        if due and due <= timezone.now():
            raise forms.ValidationError("The answer is due after the question.")
        return due

    def layout(self) -> Layout:
        return Layout(Div("fee", "currency", "reply_by", css_class="third"), "words")


def start(fee: Any, now: datetime) -> dict[str, Any]:
    """What the form begins with."""
    currency = str(fee.currency) if fee is not None else Office.objects.current().currency
    return {"fee": fee, "currency": currency, "reply_by": default_reply(now)}


def _people(data: QueryDict, campaign: Campaign | None, now: datetime) -> dict[str, Any]:
    """Those who are chosen, and those who are found by a name, each with how they would stand."""
    chosen = Talent.objects.filter(public_id__in=data.getlist("talent")[:MOST]).order_by("name", "pk")
    rows = list(chosen.select_related("manager"))
    query = data.get("q", "").strip()[:80]
    found = []
    if query:
        keys = {talent.pk for talent in rows}
        found = [talent for talent in roster({"q": query}, now=now)[: FOUND + len(keys)] if talent.pk not in keys]
    people = [*rows, *found[:FOUND]]
    may = may_nominate(campaign, people, now) if campaign is not None else {}
    refused = refusals(campaign, people, now) if campaign is not None else {}
    anyway = data.getlist("anyway")
    shown = [
        {"talent": talent, "chosen": talent in rows, "standing": may.get(talent.pk, (None, True))[0],
         "may": may.get(talent.pk, (None, True))[1], "refuses": refused.get(talent.pk, ""),
         "anyway": talent.public_id in anyway}
        for talent in people
    ]  # fmt: skip
    refusing = [
        f"{talent.name}: {lower_first(refused[talent.pk])}"
        for talent in rows
        if talent.pk in refused and talent.public_id not in anyway
    ]
    return {"rows": shown, "picked": rows, "q": query, "refusing": refusing}


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def ask(request: HttpRequest) -> HttpResponse:
    """Choose the campaign and the talents, read how each would stand, say what is offered, ask."""
    now = timezone.now()
    data = request.POST or request.GET
    rows = Campaign.objects.select_related("brief", "brand")
    campaign: Campaign | None = visible(request, rows, data["campaign"]) if data.get("campaign") else None
    people = _people(data, campaign, now)
    first = start(campaign.brief.fee, now) if campaign is not None else {}
    finds = "find" in request.POST  # what was typed and ticked so far stays while somebody else is looked for
    if finds:
        typed = {name: data.get(name) for name in AskForm.base_fields}
        form = AskForm(initial={**first, **typed})
    else:
        form = AskForm(request.POST or None, initial=first, refusing=people["refusing"])
    if campaign is not None and request.method == "POST" and not finds and form.is_valid():
        asked = attempt(
            request,
            lambda: actions.nominate(
                campaign=campaign,
                talents=people["picked"],
                fee=money(form.cleaned_data["fee"], form.cleaned_data["currency"]),
                words=form.cleaned_data["words"],
                reply_by=form.cleaned_data["reply_by"],
                by=request.user,
                now=now,
            ),
            _told([talent.name for talent in people["picked"]]),
            form,
        )
        if asked:
            return redirect("desk:campaign-casting", campaign.public_id)
    context = {
        "campaign": campaign,
        "campaigns": [] if campaign is not None else list(rows.filter(state__in=TAKING).order_by("-created_at")[:50]),
        "form": form,
        "again": _again(data),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "back": reverse("desk:campaign-casting", args=[campaign.public_id]) if campaign else reverse("desk:talents"),
        **people,
    }
    return page(request, "desk/campaigns/ask.html", context, status=422 if finds else 200)


def _told(names: list[str]) -> str:
    return f"{names[0]} is asked." if len(names) == 1 else f"{len(names)} talents are asked."


def _again(data: QueryDict) -> str:
    """The chosen talents, for another campaign's address."""
    query = QueryDict(mutable=True)
    query.setlist("talent", data.getlist("talent")[:MOST])
    return query.urlencode()
