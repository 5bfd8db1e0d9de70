"""Choosing one talent of a large roster: who cannot be stays, with the reason; and it works without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Booking
from portals.desk import choosing
from talent.models import Talent
from tests.factories import NOW, BookingFactory, BrandFactory, CampaignFactory, TalentFactory, owner
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def people(monkeypatch) -> list[Talent]:
    monkeypatch.setattr(choosing, "FEW", 2)
    return [TalentFactory(name=name) for name in ("Aoi Tanaka", "Emi 100% Mori", "Ren Ito", "Ren Sato")]


def choices(form, name="talent") -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in form.fields[name].choices]


@pytest.mark.parametrize("few", [2, 300])
def test_who_has_a_place_already_stays_chosen_and_the_form_says_why_not(desk: Client, people, monkeypatch, few) -> None:
    monkeypatch.setattr(choosing, "FEW", few)
    campaign, emi = CampaignFactory(), people[1]
    BookingFactory(campaign=campaign, talent=emi)
    url = reverse("desk:hold-add", args=[campaign.public_id])
    words = "Emi 100% Mori already has a place here."
    assert words in text(
        desk.post(reverse("desk:hold-add-verdict", args=[campaign.public_id]), {"talent": emi.public_id})
    )
    answer = desk.post(url, {"talent": emi.public_id, "currency": "JPY"})
    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {"talent": [words]})
    assert ((emi.public_id, "Emi 100% Mori") in choices(form)) is (few == 2)
    assert Booking.objects.count() == 1


def test_a_place_is_held_for_nobody_off_the_roster(desk: Client, people) -> None:
    Talent.objects.filter(pk=people[0].pk).update(stage="alumni")
    url = reverse("desk:hold-add", args=[CampaignFactory().public_id])
    assert "Aoi Tanaka" not in [label for _, label in choices(desk.get(url).context["form"])]
    form = desk.post(url, {"talent": people[0].public_id, "currency": "JPY"}).context["form"]
    assert form.errors["talent"] == ["Aoi Tanaka is not on the roster."]


def test_without_javascript_how_it_would_stand_is_seen_before_a_place_is_held(desk: Client, people) -> None:
    url = reverse("desk:hold-add", args=[CampaignFactory().public_id])
    assert '<noscript><button class="btn" name="check" value="1">' in desk.get(url).text
    sent = {"talent": people[2].public_id, "price": "70000", "currency": "JPY", "form_key": "check-and-hold"}
    page = desk.post(url, {**sent, "check": "1"})
    assert (page.status_code, page.context["form"]["price"].value()) == (200, "70000")
    assert "Would be the 1st hold" in text(page) and not Booking.objects.exists()
    assert desk.post(url, sent).status_code == 302
    assert Booking.objects.get().talent == people[2]


def test_who_is_archived_or_no_person_is_told_so(desk: Client, people) -> None:
    gone = TalentFactory(name="Mia Ono", archived_at=NOW, archived_by=owner())
    sent = {"talent": gone.public_id, "brand": BrandFactory().public_id}
    form = desk.post(reverse("desk:gift-propose"), sent).context["form"]
    assert form.errors["talent"] == ["Mia Ono is archived."]
    assert choices(form) == [("", ""), (gone.public_id, "Mia Ono")]
    act, other = (TalentFactory(name=name, kind=Talent.Kind.ACT) for name in ("Trio", "Duo"))
    form = desk.post(reverse("desk:act-join", args=[act.public_id]), {"member": other.public_id}).context["form"]
    assert form.errors["member"] == ["Duo is an act, and people alone join one."]


@pytest.mark.parametrize(
    ("typed", "found", "words"),
    [
        ("ren", ["Ren Ito", "Ren Sato"], "Choose one of those called so."),
        ("nobody-like-this", [], "Nobody who can be chosen is called so."),
        ("emi", [], "Nobody who can be chosen is called so."),
        ("", [], "Fill this in."),
    ],
)
def test_without_javascript_a_name_is_written_and_whose_it_is_can_be_chosen(
    desk: Client, people, typed, found, words
) -> None:
    campaign = CampaignFactory()
    BookingFactory(campaign=campaign, talent=people[1])
    url = reverse("desk:hold-add", args=[campaign.public_id])
    assert '<input class="form-control" type="text" id="id_talent_named" name="talent_named"' in desk.get(url).text
    answer = desk.post(url, {"talent": "", "talent_named": f" {typed} ", "price": "70000", "currency": "JPY"})
    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {"talent": [words]})
    assert sorted(label for _, label in choices(form)[1:]) == found
    assert f'value="{typed}"' in answer.text and form["price"].value() == "70000"
    if found:
        chosen = next(value for value, label in choices(form) if label == "Ren Sato")
        again = {"talent": chosen, "talent_named": typed, "price": "70000", "currency": "JPY"}
        assert desk.post(url, again).status_code == 302
        assert Booking.objects.filter(talent=people[3], state="hold").exists()


def test_of_more_than_can_be_shown_it_says_so(desk: Client, people, monkeypatch) -> None:
    monkeypatch.setattr(choosing, "MOST", 1)
    url = reverse("desk:hold-add", args=[CampaignFactory().public_id])
    form = desk.post(url, {"talent_named": "ren", "currency": "JPY"}).context["form"]
    assert form.errors["talent"] == ["Choose one of the first 1 who are called so."]
    assert len(choices(form)) == 2
