"""A form that was opened before somebody else saved says so, and shows both."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import OperationalError, connection, models, transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from lib.actions import is_busy
from lib.refusals import Refused
from portals.history import Change, Entry, changes_since, version

FIELD = "version"
BUSY = "Somebody else is saving this just now. Yours is kept: press again in a moment."


class StaleGuard:
    """The version that a form was opened on: `<input type="hidden" name="version" value="{{ guard.version }}">`.

    `passes(form)` before the action. Where somebody saved meanwhile it is false once: the form says who and when, keeps
    what was typed, `theirs` holds what they changed, and a second press saves over it knowingly. A form that writes
    several things is guarded for all of them; what only refers to them, such as an application, is not kept waiting.
    `first` takes the locks that the deed takes before those of the things (DESIGN 4: talents, campaign, booking), so
    that a form and a deed never wait crosswise.
    """

    def __init__(self, request: HttpRequest, *things: models.Model, first: Callable[[], object] | None = None) -> None:
        self.things, self.first = things, first
        self.theirs: list[Change] = []
        self.busy = ""
        if request.method == "POST" and connection.in_atomic_block:
            self._hold()  # The press and its check are one: nobody saves between them.
        now = self.versions()
        self.version = "-".join(map(str, now))
        posted: Any = str(request.POST.get(FIELD, "")).split("-")
        known = len(posted) == len(now) and all(each.isdecimal() for each in posted)
        self.seen = [int(each) for each in posted] if known else now
        self.is_stale = self.seen != now
        if self.busy:  # the next press is held against what this one had seen
            self.version = "-".join(map(str, self.seen))

    def _hold(self) -> None:
        try:
            with transaction.atomic():
                self.lock()
        except Refused as refused:
            self.busy = str(refused)
        except OperationalError as error:
            if not is_busy(error):
                raise
            self.busy = BUSY

    def lock(self) -> None:
        if self.first is not None:
            self.first()
        for thing in self.things:
            type(thing)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=thing.pk).first()

    def versions(self) -> list[int]:
        return [version(thing) for thing in self.things]

    def since(self) -> Sequence[tuple[Entry | None, list[Change]]]:
        """The newest deed on each thing, and what it changed."""
        return [changes_since(thing, seen) for thing, seen in zip(self.things, self.seen, strict=True)]

    def passes(self, form: BaseForm) -> bool:
        """Whether nobody saved since the form was opened, or is saving now. Says so on the form where somebody did."""
        if self.busy:
            form.add_error(None, self.busy)
            return False
        if not self.is_stale:
            return True
        said = [(entry, changes) for entry, changes in self.since() if entry is not None and changes]
        if not said:
            return True
        self.theirs = [change for _, changes in said for change in changes]
        entry = max((entry for entry, _ in said), key=lambda each: each.at)
        at = f"{timezone.localtime(entry.at):%H:%M}"
        form.add_error(
            None,
            f"{entry.who} saved this at {at}, after you opened it. Yours is kept: press again to save it over theirs.",
        )
        return False
