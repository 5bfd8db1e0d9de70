"""Who brings in a brand's orders: by the shop's key, or by a file."""

from accounts.models import User
from accounts.roles import Kind, Permission, can
from clients.models import Brand
from lib.refusals import Answer, Denied
from sales.models import SaleImport


def may_bring_in(by: User, brand: Brand) -> Answer:
    """Staff who run campaigns, and the brand's own approvers."""
    answer = can(by, Permission.KEY_SALES if by.kind == Kind.CLIENT else Permission.RUN_CAMPAIGNS)
    if answer and not Brand.objects.visible_to(by).filter(pk=brand.pk).exists():
        return Denied("This is another brand’s.", code="stranger")
    return answer


def may_take_on(by: User, sale_import: SaleImport) -> Answer:
    """Whoever may bring orders in goes on with a file that they see: a brand with what its own people sent."""
    answer = may_bring_in(by, sale_import.brand)
    if answer and not SaleImport.objects.visible_to(by).filter(pk=sale_import.pk).exists():
        return Denied("The office sent this file.", code="stranger")
    return answer
