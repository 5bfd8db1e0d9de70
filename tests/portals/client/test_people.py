"""The brand's people, and one's own profile."""

from django.urls import reverse

from accounts.models import User
from tests.factories import brand_person
from tests.portals.outside import text


def test_colleagues_are_those_of_the_own_brands(portal, brand, stranger):
    brand_person(brand, name="Lena Berg", email="lena@kirei.example")
    said = text(portal.get(reverse("client:colleagues")))
    assert "Lena Berg" in said
    assert "Petra Lind" in said
    assert "Other brand" not in said


def test_profile_is_saved(portal, petra):
    response = portal.post(
        reverse("client:profile"), {"name": "Petra L.", "timezone": "Europe/Helsinki", "theme": "dark"}
    )
    assert response.status_code == 302
    saved = User.objects.get(pk=petra.pk)
    assert (saved.name, saved.timezone, saved.theme) == ("Petra L.", "Europe/Helsinki", "dark")


def test_profile_without_a_name_keeps_what_was_typed(portal, petra):
    response = portal.post(reverse("client:profile"), {"name": "", "timezone": "Europe/Helsinki", "theme": "dark"})
    assert response.status_code == 422
    assert 'value="Europe/Helsinki" selected' in response.content.decode()
    assert User.objects.get(pk=petra.pk).name == "Petra Lind"
