"""A file of orders: keep it, say how it is read, write its rows, take them back."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from accounts.models import User
from campaigns.checks import office_day
from clients.models import Brand
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from sales.actions.sales import KNOWN, NEW, REFUSED, lock_brand, write
from sales.checks import may_bring_in, may_take_on
from sales.files import SHOWN, checked_mapping, guessed, read, table_of
from sales.models import Sale, SaleImport, SaleImportState
from talent.importing.reading import check_file


def _open(sale_import: SaleImport, by: User) -> SaleImport:
    require(may_take_on(by, sale_import))
    lock_brand(sale_import.brand)
    return SaleImport.objects.select_for_update(of=("self",)).select_related("brand").get(pk=sale_import.pk)


@action
def start_sales(
    *, brand: Brand, filename: str, content: bytes, currency: str, by: User, now: datetime
) -> SaleImport:  # fmt: skip
    """Keep a file and guess what its columns are. Raises `Refused` for what is no table."""
    require(may_bring_in(by, brand))
    check_file(filename, content)
    if currency not in settings.CURRENCIES:
        raise Refused("Choose a currency.")
    kept = SaleImport(
        brand=brand, filename=filename[-200:], content=content, currency=currency, created_at=now, created_by=by
    )
    kept.mapping = guessed(table_of(kept).headings)
    kept.save()
    return kept


@action
def remap_sales(
    *, sale_import: SaleImport, mapping: Mapping[str, str], currency: str, by: User, now: datetime
) -> SaleImport:  # fmt: skip
    """Say what its columns are."""
    kept = _open(sale_import, by)
    if kept.state != SaleImportState.PREVIEW:
        raise Refused(f"{kept.filename} is {kept.get_state_display().lower()} already.")
    if currency not in settings.CURRENCIES:
        raise Refused("Choose a currency.")
    kept.mapping, kept.currency = checked_mapping(mapping, table_of(kept).headings), currency
    kept.save(update_fields=["mapping", "currency"])
    return kept


@action
def apply_sales(*, sale_import: SaleImport, by: User, now: datetime) -> SaleImport:
    """Keep its new orders. Those that are known stay as they are; the refused stand in `outcome` with their reason."""
    require(may_take_on(by, sale_import))
    there = SaleImport.objects.get(pk=sale_import.pk)
    said = read(there, office_day(now))  # a long file takes its time: nobody waits for it
    kept = _open(sale_import, by)
    if (kept.mapping, kept.currency) != (there.mapping, there.currency):
        raise Refused("Somebody said otherwise what its columns are. Look at it again.")
    if said.missing:
        raise Refused(f"No column is the {' and the '.join(name.lower() for name in said.missing)}.")
    found = said.with_fates(write(kept.brand, said.lines, by=by, now=now, came_in=kept))
    if not found.counts[NEW]:
        raise Refused("Nothing in this file is new.")
    outcome = {
        **{name: found.counts[name] for name in (NEW, KNOWN, REFUSED)},
        "refused_rows": [list(pair) for pair in found.refused[:SHOWN]],
    }
    move(kept, SaleImportState.DONE, outcome=outcome, applied_at=now, applied_by=by)
    return kept


@action
def drop_sales(*, sale_import: SaleImport, by: User, now: datetime) -> SaleImport:
    """Put the file aside; nothing was kept of it."""
    kept = _open(sale_import, by)
    move(kept, SaleImportState.DROPPED)
    return kept


@action
def undo_sales(*, sale_import: SaleImport, by: User, now: datetime) -> SaleImport:
    """Take back all that came in with this file; the history keeps it."""
    kept = _open(sale_import, by)
    move(kept, SaleImportState.UNDONE, undone_at=now, undone_by=by)
    Sale.objects.filter(came_in=kept, dropped_at=None).update(dropped_at=now, dropped_by=by)
    return kept
