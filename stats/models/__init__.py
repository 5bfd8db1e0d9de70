from stats.models.snapshot import AccountSnapshot

__all__ = ["AccountSnapshot"]
