"""Bringing a roster in from a file: upload, look at it, correct it, write it."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from lib.csv_safe import lines as csv_lines
from outbox.once import refused, sent_once
from portals.desk.plain import DAY, DeskForm
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from talent import actions
from talent.actions.long_imports import job_of
from talent.checks import may_apply, may_stop
from talent.importing.lines import refused_file
from talent.importing.preview import preview
from talent.models import Platform, RosterImport

NAMED = 12  # rows that share a remark
FATES = {
    "new": ("New", "circle-plus"),
    "updated": ("Updated", "pencil"),
    "unchanged": ("Unchanged", "check"),
    "refused": ("Refused", "octagon-minus"),
}


class UploadForm(DeskForm):
    """A file and the day that its figures are from."""

    file = forms.FileField(
        label="File",
        help_text="CSV or XLSX, a talent a line, with one account or several. You see it before anything is written.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    as_of = forms.DateField(
        widget=DAY, label="Figures are from", help_text="An older figure never replaces a newer one."
    )
    platform = forms.ChoiceField(
        required=False, choices=[("", "As the file says"), *Platform.choices], label="Platform of the handles"
    )


class ReadAgainForm(DeskForm):
    """Another day that the figures are from, where one was given."""

    as_of = forms.DateField(required=False)


def _instant(day: Any, now: datetime) -> datetime:
    """The end of that day in the reader's zone, but not in the future."""
    end = timezone.make_aware(datetime.combine(day, time(23, 59)))
    return min(end, now)


def _alike(outcome: dict[str, Any]) -> list[tuple[str, str]]:
    """Each remark once, with the rows that it is about."""
    rows: dict[str, list[int]] = {}
    for number, remark in outcome.get("remarks", []):
        rows.setdefault(remark, []).append(number)
    return [(remark, _rows(numbers)) for remark, numbers in rows.items()]


def _rows(numbers: list[int]) -> str:
    named = ", ".join(map(str, numbers[:NAMED]))
    more = f" and {len(numbers) - NAMED:,} more" if len(numbers) > NAMED else ""
    return f"{'Rows' if len(numbers) > 1 else 'Row'} {named}{more}"


@allowed(Permission.IMPORT_ROSTER)
@sent_once
def new(request: HttpRequest) -> HttpResponse:
    """Upload a file; the imports of before below it."""
    now = timezone.now()
    form = UploadForm(request.POST or None, request.FILES or None, initial={"as_of": timezone.localdate()})
    if form.is_valid():
        file = form.cleaned_data["file"]
        started = attempt(
            request,
            lambda: actions.start_import(
                filename=file.name,
                content=file.read(),
                platform=form.cleaned_data["platform"],
                figures_as_of=_instant(form.cleaned_data["as_of"], now),
                by=request.user,
                now=now,
            ),
            form=form,
        )
        if started:
            return redirect("desk:import", started.public_id)
    past = RosterImport.objects.defer("content").select_related("created_by")[:20]
    return page(request, "desk/roster/import_new.html", {"form": form, "past": past})


@allowed(Permission.IMPORT_ROSTER)
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the file is read and what each row would do. Nothing is written yet; or what came of it."""
    imports = RosterImport.objects.select_related("created_by", "applied_by", "read_like")
    found: RosterImport = visible(request, imports.defer("content", "read_like__content"), public_id)
    context: dict[str, Any] = {"import": found, "may_apply": may_apply(found, request.user), "fates": FATES}
    if found.state == RosterImport.State.RUNNING:
        counts = dict(found.lines.order_by().values_list("fate").annotate(rows=Count("pk")))
        job = job_of(found)
        far = f"{job.progress_done:,} of {job.progress_total:,} rows" if job else ""
        context |= {"counts": counts, "may_stop": may_stop(found, request.user), "job": job, "far": far}
        return page(request, "desk/roster/import_running.html", context, part="progress")
    if found.state != RosterImport.State.PREVIEW:
        if request.headers.get("HX-Request"):  # the page that watched it has another one to show
            return HttpResponse(headers={"HX-Refresh": "true"})
        told = len({number for number, _ in found.outcome.get("remarks", [])})
        context |= {"outcome": found.outcome, "remarks": _alike(found.outcome), "told": told}
        context["entries"] = timeline(found)
        return page(request, "desk/roster/import_done.html", context)
    number = request.GET.get("page", "1")
    seen = preview(found, page=int(number) if number.isdecimal() else 1, fate=request.GET.get("fate", ""))
    here = reverse("desk:import", args=[found.public_id])
    context |= {
        "seen": seen,
        "good": sum(count for fate, count in seen.counts.items() if fate in ("new", "updated")),
        "tabs": [
            ("All", here, sum(seen.counts.values()), "all"),
            *(
                (FATES[fate][0], f"{here}?fate={fate}", count, fate)
                for fate, count in seen.counts.items()
                if fate in FATES
            ),
        ],
        "as_of": timezone.localdate(found.figures_as_of),
        "current": seen.fate or "all",
    }
    return page(request, "desk/roster/import.html", context)


@allowed(Permission.IMPORT_ROSTER)
@sent_once
@require_POST
def remap(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the file in another way: encoding, separator, sheet, platform, what each column is."""
    found: RosterImport = visible(request, RosterImport.objects, public_id)
    now = timezone.now()
    headings, fields = request.POST.getlist("heading"), request.POST.getlist("field")
    form = ReadAgainForm(request.POST)
    if not form.is_valid():
        refused(request)
        messages.error(request, " ".join(form.errors["as_of"]))
        return redirect("desk:import", found.public_id)
    as_of = form.cleaned_data["as_of"]
    attempt(
        request,
        lambda: actions.remap_import(
            roster_import=found,
            by=request.user,
            now=now,
            encoding=request.POST.get("encoding"),
            delimiter=request.POST.get("delimiter"),
            sheet=request.POST.get("sheet"),
            platform=request.POST.get("platform"),
            mapping=dict(zip(headings, fields, strict=False)) if headings else None,
            figures_as_of=_instant(as_of, now) if as_of else None,
        ),
        "Read again. Nothing is written yet.",
    )
    return redirect("desk:import", found.public_id)


@allowed(Permission.IMPORT_ROSTER)
@sent_once
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write the good rows to the roster."""
    found: RosterImport = visible(request, RosterImport.objects, public_id)
    applied = attempt(request, lambda: actions.apply_import(roster_import=found, by=request.user, now=timezone.now()))
    if applied and applied.state == RosterImport.State.DONE:
        messages.success(request, "The roster has them.")
    return redirect("desk:import", found.public_id)


@allowed(Permission.IMPORT_ROSTER)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put the file aside; nothing was written."""
    found: RosterImport = visible(request, RosterImport.objects, public_id)
    attempt(
        request,
        lambda: actions.drop_import(roster_import=found, by=request.user, now=timezone.now()),
        "Put aside. Nothing was written.",
    )
    return redirect("desk:import-new")


@allowed(Permission.IMPORT_ROSTER)
@sent_once
@require_POST
def stop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write no more of a long file; what is written stays."""
    found: RosterImport = visible(request, RosterImport.objects, public_id)
    attempt(
        request,
        lambda: actions.stop_import(roster_import=found, by=request.user, now=timezone.now()),
        "Stopped. What was written stays.",
    )
    return redirect("desk:import", found.public_id)


@allowed(Permission.IMPORT_ROSTER)
def refused_rows(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The rows that were refused, as the file has them, each with its number and the reason."""
    found: RosterImport = visible(request, RosterImport.objects, public_id)
    heads, rows = refused_file(found)
    response = StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="refused-rows.csv"'
    return response
