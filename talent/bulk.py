"""One change to many talents: what it would do to each of them, before it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Lower

from accounts.models import User
from lib.moves import can_move
from talent.models import Genre, SocialAccount, Talent
from talent.models.talent import Stage

MOST = 5000
"""Talents that one change may concern; more in one transaction would hold everybody up."""

MOST_STAGES = 200
"""Talents whose stage one change may concern: a person looks at each of them."""


class Deed(models.TextChoices):
    ADD_GENRE = "add_genre", "Add a genre"
    REMOVE_GENRE = "remove_genre", "Remove a genre"
    SET_MANAGER = "set_manager", "Set the manager"
    SET_COUNTRY = "set_country", "Set the country"
    ADD_LANGUAGE = "add_language", "Add a language"
    REMOVE_LANGUAGE = "remove_language", "Remove a language"
    SET_STAGE = "set_stage", "Change the stage"
    ARCHIVE = "archive", "Archive"
    RESTORE = "restore", "Bring back from the archive"


@dataclass(frozen=True, slots=True)
class Change:
    """A deed with what it needs. `manager` None is nobody; `word` is a country's code, a language's tag or a stage,
    `said` its name.
    """

    deed: str
    genre: Genre | None = None
    manager: User | None = None
    word: str = ""
    said: str = ""

    def __str__(self) -> str:
        match self.deed:
            case Deed.ADD_GENRE:
                return f"Add the genre {self.genre}"
            case Deed.REMOVE_GENRE:
                return f"Remove the genre {self.genre}"
            case Deed.SET_MANAGER:
                return f"Set the manager to {self.manager}" if self.manager else "Leave without a manager"
            case Deed.SET_COUNTRY:
                return f"Set the country to {self.said or self.word}"
            case Deed.ADD_LANGUAGE:
                return f"Add the language {self.said or self.word}"
            case Deed.REMOVE_LANGUAGE:
                return f"Remove the language {self.said or self.word}"
            case Deed.SET_STAGE:
                return f"Change the stage to {Stage(self.word).label.lower()}"
        return str(Deed(self.deed).label)


@dataclass(slots=True)
class Outcome:
    """Whom a change changes, who is so already, and who is left out for which reason."""

    changed: list[Talent] = field(default_factory=list)
    same: list[Talent] = field(default_factory=list)
    refused: list[tuple[Talent, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.changed) + len(self.same) + len(self.refused)

    @property
    def seen(self) -> set[str]:
        """Who is to change and where each stands, as a page says it of those whom somebody looked at."""
        return {f"{talent.public_id}:{talent.stage}" for talent in self.changed}


def foreseen(talents: Sequence[Talent], change: Change) -> Outcome:
    """What the change would do to these talents. Two queries at most."""
    outcome = Outcome()
    ids = [talent.pk for talent in talents]
    have = _have_genre(ids, change) if change.genre else set()
    taken = _taken_handles(ids) if change.deed == Deed.RESTORE else {}
    for talent in talents:
        reason = ""
        match change.deed:
            case Deed.ARCHIVE:
                same = talent.archived_at is not None
            case Deed.RESTORE:
                same, reason = talent.archived_at is None, taken.get(talent.pk, "")
            case Deed.SET_MANAGER:
                same = talent.manager_id == (change.manager.pk if change.manager else None)
            case Deed.SET_COUNTRY:
                same = talent.country == change.word
            case Deed.SET_STAGE:
                same = talent.stage == change.word
                reason = "" if can_move(talent, change.word, field="stage") else _no_way(talent, change.word)
            case Deed.ADD_LANGUAGE | Deed.REMOVE_LANGUAGE:
                same = (change.word in talent.languages) == (change.deed == Deed.ADD_LANGUAGE)
            case _:
                same = (talent.pk in have) == (change.deed == Deed.ADD_GENRE)
        if change.deed not in (Deed.ARCHIVE, Deed.RESTORE) and talent.archived_at:
            reason = f"{talent.name} is archived. Restore them first."
        if same:
            outcome.same.append(talent)
        elif reason:
            outcome.refused.append((talent, reason))
        else:
            outcome.changed.append(talent)
    return outcome


def _no_way(talent: Talent, stage: str) -> str:
    return f"{talent.name} is {talent.get_stage_display().lower()} and cannot become {Stage(stage).label.lower()}."


def _have_genre(ids: Collection[int], change: Change) -> set[int]:
    through = Talent.genres.through.objects.filter(talent__in=ids, genre=change.genre)
    return set(through.values_list("talent", flat=True))


def _taken_handles(ids: Collection[int]) -> dict[int, str]:
    """Talents whose accounts have come to the roster anew with somebody else, since they were archived."""
    others = SocialAccount.objects.filter(archived_at=None, platform=OuterRef("platform")).alias(low=Lower("handle"))
    went_along = SocialAccount.objects.filter(talent__in=ids, archived_at=F("talent__archived_at"))
    taken = went_along.filter(Exists(others.filter(low=Lower(OuterRef("handle")))))
    return {
        account.talent_id: f"@{account.handle} on {account.get_platform_display()} is on the roster with somebody else."
        for account in taken
    }
