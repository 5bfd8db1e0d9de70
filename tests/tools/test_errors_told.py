"""What breaks is told on the process's own lines, whether or not it is debugged."""

import subprocess
import sys

from tools.places import ROOT

BREAKS = """
import django, logging
django.setup()
logging.getLogger("django.request").error("Internal Server Error: /desk/")
logging.getLogger("django.request").warning("Not Found: /nothing")
"""


def test_errors_are_told_without_debugging_and_wrong_addresses_only_with_it():
    told = {}
    for debug in ("0", "1"):
        env = {"DEBUG": debug, "DJANGO_SETTINGS_MODULE": "agency.settings", "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-c", BREAKS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
        )
        told[debug] = done.stderr.splitlines()
    assert told == {
        "0": ["Internal Server Error: /desk/"], "1": ["Internal Server Error: /desk/", "Not Found: /nothing"],
    }  # fmt: skip
