"""Where settings come from: the environment, then `.local/services.env` that `make services` writes."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
_services = BASE_DIR / ".local" / "services.env"
if _services.exists():
    env.read_env(_services, overwrite=False)
