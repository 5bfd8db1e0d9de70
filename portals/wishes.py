"""What is asked about a talent's prices, refusals and wishes, at the desk and in the talent's portal."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Office
from clients.models import Category
from clients.queries import flat, tree
from lib.money_words import money_text
from portals.amounts import AmountField, AmountsForm
from portals.choices import chosen, part
from portals.history import Change, Entry, changes_since, version
from portals.pages import attempt
from portals.rows import RowForm
from portals.stale import StaleGuard
from talent.actions import keep_wishes
from talent.actions.talents import lock
from talent.models import Platform, Talent, Wishes
from talent.models.wishes import ADS, RATED, rate_key, rate_words

BRANDS = forms.Textarea(attrs={"rows": 2})
SETS = ("refused_categories", "loved_categories")
LISTS = ("refused_brands", "loved_brands")


class RateForm(RowForm, AmountsForm):
    """What one piece costs. Without a kind it is no line."""

    wide = ("kind",)
    kind = forms.ChoiceField(required=False, choices=[("", "Nothing"), *RATED], label="Piece")
    platform = forms.ChoiceField(required=False, choices=[("", "Anywhere"), *Platform.choices], label="Where")
    price = AmountField(label="Price of each")

    def __init__(self, *args: Any, currency: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency_of_all = currency if currency in settings.CURRENCIES else ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") and not data.get("price") and "price" not in self.errors:
            self.add_error("price", "Say what it costs.")
        if data.get("price") and not data.get("kind"):
            self.add_error("kind", "Say of which piece that is the price.")
        if data.get("kind") == ADS and data.get("platform"):
            self.add_error("platform", "A month as an ad has one price, wherever it runs.")
        return data


class _Rates(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic when it runs
    def clean(self) -> None:
        seen: set[str] = set()
        for row in self.forms:
            if not row.cleaned_data.get("kind"):
                continue
            key = rate_key(row.cleaned_data["kind"], row.cleaned_data.get("platform", ""))
            if key in seen:
                row.add_error("kind", f"{rate_words(key)} stands above already.")
            seen.add(key)

    def said(self) -> dict[str, Decimal]:
        rows = (row.cleaned_data for row in self.forms)
        return {rate_key(row["kind"], row["platform"]): row["price"] for row in rows if row.get("kind")}


RateFormSet = forms.formset_factory(RateForm, formset=_Rates, extra=2, max_num=40)


class WishesForm(forms.Form):
    """For whom they work gladly and for whom not, beside the rows of `RateFormSet`."""

    currency = forms.ChoiceField(
        choices=[(code, code) for code in settings.CURRENCIES], label="Prices are in",
        help_text="As a brand pays them, before the office’s share.",
    )  # fmt: skip
    refused_categories = forms.MultipleChoiceField(
        required=False, widget=chosen("What they do not work for"), label="Refused products",
        help_text="Each means all that belongs to it.",
    )  # fmt: skip
    refused_brands = forms.CharField(
        required=False, max_length=4000, widget=BRANDS, label="Refused brands", help_text="One name in a line."
    )
    loved_categories = forms.MultipleChoiceField(
        required=False, widget=chosen("What they would love to work for"), label="Favourite products"
    )
    loved_brands = forms.CharField(
        required=False, max_length=4000, widget=BRANDS, label="Favourite brands", help_text="One name in a line."
    )
    words = forms.CharField(
        required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}), label="More about it",
        help_text="Read by the office and the talent, by no brand.",
    )  # fmt: skip

    def __init__(self, data: Any, wishes: Wishes | None) -> None:
        super().__init__(data, initial=_written(wishes))
        nodes = [(node.category.key, f"{'– ' * node.depth}{node.category.name}") for node in flat(tree())]
        gone = {key for name in SETS for key in getattr(wishes, name, ())} - {key for key, _ in nodes}
        kept = [(row.key, row.name) for row in Category.objects.filter(key__in=gone)] if gone else []
        for name in SETS:
            self.fields[name].choices = [*nodes, *kept]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return data | {name: data[name].splitlines() for name in LISTS}

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(
            part("Will not do"), SETS[0], LISTS[0], part("Would love to do"), SETS[1], LISTS[1], "words",
            part("Prices"), "currency",
        )  # fmt: skip
        return helper


def _written(wishes: Wishes | None) -> dict[str, Any]:
    if wishes is None:
        return {"currency": Office.objects.current().currency}
    lists = {name: "\n".join(getattr(wishes, name)) for name in LISTS}
    sets = {name: getattr(wishes, name) for name in SETS}
    return {"currency": wishes.currency or Office.objects.current().currency, "words": wishes.words, **lists, **sets}


def _rows(wishes: Wishes | None) -> list[dict[str, Any]]:
    keys = [key.partition("/") for key in wishes.rates] if wishes is not None else []
    price = {} if wishes is None else wishes.rates
    return [
        {"kind": kind, "platform": platform, "price": Decimal(price[rate_key(kind, platform)])}
        for kind, _, platform in keys
    ]


class WishesGuard(StaleGuard):
    """Of a talent's wishes, also of those that nobody said yet: the talent's row is always there to be locked."""

    def __init__(self, request: HttpRequest, talent: Talent) -> None:
        self.talent = talent
        super().__init__(request)

    def lock(self) -> None:
        lock(self.talent)

    def versions(self) -> list[int]:
        self.wishes = Wishes.objects.filter(talent=self.talent).first()
        return [version(self.wishes) if self.wishes is not None else 0]

    def since(self) -> Sequence[tuple[Entry | None, list[Change]]]:
        return [changes_since(self.wishes, self.seen[0])] if self.wishes is not None else []


class WishesPage:
    """The form of one talent's prices and wishes, as it opens or was sent."""

    def __init__(self, request: HttpRequest, talent: Talent) -> None:
        self.request, self.talent = request, talent
        self.guard = WishesGuard(request, talent)
        self.wishes = self.guard.wishes
        data = request.POST or None
        self.form = WishesForm(data, self.wishes)
        currency = {"currency": request.POST.get("currency", "")}
        self.rates: Any = RateFormSet(data, prefix="rate", initial=_rows(self.wishes), form_kwargs=currency)

    def saved(self, done: str) -> bool:
        """Whether it was sent and kept."""
        if not self.request.POST or not (self.form.is_valid() & self.rates.is_valid()):
            return False
        if not self.guard.passes(self.form):
            return False
        verb = {"talent": self.talent, "rates": self.rates.said(), **self.form.said()}
        kept = attempt(
            self.request, lambda: keep_wishes(by=self.request.user, now=timezone.now(), **verb), done, self.form
        )
        return bool(kept)

    @property
    def status(self) -> int:
        """A press that was not kept is answered 422, whichever part of it was wrong."""
        return 422 if self.request.POST else 200

    @property
    def context(self) -> dict[str, Any]:
        return {"talent": self.talent, "form": self.form, "rates": self.rates, "guard": self.guard}


def told(wishes: Wishes | None, *, money: bool = True) -> dict[str, Any]:
    """What is said, in words; prices where the reader reads `money`. One query where a category is named."""
    if wishes is None:
        return {"wishes": None, "said": [], "prices": []}
    keys = {key for name in SETS for key in getattr(wishes, name)}
    names = dict(Category.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    said = [
        (word, _listed(names, getattr(wishes, categories), getattr(wishes, brands)))
        for word, categories, brands in (("Will not", SETS[0], LISTS[0]), ("Would love to", SETS[1], LISTS[1]))
    ]
    prices = [(rate_words(key), money_text(price, wishes.currency)) for key, price in wishes.rates.items()]
    return {"wishes": wishes, "said": [pair for pair in said if pair[1]], "prices": prices if money else []}


def _listed(names: dict[str, str], categories: Collection[str], brands: Collection[str]) -> list[str]:
    parts = [("work for", [names.get(key, key) for key in categories]), ("work with", list(brands))]
    return [f"{verb} {', '.join(said)}" for verb, said in parts if said]
