"""The trades of a company that its brands' categories do not tell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from clients.models import Company
from exclusivity.actions import add_trade, remove_trade
from exclusivity.models import CompanyTrade
from outbox.once import sent_once
from portals.desk.clients.companies import home
from portals.desk.clients.forms import TradeForm
from portals.pages import allowed, attempt, page, visible


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down a trade that the company is in."""
    company: Company = visible(request, Company.objects, public_id)
    form = TradeForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            request,
            lambda: add_trade(company=company, by=request.user, now=timezone.now(), **given),
            f"{company} is in the trade {given['category']}.",
            form,
        )
        if done:
            return redirect(home(company))
    context = {
        "heading": f"Add a trade of {company}",
        "form": form,
        "deed": "Add trade",
        "back": home(company),
        "back_label": company.name,
        "lead": "Contracts that stand are not touched. What begins to clash by this goes to the clash desk.",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The company is not in this trade any more."""
    trade = get_object_or_404(CompanyTrade.objects.select_related("company", "category"), pk=pk)
    company = trade.company
    attempt(
        request,
        lambda: remove_trade(trade=trade, by=request.user, now=timezone.now()),
        f"{company} is not in the trade {trade.category} any more.",
    )
    return redirect(home(company))
