"""YouTube Data API v3: public figures of channels, with the office's own key."""

from stats.platforms.youtube.client import YouTube

__all__ = ["YouTube"]
