"""All waivers, and one of them with its life: asked, promised, granted in writing, refused, taken back, run out."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from exclusivity import actions
from exclusivity.consents import effect_of, scope_of, scope_words, stands, told_rows
from exclusivity.models import Waiver, WaiverState
from exclusivity.models.waiver import OVER, RUNS_OUT_IN, WAITING
from exclusivity.papers import TYPES
from exclusivity.words import clause_sentence
from outbox.models import Message
from outbox.once import sent_once
from portals.desk.exclusivity.explain import page_of
from portals.desk.exclusivity.waiver_forms import GrantForm
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible

PER_PAGE = 50
VIEWS = (("asked", "Asked"), ("granted", "Granted"), ("ending", "Run out within 30 days"), ("over", "Over"))
ROWS = told_rows(Waiver.objects.all())


def _views(now: Any) -> dict[str, Q]:
    return {
        "asked": Q(state__in=WAITING),
        "granted": Q(state=WaiverState.GRANTED),
        "ending": Q(state=WaiverState.GRANTED, expires__gt=now, expires__lte=now + RUNS_OUT_IN),
        "over": Q(state__in=OVER),
    }


@allowed(Permission.READ_DESK)
def waivers(request: HttpRequest) -> HttpResponse:
    """Asked, granted, running out, over."""
    now = timezone.now()
    asked_for = _views(now)
    view = request.GET.get("view", "")
    view = view if view in asked_for else "asked"
    text = request.GET.get("q", "").strip()[:120]
    rows = Waiver.objects.all()
    if text:
        fits = (
            Q(clause__commitment__brand__name__icontains=text)
            | Q(clause__commitment__talents__name__icontains=text)
            | Q(commitment__brand__name__icontains=text)
            | Q(brand__name__icontains=text)
            | Q(asked_of__icontains=text)
        )
        rows = rows.filter(pk__in=Waiver.objects.filter(fits).order_by().values("pk"))
    counts = rows.order_by().aggregate(**{name: Count("pk", filter=condition) for name, condition in asked_for.items()})
    shown = told_rows(rows.filter(asked_for[view])).prefetch_related("clause__commitment__talents")
    order = ("expires", "pk") if view == "ending" else ("created_at", "pk") if view == "asked" else ("-created_at",)
    found = Paginator(shown.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    query = f"&q={text}" if text else ""
    context = {
        "page": found,
        "rows": [(row, scope_words(row), stands(row)) for row in found.object_list],
        "view": view,
        "text": text,
        "views": [(label, f"?view={name}{query}", counts[name], name) for name, label in VIEWS],
    }
    return page(request, "desk/exclusivity/waivers.html", context, part="list")


def _page(request: HttpRequest, found: Waiver, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    clause, wish = found.clause, found.commitment
    may_run, may_sign = (can(request.user, p) for p in (Permission.RUN_CAMPAIGNS, Permission.SIGN_CONTRACTS))
    context = {
        "waiver": found,
        "talents": list(clause.commitment.talents.all()),
        "keeper": clause.commitment.brand,
        "sentence": clause_sentence(clause, clause.commitment.brand.name),
        "scope": scope_words(found),
        "stands": stands(found),
        "paper": page_of(clause.commitment),
        "wish": wish,
        "wish_url": page_of(wish),
        "letters": list(Message.objects.filter(about=f"waiver:{found.public_id}")),
        "effect": effect_of(clause, scope_of(found), wish, now) if found.is_waiting and wish is not None else None,
        "may_run": may_run,
        "may_sign": may_sign,
        "refusal": refusal,
        "entries": timeline(found, 20),
    }
    return page(request, "desk/exclusivity/waiver.html", context, status=status)


@allowed(Permission.READ_DESK)
def waiver(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whom the office asked for what, how far it got, and what it would change."""
    return _page(request, visible(request, ROWS, public_id))


@allowed(Permission.READ_DESK)
def document(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The paper itself, to keep; never shown as part of the site."""
    found: Waiver = visible(request, Waiver.objects, public_id)
    if not found.document:
        raise Http404("Nothing here.")
    kind = found.document.name.rpartition(".")[2]
    response = FileResponse(
        found.document.open("rb"), as_attachment=True, filename=found.document_name or f"waiver.{kind}",
        content_type=TYPES.get(kind, "application/octet-stream"),
    )  # fmt: skip
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(Permission.SIGN_CONTRACTS)
@sent_once
def grant(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record the written consent with its paper."""
    found: Waiver = visible(request, ROWS, public_id)
    form = GrantForm(request.POST or None, request.FILES or None, waiver=found)
    if form.is_valid() and attempt(
        request,
        lambda: actions.grant_waiver(waiver=found, consent=form.consent(), by=request.user, now=timezone.now()),
        "Granted. What it covers is waived from now on.",
        form,
    ):
        return redirect("desk:waiver", found.public_id)
    context = {
        "heading": "Record consent", "form": form, "deed": "Record consent", "multipart": True,
        "back": reverse("desk:waiver", args=[found.public_id]),
        "back_label": f"Waiver of {found.clause.commitment.brand.name}",
        "lead": "Only what is granted in writing counts.",
    }  # fmt: skip
    return page(request, "desk/form.html", context)


def _do(request: HttpRequest, public_id: str, verb: Callable[[Waiver], Any], words: str) -> HttpResponse:
    found: Waiver = visible(request, ROWS, public_id)
    attempt(request, lambda: verb(found), words)
    return redirect("desk:waiver", found.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def promise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody said yes by word."""
    who = request.POST.get("grantor", "")[:120]
    return _do(
        request, public_id,
        lambda row: actions.promise_waiver(waiver=row, grantor=who, by=request.user, now=timezone.now()),
        "Noted. It counts once it is in writing.",
    )  # fmt: skip


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def refuse(request: HttpRequest, public_id: str) -> HttpResponse:
    """The brand said no."""
    reason = request.POST.get("reason", "")[:600]
    return _do(
        request, public_id,
        lambda row: actions.refuse_waiver(waiver=row, reason=reason, by=request.user, now=timezone.now()),
        "Noted: they refused.",
    )  # fmt: skip


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The office asks no longer."""
    reason = request.POST.get("reason", "")[:600]
    return _do(
        request, public_id,
        lambda row: actions.withdraw_waiver(waiver=row, reason=reason, by=request.user, now=timezone.now()),
        "Asked no longer.",
    )  # fmt: skip


@allowed(Permission.SIGN_CONTRACTS)
@sent_once
@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """The brand takes its consent back."""
    reason = request.POST.get("reason", "")[:600]
    return _do(
        request, public_id,
        lambda row: actions.revoke_waiver(waiver=row, reason=reason, by=request.user, now=timezone.now()),
        "Taken back from now on. What meets comes to the clash desk.",
    )  # fmt: skip
