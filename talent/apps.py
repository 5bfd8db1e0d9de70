from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def _after_migrate(using: str, **_: Any) -> None:
    from talent.starter import load_starters

    load_starters(using)


def _forgive_slips(connection: Any, **_: Any) -> None:
    """A wrong letter in a name of six leaves three of its seven trigrams; PostgreSQL's limit of 0.6 would miss it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET pg_trgm.word_similarity_threshold = 0.42")


class TalentConfig(AppConfig):
    name = "talent"
    verbose_name = "Roster"

    def ready(self) -> None:
        from talent import notices  # noqa: F401 - what notices lead to registers itself

        # After migrate rather than in a migration, so that a flushed database has them too.
        post_migrate.connect(_after_migrate, sender=self)
        connection_created.connect(_forgive_slips)
