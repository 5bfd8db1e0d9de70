"""What every page knows."""

from django.http import HttpRequest


def office(request: HttpRequest) -> dict[str, object]:
    return {}
