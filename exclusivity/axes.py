"""The closed lists on which a clash is measured, each with the integer key that stands for it in a `Box`.

Keys are stored: add at the end, never renumber.
"""

from django.db import models


class Channel(models.TextChoices):
    """Where the talent shows: platforms and media outside them."""

    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    TWITCH = "twitch", "Twitch"
    SNAPCHAT = "snapchat", "Snapchat"
    PODCAST = "podcast", "Podcast"
    BLOG = "blog", "Blog"
    TV = "tv", "TV"
    PRINT = "print", "Print"
    EVENT = "event", "Event"


class Activity(models.TextChoices):
    """What the talent does for a brand (DOMAIN 1.2)."""

    PAID = "PAID", "Paid post"
    GIFTED = "GIFTED", "Gifted post"
    AFFILIATE = "AFFILIATE", "Affiliate link"
    ORGANIC = "ORGANIC", "Unpaid mention"
    APPEARANCE = "APPEARANCE", "Appearance"
    SHOOT = "SHOOT", "Shoot"
    LIVE = "LIVE", "Post that stays up"
    PAID_USAGE = "PAID_USAGE", "Paid usage"
    ORGANIC_REUSE = "ORGANIC_REUSE", "Reuse by the brand"
    ANNOUNCE = "ANNOUNCE", "Announcement"
    NAMED_USE = "NAMED_USE", "Visible use"
    OWN_BRAND = "OWN_BRAND", "Own brand"


CHANNEL_KEYS = {str(channel): number for number, channel in enumerate(Channel)}
ACTIVITY_KEYS = {str(activity): number for number, activity in enumerate(Activity)}
WORLD = "*"


def territory_key(country: str) -> int:
    """ISO 3166-1 alpha-2 to a number: AA is 0, ZZ is 675."""
    code = country.upper()
    return (ord(code[0]) - ord("A")) * 26 + ord(code[1]) - ord("A")
