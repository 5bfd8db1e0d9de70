from django.apps import AppConfig


class ExclusivityConfig(AppConfig):
    name = "exclusivity"
    verbose_name = "Exclusivity"

    def ready(self) -> None:
        from exclusivity import merging  # noqa: F401 - what goes along with a brand registers itself
