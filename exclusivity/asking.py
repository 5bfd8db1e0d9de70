"""What has to be found out where a verdict is REVIEW: the missing fact, whose it is, and what it would settle. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from exclusivity.rules import ClauseFacts, CommitmentFacts, ExposureFacts, Hit, OfficeFacts, Value
from exclusivity.rules.target import kin
from exclusivity.rules.words import categories, listed, lowered


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to find out, in words, and what follows from it. `dimension` is the one that it settles."""

    dimension: str
    sentence: str
    effect: str


def questions(
    hit: Hit,
    clause: ClauseFacts,
    exposure: ExposureFacts,
    claimant: CommitmentFacts,
    office: OfficeFacts,
    now: datetime,
) -> Iterator[Question]:
    """One for each dimension of a hit that is UNKNOWN. `claimant` is whose clause it is."""
    unknown = {d.name for d in hit.dimensions if d.value is Value.UNKNOWN}
    holder = office.brands[claimant.brand].name
    shown = office.brands[exposure.brand].name
    kind = lowered(office.activity_names.get(exposure.activity, exposure.activity))
    paper = f"{holder}’s {clause.label}"
    if "person" in unknown:
        yield Question(
            "person", f"Read in {paper} whether it binds the act and its members alike",
            "If it binds only the one, the other is free",
        )  # fmt: skip
    if "target" in unknown:
        yield _rivalry(clause, exposure, claimant, office, now, paper, shown)
    if "time" in unknown:
        yield _days(clause, exposure, claimant, paper, shown)
    if "territory" in unknown:
        if exposure.territories is None:
            yield Question("territory", f"Say at which countries {shown}’s {kind} aims", "One apart is enough")
        else:
            yield Question(
                "territory", f"Find out whether {paper} counts where a post aims or where it can be seen",
                "If where it aims, the countries lie apart",
            )  # fmt: skip
    if "channel" in unknown:
        yield Question("channel", f"Say on which channels {shown}’s {kind} runs", "One apart is enough")
    if "activity" in unknown:
        yield Question(
            "activity", f"Find out whether {paper} counts a {kind}", "If it does not, nothing stands in the way"
        )


def _rivalry(
    clause: ClauseFacts, exposure: ExposureFacts, claimant: CommitmentFacts, office: OfficeFacts, now: datetime,
    paper: str, shown: str,
) -> Question:  # fmt: skip
    own, sisters = kin(claimant, clause, office, now.date())
    holder = office.brands[claimant.brand].name
    if exposure.brand in sisters:
        return Question(
            "target", f"Ask {holder} whether its sister brand {shown} may be shown", "In writing, as a waiver"
        )
    if clause.mode in ("CATEGORY", "COMPANY_TRADE") and not clause.categories:
        return Question("target", f"Say in {paper} which category it keeps", "Until then it may mean anything")
    if clause.mode == "NAMED":
        what = "is meant by its list" if clause.brands or clause.companies else "is meant; nobody listed any"
        return Question("target", f"Ask {holder} whether {shown} {what}", "If it is not, they do not compete")
    if clause.mode == "COMPANY_TRADE":
        company = office.company_names.get(office.brands[exposure.brand].company, shown)
        return Question("target", f"Say in which trades {company} is", f"{paper} bars by the company’s trade")
    if not exposure.categories:
        return Question("target", f"Say what {shown} promotes", "Its category decides whether they compete")
    missing = [name for name in clause.attributes if name not in (exposure.attributes or {})]
    if missing and exposure.categories & office.below(clause.categories):
        return Question("target", f"Say the product’s {listed(missing)}", "Another one is another product")
    coarse = categories(exposure.categories, office)
    return Question(
        "target", f"Name {shown}’s product more closely than {coarse}", f"{paper} is about {_kept(clause, office)}"
    )


def _kept(clause: ClauseFacts, office: OfficeFacts) -> str:
    return categories(clause.categories, office)


def _days(
    clause: ClauseFacts, exposure: ExposureFacts, claimant: CommitmentFacts, paper: str, shown: str
) -> Question:  # fmt: skip
    if exposure.days is None and exposure.span is None and exposure.published_at is None:
        return Question("time", f"Say on which days {shown} shows", "One day outside is enough")
    if claimant.term is None and clause.term is None:
        return Question("time", f"Say from when until when {paper} stands", "Until then any day may fall in it")
    if len(claimant.zones) > 1:
        return Question("time", f"Say by which clock {paper} counts its days", "By one clock it meets, by another not")
    early = claimant.ended_on is not None and claimant.end_reason not in ("", "expiry")
    if clause.tail is not None and not clause.tail.on and early:
        return Question(
            "time", f"Find out whether the tail of {paper} holds after an early end", "If it does not, it is over"
        )
    if claimant.renewal is not None and claimant.renewal.notice_given is None and claimant.ended_on is None:
        return Question("time", f"Find out whether {paper} will be renewed", "It ends if notice is given in time")
    return Question("time", f"Fix a day for {shown} that lies outside {paper}", "Only a part of the days is barred")
