"""Two brands that turn out to be one."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from clients.actions.telling import tell, today
from clients.merging import MOVERS
from clients.models import Brand, BrandName
from clients.queries import descendants, parents
from clients.rules import above
from lib.actions import action
from lib.refusals import Refused, require


@action
def merge_brands(*, kept: Brand, gone: Brand, by: User, now: datetime, reason: str = "") -> Brand:
    """`gone` was another name of `kept`: all that refers to it goes along, and its name becomes one of the other's.

    What was promised by either is now a promise of one brand, which never competes with itself.
    """
    require(can(by, Permission.EDIT_CLIENTS))
    rows = Brand.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    both = {brand.pk: brand for brand in rows}
    kept, gone = both[kept.pk], both[gone.pk]
    if kept.pk == gone.pk:
        raise Refused("Choose two brands.")
    if gone.merged_into_id:
        raise Refused(f"{gone} was merged into {gone.merged_into} already.")
    if kept.archived_at:
        raise Refused(f"{kept} is archived. Restore it first.")
    gone_categories = set(gone.categories.values_list("pk", flat=True))
    changed = gone_categories ^ set(kept.categories.values_list("pk", flat=True))
    _names(kept, gone)
    gone.contacts.update(brand=kept)
    gone.members.filter(user__in=kept.members.values("user")).delete()
    gone.members.update(brand=kept)
    kept.categories.add(*gone_categories)
    for mover in MOVERS:
        mover(kept, gone, by, now)
    gone.merged_into = kept
    if gone.archived_at is None:
        gone.archived_at, gone.archived_by = now, by
    gone.save(update_fields=["merged_into", "archived_at", "archived_by"])
    tree = parents()
    tell(
        f"{gone.name} and {kept.name} turned out to be one brand on {today(now)}.",
        brands=[kept.pk, gone.pk],
        companies=[kept.company_id, gone.company_id],
        trades=descendants(changed).union(*(above(category, tree) for category in changed)),
    )
    return kept


def _names(kept: Brand, gone: Brand) -> None:
    have = {(name.kind, name.platform, name.value) for name in kept.names.all()}
    for name in gone.names.all():
        if (name.kind, name.platform, name.value) in have:
            name.delete()
        else:
            name.brand = kept
            name.save(update_fields=["brand"])
    if gone.name != kept.name and (BrandName.Kind.ALIAS, "", gone.name) not in have:
        BrandName.objects.get_or_create(brand=kept, kind=BrandName.Kind.ALIAS, platform="", value=gone.name)
