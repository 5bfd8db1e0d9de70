"""What the office makes of clauses that are silent on an activity (DOMAIN R12)."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Office, User
from accounts.roles import Permission, can
from exclusivity.axes import Activity
from exclusivity.models import ActivityDefault, Counting
from exclusivity.models.default import SHIPPED
from lib.actions import action
from lib.refusals import Denied, require
from outbox.actions import enqueue


@action
def set_activity_defaults(*, counting: Mapping[str, str], by: User, now: datetime, reason: str = "") -> list[str]:
    """Say for each activity whether a silent clause counts it; what is left out stays. Returns those that changed.

    A job looks again at every promise whose clauses are silent on them.
    """
    require(can(by, Permission.RUN_OFFICE))
    unknown = [kind for kind, said in counting.items() if kind not in SHIPPED or said not in Counting.values]
    if unknown:
        require(Denied(f"There is no such default: {unknown[0]}.", code="unknown"))
    Office.objects.select_for_update().get(pk=Office.objects.current().pk)  # two who change it wait for one another
    there = {row.activity: row for row in ActivityDefault.objects.all()}
    changed = [kind for kind, said in counting.items() if said != _stands(there, kind)]
    for kind in changed:
        row = there.get(kind) or ActivityDefault(activity=kind, created_at=now, created_by=by)
        if counting[kind] == SHIPPED[kind]:
            row.delete()
        else:
            row.counting = Counting(counting[kind])
            row.save()
    if changed:
        names = ", ".join(str(Activity(kind).label).lower() for kind in changed)
        cause = f"The office reads silent clauses otherwise on {names}."
        enqueue("exclusivity.defaults_changed", title=f"Look again: {cause}", args={"cause": cause, "kinds": changed})
    return changed


def _stands(there: Mapping[str, ActivityDefault], kind: str) -> str:
    return there[kind].counting if kind in there else SHIPPED[kind]
