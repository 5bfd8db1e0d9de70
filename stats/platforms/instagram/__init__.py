"""Instagram's Business Discovery: public figures of professional accounts, read by the office's own account."""

from stats.platforms.instagram.discovery import Instagram

__all__ = ["Instagram"]
