"""What goes along where two brands turn out to be one: apps that refer to brands say so here."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from clients.models import Brand

type Mover = Callable[[Brand, Brand, User, datetime], None]

MOVERS: list[Mover] = []


def goes_along(mover: Mover) -> Mover:
    """Register `mover(kept, gone, by, now)`. It runs within `merge_brands` and points its rows at `kept`."""
    MOVERS.append(mover)
    return mover
