"""A form that was opened before somebody else saved says so, and shows both."""

from typing import Any

from django.db import connection, models
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from portals.history import Change, changes_since, version

FIELD = "version"


class StaleGuard:
    """The version that a form was opened on: `<input type="hidden" name="version" value="{{ guard.version }}">`.

    `passes(form)` before the action. Where somebody saved meanwhile it is false once: the form says who and when, keeps
    what was typed, `theirs` holds what they changed, and a second press saves over it knowingly.
    """

    def __init__(self, request: HttpRequest, thing: models.Model) -> None:
        self.thing = thing
        self.theirs: list[Change] = []
        if request.method == "POST" and connection.in_atomic_block:
            # The press and its check are one: nobody saves between them.
            type(thing)._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
        self.version = version(thing)
        posted: Any = request.POST.get(FIELD, "")
        self.seen = int(posted) if str(posted).isdecimal() else self.version

    def passes(self, form: BaseForm) -> bool:
        """Whether nobody saved since the form was opened. Says so on the form where somebody did."""
        if self.seen == self.version:
            return True
        entry, self.theirs = changes_since(self.thing, self.seen)
        if not self.theirs or entry is None:
            return True
        at = f"{timezone.localtime(entry.at):%H:%M}"
        form.add_error(
            None,
            f"{entry.who} saved this at {at}, after you opened it. Yours is kept: press again to save it over theirs.",
        )
        return False
