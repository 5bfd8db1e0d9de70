"""The desk's calendar."""

from accounts.roles import Permission as P
from tests.doors import Row
from tests.doors.world import World

RUN = P.RUN_CAMPAIGNS


def shoot(world: World) -> dict[str, str]:
    return {"kind": "shoot", "public_id": world.appointment.public_id}


ROWS: dict[str, Row] = {
    "desk:calendar": Row(),
    "desk:calendar-feed": Row(),
    "desk:calendar-feed-withdraw": Row(method="POST"),
    "desk:calendar-thing": Row(kwargs=shoot),
    "desk:appointment-add": Row(of="booking", right=RUN),
    "desk:appointment": Row(of="appointment", right=RUN),
    "desk:appointment-cancel": Row(of="appointment", right=RUN, method="POST"),
    "desk:away-add": Row(of="talent", right=P.EDIT_ROSTER),
    "desk:away": Row(of="away", right=P.EDIT_ROSTER),
    "desk:away-drop": Row(of="away", right=P.EDIT_ROSTER, method="POST"),
}
