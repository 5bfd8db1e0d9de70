"""A film comes in in pieces: the tus protocol 1.0 (tus.io), creation and core, one film an address."""

import base64
import binascii

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Permission
from campaigns.actions import begin_upload, receive_bytes
from campaigns.actions.uploads import MOVED_ON
from campaigns.media import MEGABYTE
from campaigns.models import Deliverable, Upload
from lib.refusals import Refused
from outbox.once import takes_sent
from portals.pages import allowed, visible, words

VERSION = "1.0.0"
CHUNK = 8 * MEGABYTE  # what the page sends at once
MOST_AT_ONCE = 16 * MEGABYTE
BYTES = "application/offset+octet-stream"


def _answer(status: int, said: str = "", **headers: object) -> HttpResponse:
    response = HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = str(value)
    return response


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _name(metadata: str) -> str:
    """`filename` out of `Upload-Metadata`: keys with values in base64, with commas between them."""
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                break
    return "film.mp4"


def _spoken(request: HttpRequest) -> bool:
    return request.headers.get("Tus-Resumable") == VERSION


@allowed(Permission.DELIVER)
@takes_sent
@require_POST
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Announce a film for a piece; the answer says where its bytes go."""
    piece: Deliverable = visible(request, Deliverable.objects.select_related("booking__talent"), public_id)
    size = _number(request.headers.get("Upload-Length", ""))
    if not _spoken(request) or size is None:
        return _answer(412, "Say how large the film is.", Tus_Version=VERSION)
    try:
        upload = begin_upload(
            deliverable=piece,
            name=_name(request.headers.get("Upload-Metadata", "")),
            size=size,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        return _answer(422, words(request, error.denied))
    return _answer(201, Location=reverse("talent:film", args=[upload.public_id]), Upload_Offset=0)


@allowed(Permission.DELIVER)
@takes_sent
@require_http_methods(["HEAD", "PATCH"])
def film(request: HttpRequest, public_id: str) -> HttpResponse:
    """How much is here, or the next bytes. What arrived before a break is kept."""
    upload: Upload = visible(request, Upload.objects.select_related("deliverable__booking__talent"), public_id)
    if request.method == "HEAD":
        return _answer(200, Upload_Offset=upload.received, Upload_Length=upload.size)
    offset = _number(request.headers.get("Upload-Offset", ""))
    if not _spoken(request) or offset is None:
        return _answer(412, "Say where these bytes belong.", Tus_Version=VERSION)
    if request.content_type != BYTES:
        return _answer(415, f"Send the bytes as {BYTES}.")
    data = request.read(MOST_AT_ONCE + 1)
    if len(data) > MOST_AT_ONCE:
        return _answer(413, "Send at most 16 MB at once.")
    try:
        upload = receive_bytes(upload=upload, offset=offset, data=data, by=request.user, now=timezone.now())
    except Refused as error:
        return _answer(409 if error.denied.code == MOVED_ON else 422, words(request, error.denied))
    return _answer(204, Upload_Offset=upload.received)
