from clients.actions.brands import add_brand, add_name, archive_brand, edit_brand, remove_name, restore_brand
from clients.actions.categories import add_category, archive_category, move_category, rename_category, restore_category
from clients.actions.companies import (
    add_company,
    archive_company,
    edit_company,
    end_ownership,
    restore_company,
    set_owner,
)
from clients.actions.contacts import add_contact, edit_contact, remove_contact
from clients.actions.merging import merge_brands
from clients.actions.people import invite_brand_person, remove_brand_person

__all__ = [
    "add_brand",
    "add_category",
    "add_company",
    "add_contact",
    "add_name",
    "archive_brand",
    "archive_category",
    "archive_company",
    "edit_brand",
    "edit_company",
    "edit_contact",
    "end_ownership",
    "invite_brand_person",
    "merge_brands",
    "move_category",
    "remove_brand_person",
    "remove_contact",
    "remove_name",
    "rename_category",
    "restore_brand",
    "restore_category",
    "restore_company",
    "set_owner",
]
