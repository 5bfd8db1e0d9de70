"""Where a stranger is sent, and where they come back to."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.middleware import NOT_SAVED
from tests.factories import booker

pytestmark = pytest.mark.django_db
HERE = "http://testserver/desk/talents/?q=aoi"
LOGIN = "/accounts/login/?next="


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_page_is_come_back_to_with_its_question(client):
    answer = client.get(reverse("desk:talents"), {"q": "aoi"})
    assert (answer.status_code, answer["Location"], said(answer)) == (302, f"{LOGIN}/desk/talents/%3Fq%3Daoi", [])


def test_a_form_comes_back_to_the_page_it_stood_on_and_is_said_not_to_be_saved(client):
    answer = client.post(reverse("desk:talent-archive", args=["x"]), headers={"Referer": HERE})
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}/desk/talents/%3Fq%3Daoi")
    assert said(answer) == [NOT_SAVED]


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/desk/", "javascript:alert(1)"])
def test_a_form_from_nowhere_or_elsewhere_comes_back_to_the_start(client, referer):
    answer = client.post(reverse("desk:talent-add"), headers={"Referer": referer})
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}/")


@pytest.mark.parametrize(("method", "words"), [("get", []), ("post", [NOT_SAVED])])
def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(client, method, words):
    headers = {"HX-Request": "true", "HX-Current-URL": HERE}
    answer = getattr(client, method)(reverse("desk:job-progress", args=["x"]), headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{LOGIN}/desk/talents/%3Fq%3Daoi")
    assert said(answer) == words


def test_who_is_signed_in_is_let_through(client):
    client.force_login(booker())
    assert client.get(reverse("desk:talents")).status_code == 200
