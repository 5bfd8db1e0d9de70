"""A talent lets the office read an account: what that means, the way to the platform and back, and the end of it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from lib.sealed import unseal
from outbox.once import sent_once
from portals.connecting import back_to
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from stats.actions import begin_connection, withdraw_connection
from stats.actions.connections import fingerprint
from stats.connecting import Stopped, finish
from stats.consent_checks import left_out, may_connect
from stats.logins import LOGINS, login_of
from stats.models import Connection, Handshake
from talent.models import SocialAccount


def _session(request: HttpRequest) -> str:
    return fingerprint(request.session.session_key or "")


def _account(request: HttpRequest, public_id: str) -> SocialAccount:
    rows = SocialAccount.objects.filter(platform__in=LOGINS, archived_at=None).select_related("talent")
    account: SocialAccount = visible(request, rows, public_id)
    return account


@allowed(Permission.CONNECT_ACCOUNTS)
@sent_once
def connect(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is read, why and until when; and the way to the platform."""
    account = _account(request, public_id)
    if request.method == "POST":
        handshake = attempt(
            request,
            lambda: begin_connection(account=account, session=_session(request), by=request.user, now=timezone.now()),
        )
        return redirect("talent:connect-go", handshake.public_id) if handshake else redirect(request.path)
    login = login_of(account.platform)
    living = Connection.objects.living().filter(account=account).select_related("connected_by", "account").first()
    context: dict[str, Any] = {
        "account": account,
        "connection": living,
        "login": login,
        "own_settings": settings.LOGIN_SETTINGS.get(account.platform, ""),
        "reads": [*login.needs.values(), *login.wants.values()],
        "left_out": left_out(living) if living and living.state == Connection.State.WORKING else [],
        "may": may_connect(account, request.user),
    }
    return _towards(account.platform, request, page(request, "talent/connect.html", context))


def _towards(platform: str, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page's form ends at the platform, which the content policy must let it."""
    there = urlsplit(settings.LOGIN_URLS[platform]["authorize"])
    policy = {**settings.SECURE_CSP, "form-action": [CSP.SELF, f"{there.scheme}://{there.netloc}"]}
    answer: HttpResponse = csp_override(policy)(lambda _: response)(request)
    return answer


@allowed(Permission.CONNECT_ACCOUNTS)
def go(request: HttpRequest, public_id: str) -> HttpResponse:
    """Off to the platform, as often as the button is pressed, until an answer came."""
    mine = Handshake.objects.filter(created_by=request.user.pk, session=_session(request), answered=None)
    handshake: Handshake | None = mine.filter(public_id=public_id).select_related("account").first()
    if handshake is None:
        raise Http404("Nothing here.")
    platform = handshake.account.platform
    if not may_connect(handshake.account, request.user):  # the office took its app away; the page says so
        return redirect("talent:connect", handshake.account.public_id)
    login = login_of(platform)
    return HttpResponseRedirect(login.authorize_address(back_to(platform), handshake.nonce, unseal(handshake.verifier)))


@allowed(Permission.CONNECT_ACCOUNTS)
def back(request: HttpRequest, platform: str) -> HttpResponse:
    """The platform's answer, good once."""
    if platform not in LOGINS:
        raise Http404("Nothing here.")
    try:
        connection = finish(
            platform=platform, answer=request.GET.dict(), redirect_uri=back_to(platform), session=_session(request),
            by=request.user, now=timezone.now(),
        )  # fmt: skip
    except Stopped as stopped:
        messages.error(request, str(stopped))
        if stopped.handshake is None:
            return redirect("talent:accounts")
        return redirect("talent:connect", stopped.handshake.account.public_id)
    account = connection.account
    messages.success(request, f"{account.handle} on {account.get_platform_display()} is connected.")
    return redirect("talent:accounts")


@allowed(Permission.CONNECT_ACCOUNTS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it: the tokens are gone at once."""
    account = _account(request, public_id)
    connection = Connection.objects.living().filter(account=account).select_related("account__talent").first()
    if connection is None:
        messages.info(request, f"{account.handle} is not connected.")
        return redirect("talent:accounts")
    attempt(
        request,
        lambda: withdraw_connection(connection=connection, by=request.user, now=timezone.now()),
        f"Withdrawn. The office does not read {account.handle} by your consent any more.",
    )
    return redirect("talent:accounts")
