"""A file of orders, with its history and who sent it."""

from typing import Any

from accounts.roles import Permission
from portals.history import timeline
from portals.pages import page
from portals.sales_files import SalesFiles
from sales.models import SaleImport


class DeskFiles(SalesFiles):
    """Also says what became of it, day by day."""

    def more(self, found: SaleImport) -> dict[str, Any]:
        return {"entries": timeline(found)}


FILES = DeskFiles("desk", page, Permission.READ_MONEY, Permission.RUN_CAMPAIGNS, "desk/sales/file.html")
