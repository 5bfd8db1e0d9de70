from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _after_migrate(using: str, **_: Any) -> None:
    from stats.starter import load_benchmarks

    load_benchmarks(using)


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = "Figures"

    def ready(self) -> None:
        from stats import consent_checks, leading  # noqa: F401 - what ties an account, and is kept, registers itself

        # After migrate rather than in a migration, so that a flushed database has them too.
        post_migrate.connect(_after_migrate, sender=self)
