"""How the office knows the talent, and one's own settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission
from outbox.once import sent_once
from portals.pages import allowed
from portals.profile import ProfileForm, saved
from portals.talent.frame import page
from portals.talent.standing import fee_words, may_act, me, path_with_word
from portals.wishes import WishesPage, told
from talent.models import Wishes


@sent_once
def profile(request: HttpRequest) -> HttpResponse:
    """What is written down about the talent is read here; one's own name, clock and light are changed here."""
    form = ProfileForm.of(request)
    if saved(request, form):
        return redirect("talent:profile")
    talent = me(request)
    known = Wishes.objects.select_related("said_by").filter(talent=talent).first()
    context = {
        "talent": talent,
        "genres": list(talent.genres.all()),
        "form": form,
        "may_say": may_act(request, Permission.SAY_WISHES),
        **path_with_word(talent, timezone.now()),
        **told(known),
    }
    return page(request, "talent/profile.html", context)


@allowed(Permission.SAY_WISHES)
@sent_once
def wishes(request: HttpRequest) -> HttpResponse:
    """What one asks for one's work, and for whom one does it gladly or not at all."""
    asked = WishesPage(request, me(request))
    if asked.saved("Thank you. The office offers you what fits."):
        return redirect("talent:profile")
    return page(request, "talent/wishes.html", {**asked.context, "fee": fee_words()}, status=asked.status)
