"""Which promises may stand beside which, by a decision or because the world changed under both."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q

from exclusivity.models import Finding
from exclusivity.reading import MANY
from lib.asked import prepared

THESE, NOBODY = object(), -1


def standing_side_by_side(ids: Iterable[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Of each commitment those beside which it may stand: decided so, and admitted when the world changed."""
    decided: dict[int, set[int]] = defaultdict(set)
    admitted: dict[int, set[int]] = defaultdict(set)
    of = list(ids)
    sql, params = _letting_through()
    with prepared() if len(of) <= MANY else connection.cursor() as cursor:
        cursor.execute(sql, [of if value is THESE else value for value in params])
        for one, other, is_admitted, is_decided in cursor.fetchall():
            for kept, wanted in ((decided, is_decided), (admitted, is_admitted)):
                if wanted:
                    kept[one].add(other)
                    kept[other].add(one)
    return decided, admitted


@cache
def _letting_through() -> tuple[str, list[Any]]:
    """The question as SQL, which is the same each time; `THESE` stands for the ids."""
    pairs = Finding.objects.filter(Q(one__in=[NOBODY]) | Q(other__in=[NOBODY])).letting_through().order_by()
    asked = pairs.values_list("one_id", "other_id", "admitted", "is_decided")  # type: ignore[misc]  # an annotation
    sql, params = asked.query.sql_with_params()
    return sql.replace("IN (%s)", "= ANY(%s::bigint[])"), [THESE if value == NOBODY else value for value in params]
