"""Pictures as phones send them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo


def photograph(kind: str, *, size: tuple[int, int] = (40, 30), note: str = "") -> SimpleUploadedFile:
    """A small picture of this kind; `note` is what a camera writes beside it."""
    out = BytesIO()
    more = {}
    if note and kind == "PNG":
        info = PngInfo()
        info.add_text("Location", note)
        more["pnginfo"] = info
    if note and kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = note
        more["exif"] = exif
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue(), f"image/{kind.lower()}")
