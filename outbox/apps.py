from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Outbox"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from outbox import mail, sweeper  # noqa: F401 - their handlers register themselves

        autodiscover_modules("jobs")
