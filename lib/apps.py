from django.apps import AppConfig

from lib import registered

registered.install()


class LibConfig(AppConfig):
    name = "lib"
    verbose_name = "Library"
