"""The desk's campaigns: brief, casting, bookings, pieces."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN = P.RUN_CAMPAIGNS

ROWS: dict[str, Row] = {
    "desk:campaigns": Row(),
    "desk:campaign-add": Row(right=RUN),
    "desk:nominate": Row(right=RUN),
    "desk:nomination": Row(of="nomination"),
    "desk:nomination-accept": Row(of="nomination", right=RUN, method="POST"),
    "desk:nomination-decline": Row(of="nomination", right=RUN, method="POST"),
    "desk:nomination-offer": Row(of="nomination", right=RUN, method="POST", ok={422}),
    "desk:nomination-withdraw": Row(of="nomination", right=RUN, method="POST"),
    "desk:campaign": Row(of="campaign"),
    "desk:campaign-casting": Row(of="campaign"),
    "desk:campaign-work": Row(of="campaign"),
    "desk:campaign-history": Row(of="campaign"),
    "desk:campaign-edit": Row(of="open_campaign", right=RUN),
    "desk:campaign-open": Row(of="campaign", right=RUN, method="POST"),
    "desk:campaign-report": Row(of="campaign", right=RUN, method="POST"),
    "desk:campaign-reopen": Row(of="campaign", right=RUN, method="POST"),
    "desk:campaign-close": Row(of="campaign", right=RUN, method="POST"),
    "desk:campaign-cancel": Row(of="campaign", right=RUN, method="POST", data={"reason": "The budget went"}),
    "desk:hold-add": Row(of="open_campaign", right=RUN),
    "desk:hold-add-verdict": Row(of="open_campaign", right=RUN, method="POST", ok={200}),
    "desk:application": Row(of="application"),
    "desk:application-accept": Row(of="application", right=RUN, method="POST", data={"answer": "Yes"}),
    "desk:application-decline": Row(of="application", right=RUN, method="POST", data={"answer": "Not this time"}),
    "desk:booking": Row(of="booking"),
    "desk:booking-confirm": Row(of="hold", right=RUN, method="POST", ok={302, 409}),
    "desk:hold-change": Row(of="hold", right=RUN),
    "desk:hold-move": Row(of="hold", right=RUN),
    "desk:hold-move-verdict": Row(of="hold", right=RUN, method="POST", ok={200}),
    "desk:hold-follow-brief": Row(of="hold", right=RUN, method="POST"),
    "desk:hold-challenge": Row(of="hold", right=RUN, method="POST", ok={409}),
    "desk:hold-challenge-withdraw": Row(of="hold", right=RUN, method="POST", ok={409}),
    "desk:hold-rank": Row(of="hold", right=RUN, method="POST", data={"rank": 2, "reason": "Agreed"}, ok={409}),
    "desk:hold-release": Row(of="hold", right=RUN, method="POST"),
    "desk:booking-cancel": Row(of="booking", right=RUN, method="POST", data={"reason": "They fell ill"}),
    "desk:deliverable": Row(of="deliverable"),
    "desk:deliverable-address": Row(
        of="deliverable", right=RUN, method="POST", data={"url": "https://www.instagram.com/p/1/"}, ok={422}
    ),
    "desk:deliverable-waive": Row(of="deliverable", right=RUN, method="POST", data={"reason": "Agreed"}),
    "desk:draft": Row(of="draft"),
    "desk:draft-review": Row(of="draft", right=RUN, method="POST", data={"answer": "approve"}, ok={422}),
    "desk:draft-file": Row(of="draft_file"),
    "desk:drafts-approve": Row(of="campaign", right=RUN, method="POST"),
    "desk:deliverable-note": Row(of="deliverable", right=RUN, method="POST", data={"text": "Call her first"}),
}
