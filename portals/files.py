"""What a draft shows, for those who may see the draft."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from campaigns.models import DraftFile
from lib.byte_ranges import send_file
from portals.pages import visible


def draft_file(request: HttpRequest, files: Any, public_id: str) -> HttpResponseBase:
    """A picture or a film out of `files`; a film in ranges. Kept by the reader's browser only."""
    shown: DraftFile = visible(request, files, public_id)
    response = send_file(request, shown.file.open("rb"), size=shown.size, content_type=shown.content_type)
    response["Cache-Control"] = "private, max-age=3600"
    return response
