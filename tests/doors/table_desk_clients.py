"""The desk's brands and companies."""

from accounts.roles import Permission as P
from tests.doors import Row

EDIT = P.EDIT_CLIENTS

ROWS: dict[str, Row] = {
    "desk:brands": Row(),
    "desk:brand-add": Row(right=EDIT),
    "desk:brand": Row(of="brand"),
    "desk:brand-edit": Row(of="brand", right=EDIT),
    "desk:brand-archive": Row(of="brand", right=EDIT, method="POST"),
    "desk:brand-merge": Row(of="brand", right=EDIT),
    "desk:contact-add": Row(of="brand", right=EDIT),
    "desk:contact-edit": Row(of="contact", by="pk", right=EDIT),
    "desk:contact-remove": Row(of="contact", by="pk", right=EDIT, method="POST"),
    "desk:name-add": Row(of="brand", right=EDIT),
    "desk:name-remove": Row(of="brand_name", by="pk", right=EDIT, method="POST"),
    "desk:brand-invite": Row(of="brand", right=P.INVITE),
    "desk:brand-person-remove": Row(of="brand_member", by="pk", right=P.INVITE, method="POST"),
    "desk:companies": Row(),
    "desk:company-add": Row(right=EDIT),
    "desk:company": Row(of="company"),
    "desk:company-edit": Row(of="company", right=EDIT),
    "desk:company-archive": Row(of="company", right=EDIT, method="POST"),
    "desk:ownership-add": Row(of="company", right=EDIT),
    "desk:trade-add": Row(of="company", right=EDIT),
    "desk:trade-remove": Row(of="trade", by="pk", right=EDIT, method="POST"),
    "desk:ownership-end": Row(of="ownership", by="pk", right=EDIT),
}
