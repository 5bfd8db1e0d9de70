"""X API v2: public figures of accounts, with the office's app-only bearer token. X charges for each account read."""

from stats.platforms.x.client import X

__all__ = ["X"]
