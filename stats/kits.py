"""Putting a talent's media kit together: only what an outsider may read is fetched for it."""

import base64
import io
from datetime import datetime

from babel import Locale
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import Office
from lib.faces import portrait as drawn_portrait
from lib.figures import compact, percent
from stats.kit import Kit, KitAccount
from stats.models import AccountNumbers
from talent.models import SocialAccount, Talent
from talent.queries import tier_name

ENGLISH = Locale("en")
SIDE = 400  # pixels of a portrait
DRAWN = "drawn/"


def kit_of(talent: Talent, now: datetime, *, pictured: bool = False) -> Kit:
    """The kit as of now. `pictured` brings the portrait along, for the document."""
    accounts = talent.accounts.filter(archived_at=None).select_related("numbers").order_by("-followers", "id")
    words = [part for part in (talent.city, ENGLISH.territories.get(talent.country, talent.country)) if part]
    return Kit(
        office=Office.objects.current().name,
        name=talent.name,
        native=talent.native_name,
        place=", ".join(words),
        tier=tier_name(talent) if talent.followers is not None else "",
        words=talent.bio.strip(),
        genres=tuple(genre.name for genre in talent.genres.all()),
        languages=tuple(ENGLISH.languages.get(tag.split("-")[0], tag) for tag in talent.languages),
        accounts=tuple(sorted(map(_line, accounts), key=lambda line: -1 if line.followers is None else line.followers,
                              reverse=True)),
        day=timezone.localdate(now),
        tint=talent.tint,
        initials="".join(word[0] for word in talent.name.split()[:2]).upper(),
        portrait=_picture(talent) if pictured else "",
    )  # fmt: skip


def _line(account: SocialAccount) -> KitAccount:
    numbers: AccountNumbers | None = getattr(account, "numbers", None)
    rate = account.engagement_rate if numbers is None else numbers.engagement_rate
    return KitAccount(
        platform=account.platform,
        label=account.get_platform_display(),
        handle=account.handle,
        url=account.url,
        followers=account.followers,
        shown="" if account.followers is None else " ".join(compact(account.followers)).strip(),
        engagement="" if rate is None else percent(rate),
        reckoned="" if rate is None else (numbers and numbers.reckoned(account.platform)) or "as it was told",
        source=account.get_source_display() if account.source else "",
        as_of=timezone.localdate(account.measured_at) if account.measured_at else None,
    )


def _picture(talent: Talent) -> str:
    """The portrait as SVG: drawn, or with the photograph in it. Empty where there is none that can be read."""
    name = str(talent.portrait)
    if name.startswith(DRAWN):
        return drawn_portrait(name.removeprefix(DRAWN))
    photo = small_portrait(talent)
    if photo is None:
        return ""
    data = base64.b64encode(photo).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">'
        f'<image width="{SIDE}" height="{SIDE}" href="data:image/jpeg;base64,{data}"/></svg>'
    )


def small_portrait(talent: Talent) -> bytes | None:
    """The photograph, square and small, without what the camera wrote into it; None where there is none."""
    if not talent.portrait or str(talent.portrait).startswith(DRAWN):
        return None
    return small_photo(str(talent.portrait.name))


def small_photo(name: str, *, side: int = SIDE) -> bytes | None:
    """A stored picture the same way; None where it cannot be read."""
    try:
        with default_storage.open(name, "rb") as file, Image.open(file) as image:
            square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (side, side))
    except (OSError, UnidentifiedImageError):
        return None
    out = io.BytesIO()
    square.save(out, "JPEG", quality=85)
    return out.getvalue()
