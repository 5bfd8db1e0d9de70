"""Which platforms there are: each folder here that offers a class which says what platform it is for."""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import stats.platforms


def kinds_of(base: type[Any], platforms: Sequence[str]) -> dict[str, type[Any]]:
    """Platform to the class of this kind that some folder offers for it, in the order of `platforms`.

    Raises `LookupError` where two folders are for the same platform, or one is for none of these.
    """
    found: dict[str, type[Any]] = {}
    for folder in iter_modules(stats.platforms.__path__, "stats.platforms."):
        for kind in vars(import_module(folder.name)).values() if folder.ispkg else ():
            if not isinstance(kind, type) or not issubclass(kind, base) or "platform" not in vars(kind):
                continue
            platform = vars(kind)["platform"]
            if platform not in platforms:
                raise LookupError(f"{kind.__name__} is for {platform}, which is not in the list of platforms.")
            if found.setdefault(platform, kind) is not kind:
                raise LookupError(f"{kind.__name__} and {found[platform].__name__} are both for {platform}.")
    return {platform: found[platform] for platform in platforms if platform in found}
