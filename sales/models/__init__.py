from sales.models.code import DiscountCode
from sales.models.link import LinkDay, TrackedLink
from sales.models.sale import Sale, SaleImport, SaleImportState, SalesToken

__all__ = ["DiscountCode", "LinkDay", "Sale", "SaleImport", "SaleImportState", "SalesToken", "TrackedLink"]
