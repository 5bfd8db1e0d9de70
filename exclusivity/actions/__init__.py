from exclusivity.actions.anew import look_again
from exclusivity.actions.binding import bind, end, expire, mark_published, release
from exclusivity.actions.boxes import differences, rebuild_boxes
from exclusivity.actions.checks import record_check, share_check
from exclusivity.actions.clauses import amend_clause, drop_clause, write_clause
from exclusivity.actions.commitments import open_commitment, rewrite, set_clauses, set_exposures, set_term, terms_of
from exclusivity.actions.consents import record_offer
from exclusivity.actions.decisions import decide
from exclusivity.actions.defaults import set_activity_defaults
from exclusivity.actions.findings import raise_findings
from exclusivity.actions.market import add_clash, add_trade, remove_clash, remove_trade
from exclusivity.actions.overrides import propose_override, second_override, withdraw_override
from exclusivity.actions.standing import take_over
from exclusivity.actions.waivers import (
    ask_waiver,
    expire_waivers,
    grant_waiver,
    promise_waiver,
    record_waiver,
    refuse_waiver,
    revoke_waiver,
    withdraw_waiver,
)

__all__ = [
    "add_clash",
    "add_trade",
    "remove_clash",
    "remove_trade",
    "amend_clause",
    "ask_waiver",
    "bind",
    "decide",
    "differences",
    "drop_clause",
    "end",
    "expire",
    "look_again",
    "expire_waivers",
    "grant_waiver",
    "mark_published",
    "open_commitment",
    "promise_waiver",
    "propose_override",
    "raise_findings",
    "rebuild_boxes",
    "record_check",
    "record_offer",
    "record_waiver",
    "refuse_waiver",
    "release",
    "revoke_waiver",
    "rewrite",
    "second_override",
    "set_activity_defaults",
    "set_clauses",
    "set_exposures",
    "set_term",
    "share_check",
    "take_over",
    "terms_of",
    "write_clause",
    "withdraw_override",
    "withdraw_waiver",
]
