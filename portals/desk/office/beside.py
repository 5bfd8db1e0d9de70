"""What sits badly beside one another in the market without competing."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from clients.models import Category
from exclusivity.actions import add_clash, remove_clash
from exclusivity.models import CategoryClash
from outbox.once import sent_once
from portals.desk.office.forms import BesideForm
from portals.pages import allowed, attempt, page

LEAD = "They do not compete. A booking in one beside a clause that keeps the other is not refused, only remarked on."

type Beside = dict[int, list[tuple[CategoryClash, Category]]]


def sits_badly() -> Beside:
    """By category, what sits badly beside it, by name. It goes both ways. One query."""
    found: Beside = defaultdict(list)
    for clash in CategoryClash.objects.select_related("one", "other"):
        found[clash.one_id].append((clash, clash.other))
        found[clash.other_id].append((clash, clash.one))
    return {pk: sorted(pairs, key=lambda pair: pair[1].name) for pk, pairs in found.items()}


@allowed(Permission.EDIT_CATEGORIES)
@sent_once
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Write down that another part of the market sits badly beside this one."""
    category = get_object_or_404(Category, key=key)
    form = BesideForm(request.POST or None, category=category)
    if form.is_valid():
        other, reason = form.cleaned_data["category"], form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: add_clash(one=category, other=other, by=request.user, now=timezone.now(), reason=reason),
            f"{category} sits badly beside {other}.",
            form,
        )
        if done:
            return redirect("desk:categories")
    context = {
        "heading": f"What sits badly beside {category}",
        "form": form,
        "deed": "Write it down",
        "back": reverse("desk:categories"),
        "back_label": "Market",
        "lead": LEAD,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CATEGORIES)
@sent_once
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The two sit well enough."""
    clash = get_object_or_404(CategoryClash.objects.select_related("one", "other"), pk=pk)
    words = f"{clash.one} and {clash.other} sit well enough beside one another."
    attempt(request, lambda: remove_clash(clash=clash, by=request.user, now=timezone.now()), words)
    return redirect("desk:categories")
