"""Pictures for drafts: flat landscapes drawn here, never fetched."""

from datetime import date
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


def screen(handle: str, followers: int, day: date) -> ContentFile:  # type: ignore[type-arg]
    """A picture of a phone's screen with an account's followers."""
    image = Image.new("RGB", (360, 640), "#F6F1E6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 360, 44), fill="#2B2B2B")
    draw.text((16, 14), f"{day:%-d %B %Y}", fill="#F6F1E6", font_size=16)
    draw.ellipse((130, 90, 230, 190), fill="#C98A1B")
    draw.text((180, 226), handle, fill="#2B2B2B", anchor="mm", font_size=24)
    draw.text((180, 300), f"{followers:,}", fill="#2B2B2B", anchor="mm", font_size=44)
    draw.text((180, 344), "Followers", fill="#6B6B6B", anchor="mm", font_size=18)
    out = BytesIO()
    image.save(out, "JPEG", quality=82)
    return ContentFile(out.getvalue(), name="screen.jpg")
