"""Brands: the list, a brand's page, what is written about it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.models import AmbassadorContract, Campaign, ClientBrief
from campaigns.models.campaign import CampaignState
from clients import actions
from clients.models import Brand, BrandMember, BrandName, Category, Company, Contact
from clients.queries import company_group, descendants, flat, owners_of, rivals, tree
from outbox.once import sent_once
from portals.desk.clients.forms import BrandForm, MergeForm, indented
from portals.desk.plain import country_name
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard

PER_PAGE = 50
SORTS = {
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "company": ("company__name", "name"),
    "-created": ("-created_at", "-pk"),
}
SORTED_BY = {"name": "name", "-name": "name, Z first", "company": "company", "-created": "newest first"}
RUNNING = (CampaignState.OPEN, CampaignState.RUNNING, CampaignState.REPORTING)


def home(brand: Brand) -> str:
    """The brand's page."""
    return reverse("desk:brand", args=[brand.public_id])


def _asked(request: HttpRequest) -> dict[str, Any]:
    category = request.GET.get("category", "")
    sort = request.GET.get("sort", "")
    return {
        "q": request.GET.get("q", "").strip()[:120],
        "category": int(category) if category.isdecimal() and len(category) < 10 else None,
        "archived": request.GET.get("archived") == "only",
        "sort": sort if sort in SORTS else "name",
    }


def _found(asked: dict[str, Any]) -> QuerySet[Brand]:
    found = Brand.objects.filter(archived_at__isnull=not asked["archived"])
    if text := asked["q"]:
        called = BrandName.objects.filter(brand=OuterRef("pk"), value__icontains=text.lstrip("@#"))
        found = found.filter(Q(name__icontains=text) | Q(company__name__icontains=text) | Exists(called))
    if asked["category"]:
        through = Brand.categories.through.objects
        found = found.filter(pk__in=through.filter(category__in=descendants([asked["category"]])).values("brand"))
    return (
        found.select_related("company")
        .prefetch_related("categories")
        .annotate(
            running=Count("campaigns", filter=Q(campaigns__state__in=RUNNING), distinct=True),
            signed=Count("contracts", filter=Q(contracts__state="signed"), distinct=True),
            people=Count("members", distinct=True),
        )
        .order_by(*SORTS[asked["sort"]])
    )


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query[key] = value
        if not value:
            del query[key]
    return f"?{query.urlencode()}"


@allowed(Permission.READ_DESK)
def brands(request: HttpRequest) -> HttpResponse:
    """All brands, by name, company, market."""
    asked = _asked(request)
    found = Paginator(_found(asked), PER_PAGE).get_page(request.GET.get("page"))
    nodes = tree()
    category = next((node.category for node in flat(nodes) if node.category.pk == asked["category"]), None)
    chips = [("Market", category.name, _address(request, category=""))] if category else []
    if asked["archived"]:
        chips.append(("Archive", "archived brands", _address(request, archived="")))
    context = {
        "asked": asked,
        "page": found,
        "chips": chips,
        "categories": indented(nodes),
        "sorted_by": SORTED_BY[asked["sort"]],
        "sort_name": _address(request, sort="-name" if asked["sort"] == "name" else "name"),
        "sort_company": _address(request, sort="company"),
        "is_filtered": bool(asked["q"] or chips),
        "may_edit": can(request.user, Permission.EDIT_CLIENTS),
        "companies": Company.objects.filter(archived_at=None).count(),
    }
    return page(request, "desk/clients/brands.html", context, part="list")


@allowed(Permission.READ_DESK)
def brand(request: HttpRequest, public_id: str) -> HttpResponse:
    """A brand's page: who competes, who is who, what runs."""
    found: Brand = visible(request, Brand.objects.select_related("company"), public_id)
    today = timezone.localdate()
    group = company_group(found.company_id, today) - {found.company_id}
    context = {
        "brand": found,
        "country": country_name(found.country),
        "categories": list(found.categories.all()),
        "rivals": list(rivals(found, today)[:50]),
        "owners": list(owners_of(found.company, today)),
        "sisters": Brand.objects.filter(archived_at=None, company__in=[found.company_id, *group])
        .exclude(pk=found.pk)
        .select_related("company"),
        "contacts": found.contacts.all(),
        "members": found.members.select_related("user"),
        "names": found.names.all(),
        "campaigns": Campaign.objects.filter(brand=found)
        .select_related("manager", "brief")
        .annotate(booked=Count("bookings", filter=Q(bookings__state__in=["confirmed", "completed"])))
        .order_by("-created_at")[:50],
        "briefs": ClientBrief.objects.visible_to(request.user).filter(brand=found).select_related("campaign")[:20],
        "contracts": AmbassadorContract.objects.filter(brand=found).select_related("talent"),
        "entries": timeline(found, 20, {Contact: "brand", BrandName: "brand", BrandMember: "brand"}),
        "may_edit": can(request.user, Permission.EDIT_CLIENTS),
        "may_invite": can(request.user, Permission.INVITE),
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_see_money": can(request.user, Permission.READ_MONEY),
    }
    return page(request, "desk/clients/brand.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Write down a brand, and its company where that is new."""
    form = BrandForm(request.POST or None, initial={"company": request.GET.get("company", "")})

    def write() -> Brand:
        fields = dict(form.cleaned_data)
        now, company, called = timezone.now(), fields.pop("company"), fields.pop("new_company")
        if company is None:
            company = actions.add_company(name=called, by=request.user, now=now)
        made: Brand = actions.add_brand(company=company, by=request.user, now=now, **fields)
        return made

    if form.is_valid():
        made = attempt(request, write, f"{form.cleaned_data['name']} is written down.", form)
        if made:
            return redirect(home(made))
    context = {
        "heading": "Add brand",
        "form": form,
        "deed": "Add brand",
        "back": reverse("desk:brands"),
        "back_label": "Brands",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what is written about a brand. Other categories change what clashes."""
    found: Brand = visible(request, Brand.objects, public_id)
    guard = StaleGuard(request, found)
    form = BrandForm(request.POST or None, brand=found)

    def write() -> Brand:
        fields: dict[str, Any] = dict(form.cleaned_data)
        categories: list[Category] = fields.pop("categories")
        saved: Brand = actions.edit_brand(
            brand=found, fields=fields, categories=categories, by=request.user, now=timezone.now()
        )
        return saved

    if form.is_valid() and guard.passes(form) and attempt(request, write, "Saved.", form):
        return redirect(home(found))
    context = {
        "heading": "Change brand",
        "form": form,
        "guard": guard,
        "deed": "Save brand",
        "back": home(found),
        "back_label": found.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a brand out of the lists, or bring it back."""
    found: Brand = visible(request, Brand.objects, public_id)
    reason = request.POST.get("reason", "")[:300]
    verb = actions.restore_brand if found.archived_at else actions.archive_brand
    words = f"{found} is back." if found.archived_at else f"{found} is archived. Nothing was deleted."
    attempt(request, lambda: verb(brand=found, by=request.user, now=timezone.now(), reason=reason), words)
    return redirect(home(found))


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two brands turn out to be one: what was written down for this one goes to the other."""
    found: Brand = visible(request, Brand.objects, public_id)
    form = MergeForm(request.POST or None, gone=found)
    if form.is_valid():
        kept, reason = form.cleaned_data["kept"], form.cleaned_data["reason"]
        done = attempt(
            request,
            lambda: actions.merge_brands(kept=kept, gone=found, reason=reason, by=request.user, now=timezone.now()),
            f"{found} is {kept} from now on.",
            form,
        )
        if done:
            return redirect(home(kept))
    context = {
        "heading": f"{found} is another brand",
        "form": form,
        "deed": "Make them one",
        "back": home(found),
        "back_label": found.name,
        "lead": "Campaigns, contracts, people and names go along, and this cannot be taken back. "
        "Nothing that stands is undone. What begins to clash by it goes to the clash desk.",
    }
    return page(request, "desk/form.html", context)
