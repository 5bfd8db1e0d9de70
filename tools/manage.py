"""Run a command of the site with its servers up: `python -m tools.manage bench`."""

import os
import subprocess
import sys

from tools import check, services
from tools.places import ROOT, secret


def main(arguments: list[str]) -> int:
    addresses, started = services.up()
    try:
        check.database(addresses["DATABASE_URL"])
        env = {"SECRET_KEY": secret("secret"), "DEMO": "1", **os.environ, **addresses}
        migrate = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=env, check=True)
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env).returncode
    except subprocess.CalledProcessError as error:
        return error.returncode
    except KeyboardInterrupt:
        return 130
    finally:
        if started:
            services.down(started)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
