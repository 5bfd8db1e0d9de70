"""Tracked links, discount codes, orders."""

from django.urls import path

from portals.desk.sales import brand, files, links

urlpatterns = [
    path("campaigns/<str:public_id>/sales", links.sales, name="campaign-sales"),
    path("campaigns/<str:public_id>/sales/links", links.make_link, name="link-make"),
    path("campaigns/<str:public_id>/sales/codes", links.make_code, name="code-make"),
    path("links/<str:public_id>/end", links.end_link, name="link-end"),
    path("codes/<str:public_id>/end", links.end_code, name="code-end"),
    path("brands/<str:public_id>/sales", brand.brand_sales, name="brand-sales"),
    path("brands/<str:public_id>/sales/upload", brand.upload, name="sales-upload"),
    path("brands/<str:public_id>/sales/keys", brand.make_key, name="sales-key-make"),
    path("sales-keys/<str:public_id>/withdraw", brand.withdraw_key, name="sales-key-withdraw"),
    *files.FILES.urls("sales-files/"),
]
