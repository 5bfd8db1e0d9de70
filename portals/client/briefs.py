"""A brand writes what it wants, sends it, and sees what becomes of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from djmoney.money import Money

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions
from campaigns.brief_words import attributes_words
from campaigns.client_briefs import may_send_client_brief
from campaigns.models import ClientBrief, DeliverableKind, Measure
from campaigns.rules import WantedLine
from campaigns.usage import LONGEST_MONTHS, UsageTerms
from clients.models import Brand
from clients.queries import flat, tree
from exclusivity.axes import Channel
from outbox.once import sent_once
from portals.amounts import AmountField, AmountsForm
from portals.attributes import HOW, read_attributes
from portals.briefs import ROWS, asked_in
from portals.choices import chosen, places
from portals.client import reading
from portals.client.frame import page
from portals.goals import add_goals, goal_rows, goals_in
from portals.pages import allowed, attempt, visible
from portals.rows import RowForm, sent_rows
from portals.sane_days import SANE_DAYS
from portals.stale import StaleGuard
from portals.uses import UsageFormSet, uses_in

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PLAIN = (
    "name", "goal", "product", "audience", "channels", "territories", "places", "wanted", "usage", "dos", "donts",
    "words", "categories", "tags", "label", "gift", "exclusive_categories", "exclusive_tail",
)  # fmt: skip
DETAILS = (
    "fee", "gift", "gift_value", "categories", "attributes", "tags", "label", "exclusive_categories", "exclusive_tail",
)  # fmt: skip
"""Folded away until one of them says something, or is wrong."""
FOLD = '<details class="mt-8"{}><summary class="medium">What it is to reach, in numbers</summary><div class="mt-12">'
FOLD_END = "</div></details>"


def long(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PieceForm(RowForm):
    """How many of what, where, and when it goes live. Without a kind it is no line."""

    wide = ("kind",)
    kind = forms.ChoiceField(required=False, choices=[("", "Nothing"), *DeliverableKind.choices], label="Piece")
    channel = forms.ChoiceField(required=False, choices=[("", "Where"), *Channel.choices], label="Where")
    count = forms.IntegerField(min_value=1, max_value=50, initial=1, required=False, label="How many")
    live_on = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS, label="Goes live")
    live_until = forms.DateField(required=False, widget=DAY, validators=SANE_DAYS, label="at the latest")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") and not data.get("channel"):
            self.add_error("channel", "Say where it goes live.")
        if not data.get("kind") and any(map(data.get, ("channel", "live_on", "live_until"))):
            self.add_error("kind", "Say which piece, or empty the line.")
        return data

    def line(self) -> WantedLine | None:
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        windows = {name: data[name] for name in ("live_on", "live_until")}
        return WantedLine(data["kind"], data["channel"], data["count"] or 1, **windows)


PieceFormSet = forms.formset_factory(PieceForm, extra=2, max_num=20)


def _pieces_of(row: ClientBrief | None) -> list[dict[str, Any]] | None:
    names = ("kind", "channel", "count", "live_on", "live_until")
    return None if row is None else [{name: getattr(line, name) for name in names} for line in row.lines]


class ClientBriefForm(AmountsForm):
    """What the brand wants, in its own words. Only the name has to be said; the office asks for what is missing."""

    brand = forms.ModelChoiceField(Brand.objects.none(), to_field_name="public_id", empty_label=None)
    name = forms.CharField(max_length=120, help_text="what you call it, such as: Summer launch")
    goal = forms.CharField(required=False, widget=long(3), label="What it is to do for you")
    product = forms.CharField(required=False, max_length=200, label="What is shown")
    wanted = forms.CharField(
        required=False, widget=long(), label="What is to be made", help_text="such as: two reels and three stories each"
    )
    audience = forms.CharField(required=False, widget=long(), label="Whom it is to reach")
    channels = forms.MultipleChoiceField(required=False, choices=Channel.choices, widget=chosen("Channels"))
    territories = forms.MultipleChoiceField(required=False, widget=chosen("Countries"), label="Countries")
    first = forms.DateField(required=False, widget=DAY, label="Live from")
    last = forms.DateField(required=False, widget=DAY, label="Live until")
    places = forms.IntegerField(required=False, min_value=1, max_value=500, label="How many talents")
    budget = AmountField(help_text="for all talents together")
    currency = forms.ChoiceField(choices=[(code, code) for code in settings.CURRENCIES])
    dos = forms.CharField(required=False, widget=long(), label="What has to be in it")
    donts = forms.CharField(required=False, widget=long(), label="What must not be")
    usage = forms.CharField(required=False, widget=long(), label="What else matters of its use")
    words = forms.CharField(required=False, widget=long(), label="Anything else")
    fee = AmountField(label="You pay a talent", help_text="where you have a sum in mind")
    gift = forms.CharField(required=False, max_length=200, label="Product given")
    gift_value = AmountField(label="Its value")
    categories = forms.MultipleChoiceField(required=False, widget=chosen("What it promotes"), label="What it promotes")
    attributes = forms.CharField(
        required=False, max_length=200, label="What the product is", help_text="such as form: drink, alcohol: none"
    )
    tags = forms.CharField(required=False, max_length=200, label="Required tags")
    label = forms.CharField(required=False, max_length=40, label="Disclosure label", help_text="such as: #PR")
    exclusive_categories = forms.MultipleChoiceField(
        required=False, widget=chosen("What talents do for no rival"), label="Talents work for no rival in",
        help_text="Exclusivity that you ask for. The office says what it costs.",
    )  # fmt: skip
    exclusive_tail = forms.IntegerField(
        required=False, min_value=0, max_value=LONGEST_MONTHS, label="and so many months longer"
    )

    def __init__(self, *args: Any, brands: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = list(brands[:2])
        self.fields["brand"].queryset = brands  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["brand"].widget = forms.HiddenInput()
            self.initial["brand"] = own[0].public_id
        add_goals(self, self.initial.get("goals") or {})
        self.fields["territories"].choices = places()  # type: ignore[attr-defined]
        market = [(node.category.key, f"{'– ' * node.depth}{node.category.name}") for node in flat(tree())]
        for name in ("categories", "exclusive_categories"):
            self.fields[name].choices = market  # type: ignore[attr-defined]
        goals = [name for name in self.fields if name.startswith("goal_")]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "brand", "name", "goal", "product", "wanted",
            HTML(FOLD.format(" open" * any(self[name].value() for name in goals))), *goal_rows(), HTML(FOLD_END),
            _part("Whom, where and when"),
            "audience", Div("channels", "territories", css_class="half"), Div("first", "last", css_class="half"),
            _part("How much"),
            Div("places", "budget", "currency", css_class="third"),
            _part("What matters to you"),
            Div("dos", "donts", css_class="half"),
        )  # fmt: skip

    def clean_attributes(self) -> dict[str, str]:
        found = read_attributes(self.cleaned_data["attributes"])
        if found is None:
            raise forms.ValidationError(HOW)
        return found

    @property
    def details(self) -> list[forms.BoundField]:
        return [self[name] for name in DETAILS]

    @property
    def says_details(self) -> bool:
        """Whether one of them says something, or is wrong."""
        return any(self[name].value() or self[name].errors for name in DETAILS)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day comes before the first.")
        if bool(first) != bool(last) and not {"first", "last"} & set(self.errors):
            self.add_error("last" if first else "first", "Say both days, or neither yet.")
        return data

    def said(self, uses: Sequence[UsageTerms], pieces: Sequence[WantedLine]) -> dict[str, Any]:
        """As `write_client_brief` takes it."""
        data = self.cleaned_data
        days = (data["first"], data["last"] + timedelta(days=1)) if data["first"] and data["last"] else None
        amounts = {
            name: Money(data[name], data["currency"]) if data[name] is not None else None
            for name in ("budget", "fee", "gift_value")
        }
        goals = {measure: target for measure, target in goals_in(data).items() if target is not None}
        aims = {"goals": goals, "goals_currency": data["currency"] if Measure.REVENUE in goals else ""}
        more = {"days": days, "uses": uses, "pieces": pieces, "attributes": data["attributes"]}
        return {**{name: data[name] for name in PLAIN}, **aims, **amounts, **more}


def _part(title: str) -> HTML:
    return HTML(f'<h2 class="mt-24 mb-12">{title}</h2>')


def _start(row: ClientBrief | None) -> dict[str, Any]:
    if row is None:
        return {"currency": Office.objects.current().currency}
    amounts = {name: getattr(row, name) for name in ("budget", "fee", "gift_value")}
    paid = next((amount for amount in amounts.values() if amount is not None), None)
    return {
        **amounts,
        "attributes": attributes_words(row.attributes),
        **{name: getattr(row, name) for name in PLAIN},
        "brand": row.brand.public_id,
        "first": row.days.lower if row.days else None,
        "last": row.days.upper - timedelta(days=1) if row.days else None,
        "goals": row.goals,
        "currency": str(paid.currency) if paid is not None else row.goals_currency or Office.objects.current().currency,
    }


def briefs(request: HttpRequest) -> HttpResponse:
    """All that the brand asked for, with what became of it."""
    rows = list(ROWS.visible_to(request.user).order_by("-created_at", "-pk"))
    context = {"rows": rows, "may_write": can(request.user, Permission.WRITE_BRIEFS)}
    return page(request, "client/briefs.html", context)


def brief(request: HttpRequest, public_id: str) -> HttpResponse:
    """One brief, what it waits for, and the campaign once it is open."""
    row: ClientBrief = visible(request, ROWS, public_id)
    opened = reading.campaigns_of(request.user).filter(pk=row.campaign_id).first() if row.campaign_id else None
    context = {
        **asked_in(row),
        "campaign": opened,
        "may_write": can(request.user, Permission.WRITE_BRIEFS),
        "may_send": may_send_client_brief(row),
    }
    return page(request, "client/brief.html", context)


@allowed(Permission.WRITE_BRIEFS)
@sent_once
def write(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Begin a brief, anew or `from` an earlier one, or change one that is not sent yet."""
    row: ClientBrief | None = visible(request, ROWS, public_id) if public_id else None
    earlier = request.GET.get("from", "")
    start: ClientBrief | None = visible(request, ROWS, earlier) if earlier and row is None else row
    brands = reading.brands_of(request.user)
    guard = None
    if row is not None:
        brands, guard = brands.filter(pk=row.brand_id), StaleGuard(request, row)
    form = ClientBriefForm(request.POST or None, initial=_start(start), brands=brands)
    uses = UsageFormSet(sent_rows(request, "usage"), initial=start.uses if start is not None else None, prefix="usage")
    pieces = PieceFormSet(sent_rows(request, "piece"), initial=_pieces_of(start), prefix="piece")
    wrong = [rows for rows in (uses, pieces) if rows.is_bound and not rows.is_valid()]
    if form.is_valid() and not wrong and (guard is None or guard.passes(form)):
        lines = [line for one in pieces if (line := one.line())] if pieces.is_bound else start.lines if start else ()
        said = form.said(uses_in(uses) if uses.is_bound else start.usages if start is not None else (), lines)
        saved = attempt(
            request,
            lambda: actions.write_client_brief(
                brand=form.cleaned_data["brand"],
                brief=row,
                said=said,
                by=request.user,
                now=timezone.now(),
            ),
            "Kept. The office reads it once you send it.",
            form,
        )
        if saved:
            return redirect("client:brief", saved.public_id)
    says_pieces = bool(pieces.initial) or pieces.is_bound and (not pieces.is_valid() or pieces.has_changed())
    context = {
        "form": form, "uses": uses, "brief": row, "guard": guard, "pieces": pieces, "says_pieces": says_pieces,
    }  # fmt: skip
    return page(request, "client/brief_form.html", context, status=422 if form.is_bound else 200)


def _deed(request: HttpRequest, public_id: str, verb: Callable[..., Any], done: str) -> HttpResponse:
    row: ClientBrief = visible(request, ROWS, public_id)
    attempt(request, lambda: verb(brief=row, by=request.user, now=timezone.now()), done)
    return redirect("client:brief", row.public_id)


@allowed(Permission.WRITE_BRIEFS)
@sent_once
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it to the office."""
    return _deed(request, public_id, actions.send_client_brief, "Sent. The office answers here and by letter.")


@allowed(Permission.WRITE_BRIEFS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    return _deed(request, public_id, actions.withdraw_client_brief, "Taken back.")
