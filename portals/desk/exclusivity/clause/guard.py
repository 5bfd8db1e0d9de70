"""A clause that somebody else saved while it was open here: said once, with what differs, and nothing is lost."""

from hashlib import sha256

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from exclusivity.models import Clause
from exclusivity.models.links import ClauseBrand, ClauseCategory, ClauseCompany, ClauseExceptCategory
from exclusivity.sentences.compare import Difference, differences
from exclusivity.terms import ClauseTerms
from portals.desk.exclusivity.clause.form import ClauseForm
from portals.desk.exclusivity.clause.scene import Scene
from portals.history import timeline

LINKS = dict.fromkeys((ClauseCategory, ClauseExceptCategory, ClauseBrand, ClauseCompany), "clause")


def print_of(terms: ClauseTerms | None) -> str:
    return sha256(repr(terms).encode()).hexdigest()[:16] if terms is not None else ""


class ClauseGuard:
    """`seen` is what the form was opened on. A clause's categories and names lie in tables of their own, so that the
    row's own version would not tell.
    """

    def __init__(self, request: HttpRequest, scene: Scene) -> None:
        self.scene = scene
        self.theirs: list[Difference] = []
        if request.method == "POST" and connection.in_atomic_block and scene.clause is not None:
            Clause.objects.select_for_update(of=("self",)).filter(pk=scene.clause.pk).first()
        self.seen = print_of(scene.stored)
        self.opened_on = request.POST.get("seen", self.seen)

    def passes(self, form: ClauseForm) -> bool:
        """Whether nobody saved since the form was opened. Says so on the form where somebody did."""
        stored, clause = self.scene.stored, self.scene.clause
        if stored is None or clause is None or self.opened_on == self.seen:
            return True
        typed = form.terms()
        self.theirs = differences(stored, typed, self.scene.names(stored, typed), self.scene.term)
        latest = next(iter(timeline(clause, 1, LINKS)), None)
        who = latest.who if latest else "Somebody"
        at = f" at {timezone.localtime(latest.at):%H:%M}" if latest else ""
        form.add_error(
            None, f"{who} saved this{at}, after you opened it. Yours is kept: press again to save it over theirs."
        )
        return False
