from typing import Any

from django.apps import AppConfig
from django.apps import apps as global_apps
from django.db.models.signals import post_migrate


def load_market(sender: AppConfig, apps: Any = None, **_: Any) -> None:
    """After each `migrate`, and after a test emptied the tables, the starter categories are there."""
    from clients.starter import load_starter_categories

    try:
        model = (apps or global_apps).get_model("clients", "Category")
    except LookupError:  # migrated back to before there was a market
        return
    load_starter_categories(model)


class ClientsConfig(AppConfig):
    name = "clients"
    verbose_name = "Clients"

    def ready(self) -> None:
        post_migrate.connect(load_market, sender=self)
