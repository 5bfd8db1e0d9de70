"""One box for everything: talents and brands by name, handle, city."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission
from clients.models import Brand
from portals.pages import allowed, page
from talent.models import Talent
from talent.queries import LONGEST, roster

MOST = 20


@allowed(Permission.READ_DESK)
def find(request: HttpRequest) -> HttpResponse:
    """Talents and brands that fit; a single hit leads there at once.

    With `as` (talents, persons, brands) the choices of a field, as JSON.
    """
    text = request.GET.get("q", "").strip()[:LONGEST]
    wanted = request.GET.get("as", "")
    asked: dict[str, object] = {"q": text, **({"kind": "person"} if wanted == "persons" else {})}
    people = list(roster(asked, now=timezone.now())[:MOST]) if (text or wanted) and wanted != "brands" else []
    brands = list(_brands(text)[:MOST]) if (text or wanted) and wanted in ("", "brands") else []
    if wanted:
        found: list[Talent | Brand] = [*people, *brands]
        results = [{"value": thing.public_id, "text": thing.name} for thing in found]
        return JsonResponse({"results": results})
    if len(people) + len(brands) == 1:
        return redirect("desk:talent", people[0].public_id) if people else redirect("desk:brand", brands[0].public_id)
    return page(request, "desk/roster/find.html", {"text": text, "people": people, "brands": brands, "most": MOST})


def _brands(text: str) -> QuerySet[Brand]:
    fits = Q(name__icontains=text) | Q(names__value__icontains=text.lstrip("@#")) | Q(company__name__icontains=text)
    return Brand.objects.filter(fits, archived_at=None).select_related("company").distinct()
