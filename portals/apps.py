from django.apps import AppConfig

from portals import sentences


class PortalsConfig(AppConfig):
    name = "portals"
    verbose_name = "Pages"

    def ready(self) -> None:
        sentences.install()
