"""The desk's contracts, their clauses and its clash desk."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN, SIGN, DECIDE = P.RUN_CAMPAIGNS, P.SIGN_CONTRACTS, P.DECIDE_CLASHES

ROWS: dict[str, Row] = {
    "desk:ambassadors": Row(),
    "desk:contract-add": Row(right=RUN),
    "desk:contract": Row(of="contract"),
    "desk:contract-edit": Row(of="draft_contract", right=RUN),
    "desk:contract-sign": Row(of="draft_contract", right=SIGN, method="POST", ok={302, 409}),
    "desk:contract-end": Row(of="contract", right=SIGN),
    "desk:contract-withdraw": Row(of="draft_contract", right=RUN, method="POST"),
    "desk:contract-history": Row(of="contract"),
    "desk:clause-add": Row(of="draft_promise", right=RUN),
    "desk:clause-words": Row(of="draft_promise", right=RUN, method="POST", ok={200}),
    "desk:clause-edit": Row(of="draft_clause", right=RUN),
    "desk:clause-drop": Row(of="draft_clause", right=RUN, method="POST"),
    "desk:clause-versions": Row(of="clause"),
    "desk:who-is-free": Row(),
    "desk:checks": Row(),
    "desk:check-save": Row(right=RUN, method="POST"),
    "desk:check": Row(of="check"),
    "desk:check-share": Row(of="check", right=RUN, method="POST"),
    "desk:check-sheet": Row(of="check"),
    "desk:clashes": Row(),
    "desk:clash": Row(of="finding"),
    "desk:clash-override": Row(of="finding", right=P.OVERRIDE_CLASHES, method="POST", data={"reason": "Once"}),
    "desk:override-second": Row(of="override", right=DECIDE, method="POST", data={"reason": "Agreed"}),
    "desk:override-withdraw": Row(of="override", right=DECIDE, method="POST"),
    "desk:waiver-ask": Row(of="clause", right=RUN),
    "desk:waiver-effect": Row(of="clause", right=RUN, method="POST", ok={200}),
    "desk:waivers": Row(),
    "desk:waiver": Row(of="waiver"),
    "desk:waiver-document": Row(of="waiver"),
    "desk:waiver-grant": Row(of="asked_waiver", right=SIGN),
    "desk:waiver-promise": Row(of="asked_waiver", right=RUN, method="POST", data={"grantor": "Petra"}),
    "desk:waiver-refuse": Row(of="asked_waiver", right=RUN, method="POST", data={"reason": "No"}),
    "desk:waiver-withdraw": Row(of="asked_waiver", right=RUN, method="POST"),
    "desk:waiver-revoke": Row(of="waiver", right=SIGN, method="POST", data={"reason": "Sold"}),
    "desk:clash-decide": Row(
        of="finding", right=DECIDE, method="POST", data={"accepted": "no", "reason": "Rivals"}, ok={302}
    ),
}
