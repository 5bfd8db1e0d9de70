"""The letter that asks a brand for its consent. It never names the other client, unless the booker says so."""

from dataclasses import dataclass

from accounts.models import Office, User
from clients.models import Category
from exclusivity.axes import WORLD, Activity, Channel
from exclusivity.consents import WaiverScope
from exclusivity.models import Clause
from exclusivity.rules.words import countries, days, listed, lowered
from exclusivity.words import clause_sentence


@dataclass(frozen=True, slots=True)
class Request:
    subject: str
    body: str


def request_letter(
    clause: Clause, scope: WaiverScope, *, to: str, by: User, name_brand: bool, words: str = ""
) -> Request:
    """Whom it is about, for what, on which channels, in which countries, on which days."""
    keeper, wish = clause.commitment.brand, scope.commitment
    shown = list(wish.exposures.prefetch_related("categories")) if wish is not None else []
    who = listed(talent.name for talent in clause.commitment.talents.all())
    wanted = listed(talent.name for talent in wish.talents.all()) if wish is not None else ""
    names = {lowered(category.name) for exposure in shown for category in exposure.categories.all()}
    if scope.category_id is not None:
        names = {lowered(Category.objects.get(pk=scope.category_id).name)}
    what = listed(names)
    lines = [
        ("Talent", wanted if wanted != who else ""),
        ("Product", what),
        ("Brand", wish.brand.name if wish is not None and name_brand else ""),
        ("Kind of work", listed(str(Activity(kind).label).lower() for kind in scope.activities)),
        ("Days", days(scope.days) if scope.days is not None else ""),
        ("Channels", listed(str(Channel(name).label) for name in scope.channels)),
        ("Countries", countries(scope.territories) if scope.territories else _where(shown)),
    ]
    asked = "\n".join(f"{label}: {said}" for label, said in lines if said)
    office = Office.objects.current()
    parts = [
        f"Hello {to or keeper.name},",
        f"{who} is bound to you by clause {clause.number}: {clause_sentence(clause, keeper.name)}",
        "We have an enquiry that this clause does not allow, and ask for your consent to it alone:",
        asked or "Everything that the clause forbids.",
        words.strip(),
        "All else that the clause says stays as it is. We go ahead only with your answer in writing, with the name and "
        "the role of who gives it. A reply to this letter will do.",
        f"{by.name}\n{office.name}",
    ]
    subject = f"Your consent for {who}" + (f": {what}" if what else "")
    return Request(subject, "\n\n".join(part for part in parts if part))


def _where(shown: list) -> str:  # type: ignore[type-arg]
    if not shown or any(not exposure.territories for exposure in shown):
        return ""
    codes = {code for exposure in shown for code in exposure.territories}
    return "the world" if WORLD in codes else countries(codes)
