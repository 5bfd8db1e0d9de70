"""Brands, companies, their people."""

from django.urls import path

from portals.desk.clients import brands, companies, people, trades

urlpatterns = [
    path("brands/", brands.brands, name="brands"),
    path("brands/add", brands.add, name="brand-add"),
    path("brands/<str:public_id>/", brands.brand, name="brand"),
    path("brands/<str:public_id>/edit", brands.edit, name="brand-edit"),
    path("brands/<str:public_id>/archive", brands.archive, name="brand-archive"),
    path("brands/<str:public_id>/merge", brands.merge, name="brand-merge"),
    path("brands/<str:public_id>/contacts/add", people.add_contact, name="contact-add"),
    path("brands/<str:public_id>/names/add", people.add_name, name="name-add"),
    path("brands/<str:public_id>/invite", people.invite, name="brand-invite"),
    path("contacts/<int:pk>/edit", people.edit_contact, name="contact-edit"),
    path("contacts/<int:pk>/remove", people.remove_contact, name="contact-remove"),
    path("names/<int:pk>/remove", people.remove_name, name="name-remove"),
    path("brand-people/<int:pk>/remove", people.remove_member, name="brand-person-remove"),
    path("companies/", companies.companies, name="companies"),
    path("companies/add", companies.add, name="company-add"),
    path("companies/<str:public_id>/", companies.company, name="company"),
    path("companies/<str:public_id>/edit", companies.edit, name="company-edit"),
    path("companies/<str:public_id>/archive", companies.archive, name="company-archive"),
    path("companies/<str:public_id>/owner", companies.own, name="ownership-add"),
    path("companies/<str:public_id>/trades/add", trades.add, name="trade-add"),
    path("trades/<int:pk>/remove", trades.remove, name="trade-remove"),
    path("ownerships/<int:pk>/end", companies.end_ownership, name="ownership-end"),
]
