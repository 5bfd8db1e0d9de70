from stats.models.quota import Quota
from stats.models.snapshot import AccountSnapshot

__all__ = ["AccountSnapshot", "Quota"]
