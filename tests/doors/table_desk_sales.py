"""The desk's links, codes and orders."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN = P.RUN_CAMPAIGNS

ROWS: dict[str, Row] = {
    "desk:campaign-sales": Row(of="campaign"),
    "desk:link-make": Row(of="campaign", right=RUN, method="POST", ok={422}),
    "desk:code-make": Row(of="campaign", right=RUN, method="POST", ok={422}),
    "desk:link-end": Row(of="tracked_link", right=RUN, method="POST"),
    "desk:code-end": Row(of="discount_code", right=RUN, method="POST"),
    "desk:brand-sales": Row(of="brand", right=P.READ_MONEY),
    "desk:sales-upload": Row(of="brand", right=RUN, method="POST", ok={422}),
    "desk:sales-key-make": Row(of="brand", right=RUN, method="POST", ok={422}),
    "desk:sales-key-withdraw": Row(of="sales_key", right=RUN, method="POST"),
    "desk:sale-import": Row(of="sale_import", right=P.READ_MONEY),
    "desk:sale-import-remap": Row(of="sale_import", right=RUN, method="POST"),
    "desk:sale-import-apply": Row(of="sale_import", right=RUN, method="POST"),
    "desk:sale-import-drop": Row(of="sale_import", right=RUN, method="POST"),
    "desk:sale-import-undo": Row(of="sale_import", right=RUN, method="POST"),
}
