"""The office's own pages."""

from accounts.roles import Permission as P
from tests.doors import Row

RUN, MARKET, WRITE = P.RUN_OFFICE, P.EDIT_CATEGORIES, P.RUN_CAMPAIGNS

ROWS: dict[str, Row] = {
    "desk:office": Row(),
    "desk:office-settings": Row(right=RUN),
    "desk:profile": Row(),
    "desk:people": Row(),
    "desk:invite": Row(right=P.INVITE_STAFF),
    "desk:person-role": Row(of="colleague", right=P.INVITE_STAFF),
    "desk:person-deactivate": Row(of="colleague", right=P.INVITE_STAFF, method="POST"),
    "desk:person-reactivate": Row(of="colleague", right=P.INVITE_STAFF, method="POST"),
    "desk:invitation-revoke": Row(of="invitation", right=P.INVITE_STAFF, method="POST"),
    "desk:tiers": Row(),
    "desk:tier-use": Row(of="tier_scheme", by="key", right=RUN, method="POST"),
    "desk:stages": Row(),
    "desk:benchmarks": Row(),
    "desk:benchmark-add": Row(right=P.EDIT_BENCHMARKS),
    "desk:benchmark-edit": Row(of="benchmark", right=P.EDIT_BENCHMARKS),
    "desk:benchmark-remove": Row(of="benchmark", right=P.EDIT_BENCHMARKS, method="POST"),
    "desk:office-exclusivity": Row(),
    "desk:platforms": Row(),
    "desk:platform-key": Row(right=RUN, kwargs=lambda world: {"platform": "youtube"}),
    "desk:platform-remove": Row(right=RUN, method="POST", kwargs=lambda world: {"platform": "youtube"}),
    "desk:platform-try": Row(right=RUN, method="POST", kwargs=lambda world: {"platform": "youtube"}),
    "desk:categories": Row(),
    "desk:category-add": Row(right=MARKET),
    "desk:category-rename": Row(of="category", by="key", right=MARKET),
    "desk:category-move": Row(of="category", by="key", right=MARKET),
    "desk:category-archive": Row(of="category", by="key", right=MARKET, method="POST"),
    "desk:category-beside": Row(of="category", by="key", right=MARKET),
    "desk:category-beside-remove": Row(of="category_clash", by="pk", right=MARKET, method="POST"),
    "desk:messages": Row(right=P.READ_MESSAGES),
    "desk:message": Row(of="message", right=P.READ_MESSAGES),
    "desk:message-edit": Row(of="message", right=WRITE),
    "desk:message-send": Row(of="message", right=WRITE, method="POST"),
    "desk:message-drop": Row(of="message", right=WRITE, method="POST"),
    "desk:jobs": Row(),
    "desk:job-retry": Row(of="job", right=RUN, method="POST"),
    "desk:job-cancel": Row(of="job", right=RUN, method="POST"),
}
