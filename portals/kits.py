"""A media kit as the desk and guests see it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify

from stats.kit import Kit, printed
from stats.kits import DRAWN
from talent.models import Talent


@dataclass(frozen=True, slots=True)
class Face:
    """What the round portrait needs, and nothing else of the talent."""

    name: str
    tint: str
    portrait: str


def shown(talent: Talent, kit: Kit, portrait_url: str) -> dict[str, Any]:
    """What the page of a kit is drawn from. A photograph has an address of its own."""
    name = str(talent.portrait or "")
    picture = name if not name or name.startswith(DRAWN) else portrait_url
    return {"kit": kit, "kit_face": Face(kit.name, kit.tint, picture)}


def pdf(kit: Kit) -> HttpResponse:
    """The document."""
    response = HttpResponse(printed(kit), content_type="application/pdf")
    name = f"media-kit-{slugify(kit.name) or 'talent'}-{kit.day:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
