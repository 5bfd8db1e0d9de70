"""All versions of a clause: what each says, and what it changed."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from accounts.roles import Permission, can
from exclusivity.actions import terms_of
from exclusivity.models import Clause
from exclusivity.naming import names_of
from exclusivity.sentences import Part, say
from exclusivity.sentences.compare import Difference, differences
from portals.desk.exclusivity.clause.scene import scene_of
from portals.pages import allowed, page, visible

ROWS = Clause.objects.select_related("commitment__brand", "commitment__contract__brand", "commitment__contract__talent")


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its words; `changes` against the one before."""

    clause: Clause
    words: tuple[Part, ...]
    changes: list[Difference]


@allowed(Permission.READ_DESK)
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """The newest first. Signed words never change, so that each stays readable."""
    clause: Clause = visible(request, ROWS, public_id)
    contract = getattr(clause.commitment, "contract", None)
    if contract is None:
        raise Http404("Nothing here.")
    scene = scene_of(contract, clause)
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
            )
        )
    newest = rows[-1]
    context = {
        "contract": contract,
        "clause": newest,
        "versions": found[::-1],
        "may_amend": can(request.user, Permission.RUN_CAMPAIGNS) and scene.may,
    }
    return page(request, "desk/exclusivity/clause_versions.html", context)
