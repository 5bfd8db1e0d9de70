"""A text that is like one of several patterns."""

from typing import Any

from django.db import models


@models.TextField.register_lookup
class LikeAny(models.Lookup):
    """`…__like_any=["% m_ka %"]`: patterns of SQL's LIKE, which Django escapes elsewhere. One by one, so that a trigram
    index answers: of `LIKE ANY` it knows nothing.
    """

    lookup_name = "like_any"

    def get_prep_lookup(self) -> list[str]:
        return [*self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"({' OR '.join([f'{lhs} LIKE %s'] * len(self.rhs))})", [
            each for pattern in self.rhs for each in (*params, pattern)
        ]
