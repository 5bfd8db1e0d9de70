"""Pictures for drafts: flat landscapes drawn here, never fetched."""

from io import BytesIO
from pathlib import Path
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

PALETTES = (
    ("#C0D2DC", "#2F7A94", "#E9EFEE"), ("#D9CCE0", "#7A5C8E", "#4B3557"),
    ("#E3D2AE", "#C98A1B", "#5C3A0E"), ("#CFDAC4", "#5E7A4A", "#35593E"),
    ("#E2CFC6", "#B98577", "#6E4432"), ("#CBD3EA", "#3E51A8", "#1E2A66"),
)  # fmt: skip


def picture(rng: Random, name: str) -> ContentFile:  # type: ignore[type-arg]
    """A JPEG of 720 × 900: sky, a sun, two hills."""
    sky, near, far = rng.choice(PALETTES)
    image = Image.new("RGB", (720, 900), sky)
    draw = ImageDraw.Draw(image)
    x, y, r = rng.randrange(140, 580), rng.randrange(130, 330), rng.randrange(50, 110)
    draw.ellipse((x - r, y - r, x + r, y + r), fill="#F6F1E6")
    top = rng.randrange(420, 560)
    draw.polygon(
        [(0, top + 150), (rng.randrange(120, 330), top - 60), (520, top + 190), (720, top + 40), (720, 900), (0, 900)],
        fill=far,
    )
    draw.polygon(
        [(0, top + 300), (rng.randrange(300, 620), top + 60), (720, top + 240), (720, 900), (0, 900)], fill=near
    )
    out = BytesIO()
    image.save(out, "JPEG", quality=82)
    return ContentFile(out.getvalue(), name=name)


def film(name: str) -> ContentFile:  # type: ignore[type-arg]
    """Five seconds of a sun over waves."""
    return ContentFile((Path(__file__).parent / "films" / "sea.webm").read_bytes(), name=name)
