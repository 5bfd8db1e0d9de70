"""Facebook Pages in Meta's Graph API: public figures of Pages, with the office's Page or system-user token."""

from stats.platforms.facebook.client import Facebook

__all__ = ["Facebook"]
