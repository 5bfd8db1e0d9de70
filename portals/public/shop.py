"""Where a brand's shop tells us of orders. What it takes and answers: docs/sales.md."""

import json
from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import Office, User
from campaigns.checks import office_day
from lib.refusals import Refused
from lib.tallies import tally
from portals.pages import caller_address
from sales.actions import find_token, record_sales
from sales.lines import LineError, SaleLine, line_of
from sales.models import SalesToken

MOST_ORDERS = 500
MOST_BYTES = 512 * 1024
MINUTE = 60
CALLS_A_MINUTE = 120
WRONG_KEYS_A_MINUTE = 20


class Unfit(Exception):
    """What was sent cannot be taken: a status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


@login_not_required
@csrf_exempt
@never_cache
@require_POST
def sales(request: HttpRequest) -> JsonResponse:
    """Keep the orders, each once, and say of each what became of it."""
    now = timezone.now()
    try:
        token = _token(request)
        orders = _orders(request)
        lines, results = _lines(orders, now)
        if lines:
            fates = record_sales(token=token, lines=lines, by=User.objects.system(), now=now)
            for fate in fates:
                results[fate.line.number] = _result(fate.line.reference, fate.kind, fate.reason)
    except Unfit as error:
        return _refusal(error.status, error.words)
    except Refused as error:
        return _refusal(401, error.denied.for_outside)
    said = [results[number] for number in sorted(results)]
    whole = all(result["outcome"] == "refused" for result in said)
    return JsonResponse({"results": said}, status=422 if whole else 200)


def _refusal(status: int, words: str) -> JsonResponse:
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": str(MINUTE)}}.get(status)
    return JsonResponse({"error": words}, status=status, headers=headers)


def _token(request: HttpRequest) -> SalesToken:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    token = find_token(key.strip()) if kind.lower() == "bearer" and key else None
    if token is None:
        tries = tally(f"wrong-key:{caller_address(request)}", seconds=MINUTE)
        if tries is not None and tries > WRONG_KEYS_A_MINUTE:
            raise Unfit(429, "Too many tries with wrong keys. Wait a minute.")
        raise Unfit(401, "Send the brand's key: Authorization: Bearer js_…")
    calls = tally(f"sales:{token.pk}", seconds=MINUTE)
    if calls is not None and calls > CALLS_A_MINUTE:
        raise Unfit(429, f"At most {CALLS_A_MINUTE} calls a minute. Send several orders in one.")
    return token


def _orders(request: HttpRequest) -> list[Any]:
    if request.content_type != "application/json":
        raise Unfit(415, "Send JSON, with Content-Type: application/json.")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise Unfit(413, f"At most {MOST_BYTES // 1024} KB at once.")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Unfit(400, "This is not JSON.") from error
    orders = said.get("orders") if isinstance(said, dict) and "orders" in said else [said]
    if not isinstance(orders, list) or not orders:
        raise Unfit(400, 'Send {"orders": […]} or one order.')
    if len(orders) > MOST_ORDERS:
        raise Unfit(413, f"At most {MOST_ORDERS} orders at once.")
    return orders


def _lines(orders: list[Any], now: Any) -> tuple[list[SaleLine], dict[int, dict[str, str]]]:
    """The orders that can be read, and what is wrong with the others, by their place."""
    office = Office.objects.current()
    lines, results = [], {}
    for number, order in enumerate(orders):
        said = _texts(order)
        try:
            if not said:
                raise LineError("An order is an object with order, date and amount.")
            lines.append(line_of(number, said, currency=office.currency, today=office_day(now)))
        except LineError as error:
            results[number] = _result(said.get("order", ""), "refused", str(error))
    return lines, results


def _texts(order: Any) -> Mapping[str, str]:
    """The values as texts: a number, a text or yes; what is none of these is left out."""
    if not isinstance(order, dict):
        return {}
    plain = {key: value for key, value in order.items() if isinstance(value, str | int | float)}
    return {key: _text(value) for key, value in plain.items()}


def _text(value: str | int | float) -> str:
    """A number with decimals ends in a 0, so that nobody takes three of them for thousands."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{Decimal(str(value)):f}0" if isinstance(value, float) and isfinite(value) else str(value)


def _result(order: str, outcome: str, reason: str = "") -> dict[str, str]:
    said = {"order": order[:120], "outcome": {"new": "recorded"}.get(outcome, outcome)}
    return said | ({"reason": reason} if reason else {})
