"""The platforms' pictures."""

ICONS = {
    "instagram": "brand-instagram", "tiktok": "brand-tiktok", "youtube": "brand-youtube", "x": "brand-x",
    "facebook": "brand-facebook", "twitch": "brand-twitch", "snapchat": "brand-snapchat", "podcast": "microphone",
    "blog": "world",
}  # fmt: skip


def icon_of(platform: str) -> str:
    """Name of the platform's icon."""
    return ICONS.get(platform, "world")
