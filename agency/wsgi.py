"""WSGI entry point (`gunicorn agency.wsgi`)."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from agency.settled import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")

application = get_wsgi_application()
import_module("agency.urls")  # with all pages, for which else the first reader would wait
settle()
