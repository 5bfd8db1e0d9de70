"""What breaks is told on the process's own lines, whether or not it is debugged."""

import json
import logging
import subprocess
import sys

import pytest
from django.urls import URLPattern

from lib.told_lines import GUEST_ADDRESSES, KeysShortened, reported
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
REPORTS = """
import json, logging, os
import sentry_sdk
from sentry_sdk.transport import Transport

KEY, SECRET = os.environ["KEY"], os.environ["SECRET"]

class Told(Transport):
    def capture_envelope(self, envelope):
        print(json.dumps(envelope.get_event()))

begin = sentry_sdk.init
sentry_sdk.init = lambda **options: begin(**options, transport=Told)

import django
django.setup()
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import path

def breaks(request, token):
    logging.getLogger("office").warning("Looked at %s", request.path)
    asked = "https://graph.example/me?access_token=" + SECRET
    sentry_sdk.add_breadcrumb(data={"url": asked, "http.query": "access_token=" + SECRET})
    raise LookupError(f"nothing at {request.build_absolute_uri()} nor at {asked}")

urlpatterns = [path("shortlist/<str:token>", breaks)]
settings.ROOT_URLCONF, settings.MIDDLEWARE, settings.ALLOWED_HOSTS = __name__, [], ["office.example"]
talks = RequestFactory(headers={
    "host": "office.example", "referer": f"https://office.example/shortlist/{KEY}", "x-shop-key": SECRET,
})
talks.cookies["sessionid"] = SECRET
request = talks.post(f"/shortlist/{KEY}?code={SECRET}", {"comment": SECRET})
list(WSGIHandler()(request.environ, lambda *answer: None))
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


def test_a_report_of_an_error_holds_no_key_no_query_and_nothing_that_was_sent() -> None:
    env = {
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "agency.settings",
        "PATH": "",
        "SENTRY_DSN": "https://a@errors.example/1",
        "KEY": KEY,
        "SECRET": "Zxsecret",
    }
    done = subprocess.run(
        [sys.executable, "-c", REPORTS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    (report,) = done.stdout.splitlines()
    told = json.loads(report)
    (error,) = told["exception"]["values"]
    where = "http://office.example/shortlist/q7Xw…"
    assert error["value"] == f"nothing at {where} nor at https://graph.example/me"
    assert (told["request"]["url"], told["request"]["headers"]["Referer"]) == (where, where.replace("http:", "https:"))
    assert {"url": "https://graph.example/me"} in [each.get("data") for each in told["breadcrumbs"]["values"]]
    assert "Looked at /shortlist/q7Xw…" in [each.get("message") for each in told["breadcrumbs"]["values"]]
    assert error["stacktrace"]["frames"][-1]["function"] == "breaks", "where it broke is told"
    assert KEY not in report and "Zxsecret" not in report


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("GET /accounts/callback?code=abc&state=x HTTP/1.1", "GET /accounts/callback HTTP/1.1"),
        ('at "/talent/?q=mia"', 'at "/talent/"'),
        ("is it 3/4? Yes", "is it 3/4? Yes"),
        (
            'duplicate key value violates constraint "person"\nDETAIL:  Key (email)=(a@b.example) already exists.',
            'duplicate key value violates constraint "person"\nDETAIL: …',
        ),
        (
            "refused\nDETAIL:  Failing row contains (1,\nmia).\nHINT:  Try again.",
            "refused\nDETAIL: …\nHINT:  Try again.",
        ),
    ],
)
def test_a_report_names_no_query_of_a_bare_address_and_no_value_of_the_database(said: str, told: str) -> None:
    assert reported({"exception": {"values": [{"value": said}]}}) == {"exception": {"values": [{"value": told}]}}
