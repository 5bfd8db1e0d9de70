"""The table of doors: every named URL × everybody who may knock.

A file `table_*.py` here holds `ROWS: dict[str, Row]`, URL name to row:

    ROWS = {
        "desk:talents": Row(),                                      # every member of staff reads it
        "desk:talent": Row(of="talent"),                            # kwargs {"public_id": world.talent.public_id}
        "desk:talent-edit": Row(of="talent", right=P.EDIT_ROSTER),  # roles without the right get 403
        "desk:account-refresh": Row(of="account", right=P.REFRESH_FIGURES, method="POST"),  # 302 after a POST
        "client:draft": Row(of="draft"),                            # its own brand's people 200, another brand's 404
        "desk:contact-edit": Row(of="contact", by="pk"),            # kwargs {"pk": world.contact.pk}
        "desk:search": Row(ok={200, 204}, data={"q": "Mia"}),
        "talent:apply": Row(of="campaign", method="POST", right=P.APPLY, ok={302, 422}),
    }

What each gets follows from the row: anonymous is sent to sign in (or `anonymous=200`), people of another portal get
404, the right kind without `right` gets 403, a stranger who owns something else of the same kind gets 404 wherever
`of` names something, and the one whose it is gets one of `ok`. A refused request changes no row of the database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.roles import Permission


@dataclass(frozen=True)
class Row:
    """One URL. `of` is an attribute of `tests.doors.world.World`."""

    of: str = ""
    right: Permission | None = None
    method: str = "GET"
    ok: set[int] = field(default_factory=set)
    by: str = "public_id"
    data: dict[str, Any] = field(default_factory=dict)
    kwargs: Callable[[Any], dict[str, Any]] | None = None
    anonymous: int = 302
    shared: bool = False
    """`of` names something that all of the portal may read (an open campaign for every talent)."""

    def expected_ok(self) -> set[int]:
        return self.ok or ({200} if self.method == "GET" else {302})
