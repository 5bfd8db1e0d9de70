"""`make test`: every check, then every test. All are run, also after one has failed; the end says which."""

import os
import subprocess
import sys
import time

from tools import check, services, template
from tools.places import ROOT, say

# What a person has set for an office of their own has no say in the tests.
NOT_OURS = (
    "DEBUG",
    "DEMO",
    "SITE_URL",
    "EMAIL_URL",
    "SENTRY_DSN",
    "ALLOWED_HOSTS",
    "DATABASE_POOL",
    "SECRET_KEY",
    "PYTHONDONTWRITEBYTECODE",  # each of the processes that tests start would compile all of it again
    "SEALING_KEYS",
)

LINT = {
    "lint": ["-m", "ruff", "check", "--output-format", "concise", "."],
    "format": ["-m", "ruff", "format", "--check", "--output-format", "concise", "."],
    "order of imports": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "types": ["-m", "mypy"],
}
CHECKS = {
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
    "Django's checks": ["manage.py", "check", "--fail-level", "WARNING"],
}
# Three on two processors: each waits for its database, a browser or a worker for a good part of the time.
COLLECT = ["-m", "pytest", "--collect-only", "-qq"]  # compiles what each of the three would compile again
TESTS = ["-m", "pytest", "-n", "3", "--dist", "worksteal", "--create-db", "--durations", "15"]


def step(name: str, arguments: list[str], env: dict[str, str]) -> bool:
    """Run one step; whether it is content."""
    began = time.monotonic()
    say(f"=== {name}")
    code = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env).returncode
    say(f"=== {name}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s")
    return code == 0


def run_all(steps: dict[str, list[str]], env: dict[str, str]) -> list[str]:
    """The names of the steps that failed."""
    return [name for name, arguments in steps.items() if not step(name, arguments, env)]


def verdict(failed: list[str]) -> int:
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    if arguments == ["--lint"]:
        return verdict(run_all(LINT, env))
    with services.at_hand() as addresses:
        check.database(addresses["DATABASE_URL"])
        check.broker(addresses["REDIS_URL"])
        env |= addresses
        migrating = template.begin(env)
        if arguments:
            failed = []
        else:
            collecting = subprocess.Popen([sys.executable, *COLLECT], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
            failed = run_all({**LINT, **CHECKS}, env)
            collecting.wait()
        env |= template.end(migrating)
        return verdict([*failed, *run_all({"tests": [*TESTS, *arguments]}, env)])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
