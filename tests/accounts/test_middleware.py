"""The reader's clock, and the reader's name in the history of what they change."""

import pghistory
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.middleware import ReaderMiddleware
from clients.models import Company
from tests.factories import CompanyFactory, booker

pytestmark = pytest.mark.django_db(transaction=True)


def visit(user, method="GET", act=lambda: None) -> list[str]:
    seen = []

    def view(request):
        act()
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    request = RequestFactory().generic(method, "/desk/brands/")
    request.user = user
    ReaderMiddleware(view)(request)
    return seen


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Berlin", "Europe/Berlin"), ("Mars/Base", "UTC"), ("", "UTC")])
def test_times_are_in_the_readers_zone(zone, shown):
    assert visit(booker(timezone=zone)) == [shown]
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_stranger_has_the_offices_clock():
    assert visit(AnonymousUser()) == ["UTC"]


def test_what_a_post_changes_carries_the_reader_and_the_page():
    user, company = booker(name="Mia"), CompanyFactory()
    visit(user, "POST", lambda: Company.objects.filter(pk=company.pk).update(name="New"))
    event = Company.pgh_event_model.objects.get(pgh_label="update")
    assert event.pgh_context.metadata == {"user": user.pk, "who": "Mia", "url": "/desk/brands/"}
    assert isinstance(pghistory.models.Context.objects.get().metadata, dict)
