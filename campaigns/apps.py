from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campaigns"

    def ready(self) -> None:
        from campaigns import merging, notices  # noqa: F401 - what goes with a brand, and notices lead to, registers itself
