"""The truth: what two promises say of one another (DOMAIN R1 to R5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from exclusivity.rules import cells as cell
from exclusivity.rules import place, words
from exclusivity.rules.exceptions import pending, with_older
from exclusivity.rules.facts import (
    BINDING,
    FORCELESS,
    PROSPECTIVE,
    ClauseFacts,
    CommitmentFacts,
    Days,
    ExposureFacts,
)
from exclusivity.rules.meeting import Meeting
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.person import ALWAYS, Path, paths
from exclusivity.rules.target import never
from exclusivity.rules.timeline import shown
from exclusivity.rules.values import OUTSIDE, Dimension, Hit, Value, Verdict

TELL = "tell_beneficiary"


def check(
    mine: CommitmentFacts, other: CommitmentFacts, office: OfficeFacts, at: datetime, *, whole: bool = True
) -> list[Hit]:
    """Every clause of each against every exposure of the other, from where `mine` stands.

    Only pairs that share a person are spoken of; a hit that is CLEAR names the dimension which lies apart. Pass `mine`
    with the status that it is about to have (see `as_bound`). Papers of one family are never held against each other.
    Not `whole`, pairs that lie apart are left out, which is quicker.
    """
    if mine.id == other.id or (mine.family and mine.family == other.family):
        return []
    found = [*_one_way(mine, other, office, at, True, whole), *_one_way(other, mine, office, at, False, whole)]
    return sorted(found, key=lambda hit: -hit.verdict)


def strangers(mine: CommitmentFacts, other: CommitmentFacts, office: OfficeFacts, at: datetime) -> list[Hit]:
    """What is said of a pair that shares nobody: clear, by the person."""
    found = []
    for claimant, shower, ours in ((mine, other, True), (other, mine, False)):
        if claimant.status in BINDING | PROSPECTIVE and shower.status not in FORCELESS:
            apart = Path(min(claimant.talents), min(shower.talents), ALWAYS, Value.NO)
            found += [
                hit(Meeting(claimant, clause, shower, exposure, apart, office, at), ours)
                for clause in claimant.clauses
                for exposure in shower.exposures
            ]
    return found


def as_bound(commitment: CommitmentFacts, at: datetime) -> CommitmentFacts:
    """The same promise as it would be if it were made now."""
    if commitment.status in BINDING:
        return commitment
    return replace(commitment, status="signed" if commitment.kind == "ambassador" else "confirmed", bound_at=at)


def worst(hits: list[Hit]) -> Verdict:
    return max((hit.verdict for hit in hits), default=Verdict.CLEAR)


def _one_way(
    claimant: CommitmentFacts, shower: CommitmentFacts, office: OfficeFacts, at: datetime, ours: bool, whole: bool
) -> Iterator[Hit]:
    if claimant.status not in BINDING | PROSPECTIVE or shower.status in FORCELESS:
        return
    for clause in claimant.clauses:
        ways = paths(claimant, clause, office)
        known = with_older(clause, claimant, shower, at)
        for exposure in shower.exposures:
            if shower.status == "cancelled" and not _remains(shower, exposure, at):
                continue
            people = exposure.talents or shower.talents
            shared = [path for path in ways if path.shown in people]
            if not shared or (not whole and _apart(clause, exposure, office)):
                continue
            tried = [Meeting(claimant, known, shower, exposure, path, office, at) for path in shared]
            best = max(tried, key=lambda meeting: meeting.rank)
            if whole or not best.apart:
                yield hit(best, ours)


def _apart(clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts) -> bool:
    """Whether the two lie apart whatever the time, with nothing to remark on either."""
    if Value.NO in (place.territory(clause, exposure), place.channel(clause, exposure)):
        return True
    return not office.clashing and never(clause, exposure, office)


def _remains(cancelled: CommitmentFacts, exposure: ExposureFacts, at: datetime) -> bool:
    """Whether it is there although the booking was called off: what went live, and the old post that stays up (R5)."""
    if exposure.published_at is not None or exposure.activity != "LIVE":
        return exposure.published_at is not None
    when = shown(cancelled, exposure, cancelled.zones[0], at)
    went_live = any(one.published_at is not None for one in cancelled.exposures)
    return went_live and when is not None and when[0] is not None and when[0] <= at


def hit(meeting: Meeting, ours: bool) -> Hit:
    """Put into words, with the verdict that the two promises' standing makes of it (R5)."""
    window = meeting.window()
    verdict = _verdict(meeting, ours)
    dimensions = _dimensions(meeting, window)
    clause, office = meeting.clause, meeting.office
    exposure = meeting.exposure
    if meeting.days != exposure.days:
        exposure = replace(exposure, days=meeting.days)  # type: ignore[arg-type]
    sentence = words.promise(meeting.claimant, clause, office, window)
    sentence += f" {words.showing(exposure, office)}"
    unsure = next((d.name for d in dimensions if d.value is Value.UNKNOWN), "")
    if meeting.value is Value.UNKNOWN and unsure:
        sentence += f" {words.UNKNOWN[unsure]}"
    stands = meeting.value is not Value.NO
    if stands and not meeting.waived and pending(clause, meeting.exposure, meeting.shower):
        sentence += " A waiver is pending, which changes nothing until it is granted in writing."
    return Hit(
        verdict=verdict,
        sentence=sentence,
        outside="" if verdict is Verdict.CLEAR else OUTSIDE,
        dimensions=dimensions,
        clause_label=clause.label,
        overlap=meeting.overlap(window),
        other_id=(meeting.shower if ours else meeting.claimant).id,
        definite=meeting.value is Value.YES and not meeting.waived and clause.strength != "NOTIFY",
        talent_id=meeting.path.shown if ours else meeting.path.bound,
        clause_id=clause.id,
        exposure_id=exposure.id,
        first_clear=window[1] if window and stands else None,
        last_before=window[0] - timedelta(days=1) if window and window[0] and stands else None,
        safe_window=meeting.safe_window() if stands else None,
        clean_channels=(exposure.channels or frozenset()) - clause.channels if clause.channels else frozenset(),
        clean_territories=place.clean(clause, exposure),
        waiver_from=meeting.claimant.brand if stands and not meeting.waived else 0,
        advisory=_remark(meeting) if verdict is Verdict.ADVISORY else "",
        ours=ours,
    )


def _remark(meeting: Meeting) -> str:
    """The code of a remark; empty where two promises only wait for one another."""
    if meeting.value is Value.NO:
        return meeting.advice
    return TELL if meeting.clause.strength == "NOTIFY" else ""


def _verdict(meeting: Meeting, ours: bool) -> Verdict:
    claimant, shower = meeting.claimant, meeting.shower
    if meeting.value is Value.NO:
        return Verdict.ADVISORY if meeting.advice else Verdict.CLEAR
    if meeting.waived or shower.id in claimant.decided:
        return Verdict.WAIVED
    claim_binds = claimant.status in BINDING
    shows = shower.status in BINDING | {"cancelled"} or meeting.exposure.published_at is not None
    mine, theirs = (claim_binds, shows) if ours else (shows, claim_binds)
    if meeting.value is Value.UNKNOWN and meeting.clause.strength != "NOTIFY":
        return Verdict.REVIEW  # whoever waits: what is not known is looked into first (R3)
    if meeting.clause.strength == "NOTIFY":
        return Verdict.ADVISORY  # nothing is forbidden, somebody is to be told
    if not theirs:
        return Verdict.ADVISORY  # both wait, or the other one does: whoever binds first wins
    if meeting.happened:
        # A promise made afterwards was not broken; it asks for a carve-out (R18).
        return Verdict.BREACH_SUSPECTED if claim_binds and not meeting.before_signature else Verdict.REVIEW
    return Verdict.BLOCK if mine else Verdict.CONDITIONAL


def _dimensions(meeting: Meeting, window: Days | None) -> tuple[Dimension, ...]:
    clause, exposure, office = meeting.clause, meeting.exposure, meeting.office
    moving = meeting.moving
    time = moving["time"]
    apart = min(moving["person"], moving["target"], time)
    if moving["all"] is Value.NO and apart is not Value.NO:
        time = Value.NO  # each holds at some time, but never at once
    elif moving["all"] is Value.UNKNOWN and apart is Value.YES:
        time = Value.UNKNOWN
    cells = {
        "person": (moving["person"], *cell.person(clause, meeting.path, office)),
        "target": (moving["target"], *cell.target(meeting.claimant, clause, exposure, office)),
        "time": (time, *cell.time(clause, window, exposure, meeting.days, meeting.shower.zones[0])),
        "territory": (meeting.fixed["territory"], *cell.territory(clause, exposure, meeting.fixed["territory"])),
        "channel": (meeting.fixed["channel"], *cell.channel(clause, exposure, office)),
        "activity": (meeting.fixed["activity"], *cell.activity(clause, exposure, office)),
    }
    return tuple(Dimension(name, *said) for name, said in cells.items())
