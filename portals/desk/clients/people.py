"""Who is who at a brand: contacts, people with access, the names it goes by."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from clients import actions
from clients.models import Brand, BrandMember, BrandName, Contact
from outbox.once import sent_once
from portals.desk.clients.brands import home
from portals.desk.clients.forms import ContactForm, InviteForm, NameForm
from portals.desk.plain import DeskForm
from portals.pages import allowed, attempt, page, visible


def _form(request: HttpRequest, brand: Brand, form: DeskForm, heading: str, deed: str, lead: str = "") -> HttpResponse:
    context = {
        "heading": heading,
        "form": form,
        "deed": deed,
        "back": home(brand),
        "back_label": brand.name,
        "lead": lead,
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def add_contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down somebody whom the office calls."""
    brand: Brand = visible(request, Brand.objects, public_id)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.add_contact(brand=brand, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} is written down.",
            form,
        )
        if done:
            return redirect(home(brand))
    return _form(request, brand, form, "Add contact", "Add contact")


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def edit_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a contact."""
    contact = get_object_or_404(Contact.objects.select_related("brand"), pk=pk)
    written = {name: getattr(contact, name) for name in ("name", "title", "email", "phone")}
    form = ContactForm(request.POST or None, initial=written)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.edit_contact(
                contact=contact, fields=form.cleaned_data, by=request.user, now=timezone.now()
            ),
            "Saved.",
            form,
        )
        if done:
            return redirect(home(contact.brand))
    return _form(request, contact.brand, form, "Change contact", "Save contact")


@allowed(Permission.EDIT_CLIENTS)
@sent_once
@require_POST
def remove_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is no longer the one to call; the history keeps them."""
    contact = get_object_or_404(Contact.objects.select_related("brand"), pk=pk)
    brand, name = contact.brand, contact.name
    attempt(
        request,
        lambda: actions.remove_contact(contact=contact, by=request.user, now=timezone.now()),
        f"{name} is no longer a contact.",
    )
    return redirect(home(brand))


@allowed(Permission.EDIT_CLIENTS)
@sent_once
def add_name(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down another name of the brand: an alias, a handle, a hashtag."""
    brand: Brand = visible(request, Brand.objects, public_id)
    form = NameForm(request.POST or None)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.add_name(brand=brand, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{brand} is found by {form.cleaned_data['value']} too.",
            form,
        )
        if done:
            return redirect(home(brand))
    return _form(request, brand, form, "Add name", "Add name")


@allowed(Permission.EDIT_CLIENTS)
@sent_once
@require_POST
def remove_name(request: HttpRequest, pk: int) -> HttpResponse:
    """The brand no longer goes by this name."""
    name = get_object_or_404(BrandName.objects.select_related("brand"), pk=pk)
    brand, value = name.brand, name.value
    attempt(
        request,
        lambda: actions.remove_name(name=name, by=request.user, now=timezone.now()),
        f"{brand} no longer goes by {value}.",
    )
    return redirect(home(brand))


@allowed(Permission.INVITE)
@sent_once
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody of the brand into the client portal."""
    brand: Brand = visible(request, Brand.objects, public_id)
    form = InviteForm(
        request.POST or None, initial={"name": request.GET.get("name", ""), "email": request.GET.get("email", "")}
    )
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.invite_brand_person(brand=brand, by=request.user, now=timezone.now(), **form.cleaned_data),
            f"{form.cleaned_data['name']} acts for {brand} as soon as they accept.",
            form,
        )
        if done:
            return redirect(home(brand))
    lead = "They choose a password by a link that works once, and see what the office shares with this brand."
    return _form(request, brand, form, "Invite to the client portal", "Send invitation", lead)


@allowed(Permission.INVITE)
@sent_once
@require_POST
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody acts for the brand no longer."""
    member = get_object_or_404(BrandMember.objects.select_related("brand", "user"), pk=pk)
    brand, name = member.brand, member.user.name
    attempt(
        request,
        lambda: actions.remove_brand_person(member=member, by=request.user, now=timezone.now()),
        f"{name} acts for {brand} no longer.",
    )
    return redirect(home(brand))
