from stats.actions.refresh import request_refresh
from stats.actions.snapshots import record_snapshots

__all__ = ["record_snapshots", "request_refresh"]
