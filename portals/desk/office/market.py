"""Tiers and the market: how the office counts, and where brands compete."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from clients import actions
from clients.models import Category
from clients.queries import flat, tree
from outbox.once import sent_once
from portals.desk.office.beside import sits_badly
from portals.desk.office.forms import CategoryForm, MoveForm, RenameForm
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page
from talent.actions import use_tier_scheme
from talent.models import Talent, TierScheme
from talent.rules import tier_of


@allowed(Permission.READ_DESK)
def tiers(request: HttpRequest) -> HttpResponse:
    """The schemes there are, the one in use, and how many talents each tier would have."""
    counted = list(Talent.objects.filter(archived_at=None).order_by().values_list("followers").annotate(n=Count("pk")))
    schemes = []
    for scheme in TierScheme.objects.prefetch_related("bounds"):
        bounds = [(bound.from_followers, bound.name) for bound in scheme.bounds.all()]
        held: dict[str, int] = {}
        for followers, number in counted:
            name = tier_of(followers, bounds)
            held[name] = held.get(name, 0) + number
        nexts = [lower for lower, _ in bounds[1:]] + [None]
        lines = [(name, lower, upper, held.get(name, 0)) for (lower, name), upper in zip(bounds, nexts, strict=True)]
        schemes.append({"scheme": scheme, "lines": lines, "unrated": held.get("Unrated", 0)})
    context = {"schemes": schemes, "may_run": can(request.user, Permission.RUN_OFFICE)}
    return page(request, "desk/office/tiers.html", context)


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def use_tier(request: HttpRequest, key: str) -> HttpResponse:
    """Count by another scheme from now on."""
    scheme = get_object_or_404(TierScheme, key=key)
    attempt(
        request,
        lambda: use_tier_scheme(scheme=scheme, by=request.user, now=timezone.now()),
        f"The office counts by {scheme.name}. What bookings froze stays.",
    )
    return redirect("desk:tiers")


@allowed(Permission.READ_DESK)
def categories(request: HttpRequest) -> HttpResponse:
    """The market as a tree; searched, the lines that fit with what stands over them."""
    text = request.GET.get("q", "").strip().lower()[:80]
    nodes = flat(tree(archived=request.GET.get("archived") == "all"))
    count = len(nodes)
    if text:
        nodes = _fitting(nodes, text)
    beside = sits_badly()
    context = {
        "nodes": nodes,
        "lines": [(node, beside.get(node.category.pk, ())) for node in nodes],
        "count": count,
        "text": text,
        "may_edit": can(request.user, Permission.EDIT_CATEGORIES),
        "shows_archived": request.GET.get("archived") == "all",
    }
    return page(request, "desk/office/categories.html", context, part="list")


def _fitting(nodes: list[Any], text: str) -> list[Any]:
    """Categories of that name, and those over and below them."""
    kept: list[Any] = []
    path: list[Any] = []
    inside: int | None = None
    for node in nodes:
        path = [*path[: node.depth], node]
        if inside is not None and node.depth <= inside:
            inside = None
        if inside is None and text in f"{node.category.name} {node.category.note}".lower():
            kept += [over for over in path[:-1] if over not in kept]
            inside = node.depth
        if inside is not None:
            kept.append(node)
    return kept


def _form(request: HttpRequest, form: DeskForm, heading: str, deed: str, lead: str = "") -> HttpResponse:
    back = reverse("desk:categories")
    context = {"heading": heading, "form": form, "deed": deed, "back": back, "back_label": "Market", "lead": lead}
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CATEGORIES)
@sent_once
def add_category(request: HttpRequest) -> HttpResponse:
    """Put a category into the market."""
    form = CategoryForm(request.POST or None, initial={"parent": request.GET.get("below", "")})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.add_category(by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} is in the market.",
            form,
        )
        if done:
            return redirect("desk:categories")
    return _form(request, form, "Add category", "Add category")


@allowed(Permission.EDIT_CATEGORIES)
@sent_once
def rename_category(request: HttpRequest, key: str) -> HttpResponse:
    """Call a category otherwise; what was promised with it stays."""
    category = get_object_or_404(Category, key=key)
    form = RenameForm(request.POST or None, initial={"name": category.name, "note": category.note})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.rename_category(
                category=category, by=request.user, now=timezone.now(), **form.cleaned_data
            ),
            "Saved.",
            form,
        )
        if done:
            return redirect("desk:categories")
    return _form(request, form, f"Rename {category}", "Rename category")


@allowed(Permission.EDIT_CATEGORIES)
@sent_once
def move_category(request: HttpRequest, key: str) -> HttpResponse:
    """Put a category, with all below it, elsewhere."""
    category = get_object_or_404(Category, key=key)
    form = MoveForm(request.POST or None, category=category)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.move_category(category=category, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{category} has moved.",
            form,
        )
        if done:
            return redirect("desk:categories")
    lead = (
        "Clauses against a category reach everything below it. What begins to clash by the move goes to the clash desk."
    )
    return _form(request, form, f"Move {category}", "Move category", lead)


@allowed(Permission.EDIT_CATEGORIES)
@sent_once
@require_POST
def archive_category(request: HttpRequest, key: str) -> HttpResponse:
    """Offer a category no longer, or again."""
    category = get_object_or_404(Category, key=key)
    verb = actions.restore_category if category.archived_at else actions.archive_category
    words = (
        f"{category} is offered again."
        if category.archived_at
        else f"{category} is no longer offered. What names it stays."
    )
    attempt(request, lambda: verb(category=category, by=request.user, now=timezone.now()), words)
    return redirect("desk:categories")
