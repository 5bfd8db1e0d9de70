"""Settings: `base` is the site, `connections` its apps at platforms, `jobs` its queue, `security` its walls.

Everything that differs between two offices comes from the environment; `docs/configuration.md` lists it.
"""

from agency.settings.base import *  # noqa: F403
from agency.settings.connections import *  # noqa: F403
from agency.settings.jobs import *  # noqa: F403
from agency.settings.security import *  # noqa: F403
