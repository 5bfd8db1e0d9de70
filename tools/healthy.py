"""Whether the web process of this container answers; for the engine's health check, so it needs nothing but Python."""

import sys
import urllib.error
import urllib.request
from http import HTTPStatus

# The proxy's word, so that the site does not send the question away to TLS.
ASK = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"X-Forwarded-Proto": "https"})


def main() -> int:
    try:
        with urllib.request.urlopen(ASK, timeout=4) as answer:  # noqa: S310 (our own address)
            return 0 if answer.status == HTTPStatus.OK else 1
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
