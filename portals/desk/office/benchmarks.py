"""Published ranges of engagement: what rates are held against, with each one's source and date."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from outbox.once import sent_once
from portals.components.platforms import icon_of
from portals.desk.office.forms import BenchmarkForm, LimitsForm
from portals.history import Change, Entry, entry_of
from portals.pages import allowed, attempt, page
from portals.stale import StaleGuard
from stats import actions
from stats.actions.benchmarks import FIELDS
from stats.limits import SHIPPED, limits_in_use
from stats.models import Benchmark, Limit, SignalLimit
from talent.models import Platform

LEAD = "In percent. Each border belongs to the upper band. Rates are held against the range of the size below them."


@allowed(Permission.READ_DESK)
def benchmarks(request: HttpRequest) -> HttpResponse:
    """All ranges, a table a platform."""
    rows = groupby(Benchmark.objects.order_by("platform", "from_followers"), key=lambda row: row.platform)
    context = {
        "groups": [(Platform(name).label, icon_of(name), list(some)) for name, some in rows],
        "limits": _limits(),
        "may_edit": can(request.user, Permission.EDIT_BENCHMARKS),
    }
    return page(request, "desk/office/benchmarks.html", context)


@allowed(Permission.EDIT_BENCHMARKS)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Hold rates against another range."""
    form = BenchmarkForm(request.POST or None)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.add_benchmark(fields=form.cleaned_data, by=request.user, now=timezone.now()),
            "Written down. Rates are held against it when they are next computed.",
            form,
        )
        if done:
            return redirect("desk:benchmarks")
    context = {"heading": "Add a range", "form": form, "deed": "Add range", "lead": LEAD, **_back()}
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_BENCHMARKS)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a range."""
    benchmark = get_object_or_404(Benchmark, public_id=public_id)
    guard = StaleGuard(request, benchmark)
    form = BenchmarkForm(request.POST or None, initial={name: getattr(benchmark, name) for name in FIELDS})
    if form.is_valid() and guard.passes(form):
        done = attempt(
            request,
            lambda: actions.edit_benchmark(
                benchmark=benchmark, fields=form.cleaned_data, by=request.user, now=timezone.now()
            ),
            "Saved. Rates are held against it when they are next computed.",
            form,
        )
        if done:
            return redirect("desk:benchmarks")
    context = {
        "heading": f"Change {benchmark}",
        "form": form,
        "guard": guard,
        "deed": "Save range",
        "lead": LEAD,
        **_back(),
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_BENCHMARKS)
@sent_once
@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hold no rate against it any more."""
    benchmark = get_object_or_404(Benchmark, public_id=public_id)
    attempt(
        request,
        lambda: actions.remove_benchmark(benchmark=benchmark, by=request.user, now=timezone.now()),
        f"{benchmark} is removed.",
    )
    return redirect("desk:benchmarks")


def _limits() -> list[tuple[str, str, str]]:
    """Each threshold of what is worth a look: its name, where it is, and where we ship it. One query."""
    used = asdict(limits_in_use())
    return [(str(limit.label), f"{used[limit.value]:g}", f"{SHIPPED[limit.value]:g}") for limit in Limit]


class _LimitsGuard(StaleGuard):
    """Of all thresholds together; one without a row is as we ship it, so the office's own row is what is locked."""

    def lock(self) -> None:
        Office.objects.select_for_update().get(pk=Office.objects.current().pk)

    def versions(self) -> list[int]:
        return [SignalLimit.pgh_event_model.objects.aggregate(last=Max("pgh_id"))["last"] or 0]  # type: ignore[attr-defined]

    def since(self) -> Sequence[tuple[Entry | None, list[Change]]]:
        events = SignalLimit.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
        new = list(events.filter(pgh_id__gt=self.seen[0]).select_related("pgh_context"))
        was, used = dict(SHIPPED), asdict(limits_in_use())
        for event in events.filter(pgh_id__lte=self.seen[0], name__in={event.name for event in new}):
            was[event.name] = SHIPPED[event.name] if event.pgh_label == "delete" else float(event.value)
        changes = [
            Change(str(Limit(name).label), f"{was[name]:g}", f"{used[name]:g}")
            for name in dict.fromkeys(event.name for event in new)
            if was[name] != used[name]
        ]
        return [(entry_of(SignalLimit, new[-1], ""), changes)] if new else []


@allowed(Permission.EDIT_BENCHMARKS)
@sent_once
def limits(request: HttpRequest) -> HttpResponse:
    """Change from where on a figure is worth a look."""
    guard = _LimitsGuard(request)
    form = LimitsForm(request.POST or None, initial=asdict(limits_in_use()))
    if form.is_valid() and guard.passes(form):
        said = dict(form.cleaned_data)
        reason = said.pop("reason")
        done = attempt(
            request,
            lambda: actions.set_signal_limits(limits=said, by=request.user, now=timezone.now(), reason=reason),
            "Saved. What is worth a look follows when it is next computed.",
            form,
        )
        if done:
            return redirect("desk:benchmarks")
    lead = "A figure is noted from here on, with its threshold beside it. Empty is what we ship. Never a verdict. "
    lead += (
        "Comments for likes are noted by these alone while fewer than thirty accounts of the same platform and tier "
        "are known; from thirty on only where they are also unlike those of nine in ten accounts of that kind."
    )
    context = {
        "heading": "Worth a look from",
        "form": form,
        "guard": guard,
        "deed": "Save thresholds",
        "lead": lead,
        **_back(),
    }
    return page(request, "desk/form.html", context)


def _back() -> dict[str, str]:
    return {"back": reverse("desk:benchmarks"), "back_label": "Benchmarks"}
