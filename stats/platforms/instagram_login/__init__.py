"""Instagram API with Instagram Login: a professional account, read with the consent of whose it is."""

from stats.platforms.instagram_login.login import InstagramLogin

__all__ = ["InstagramLogin"]
