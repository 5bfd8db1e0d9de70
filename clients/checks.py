"""Whether something may be done to a client's row: the page and the action ask the same."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from clients import rules
from clients.models import Brand, Category, Company, Ownership
from clients.queries import descendants
from lib.refusals import Answer, Denied


def may_own(parent: Company, child: Company, since: date, until: date | None) -> Answer:
    """Whether `parent` may be written down as owner of `child` in these half-open days: no company owns itself."""
    if parent.pk == child.pk:
        return Denied("A company does not own itself.", code="ring")
    if until is not None and until <= since:
        return Denied("The ownership ends before it begins.", code="days")
    ties = Ownership.objects.filter(period__overlap=DateRange(since, until)).values_list(
        "parent_id", "child_id", "period"
    )
    period = DateRange(since, until)
    if parent.pk in _owned_at_once(child.pk, period, list(ties)):
        return Denied(f"{child} owns {parent} in these days already, directly or through others.", code="ring")
    return True


def _owned_at_once(company: int, period: DateRange, ties: list[tuple[int, int, DateRange]]) -> set[int]:
    """Whom `company` owns on at least one day of `period` (a chain counts where all its links stand on one day)."""
    starts = {period.lower, *(tie[2].lower for tie in ties if tie[2].lower and tie[2].lower > period.lower)}
    found: set[int] = set()
    for day in starts:  # who owns whom changes for the worse only where an ownership begins
        found |= rules.reachable(company, [(owner, owned) for owner, owned, span in ties if day in span])
    return found


def may_archive_company(company: Company) -> Answer:
    """Its brands go first, so that none is left without a house."""
    left = company.brands.filter(archived_at=None).count()
    if left:
        what, them = ("1 brand", "it") if left == 1 else (f"{left} brands", "them")
        return Denied(f"{company} has {what}. Archive {them} first.")
    return True


def may_move_category(category: Category, parent: Category | None) -> Answer:
    """Nothing stands below itself, and nothing is put where it cannot be seen."""
    if parent is None:
        return True
    if parent.pk in descendants([category.pk]):
        return Denied(f"{parent} stands below {category}.", code="ring")
    if parent.archived_at:
        return Denied(f"{parent} is archived.", code="archived")
    return True


def may_archive_category(category: Category) -> Answer:
    """What stands below it, and the brands in it, find another place first."""
    if category.children.filter(archived_at=None).exists():
        return Denied(f"{category} has categories below it. Move or archive them first.")
    brands = Brand.objects.filter(categories=category, archived_at=None).count()
    if brands:
        who, them = ("1 brand is", "it") if brands == 1 else (f"{brands} brands are", "them")
        return Denied(f"{who} in {category}. Give {them} another category first.")
    return True
