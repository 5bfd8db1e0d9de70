"""Worked cases: small offices, one thing about to be done in each, and what the truth says of it."""

from exclusivity.cases.judge import Judgement, judged

__all__ = ["Judgement", "judged"]
