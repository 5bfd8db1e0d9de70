"""A talent's accounts: adding, changing, letting go, asking for new figures."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from outbox.models import Job
from outbox.once import sent_once
from portals.audience import KNOWN, audience_form, opened_with
from portals.desk.roster.edit import home
from portals.desk.roster.figures import moved, waiting
from portals.desk.roster.forms import AccountChangeForm, AccountForm
from portals.evidence import CountsForm, shown_evidence
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard
from stats.actions import enter_audience, enter_counts, request_refresh
from stats.models import HandCounts
from talent import actions
from talent.models import SocialAccount, Talent


@allowed(Permission.EDIT_ROSTER)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down an account of a talent."""
    talent: Talent = visible(request, Talent.objects, public_id)
    form = AccountForm(request.POST or None, initial={"platform": request.GET.get("platform", "instagram")})
    if form.is_valid():
        account = attempt(
            request,
            lambda: actions.add_account(talent=talent, by=request.user, now=timezone.now(), **form.cleaned_data),
            "The account is written down.",
            form,
        )
        if account:
            return redirect(home(talent))
    context = {
        "heading": "Add account",
        "form": form,
        "deed": "Add account",
        "back": home(talent),
        "back_label": talent.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an account's handle, address or id."""
    account: SocialAccount = visible(request, SocialAccount.objects.select_related("talent"), public_id)
    guard = StaleGuard(request, account)
    written = {name: getattr(account, name) for name in ("platform", "handle", "url", "external_id")}
    form = AccountChangeForm(request.POST or None, initial={**written, "known_id": account.external_id})
    if form.is_valid() and guard.passes(form):
        said = {name: value for name, value in form.cleaned_data.items() if name != "renamed"}
        done = attempt(
            request,
            lambda: actions.edit_account(
                account=account,
                fields=said,
                by=request.user,
                now=timezone.now(),
                renamed=form.cleaned_data["renamed"],
            ),
            "Saved.",
            form,
        )
        if done:
            return redirect("desk:talent-accounts", account.talent.public_id)
    context = {
        "heading": "Change account",
        "form": form,
        "guard": guard,
        "deed": "Save account",
        "back": reverse("desk:talent-accounts", args=[account.talent.public_id]),
        "back_label": account.talent.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
@require_POST
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Follow an account no longer."""
    account: SocialAccount = visible(request, SocialAccount.objects.select_related("talent"), public_id)
    reason = request.POST.get("reason", "")[:300]
    attempt(
        request,
        lambda: actions.archive_account(account=account, by=request.user, now=timezone.now(), reason=reason),
        f"{account.handle} is no longer followed. Its figures stay.",
    )
    return redirect("desk:talent-accounts", account.talent.public_id)


@allowed(Permission.EDIT_ROSTER)
@sent_once
def figures(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what somebody read off the screen, where no platform tells us."""
    account: SocialAccount = visible(request, SocialAccount.objects.select_related("talent"), public_id)
    first = {"as_of": timezone.localdate()}
    form = CountsForm(request.POST or None, request.FILES or None, initial=first, known=account.followers)
    back = reverse("desk:talent-accounts", args=[account.talent.public_id])
    if form.is_valid():
        done = attempt(
            request,
            lambda: enter_counts(account=account, by=request.user, now=timezone.now(), **form.said()),
            "Kept as reported.",
            form,
        )
        if done:
            return redirect(back)
    context = {
        "heading": f"Figures of {account}",
        "lead": "Ask the talent for a picture of the screen, or take one. Leave empty what it does not show.",
        "form": form,
        "deed": "Keep figures",
        "multipart": True,
        "back": back,
        "back_label": account.talent.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_ROSTER)
@sent_once
def audience(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down who follows an account, as its platform shows its owner."""
    account: SocialAccount = visible(request, SocialAccount.objects.select_related("talent"), public_id)
    form, known = audience_form(request, account)
    back = reverse("desk:talent-accounts", args=[account.talent.public_id])
    if form.is_valid():
        done = attempt(
            request,
            lambda: enter_audience(account=account, by=request.user, now=timezone.now(), **form.said()),
            "Kept as reported.",
            form,
        )
        if done:
            return redirect(back)
    context = {
        "heading": f"Audience of {account}",
        "lead": f"{account.get_platform_display()} shows it to the account’s owner. Leave empty what it does not show: "
        f"empty is unknown, 0 is none.{opened_with(known)}",
        "form": form,
        "known": KNOWN,
        "deed": "Keep audience",
        "back": back,
        "back_label": account.talent.name,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.READ_DESK)
def evidence(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The picture of the screen that an account's figures were read from."""
    return shown_evidence(visible(request, HandCounts.objects, public_id))


@allowed(Permission.REFRESH_FIGURES)
@sent_once
@require_POST
def refresh(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the platform for new figures now. htmx gets the progress, others the talent's page, which shows it too."""
    account: SocialAccount = visible(request, SocialAccount.objects.select_related("talent"), public_id)
    job = attempt(request, lambda: request_refresh(account=account, by=request.user, now=timezone.now()))
    if request.headers.get("HX-Request") and job:
        return page(request, "desk/roster/progress.html", progress_of(job, account, request))
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return redirect(home(account.talent))


def _shown_on(request: HttpRequest, talent: Talent) -> str:
    """The page whose figures are drawn anew: that on which the button was pressed."""
    accounts = reverse("desk:talent-accounts", args=[talent.public_id])
    return accounts if urlsplit(request.headers.get("HX-Current-URL", "")).path == accounts else home(talent)


def progress_of(job: Job, account: SocialAccount | None, request: HttpRequest) -> dict[str, object]:
    """What the progress part shows. `late` where nobody works on it though it is time."""
    now = timezone.now()
    waited = now - job.created
    job.waiting = waiting(job, now)  # type: ignore[attr-defined]
    return {
        "job": job,
        "account": account,
        "done": job.state == Job.State.DONE,
        "failed": job.state == Job.State.STUCK,
        "gone": job.state == Job.State.CANCELLED,
        "late": waited.total_seconds() > 30 and job.attempts == 0,
        "moved": moved(account) if account and job.result == "Measured" else "",
        "back": _shown_on(request, account.talent) if account else "",
    }


@allowed(Permission.READ_DESK)
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a job is; asked again every second until it is done."""
    job: Job | None = Job.objects.filter(public_id=public_id).first()
    if job is None:
        raise Http404("Nothing here.")
    account = SocialAccount.objects.select_related("talent").filter(pk=job.args.get("account_id") or 0).first()
    return page(request, "desk/roster/progress.html", progress_of(job, account, request))
