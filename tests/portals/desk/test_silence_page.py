"""Office → Exclusivity: what silent clauses count."""

import pytest
from django.test import Client
from django.urls import reverse

from exclusivity.models import ActivityDefault
from exclusivity.models.default import SHIPPED
from tests.factories import owner, reader

pytestmark = pytest.mark.django_db
URL = "desk:office-exclusivity"


def test_page_shows_each_default_beside_the_shipped_one(client: Client) -> None:
    client.force_login(owner())
    lines = client.get(reverse(URL)).context["lines"]
    assert [(line["field"].label, str(line["stands"]), str(line["shipped"])) for line in lines][:3] == [
        ("Paid post", "Counts", "Counts"),
        ("Gifted post", "Is asked about", "Is asked about"),
        ("Affiliate link", "Is asked about", "Is asked about"),
    ]
    assert len(lines) == 12


def test_page_changes_what_differs(client: Client) -> None:
    client.force_login(owner())
    said = {kind: str(counting) for kind, counting in SHIPPED.items()} | {"LIVE": "COUNTS", "reason": "Our standard"}
    response = client.post(reverse(URL), said, follow=True)
    assert "Promises whose clauses are silent are looked at again." in response.content.decode()
    assert list(ActivityDefault.objects.values_list("activity", "counting")) == [("LIVE", "COUNTS")]
    assert [line["field"].label for line in response.context["lines"] if line["differs"]] == ["Post that stays up"]


def test_page_takes_no_default_that_there_is_not(client: Client) -> None:
    client.force_login(owner())
    said = {kind: str(counting) for kind, counting in SHIPPED.items()} | {"LIVE": "PERHAPS"}
    assert client.post(reverse(URL), said).context["form"].errors.keys() == {"LIVE"}
    assert not ActivityDefault.objects.exists()


def test_page_shows_a_reader_and_changes_nothing(client: Client) -> None:
    client.force_login(reader())
    page = client.get(reverse(URL)).content.decode()
    assert "Is asked about" in page and 'name="LIVE"' not in page
    said = {kind: str(counting) for kind, counting in SHIPPED.items()} | {"LIVE": "COUNTS"}
    client.post(reverse(URL), said)
    assert not ActivityDefault.objects.exists()
