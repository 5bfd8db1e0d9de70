"""Promises go along where two brands turn out to be one."""

from datetime import datetime

from accounts.models import User
from clients.merging import goes_along
from clients.models import Brand
from exclusivity.actions.locks import lock_talents
from exclusivity.models import Check, Clause, ClauseBrand, Commitment, Exposure, Waiver


@goes_along
def promises_go_along(kept: Brand, gone: Brand, by: User, now: datetime) -> None:
    """Promises, what is shown, waivers, and clauses that name it. Their boxes follow with the job that looks again."""
    promises = Commitment.objects.filter(brand=gone)
    lock_talents(set(promises.values_list("talents", flat=True)) - {None})
    promises.update(brand=kept)
    Exposure.objects.filter(brand=gone).update(brand=kept)
    Waiver.objects.filter(brand=gone).update(brand=kept)
    Check.objects.filter(brand=gone).update(brand=kept)
    named = ClauseBrand.objects.filter(brand=gone)
    named.filter(clause__in=ClauseBrand.objects.filter(brand=kept).values("clause")).delete()
    named.update(brand=kept)
    for clause in Clause.objects.exclude(carve_outs=[]).select_for_update(of=("self",)).order_by("id"):
        outs = [_renamed(out, gone.pk, kept.pk) for out in clause.carve_outs]
        if outs != clause.carve_outs:
            clause.carve_outs = outs
            clause.save(update_fields=["carve_outs"])


def _renamed(out: dict, gone: int, kept: int) -> dict:
    brands = out.get("brand_ids", [])
    return {**out, "brand_ids": sorted({kept if one == gone else one for one in brands})} if gone in brands else out
