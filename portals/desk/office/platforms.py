"""The platforms that the office reads: its keys and apps, what they are used for, and whether they work."""

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
from portals.connecting import back_to
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page
from stats import actions
from stats.checks import may_end, needs_of
from stats.connectors import CONNECTORS
from stats.logins import LOGINS, apps
from stats.models import Use
from stats.planning import at_rest
from stats.platforms.connector import Need
from stats.standing import standings
from talent.models import Platform


class KeyForm(DeskForm):
    """What one platform needs. A secret that was typed is never shown again."""

    def __init__(self, *args: Any, needs: tuple[Need, ...], ends: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for need in needs:
            widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if need.secret else forms.TextInput()
            self.fields[need.name] = forms.CharField(
                label=need.label, help_text=need.help, max_length=1_000, widget=widget
            )
        if ends:
            self.fields["endless"] = forms.BooleanField(
                required=False, label="It does not end",
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                help_text="A system user’s token. Of others Today says before their sixty days are over.",
            )  # fmt: skip


# What it is called on the page, by what it is for.
WORDS = {Use.READ: "key for", Use.CONNECT: "app at"}
AFTER = {Use.READ: "It is being tried.", Use.CONNECT: "Talents connect their accounts with it from now on."}


def _needs(platform: str, use: str) -> tuple[Need, ...]:
    """What a platform takes from the office, or 404."""
    needs = needs_of(platform, use)
    if not needs:
        raise Http404("Nothing here.")
    return needs


def _lead(platform: str, use: str) -> str:
    """What is entered and what it does, in a few sentences."""
    kept = "What you enter is kept sealed and is not shown again."
    if use == Use.READ:
        connector = CONNECTORS[platform]
        return f"{connector.gives} {connector.hides} {kept}"
    login = LOGINS[platform]
    return (
        f"With it talents connect accounts of their own. Enter {back_to(platform)} at {login.asks or login.name} as "
        f"the app’s redirect address first. {kept} Whoever connected with another app has to connect again."
    )


@allowed(Permission.READ_DESK)
def platforms(request: HttpRequest) -> HttpResponse:
    """Each platform: whether it is read, with which key, today's quota, its last answer, and the office's app there."""
    now = timezone.now()
    found, resting = standings(now), at_rest(now)
    context = {
        "lines": [{"at": standing, "icon": icon_of(standing.platform)} for standing in found],
        "apps": [
            {
                "at": app,
                "icon": icon_of(app.platform),
                "back_to": back_to(app.platform),
                "rest": resting.get(app.platform),
            }
            for app in apps()
        ],
        "trying": any(standing.trying for standing in found),
        "may_run": can(request.user, Permission.RUN_OFFICE),
    }
    return page(request, "desk/office/platforms.html", context, part="table")


@allowed(Permission.RUN_OFFICE)
@sent_once
def enter(request: HttpRequest, platform: str, use: str) -> HttpResponse:
    """Enter a platform's key or the office's app there, or another in its place."""
    form = KeyForm(request.POST or None, needs=_needs(platform, use), ends=may_end(platform, use))
    label, words = Platform(platform).label, WORDS[Use(use)]
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.enter_key(
                platform=platform,
                use=use,
                by=request.user,
                now=timezone.now(),
                endless=form.cleaned_data.get("endless", False),
                keys={name: said for name, said in form.cleaned_data.items() if name != "endless"},
            ),  # fmt: skip
            f"The {words} {label} is kept. {AFTER[Use(use)]}",
            form,
        )
        if done:
            return redirect("desk:platforms")
    context = {
        "heading": f"{words.capitalize()} {label}",
        "form": form,
        "deed": f"Keep {words.partition(' ')[0]}",
        "back": reverse("desk:platforms"),
        "back_label": "Platforms",
        "lead": _lead(platform, use),
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def remove(request: HttpRequest, platform: str, use: str) -> HttpResponse:
    """Forget an entered key or app."""
    _needs(platform, use)
    attempt(
        request,
        lambda: actions.remove_key(platform=platform, use=use, by=request.user, now=timezone.now()),
        f"The {WORDS[Use(use)]} {Platform(platform).label} is removed.",
    )
    return redirect("desk:platforms")


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def try_key(request: HttpRequest, platform: str) -> HttpResponse:
    """Make one real call with the key that stands; the page says what came back."""
    _needs(platform, Use.READ)
    attempt(request, lambda: actions.try_key(platform=platform, by=request.user, now=timezone.now()))
    return redirect("desk:platforms")
