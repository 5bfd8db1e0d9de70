"""The client portal."""

from accounts.roles import Permission as P
from tests.doors import Row

ROWS: dict[str, Row] = {
    "client:home": Row(),
    "client:shortlists": Row(),
    "client:shortlist": Row(of="shortlist"),
    "client:shortlist-answer": Row(of="shortlist", method="POST", right=P.ANSWER_SHORTLISTS, ok={404}),
    "client:shortlist-send": Row(of="shortlist", method="POST", right=P.ANSWER_SHORTLISTS),
    "client:shortlist-picture": Row(of="shortlist_post"),
    "client:drafts": Row(),
    "client:draft": Row(of="draft"),
    "client:draft-review": Row(of="draft", method="POST", right=P.APPROVE_DRAFTS, data={"answer": "approve"}),
    "client:draft-file": Row(of="draft_file"),
    "client:drafts-approve": Row(method="POST", right=P.APPROVE_DRAFTS),
    "client:campaigns": Row(),
    "client:campaign": Row(of="campaign"),
    "client:results": Row(of="campaign"),
    "client:results-pdf": Row(of="campaign"),
    "client:results-xlsx": Row(of="campaign"),
    "client:briefs": Row(),
    "client:brief-add": Row(right=P.WRITE_BRIEFS),
    "client:brief": Row(of="client_brief"),
    "client:brief-edit": Row(of="client_brief", right=P.WRITE_BRIEFS),
    "client:brief-send": Row(of="client_brief", right=P.WRITE_BRIEFS, method="POST"),
    "client:brief-withdraw": Row(of="client_brief", right=P.WRITE_BRIEFS, method="POST"),
    "client:ambassadors": Row(),
    "client:ambassador": Row(of="contract"),
    "client:checked": Row(),
    "client:checked-sheet": Row(of="check"),
    "client:shop": Row(),
    "client:shop-key-make": Row(of="brand", method="POST", right=P.KEY_SALES, ok={422}),
    "client:shop-key-withdraw": Row(of="sales_key", method="POST", right=P.KEY_SALES),
    "client:colleagues": Row(),
    "client:profile": Row(),
}
