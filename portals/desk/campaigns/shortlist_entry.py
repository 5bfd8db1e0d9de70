"""One talent on a shortlist: the words why, the price, the posts; up, down, off; and the place after a yes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission
from campaigns import actions
from campaigns.models import Reply, ShortlistEntry
from campaigns.models.shortlist import MOST_POSTS
from campaigns.people import approvers_of
from campaigns.shortlist_checks import may_write
from campaigns.shortlists import PostShown
from outbox.once import sent_once
from portals.amounts import AmountField
from portals.desk.campaigns.forms import CURRENCIES, money
from portals.desk.campaigns.shortlist import keeping_words
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page, visible
from portals.pictures import cleaned
from stats.shortlists import posts_of

ROWS = ShortlistEntry.objects.select_related(
    "shortlist__campaign__brief", "shortlist__campaign__brand", "talent", "shortlist__campaign__manager"
)
OFFERED = 12


class EntryForm(DeskForm):
    """Why, for how much, and what shows their work."""

    why = forms.CharField(
        max_length=600, label="Why this talent", widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text="For the brand to read: two sentences that only fit them. The list is not sent without.",
    )  # fmt: skip
    price = AmountField(
        label="The brand pays",
        help_text="What the talent receives is less the office’s share; the brand never reads that.",
    )
    currency = forms.ChoiceField(choices=CURRENCIES)

    def __init__(self, *args: Any, entry: ShortlistEntry, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = {post.place: post for post in entry.posts.all()}
        self.known = {post.url: post for post in posts_of([entry.talent], most=OFFERED).get(entry.talent_id, ())}
        for place in range(1, MOST_POSTS + 1):
            here = self.kept.get(place)
            self.fields[f"url_{place}"] = forms.URLField(
                required=False, max_length=500, label=f"Post {place}, address", initial=here.url if here else "",
                assume_scheme="https", widget=forms.URLInput(attrs={"list": "known-posts"}),
            )  # fmt: skip
            self.fields[f"picture_{place}"] = forms.FileField(
                required=False, label=f"Post {place}, picture",
                help_text="There is one; a new one takes its place." if here and here.picture else "JPEG, PNG or WebP.",
                widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in range(1, MOST_POSTS + 1):
            if upload := data.get(f"picture_{place}"):
                try:
                    data[f"picture_{place}"] = cleaned(upload)
                except ValidationError as error:
                    self.add_error(f"picture_{place}", error)
        return data

    def posts(self) -> Iterator[PostShown]:
        """What was chosen. An address that the office measures brings its words and views; a picture stays until
        another comes or its address changes.
        """
        for place in range(1, MOST_POSTS + 1):
            url, here = self.cleaned_data.get(f"url_{place}", ""), self.kept.get(place)
            same = here is not None and here.url == url
            picture = self.cleaned_data.get(f"picture_{place}") or (str(here.picture) if here and same else "")
            if url in self.known:
                known = self.known[url]
                yield PostShown(url, known.words, known.views, picture)
            elif here is not None and same:
                yield PostShown(url, here.words, here.views, picture)
            else:
                yield PostShown(url, "", None, picture)


class ToldForm(DeskForm):
    """What somebody of the brand said by telephone."""

    told_by = forms.CharField(
        max_length=120, label="Who told you", widget=forms.TextInput(attrs={"list": "contacts", "autocomplete": "off"})
    )
    choice = forms.ChoiceField(
        required=False, label="They say", choices=[("", "No choice yet"), *Reply.choices], widget=forms.RadioSelect
    )
    comment = forms.CharField(
        required=False, max_length=2000, label="In their words", widget=forms.Textarea(attrs={"rows": 3})
    )


def _list(entry: ShortlistEntry) -> str:
    at = reverse("desk:campaign-shortlist", args=[entry.shortlist.campaign.public_id])
    return f"{at}?version={entry.shortlist.number}"


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form of one entry."""
    row: ShortlistEntry = visible(request, ROWS.prefetch_related("posts"), public_id)
    fee = row.price if row.price is not None else row.shortlist.campaign.brief.fee
    first = {
        "why": row.why,
        "price": row.price,
        "currency": str(fee.currency) if fee is not None else Office.objects.current().currency,
    }
    form = EntryForm(request.POST or None, request.FILES or None, entry=row, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        if attempt(
            request,
            lambda: actions.write_entry(
                entry=row, why=said["why"], price=money(said["price"], said["currency"]), posts=list(form.posts()),
                by=request.user, now=timezone.now(),
            ),
            "Saved.",
            form,
        ):  # fmt: skip
            return redirect(_list(row))
    application = row.shortlist.campaign.applications.filter(talent=row.talent).first()
    context = {
        "heading": row.talent.name,
        "entry": row,
        "application": application,
        "form": form,
        "may_write": may_write(row.shortlist),
        "back": _list(row),
        "back_label": f"Shortlist {row.shortlist.number}",
    }
    return page(request, "desk/campaigns/shortlist_entry.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """One place up or down."""
    row: ShortlistEntry = visible(request, ROWS, public_id)
    up = request.POST.get("way") == "up"
    return keeping_words(
        request,
        row.shortlist,
        lambda words: actions.move_entry(entry=row, up=up, words=words, by=request.user, now=timezone.now()),
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a talent off the draft."""
    row: ShortlistEntry = visible(request, ROWS, public_id)
    return keeping_words(
        request,
        row.shortlist,
        lambda words: actions.drop_entry(entry=row, words=words, by=request.user, now=timezone.now()),
        f"{row.talent.name} is off the list.",
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def told(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what the brand said by telephone."""
    row: ShortlistEntry = visible(request, ROWS, public_id)
    brand = row.shortlist.campaign.brand
    names = sorted({contact.name for contact in brand.contacts.all()} | {person.name for person in approvers_of(brand)})
    form = ToldForm(request.POST or None)
    if form.is_valid() and attempt(
        request,
        lambda: actions.note_answer(entry=row, by=request.user, now=timezone.now(), **form.cleaned_data),
        f"Noted for {row.talent.name}.",
        form,
    ):
        return redirect(_list(row))
    context = {
        "heading": f"What {brand.name} said of {row.talent.name}",
        "lead": f"The people of {brand.name} read it in their portal, with who said it and who wrote it down.",
        "form": form,
        "deed": "Keep answer",
        "known": {"contacts": names},
        "back": _list(row),
        "back_label": f"Shortlist {row.shortlist.number}",
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a place for somebody whom the brand chose, at the price on the list."""
    row: ShortlistEntry = visible(request, ROWS, public_id)
    booking = attempt(
        request,
        lambda: actions.hold_chosen(entry=row, by=request.user, now=timezone.now()),
        f"A place is held for {row.talent.name}.",
    )
    return redirect("desk:booking", booking.public_id) if booking else redirect(_list(row))
