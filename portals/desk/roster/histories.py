"""Figures of the past from a file: for one account or for many, and what came of each file."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from outbox.once import sent_once
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page, visible
from stats.actions import import_history
from stats.models import HistoryImport
from talent.models import Platform, SocialAccount

LEAD = (
    "A CSV or Excel file with a day and the followers in each line; views and posts where they are known. They are "
    "kept as reported. What was measured stays, and the same file twice brings nothing new."
)


class HistoryForm(DeskForm):
    """A file about one account."""

    file = forms.FileField(
        label="File",
        help_text="Columns: Date, Followers; also Views and Posts.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ManyHistoriesForm(HistoryForm):
    """A file about many accounts."""

    platform = forms.ChoiceField(
        required=False, choices=[("", "As the file says"), *Platform.choices], label="Platform of the handles"
    )


@allowed(Permission.IMPORT_ROSTER)
@sent_once
def many(request: HttpRequest) -> HttpResponse:
    """A file whose lines name their accounts."""
    form = ManyHistoriesForm(request.POST or None, request.FILES or None)
    back = {"back": reverse("desk:import-new"), "back_label": "Import"}
    return _taken(request, form, None, {"lead": f"{LEAD} Each line names its platform and handle.", **back})


@allowed(Permission.IMPORT_ROSTER)
@sent_once
def of_account(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file about this account alone."""
    rows = SocialAccount.objects.select_related("talent").filter(archived_at=None)
    account: SocialAccount = visible(request, rows, public_id)
    form = HistoryForm(request.POST or None, request.FILES or None)
    back = reverse("desk:talent-accounts", args=[account.talent.public_id])
    context = {"lead": f"{account}. {LEAD}", "back": back, "back_label": account.talent.name}
    return _taken(request, form, account, context)


def _taken(
    request: HttpRequest, form: HistoryForm, account: SocialAccount | None, context: dict[str, Any]
) -> HttpResponse:
    if form.is_valid():
        file = form.cleaned_data["file"]
        done = attempt(
            request,
            lambda: import_history(
                filename=file.name, content=file.read(), account=account,
                platform=form.cleaned_data.get("platform", ""), by=request.user, now=timezone.now(),
            ),
            form=form,
        )  # fmt: skip
        if done:
            return redirect("desk:history-import", done.public_id)
    own = {"heading": "Import history", "form": form, "multipart": True, "deed": "Import"}
    return page(request, "desk/form.html", own | context)


@allowed(Permission.IMPORT_ROSTER)
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """What came of a file, and each line that was left out."""
    rows = HistoryImport.objects.select_related("account__talent", "created_by")
    found: HistoryImport = visible(request, rows, public_id)
    return page(request, "desk/roster/history_import.html", {"import": found})
