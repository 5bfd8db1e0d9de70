"""Writing to many: what the page shows before anything is written."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from campaigns import actions
from outbox.models import Message
from tests.factories import TalentFactory, booker
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PREVIEW = "/desk/outreach/preview"


def test_a_chosen_template_speaks_where_nothing_is_typed(desk: Client) -> None:
    now = datetime(2026, 4, 15, 9, tzinfo=UTC)
    kept = actions.add_letter_template(
        name="Hello", subject="News of {office}", body="Dear {talent}, come and see {manager}.", by=booker(), now=now
    )
    mia = TalentFactory(name="Mia", email="mia@talents.example", manager=booker())
    ken = TalentFactory(name="Ken", email="ken@talents.example", manager=None)
    sent = {"talent": [mia.public_id, ken.public_id], "do-template": kept.public_id, "do-subject": "", "do-body": " "}
    said = text(desk.post(PREVIEW, sent))
    assert "1 letter to 1 talent" in said and "1 does not get it" in said
    assert f"Dear Mia, come and see {mia.manager.name}." in said
    assert "Empty for them: {manager}." in said
    typed = text(
        desk.post(PREVIEW, {**sent, "do-subject": "Mine", "do-body": "For {manager}", "talent": ken.public_id})
    )
    assert "Nobody gets it" in typed and "come and see" not in typed
    assert not Message.objects.exists()
