from django.apps import AppConfig


class ExclusivityConfig(AppConfig):
    name = "exclusivity"
    verbose_name = "Exclusivity"
