"""A picture on its way in: looked at, turned upright, and written anew without what the camera noted."""

import warnings
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileInput, ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError


class SeveralFiles(FileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
EDGE = 2400
BROKEN = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def cleaned(upload: UploadedFile) -> ContentFile:  # type: ignore[type-arg]
    """The picture as a JPEG of at most 2,400 pixels an edge, without EXIF. `ValidationError` says the way out."""
    if upload.size is None or upload.size > LARGEST:
        raise ValidationError(f"{upload.name} is larger than 20 MB. Send a smaller one.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise ValidationError(f"{upload.name} has more than 40 million pixels. Send a smaller one.")
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except BROKEN as error:
        raise ValidationError(f"{upload.name} is not a JPEG, PNG or WebP picture that can be read.") from error
    picture.thumbnail((EDGE, EDGE))
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return ContentFile(out.getvalue(), name="draft.jpg")
