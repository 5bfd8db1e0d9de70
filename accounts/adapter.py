"""allauth's door to the office: nobody signs up by themselves, and its letters go through the outbox."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Office
from outbox.actions import post


class OfficeAdapter(DefaultAccountAdapter):
    """Only the invited come in; every letter is a row in the outbox first."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        office = Office.objects.current()
        site = SimpleNamespace(name=office.name, domain=settings.SITE_URL)
        context = {"email": email, "office": office, "current_site": site, **context}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context)
        user = context.get("user")
        post(
            to_address=email,
            to_name=str(user) if user else "",
            subject=subject,
            body=body,
            kind=template_prefix.rsplit("/", 1)[-1],
            secret=True,
            now=timezone.now(),
        )
