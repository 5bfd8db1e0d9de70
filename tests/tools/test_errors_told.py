"""What breaks is told on the process's own lines, whether or not it is debugged."""

import logging
import subprocess
import sys

import pytest
from django.urls import URLPattern

from lib.told_lines import GUEST_ADDRESSES, KeysShortened
from portals.public.urls import urlpatterns
from tools.places import ROOT

BREAKS = """
import django, logging
django.setup()
logging.getLogger().addHandler(logging.StreamHandler())  # as Celery's workers have
logging.getLogger("django.request").error("Internal Server Error: /desk/")
logging.getLogger("django.request").warning("Not Found: /nothing")
logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: 'x'.")
"""
KEY = "q7Xw_" + "-Ab9" * 9


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


@pytest.mark.parametrize(
    ("address", "told"),
    [
        *((f"/{name}/{KEY}", f"/{name}/q7Xw…") for name in GUEST_ADDRESSES),
        (f"/shortlist/{KEY}/answer", "/shortlist/q7Xw…/answer"),
        (f"/digest/{KEY}:1wz:{KEY}", "/digest/q7Xw…"),
        ("/desk/campaigns/abcdefghijkl/shortlist/answer", "/desk/campaigns/abcdefghijkl/shortlist/answer"),
    ],
)
def test_the_keys_of_guests_are_not_told(address: str, told: str) -> None:
    try:
        raise LookupError(f"nothing at {address}")
    except LookupError as error:
        where = (type(error), error, error.__traceback__)
        record = logging.LogRecord("django.request", 40, "", 1, "Internal Server Error: %s", (address,), where)
    lines = KeysShortened().format(record).splitlines()
    assert (lines[0], lines[-1]) == (f"Internal Server Error: {told}", f"LookupError: nothing at {told}")


def test_every_address_with_a_token_is_among_those_whose_keys_are_not_told() -> None:
    routes = [str(one.pattern) for one in urlpatterns if isinstance(one, URLPattern)]
    begin = {route.partition("/<str:token>")[0] for route in routes if "<str:token>" in route}
    assert begin and begin <= set(GUEST_ADDRESSES)
