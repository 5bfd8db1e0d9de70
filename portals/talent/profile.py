"""How the office knows the talent, and one's own settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from outbox.once import sent_once
from portals.profile import ProfileForm, saved
from portals.talent.frame import page
from portals.talent.standing import me, path_with_word


@sent_once
def profile(request: HttpRequest) -> HttpResponse:
    """What is written down about the talent is read here; one's own name, clock and light are changed here."""
    form = ProfileForm.of(request)
    if saved(request, form):
        return redirect("talent:profile")
    talent = me(request)
    told = path_with_word(talent, timezone.now())
    context = {"talent": talent, "genres": list(talent.genres.all()), "form": form, **told}
    return page(request, "talent/profile.html", context)
