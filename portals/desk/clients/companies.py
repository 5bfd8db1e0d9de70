"""Companies, and who owns whom from when until when."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from clients import actions
from clients.checks import may_archive_company
from clients.models import Company, Ownership
from clients.queries import company_group, ownerships_of
from exclusivity.models import CompanyTrade
from outbox.once import sent_once
from portals.desk.clients.forms import CompanyForm, EndForm, OwnerForm
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard


def home(company: Company) -> str:
    """The company's page."""
    return reverse("desk:company", args=[company.public_id])


@allowed(Permission.READ_DESK)
def companies(request: HttpRequest) -> HttpResponse:
    """All companies with their brands."""
    found = Company.objects.filter(archived_at=None).prefetch_related("brands")
    context = {"companies": found, "may_edit": can(request.user, Permission.EDIT_CLIENTS)}
    return page(request, "desk/clients/companies.html", context)


@allowed(Permission.READ_DESK)
def company(request: HttpRequest, public_id: str) -> HttpResponse:
    """A company's page: its brands, its owners, its group today."""
    found: Company = visible(request, Company.objects, public_id)
    today = timezone.localdate()
    group = company_group(found.pk, today) - {found.pk}
    context = {
        "company": found,
        "brands": found.brands.prefetch_related("categories"),
        "trades": CompanyTrade.objects.filter(company=found).select_related("category").order_by("category__name"),
        "ties": ownerships_of(found),
        "group": Company.objects.filter(pk__in=group).prefetch_related("brands"),
        "today": today,
        "entries": timeline(found, 20, [(Ownership, "child"), (Ownership, "parent"), (CompanyTrade, "company")]),
        "may_edit": can(request.user, Permission.EDIT_CLIENTS),
        "may_archive": may_archive_company(found),
    }
    return page(request, "desk/clients/company.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Write down a company."""
    form = CompanyForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            request,
            lambda: actions.add_company(by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} is written down.",
            form,
        )
        if made:
            return redirect(home(made))
    context = {
        "heading": "Add company",
        "form": form,
        "deed": "Add company",
        "back": reverse("desk:companies"),
        "back_label": "Companies",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what is written about a company."""
    found: Company = visible(request, Company.objects, public_id)
    guard = StaleGuard(request, found)
    form = CompanyForm(request.POST or None, company=found)
    if form.is_valid() and guard.passes(form):
        done = attempt(
            request,
            lambda: actions.edit_company(company=found, fields=form.cleaned_data, by=request.user, now=timezone.now()),
            "Saved.",
            form,
        )
        if done:
            return redirect(home(found))
    context = {
        "heading": "Change company",
        "form": form,
        "guard": guard,
        "deed": "Save company",
        "back": home(found),
        "back_label": found.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a company without brands out of the lists, or bring it back."""
    found: Company = visible(request, Company.objects, public_id)
    verb = actions.restore_company if found.archived_at else actions.archive_company
    reason = request.POST.get("reason", "")[:300]
    words = f"{found} is back." if found.archived_at else f"{found} is archived. Nothing was deleted."
    attempt(request, lambda: verb(company=found, by=request.user, now=timezone.now(), reason=reason), words)
    return redirect(home(found))


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def own(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down who owns a company. Who is in one group does not compete."""
    child: Company = visible(request, Company.objects, public_id)
    form = OwnerForm(request.POST or None, child=child, initial={"since": timezone.localdate()})
    if form.is_valid():
        given = form.cleaned_data
        until = given["last"] + timedelta(days=1) if given["last"] else None
        done = attempt(
            request,
            lambda: actions.set_owner(
                child=child,
                parent=given["parent"],
                since=given["since"],
                until=until,
                by=request.user,
                now=timezone.now(),
                reason=given["reason"],
            ),
            f"{given['parent']} owns {child} from {given['since']:%-d %b %Y}.",
            form,
        )
        if done:
            return redirect(home(child))
    context = {
        "heading": f"Who owns {child}",
        "form": form,
        "deed": "Write down the owner",
        "back": home(child),
        "back_label": child.name,
        "lead": "Contracts that stand are not touched. What begins to clash by this goes to the clash desk.",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def end_ownership(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an ownership's last day."""
    tie = get_object_or_404(Ownership.objects.select_related("child", "parent"), pk=pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.end_ownership(ownership=tie, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{tie.parent} owns {tie.child} until {form.cleaned_data['on']:%-d %b %Y}.",
            form,
        )
        if done:
            return redirect(home(tie.child))
    context = {
        "heading": f"{tie.parent} no longer owns {tie.child}",
        "form": form,
        "deed": "Write down the last day",
        "back": home(tie.child),
        "back_label": tie.child.name,
    }
    return page(request, "desk/form.html", context)
