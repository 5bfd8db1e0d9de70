"""What the tests of the shape look at: our apps in their order, our models, our files."""

import subprocess
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
ORDER = (
    "lib", "outbox", "accounts", "clients", "talent", "exclusivity", "campaigns", "sales", "stats", "portals", "agency",
)  # fmt: skip
DATA_APPS = ORDER[: ORDER.index("portals")]


def our_models() -> list[type[models.Model]]:
    """Our own models, without the tables of their history."""
    return [
        model
        for label in ORDER
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    ]


def name_of(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def files(*patterns: str) -> list[Path]:
    """Files of ours that are, or are about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted({ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()})


def templates() -> list[Path]:
    return files("*templates/*.html")
