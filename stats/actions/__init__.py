from stats.actions.numbers import compute_numbers
from stats.actions.posts import record_posts
from stats.actions.refresh import request_refresh
from stats.actions.signals import dismiss_signal
from stats.actions.snapshots import record_snapshots

__all__ = ["compute_numbers", "dismiss_signal", "record_posts", "record_snapshots", "request_refresh"]
