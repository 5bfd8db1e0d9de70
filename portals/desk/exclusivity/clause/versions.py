"""All versions of a clause: what each says, and what it changed."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from accounts.roles import Permission, can
from exclusivity.actions import terms_of
from exclusivity.models import Clause
from exclusivity.naming import day_of, names_of
from exclusivity.sentences import Part, say
from exclusivity.sentences.compare import Difference, differences
from portals.desk.exclusivity.clause.editor import CLAUSES
from portals.desk.exclusivity.clause.scene import scene_of
from portals.pages import allowed, page, visible


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its words; `changes` against the one before."""

    clause: Clause
    words: tuple[Part, ...]
    changes: list[Difference]
    since: date | None
    until: date | None
    """The days from and until which it is in force, on the promise's clock, where an amendment said so."""


@allowed(Permission.READ_DESK)
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest first. Signed words never change, so that each stays readable."""
    clause: Clause = visible(request, CLAUSES, public_id)
    scene = scene_of(clause.commitment, clause)
    rows = list(
        clause.commitment.clauses.filter(number=clause.number)
        .order_by("version")
        .select_related("created_by")
        .prefetch_related("categories", "categories_except", "brands", "companies")
    )
    terms = [terms_of(row) for row in rows]
    names = names_of(terms, scene.brand, scene.talents)
    found = []
    for n, row in enumerate(rows):
        before = terms[n - 1] if n else None
        found.append(
            Version(
                row,
                say(terms[n], names, scene.term, before=before),
                differences(before, terms[n], names, scene.term) if before is not None else [],
                day_of(row.in_force_from, clause.commitment),
                day_of(row.in_force_until, clause.commitment),
            )
        )
    newest = rows[-1]
    context = {
        "scene": scene,
        "clause": newest,
        "versions": found[::-1],
        "may_amend": can(request.user, Permission.RUN_CAMPAIGNS) and scene.may,
    }
    return page(request, "desk/exclusivity/clause_versions.html", context)
