"""Papers that people hand in: what they are is read from their first bytes, never from their name."""

from django.core.files.base import ContentFile, File

from lib.refusals import Denied, Refused

LARGEST = 20 * 1024 * 1024
KINDS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
TOO_LARGE = "The paper is larger than 20 MB. Send a smaller one."
NOT_A_PAPER = "The paper is a PDF, a PNG or a JPEG. Scan it, or print the mail to PDF."


def kind_of(start: bytes) -> str:
    """`pdf`, `png` or `jpg`; empty for anything else."""
    return next((kind for mark, kind in KINDS.items() if start.startswith(mark)), "")


def taken_in(paper: File) -> ContentFile:  # type: ignore[type-arg]
    """The paper under a name that says what it really is. Raises `Refused` with the way out."""
    if paper.size > LARGEST:
        raise Refused(Denied(TOO_LARGE, code="document"))
    paper.seek(0)
    data = paper.read()
    kind = kind_of(data[:16])
    if not kind:
        raise Refused(Denied(NOT_A_PAPER, code="document"))
    return ContentFile(data, name=f"paper.{kind}")
