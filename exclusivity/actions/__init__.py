from exclusivity.actions.anew import look_again
from exclusivity.actions.binding import bind, end, expire, mark_published, release
from exclusivity.actions.boxes import differences, rebuild_boxes
from exclusivity.actions.commitments import open_commitment, rewrite, set_clauses, set_exposures, set_term, terms_of
from exclusivity.actions.consents import record_offer, record_waiver, revoke_waiver
from exclusivity.actions.decisions import decide
from exclusivity.actions.findings import raise_findings
from exclusivity.actions.standing import take_over

__all__ = [
    "bind",
    "decide",
    "differences",
    "end",
    "expire",
    "look_again",
    "mark_published",
    "open_commitment",
    "raise_findings",
    "rebuild_boxes",
    "record_offer",
    "record_waiver",
    "release",
    "revoke_waiver",
    "rewrite",
    "set_clauses",
    "set_exposures",
    "set_term",
    "take_over",
    "terms_of",
]
