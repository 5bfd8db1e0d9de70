"""What the brand's campaign brought."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from campaigns.models import Campaign
from portals.client import reading
from portals.client.frame import page
from portals.pages import visible
from portals.reports import notes_of, pdf_of, xlsx_of
from stats.results.earned import value
from stats.results.report import Report, earlier, reports


def _report(request: HttpRequest, public_id: str) -> Report:
    row: Campaign = visible(request, reading.campaigns_of(request.user), public_id)
    report = reports([row])[row.pk]
    value(report.result.pieces, for_clients=True)
    return report


def results(request: HttpRequest, public_id: str) -> HttpResponse:
    """Live: what the posts brought so far, against the goals and the brand's earlier campaigns."""
    report = _report(request, public_id)
    campaign = report.result.campaign
    context = {"campaign": campaign, "report": report, "earlier": earlier(campaign), "notes": notes_of(report)}
    return page(request, "client/results.html", context)


def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """The same as a file, to be passed on."""
    report = _report(request, public_id)
    return pdf_of(report, timezone.now()) if kind == "pdf" else xlsx_of(report, timezone.now())
