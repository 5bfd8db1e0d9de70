"""Portraits and logos that were uploaded, small, for the pages that show them."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portals.components.people import PICTURES
from stats.kits import small_photo

SIDE = 112  # twice the largest face


@require_safe
@cache_control(private=True, max_age=7 * 24 * 3600, immutable=True)
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture that a page which somebody may see has named. Another upload is another name."""
    try:
        name = PICTURES.unsign_object(key)
    except signing.BadSignature as error:
        raise Http404 from error
    photo = small_photo(name, side=SIDE)
    if photo is None:
        raise Http404
    return HttpResponse(photo, content_type="image/jpeg")
