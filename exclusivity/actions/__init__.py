from exclusivity.actions.binding import bind, end, expire, mark_published, release
from exclusivity.actions.boxes import differences, rebuild_boxes
from exclusivity.actions.commitments import open_commitment, set_clauses, set_exposures, set_term, terms_of
from exclusivity.actions.decisions import decide
from exclusivity.actions.findings import raise_findings

__all__ = [
    "bind",
    "decide",
    "differences",
    "end",
    "expire",
    "mark_published",
    "open_commitment",
    "raise_findings",
    "rebuild_boxes",
    "release",
    "set_clauses",
    "set_exposures",
    "set_term",
    "terms_of",
]
