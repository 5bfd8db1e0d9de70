"""What tells the others of a message in a thread."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from accounts.roles import Kind
from campaigns.letters import Letter, about_campaign
from campaigns.models import ThreadMessage
from campaigns.rules import listed

PAGES = {Kind.STAFF: "desk:thread", Kind.CLIENT: "client:thread", Kind.TALENT: "talent:thread"}


def wrote(message: ThreadMessage, files: Sequence[str], reader: str) -> Letter:
    """To somebody of this kind who reads the thread: what was written, what came with it, and where to answer."""
    thread = message.thread
    address = settings.SITE_URL + reverse(PAGES[Kind(reader)], args=[thread.public_id])
    return Letter(
        "thread_message",
        about_campaign(thread.campaign),
        f"{message.written_by.name} wrote: {thread.title}",
        (
            message.text,
            f"With {listed(files)}, on the page of the thread." if files else "",
            f"Answer here; a reply to this mail reaches nobody.\n{address}",
        ),
        f"thread:{thread.public_id}",
    )
