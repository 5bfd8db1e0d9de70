"""What the people of the doors' office write to one another."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from campaigns import actions
from campaigns.models import LetterTemplate, Outreach, Thread
from talent.models import Talent


def thread_of(side: Any, audience: str, by: User, now: datetime) -> Thread:
    """Somebody of this side writes to the office."""
    return actions.open_thread(
        campaign=side.campaign, talent=side.talent, audience=audience, title="A question", text="When?", by=by, now=now,
        attachments=[ContentFile(b"A plan", name="plan.txt")],
    )  # fmt: skip


def file_of(thread: str) -> Callable[[Any], dict[str, Any]]:
    """For a row's `kwargs`: the file that came with the first message of that thread."""

    def kwargs(world: Any) -> dict[str, Any]:
        return {"public_id": getattr(world, thread).messages.get().files.get().public_id}

    return kwargs


def letters_to_many(talent: Talent, owner: User, now: datetime) -> tuple[LetterTemplate, Outreach]:
    """A template, and the drafts that were written from it."""
    words = {"subject": "News", "body": "Hello {talent}", "by": owner, "now": now}
    template = actions.add_letter_template(name="News", **words)
    return template, actions.write_outreach(talents=[talent], campaign=None, template=template, expected=None, **words)
