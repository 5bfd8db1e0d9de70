"""How the office knows the talent, and one's own settings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from outbox.once import sent_once
from portals.profile import ProfileForm, saved
from portals.talent.frame import page
from portals.talent.standing import me
from stats.stages import path_of


@sent_once
def profile(request: HttpRequest) -> HttpResponse:
    """What is written down about the talent is read here; one's own name, clock and light are changed here."""
    form = ProfileForm.of(request)
    if saved(request, form):
        return redirect("talent:profile")
    talent = me(request)
    context = {"talent": talent, "genres": list(talent.genres.all()), "form": form, "path": path_of(talent)}
    return page(request, "talent/profile.html", context)
