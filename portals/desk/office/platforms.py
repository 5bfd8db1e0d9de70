"""The platforms that the office reads: its keys, what they are used for, and whether they work."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from outbox.once import sent_once
from portals.components.platforms import icon_of
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page
from stats import actions
from stats.connectors import CONNECTORS
from stats.platforms.connector import Connector
from stats.standing import standings
from talent.models import Platform


class KeyForm(DeskForm):
    """What one platform needs. A secret that was typed is never shown again."""

    def __init__(self, *args: Any, connector: type[Connector], **options: Any) -> None:
        super().__init__(*args, **options)
        for need in connector.needs:
            widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if need.secret else forms.TextInput()
            self.fields[need.name] = forms.CharField(
                label=need.label, help_text=need.help, max_length=1_000, widget=widget
            )


def _connector(platform: str) -> type[Connector]:
    """The connector of a platform that takes keys, or 404."""
    if platform not in CONNECTORS or not CONNECTORS[platform].needs:
        raise Http404("Nothing here.")
    return CONNECTORS[platform]


@allowed(Permission.READ_DESK)
def platforms(request: HttpRequest) -> HttpResponse:
    """Each platform: whether it is read, with which key, how much of today's quota, and its last answer."""
    found = standings(timezone.now())
    context = {
        "lines": [{"at": standing, "icon": icon_of(standing.platform)} for standing in found],
        "trying": any(standing.trying for standing in found),
        "may_run": can(request.user, Permission.RUN_OFFICE),
    }
    return page(request, "desk/office/platforms.html", context, part="table")


@allowed(Permission.RUN_OFFICE)
@sent_once
def enter(request: HttpRequest, platform: str) -> HttpResponse:
    """Enter a platform's key, or another in its place."""
    connector = _connector(platform)
    form = KeyForm(request.POST or None, connector=connector)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.enter_key(platform=platform, keys=form.cleaned_data, by=request.user, now=timezone.now()),
            f"The key for {connector.name} is kept. Try it now.",
            form,
        )
        if done:
            return redirect("desk:platforms")
    context = {
        "heading": f"Key for {Platform(platform).label}",
        "form": form,
        "deed": "Keep key",
        "back": reverse("desk:platforms"),
        "back_label": "Platforms",
        "lead": f"{connector.gives} {connector.hides} What you enter is kept sealed and is not shown again.",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def remove(request: HttpRequest, platform: str) -> HttpResponse:
    """Forget an entered key."""
    name = _connector(platform).name
    attempt(
        request,
        lambda: actions.remove_key(platform=platform, by=request.user, now=timezone.now()),
        f"The key for {name} is removed.",
    )
    return redirect("desk:platforms")


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def try_key(request: HttpRequest, platform: str) -> HttpResponse:
    """Make one real call with the key that stands; the page says what came back."""
    _connector(platform)
    attempt(request, lambda: actions.try_key(platform=platform, by=request.user, now=timezone.now()))
    return redirect("desk:platforms")
