"""Which consents of talents read in the stead of the office's key."""

from collections.abc import Collection

from django.db.models import Q

from stats.connectors import readable_platforms
from stats.logins import LOGINS
from stats.models import ConnectionState


def by_key_for_less() -> list[str]:
    """The platforms where the office's key reads what a consent would, for less."""
    return [platform for platform in readable_platforms() if platform in LOGINS and LOGINS[platform].key_first]


def freeing_figures(keyed: Collection[str] | None = None) -> Q:
    """The connections by which figures are read, so that the office's key pays nothing. `keyed`: where it reads for
    less, by who asked already.
    """
    return Q(state=ConnectionState.WORKING) & ~Q(account__platform__in=by_key_for_less() if keyed is None else keyed)


def freeing_posts(keyed: Collection[str] | None = None) -> Q:
    """The same for posts."""
    return telling_posts() & ~Q(account__platform__in=by_key_for_less() if keyed is None else keyed)


def telling_posts() -> Q:
    """The connections by which posts may be read."""
    found = Q(pk__in=[])
    for platform, login in LOGINS.items():
        found |= Q(account__platform=platform, scopes__contains=[login.posts_by])
    return found & Q(state=ConnectionState.WORKING)
