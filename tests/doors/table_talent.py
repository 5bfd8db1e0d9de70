"""The talent portal."""

from accounts.roles import Permission as P
from tests.doors import Row

ROWS: dict[str, Row] = {
    "talent:home": Row(),
    "talent:switch": Row(method="POST", ok={404}),
    "talent:bound": Row(),
    "talent:projects": Row(),
    "talent:project": Row(of="open_campaign", shared=True),
    "talent:apply": Row(of="open_campaign", shared=True, method="POST", right=P.APPLY, ok={302, 422}),
    "talent:applications": Row(),
    "talent:application-withdraw": Row(of="application", method="POST", right=P.APPLY),
    "talent:request": Row(of="nomination"),
    "talent:request-yes": Row(of="nomination", method="POST", right=P.APPLY),
    "talent:request-no": Row(of="nomination", method="POST", right=P.APPLY),
    "talent:request-counter": Row(of="nomination", method="POST", right=P.APPLY, data={"fee": "120000"}),
    "talent:terms": Row(of="confirmation"),
    "talent:terms-accept": Row(of="confirmation", method="POST", right=P.ACCEPT_TERMS, ok={422}),
    "talent:terms-pdf": Row(of="confirmation"),
    "talent:results": Row(),
    "talent:work": Row(),
    "talent:piece": Row(of="deliverable"),
    "talent:draft-submit": Row(of="deliverable", method="POST", right=P.DELIVER, ok={422}),
    "talent:post-address": Row(of="deliverable", method="POST", right=P.DELIVER, ok={422}),
    "talent:film-begin": Row(of="deliverable", method="POST", right=P.DELIVER, ok={412}),
    "talent:film": Row(of="upload", method="HEAD", right=P.DELIVER, ok={200}),
    "talent:draft-file": Row(of="draft_file"),
    "talent:calendar": Row(),
    "talent:calendar-withdraw": Row(method="POST"),
    "talent:away": Row(method="POST", right=P.SAY_AWAY, ok={422}),
    "talent:away-drop": Row(of="away", method="POST", right=P.SAY_AWAY),
    "talent:accounts": Row(),
    "talent:account-figures": Row(of="snap", right=P.CONNECT_ACCOUNTS),
    "talent:connect": Row(of="tiktok", right=P.CONNECT_ACCOUNTS),
    "talent:connection-withdraw": Row(of="tiktok", right=P.CONNECT_ACCOUNTS, method="POST"),
    "talent:connect-go": Row(of="handshake", right=P.CONNECT_ACCOUNTS, ok={404}),  # of another session
    "talent:connect-back": Row(kwargs=lambda world: {"platform": "tiktok"}, right=P.CONNECT_ACCOUNTS, ok={302}),
    "talent:profile": Row(),
}
