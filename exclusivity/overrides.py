"""When a definite clash may be let stand after all, and what that costs (DOMAIN R24)."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from exclusivity.models import BINDING, Commitment, CommitmentKind, Decision, Finding
from exclusivity.models.finding import FindingState
from exclusivity.pairs import Pair, beside
from exclusivity.rules import Verdict
from lib.refusals import Answer, Denied


def pair_of(finding: Finding, now: datetime) -> Pair | None:
    """The two as the truth has them now, whatever was decided; None where they share nobody any more."""
    pairs = beside(finding.one).pairs(now)
    return next((pair for pair in pairs if pair.other.id == finding.other_id), None)


def standing_override(finding: Finding) -> Decision | None:
    """The override that lets the two stand now; None where there is none, or where another decision came after it."""
    if finding.state != FindingState.DECIDED:
        return None
    last = finding.decisions.in_force().order_by("-made_at", "-id").first()  # type: ignore[attr-defined]
    return last if last is not None and last.is_override else None


def may_propose(finding: Finding, pair: Pair | None, by: User) -> Answer:
    """Whether it takes an override, and this person may propose one."""
    answer = can(by, Permission.OVERRIDE_CLASHES)
    if not answer:
        return answer
    if finding.state == FindingState.GONE or pair is None or pair.verdict < Verdict.REVIEW:
        return Denied("The clash is gone: nothing is left to override.", code="gone")
    if finding.admitted or not pair.is_definite:
        return Denied("This is a doubt, not a clash: a decision is enough.", code="doubt")
    if standing_override(finding) is not None:
        return Denied("It is overridden already.", code="overridden")
    if finding.decisions.to_second().exists():  # type: ignore[attr-defined]
        return Denied("Somebody has proposed that already; it waits for a second person.", code="proposed")
    return True


def may_second(override: Decision, by: User) -> Answer:
    """Whether this person can be the second one."""
    answer = can(by, Permission.DECIDE_CLASHES)
    if not answer:
        return answer
    if override.seconded_at is not None:
        return Denied("It was confirmed already.", code="seconded")
    if override.withdrawn_at is not None:
        return Denied("It was withdrawn, or the facts changed since.", code="withdrawn")
    if override.made_by_id == by.pk:
        return Denied("You proposed it. Somebody else confirms it: another owner or a manager.", code="same")
    return True


def risk(finding: Finding) -> str:
    """What it means to let the two stand, in a sentence for staff."""
    both = sorted((finding.one, finding.other), key=lambda row: row.status in BINDING)
    later, earlier = both
    if later.status in BINDING:
        return (
            f"Both promises are made. Whoever holds the clause may stop the post, take back the fee, "
            f"or claim damages: {_papers(earlier, later)}."
        )
    verb = "Signing" if later.kind == CommitmentKind.AMBASSADOR else "Confirming"
    return (
        f"{verb} breaks two contracts: {_papers(earlier, later)}. To {later.brand.name} the talent promises that "
        f"nothing stands against it."
    )


def _papers(earlier: Commitment, later: Commitment) -> str:
    return f"that with {earlier.brand.name} and that with {later.brand.name}"
