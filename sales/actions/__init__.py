from sales.actions.imports import apply_sales, drop_sales, remap_sales, start_sales, undo_sales
from sales.actions.links import end_code, end_link, make_code, make_link
from sales.actions.sales import record_sales
from sales.actions.tokens import find_token, make_token, revoke_token

__all__ = [
    "apply_sales",
    "drop_sales",
    "end_code",
    "end_link",
    "find_token",
    "make_code",
    "make_link",
    "make_token",
    "record_sales",
    "remap_sales",
    "revoke_token",
    "start_sales",
    "undo_sales",
]
