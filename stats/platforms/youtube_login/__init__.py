"""Sign-in with Google: a channel's own figures and its past, read with the consent of whose it is."""

from stats.platforms.youtube_login.login import YouTubeLogin

__all__ = ["YouTubeLogin"]
