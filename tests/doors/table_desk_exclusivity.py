"""The desk's contracts and its clash desk."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN, SIGN, DECIDE = P.RUN_CAMPAIGNS, P.SIGN_CONTRACTS, P.DECIDE_CLASHES

ROWS: dict[str, Row] = {
    "desk:ambassadors": Row(),
    "desk:contract-add": Row(right=RUN),
    "desk:contract-words": Row(right=RUN, method="POST", ok={200}),
    "desk:contract": Row(of="contract"),
    "desk:contract-edit": Row(of="draft_contract", right=RUN),
    "desk:contract-sign": Row(of="draft_contract", right=SIGN, method="POST", ok={302, 409}),
    "desk:contract-end": Row(of="contract", right=SIGN),
    "desk:contract-withdraw": Row(of="draft_contract", right=RUN, method="POST"),
    "desk:contract-history": Row(of="contract"),
    "desk:who-is-free": Row(),
    "desk:clashes": Row(),
    "desk:clash": Row(of="finding"),
    "desk:clash-decide": Row(
        of="finding", right=DECIDE, method="POST", data={"accepted": "no", "reason": "Rivals"}, ok={302}
    ),
}
