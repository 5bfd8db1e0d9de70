"""TikTok: Login Kit and Display API v2. Everything is read with the consent of whose account it is."""

from stats.platforms.tiktok.login import TikTokLogin

__all__ = ["TikTokLogin"]
