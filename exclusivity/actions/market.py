"""What exclusivity knows of the market beyond its tree: what sits badly beside one another, and companies' trades."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.telling import tell
from clients.models import Category, Company
from clients.queries import ancestors, descendants
from exclusivity.models import CategoryClash, CompanyTrade
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation
from outbox.actions import enqueue


@action
def add_clash(*, one: Category, other: Category, by: User, now: datetime, reason: str = "") -> CategoryClash:
    """These two do not compete, but sit badly beside one another. Only a remark comes of it."""
    require(can(by, Permission.EDIT_CATEGORIES))
    first, second = sorted((one, other), key=lambda category: category.pk)
    with violation():
        clash = CategoryClash.objects.create(one=first, other=second)
    _tell_of_two(f"{one} sits badly beside {other}.", clash)
    return clash


@action
def remove_clash(*, clash: CategoryClash, by: User, now: datetime, reason: str = "") -> None:
    """They sit well enough."""
    require(can(by, Permission.EDIT_CATEGORIES))
    _tell_of_two(f"{clash.one} no longer sits badly beside {clash.other}.", clash)
    clash.delete()


@action
def add_trade(*, company: Company, category: Category, by: User, now: datetime, reason: str = "") -> CompanyTrade:
    """The company is in this trade, whatever its brands are tagged with. What depends on it is looked at again."""
    require(can(by, Permission.EDIT_CLIENTS))
    if category.archived_at:
        raise Refused(f"{category} is archived. Choose another category.")
    with violation():
        trade = CompanyTrade.objects.create(company=company, category=category)
    _tell(f"{company} is in the trade {category}.", company)
    return trade


@action
def remove_trade(*, trade: CompanyTrade, by: User, now: datetime, reason: str = "") -> None:
    """The company is not in this trade any more."""
    require(can(by, Permission.EDIT_CLIENTS))
    company, category = trade.company, trade.category
    trade.delete()
    _tell(f"{company} is not in the trade {category} any more.", company)


def _tell_of_two(cause: str, clash: CategoryClash) -> None:
    """A clause over one of them, below it or above it may get or lose a remark, and a clash another look."""
    two = [clash.one_id, clash.other_id]
    over = [category.pk for pk in two for category in ancestors(pk)]
    tell(cause, categories=descendants(two).union(over))


def _tell(cause: str, company: Company) -> None:
    """Any clause against trades may mean it now, or mean it no longer."""
    trades = list(Category.objects.values_list("pk", flat=True))
    args = {"cause": cause, "trades": trades, "companies": [company.pk]}
    enqueue("clients.market_changed", title=f"Look again: {cause}", args=args)
