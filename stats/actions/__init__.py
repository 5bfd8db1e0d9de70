from stats.actions.keys import enter_key, remove_key, try_key
from stats.actions.numbers import compute_numbers
from stats.actions.posts import record_posts
from stats.actions.refresh import request_refresh
from stats.actions.signals import dismiss_signal
from stats.actions.snapshots import record_snapshots

__all__ = [
    "compute_numbers",
    "dismiss_signal",
    "enter_key",
    "record_posts",
    "record_snapshots",
    "remove_key",
    "request_refresh",
    "try_key",
]
