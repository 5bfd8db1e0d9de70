"""The desk's results: what campaigns brought, costs, goals, figures by hand."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN = P.RUN_CAMPAIGNS

ROWS: dict[str, Row] = {
    "desk:results": Row(),
    "desk:results-export": Row(kwargs=lambda w: {"kind": "csv"}),
    "desk:campaign-results": Row(of="campaign"),
    "desk:cost-add": Row(of="campaign", right=RUN, method="POST", ok={422}),
    "desk:goals": Row(of="campaign", right=RUN, method="POST", data={"goal_views": 5}),
    "desk:campaign-report-pdf": Row(of="campaign", right=P.READ_MONEY),
    "desk:campaign-report-xlsx": Row(of="campaign", right=P.READ_MONEY),
    "desk:cost-drop": Row(of="cost", right=RUN, method="POST"),
    "desk:figures-enter": Row(of="deliverable", right=RUN),
    "desk:figures-evidence": Row(of="hand_figures", ok={404}),
}
