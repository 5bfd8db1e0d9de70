"""Brands, companies and their people on the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from clients.models import Brand, Company, Ownership
from exclusivity.models import CompanyTrade
from outbox.models import Job
from tests.factories import (
    NOW,
    BrandFactory,
    CategoryFactory,
    CompanyFactory,
    ContactFactory,
    OwnershipFactory,
    booker,
    brand_person,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(booker(name="Aki"))
    return client


def at(name: str, thing: Brand | Company) -> str:
    return reverse(f"desk:{name}", args=[thing.public_id])


def test_a_brands_page_names_rivals_of_other_groups_and_not_its_own_house(desk: Client) -> None:
    drinks = CategoryFactory(name="Soft things")
    cola = CategoryFactory(name="Cola things", parent=drinks)
    brand = BrandFactory(name="Kaskad", categories=[cola])
    BrandFactory(name="Rivalo", categories=[drinks])
    BrandFactory(name="Sisto", company=brand.company, categories=[cola])
    BrandFactory(name="Elsewhere", categories=[CategoryFactory(name="Chairs")])
    response = desk.get(at("brand", brand))
    assert [rival.name for rival in response.context["rivals"]] == ["Rivalo"]
    assert [sister.name for sister in response.context["sisters"]] == ["Sisto"]


def test_a_brand_without_a_market_says_what_that_means(desk: Client) -> None:
    page = desk.get(at("brand", BrandFactory(name="Kaskad"))).content.decode()
    assert "Nobody said which market Kaskad is in." in page


def test_brands_are_found_by_market_below_too_and_by_handle(desk: Client) -> None:
    drinks = CategoryFactory(name="Soft things")
    BrandFactory(name="Kaskad", categories=[CategoryFactory(name="Cola things", parent=drinks)])
    other = BrandFactory(name="Orbyte")
    other.names.create(kind="handle", platform="x", value="orby")
    listed = desk.get(f"/desk/brands/?category={drinks.pk}").context["page"].object_list
    assert [brand.name for brand in listed] == ["Kaskad"]
    assert [brand.name for brand in desk.get("/desk/brands/?q=@orby").context["page"].object_list] == ["Orbyte"]
    assert "No brand matches" in desk.get("/desk/brands/?q=zzzz").content.decode()


def test_brands_queries_do_not_grow(desk: Client, django_assert_num_queries) -> None:
    for number in range(3):
        brand_person(BrandFactory(categories=[CategoryFactory()]))
        if number in (0, 2):
            desk.get("/desk/brands/")
            with django_assert_num_queries(9):
                desk.get("/desk/brands/")


def test_a_brand_and_its_new_company_are_written_down_together(desk: Client) -> None:
    data = {"name": "Lumeya", "new_company": "Kasumi", "categories": [str(CategoryFactory(name="Creams").pk)]}
    response = desk.post(reverse("desk:brand-add"), data)
    brand = Brand.objects.get(name="Lumeya")
    assert response.headers["Location"] == at("brand", brand)
    assert (brand.company.name, brand.categories.get().name) == ("Kasumi", "Creams")


def test_a_brand_without_a_company_is_asked_for_one(desk: Client) -> None:
    response = desk.post(reverse("desk:brand-add"), {"name": "Lumeya"})
    assert response.status_code == 422
    assert "Choose the company, or name a new one." in response.content.decode()


def test_nothing_is_left_of_a_brand_whose_name_is_taken(desk: Client) -> None:
    brand = BrandFactory(name="Lumeya")
    response = desk.post(reverse("desk:brand-add"), {"name": "Lumeya", "company": brand.company.public_id})
    assert response.status_code == 422 and "This company has a brand of this name." in response.content.decode()


def test_contacts_and_names_come_and_go_with_a_trace(desk: Client) -> None:
    brand = BrandFactory()
    desk.post(at("contact-add", brand), {"name": "Mayu Kanda", "email": "mayu@brand.example"})
    contact = brand.contacts.get()
    desk.post(reverse("desk:contact-edit", args=[contact.pk]), {"name": "Mayu Kanda", "phone": "1"})
    desk.post(reverse("desk:contact-remove", args=[contact.pk]))
    assert not brand.contacts.exists()
    refused = desk.post(at("name-add", brand), {"kind": "handle", "value": "@lum"})
    assert refused.status_code == 422 and "Say on which platform this handle is." in refused.content.decode()
    desk.post(at("name-add", brand), {"kind": "hashtag", "value": "#lum"})
    told = {entry.what for entry in desk.get(at("brand", brand)).context["entries"]}
    assert {"removed the contact Mayu Kanda", "changed the contact Mayu Kanda", "added the name lum"} <= told
    desk.post(reverse("desk:name-remove", args=[brand.names.get().pk]))
    assert not brand.names.exists()


def test_a_brands_person_is_invited_and_let_go(desk: Client) -> None:
    brand = BrandFactory()
    desk.post(at("brand-invite", brand), {"name": "Nana", "email": "n@brand.example", "role": "brand_approver"})
    member = brand.members.get()
    assert member.user.email == "n@brand.example"
    desk.post(reverse("desk:brand-person-remove", args=[member.pk]))
    assert not brand.members.exists()


def test_ownership_has_first_and_last_day_and_no_ring(desk: Client) -> None:
    child, parent = CompanyFactory(name="Child"), CompanyFactory(name="Parent")
    data = {"parent": parent.public_id, "since": "2026-01-01", "last": "2026-12-31"}
    desk.post(at("ownership-add", child), data)
    tie = Ownership.objects.get()
    assert (str(tie.period.lower), str(tie.period.upper)) == ("2026-01-01", "2027-01-01")
    assert "1 Jan – 31 Dec 2026" in desk.get(at("company", child)).content.decode()
    ring = desk.post(at("ownership-add", parent), {"parent": child.public_id, "since": "2026-03-01"})
    assert ring.status_code == 422 and "Child" in ring.content.decode()
    desk.post(reverse("desk:ownership-end", args=[tie.pk]), {"on": "2026-06-30"})
    tie.refresh_from_db()
    assert str(tie.period.upper) == "2026-07-01"


def test_a_trade_of_a_company_is_added_once_told_and_removed(desk: Client) -> None:
    company, breweries = CompanyFactory(name="Korbel"), CategoryFactory(name="Breweries")
    gone = CategoryFactory(name="Cellars", archived_at=NOW, archived_by=reader())
    added = desk.post(at("trade-add", company), {"category": breweries.pk, "reason": "Their yearly report"})
    assert (added.status_code, added["Location"]) == (302, at("company", company))
    assert [str(trade) for trade in desk.get(at("company", company)).context["trades"]] == ["Korbel: Breweries"]
    twice = desk.post(at("trade-add", company), {"category": breweries.pk})
    assert twice.status_code == 422 and "This trade is written down already." in twice.content.decode()
    offered = [pk for pk, _ in twice.context["form"].fields["category"].choices]
    assert breweries.pk in offered and gone.pk not in offered
    desk.post(reverse("desk:trade-remove", args=[CompanyTrade.objects.get().pk]))
    page = desk.get(at("company", company))
    assert not CompanyTrade.objects.exists() and "Breweries" not in page.content.decode().split("History")[0]
    assert [(entry.what, entry.why) for entry in page.context["entries"]] == [
        ("added the company", ""),
        ("removed the trade Breweries", ""),
        ("added the trade Breweries", "Their yearly report"),
    ]
    causes = Job.objects.filter(kind="clients.market_changed").order_by("pk").values_list("args__cause", flat=True)
    assert list(causes) == [
        "Korbel is in the trade Breweries.",
        "Korbel is not in the trade Breweries any more.",
    ]


def test_a_reader_reads_trades_and_who_may_change_them(client: Client) -> None:
    client.force_login(reader(name="Rei"))
    company, breweries = CompanyFactory(), CategoryFactory(name="Breweries")
    trade = CompanyTrade.objects.create(company=company, category=breweries)
    page = client.get(at("company", company)).content.decode()
    assert "Breweries" in page and reverse("desk:trade-remove", args=[trade.pk]) not in page
    assert at("trade-add", company) not in page and "Add trade" in page
    assert client.post(at("trade-add", company), {"category": breweries.pk}).status_code == 403
    assert client.post(reverse("desk:trade-remove", args=[trade.pk])).status_code == 403
    assert CompanyTrade.objects.get() == trade


def test_a_companys_queries_do_not_grow(desk: Client, django_assert_num_queries) -> None:
    company = CompanyFactory()
    for number in range(3):
        BrandFactory(company=company, categories=[CategoryFactory()])
        CompanyTrade.objects.create(company=company, category=CategoryFactory())
        if number in (0, 2):
            desk.get(at("company", company))
            with django_assert_num_queries(17):
                desk.get(at("company", company))


def test_a_company_with_brands_says_why_it_cannot_be_archived(desk: Client) -> None:
    brand = BrandFactory()
    assert "Archive it first." in desk.get(at("company", brand.company)).content.decode()
    desk.post(at("company-archive", brand.company))
    assert Company.objects.get(pk=brand.company.pk).archived_at is None


def test_the_group_of_today_is_shown(desk: Client) -> None:
    tie = OwnershipFactory()
    group = desk.get(at("company", tie.child)).context["group"]
    assert [company.pk for company in group] == [tie.parent.pk]


def test_a_reader_changes_nothing(client: Client) -> None:
    client.force_login(reader())
    contact = ContactFactory()
    assert client.post(reverse("desk:contact-remove", args=[contact.pk])).status_code == 403
    assert type(contact).objects.filter(pk=contact.pk).exists()


@pytest.mark.parametrize("path", ["/desk/brands/?q=a%00b", "/desk/find?q=%00", "/desk/brands/abc%00/"])
def test_a_nul_in_an_address_is_a_bad_request_and_not_a_fault(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 400


def test_a_brand_that_was_another_one_leads_to_it(desk: Client) -> None:
    kept, gone = BrandFactory(name="Kaskad"), BrandFactory(name="Kaskade")
    form = desk.get(at("brand-merge", gone))
    assert [brand.name for brand in form.context["form"].fields["kept"].queryset] == ["Kaskad"]
    sent = desk.post(at("brand-merge", gone), {"kept": kept.public_id, "reason": "One trade mark"})
    assert sent.url == at("brand", kept)
    gone.refresh_from_db()
    assert gone.merged_into == kept
    page = desk.get(at("brand", gone)).content.decode()
    assert "Now Kaskad" in page
    assert "Restore" not in page


@pytest.mark.parametrize(("name", "words"), [("", 'aria-invalid="true"'), ("Third", "after you opened it")])
def test_a_form_that_was_saved_and_comes_back_by_back_loses_nothing_that_is_typed_then(
    desk: Client, name: str, words: str
) -> None:
    brand = BrandFactory(name="First", categories=[CategoryFactory()])
    url = at("brand-edit", brand)
    form = desk.get(url).context["form"]
    sent = {key: form[key].value() or "" for key in form.fields}
    sent |= {"categories": [str(one.pk) for one in brand.categories.all()], "version": "0", "form_key": "k"}
    sent["version"] = str(desk.get(url).context["guard"].version)
    assert desk.post(url, {**sent, "name": "Second"}).status_code == 302
    again = desk.post(url, {**sent, "name": name, "notes": "Rang at noon"})
    page = again.content.decode()
    assert again.status_code == 422 and words in page and "Rang at noon" in page
    assert 'value="k"' not in page, "sent once more it is another form"
    brand.refresh_from_db()
    assert brand.name == "Second"
