"""Which pieces have an earned media value: none, unless the office switched it on and wrote a price table."""

from collections.abc import Iterable

from django.db.models import Exists

from accounts.models import Office
from campaigns.options import office_zone
from stats.models import PriceTable
from stats.results.reading import Result
from stats.results.worth import Table, Worth, table_of, worth_of
from stats.terms import is_closed


def price_tables(*, for_clients: bool = False) -> list[Table]:
    """The office's tables; none where it is off, or off for brands. One query where there is none, else two."""
    on = Office.objects.filter(pk=1, earned_media=True)
    if for_clients:
        on = on.filter(clients_see_earned_media=True)
    rows = PriceTable.objects.filter(Exists(on)).prefetch_related("prices")
    return [Table(row, {(price.platform, price.counted): price.amount for price in row.prices.all()}) for row in rows]


def value(pieces: Iterable[Result], *, for_clients: bool = False) -> None:
    """Write what each piece is taken to be worth beside it, where the office reckons that."""
    tables = price_tables(for_clients=for_clients)
    if not tables:
        return
    zone = office_zone()  # the same table whoever reads
    for each in pieces:
        if is_closed(each.piece.channel):
            each.worth = Worth(platform=each.piece.channel)
            continue
        live = each.post.published_at if each.post else each.piece.published_at
        day = live.astimezone(zone).date() if live else None
        each.worth = worth_of(each.figures, each.piece.channel, table_of(day, tables))
