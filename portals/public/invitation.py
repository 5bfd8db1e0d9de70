"""Accepting an invitation: choose a password, come in."""

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions import accept, find_open
from accounts.models import Office
from outbox.once import sent_once
from portals.doors import HOMES
from portals.pages import attempt, page


class AcceptForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=120)
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. A short sentence is good.",
        strip=False,
    )


@login_not_required
@sent_once
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the letter's link. Used, withdrawn or too old: it says so and what to do."""
    found = find_open(token, timezone.now())
    context = {"office": Office.objects.current(), "invitation": found, "rules": password_validators_help_texts()}
    if found is None:
        return page(request, "public/invitation_gone.html", context, status=410)
    form = AcceptForm(request.POST or None, initial={"name": found.user.name})
    if form.is_valid():
        user = attempt(
            request,
            lambda: accept(invitation=found, by=found.user, now=timezone.now(), **form.cleaned_data),
            form=form,
        )
        if user:
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            return redirect(HOMES[user.kind])
    return page(request, "public/invitation.html", {**context, "form": form})
