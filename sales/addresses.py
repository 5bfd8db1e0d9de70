"""Where a tracked link may lead; pure."""

import ipaddress
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from lib.refusals import Refused

LONGEST = 1000
# Names that lead into somebody's own network, by RFC 2606, 6761, 6762, 8375 and custom.
PRIVATE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion", "invalid", "test")
_is_address = URLValidator(schemes=["https"])


def checked_target(text: str) -> str:
    """The address as it is kept. Raises `Refused` for what is not an https address of the public internet."""
    text = text.strip()
    if re.search(r"[\s\x00-\x1f\\]", text):
        raise Refused("An address has no spaces.")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if host.isascii() else host.encode("idna").decode()  # browsers read full-width digits as digits
    except ValueError as error:
        raise Refused("That is not an address. Copy it from the shop, from https:// on.") from error
    if parts.scheme.lower() != "https":
        raise Refused("A link leads to an address that begins with https://.")
    if "@" in parts.netloc:
        raise Refused("An address with a name or a password in it is not taken.")
    if port not in (None, 443):
        raise Refused("An address with a port of its own is not taken.")
    if _is_private(host):
        raise Refused("That address does not lead to the public internet.")
    text = urlunsplit(("https", host, *parts[2:]))
    try:
        _is_address(text)
    except ValidationError as error:
        raise Refused("That is not an address. Copy it from the shop, from https:// on.") from error
    return text


def _is_private(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # Browsers read 127.1, 0x7f000001 and 2130706433 as addresses too: the last part of a real name is no number.
        last = host.rpartition(".")[2]
        numeric = last.isdigit() or last.lower().startswith("0x")
        return "." not in host or numeric or any(host == name or host.endswith(f".{name}") for name in PRIVATE)
    return True  # a shop has a name


def with_utm(target: str, *, platform: str, campaign: str, code: str) -> str:
    """The address with UTM parameters; what it has of its own stays as it is. Raises `Refused` where it grows too long.

    `utm_content` is the link's code, by which the shop can tell us whose an order is.
    """
    parts = urlsplit(target)
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    wanted = {
        "utm_source": platform or "influencer",
        "utm_medium": "influencer",
        "utm_campaign": slugify(campaign)[:60] or "campaign",
        "utm_content": code,
    }
    more = urlencode({name: value for name, value in wanted.items() if name not in told})
    whole = urlunsplit(parts._replace(query="&".join(part for part in (parts.query, more) if part)))
    if len(whole) > LONGEST:
        raise Refused(f"The address is longer than {LONGEST} letters.")
    return whole
