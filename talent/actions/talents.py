"""Adding and changing talents."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from accounts.roles import Kind
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation
from talent.actions.acts import tell_of_people
from talent.checks import may_change, may_edit
from talent.keeping import keep_followers, keep_search
from talent.models import Genre, Stage, Talent
from talent.models.talent import ON_ROSTER

EDITABLE = frozenset(
    {
        "name",
        "native_name",
        "kind",
        "manager",
        "city",
        "country",
        "languages",
        "born_on",
        "timezone",
        "email",
        "phone",
        "bio",
        "notes",
        "tint",
        "portrait",
    }
)


ORDER = {str(stage): place for place, stage in enumerate((Stage.ALUMNI, Stage.APPLICANT, *ON_ROSTER))}


def lock(talent: Talent) -> Talent:
    """The talent's row, locked."""
    return Talent.objects.select_for_update(of=("self",)).get(pk=talent.pk)


def tidy(thing: models.Model, fields: set[str] | frozenset[str]) -> None:
    """Check these fields of a row. Raises `Refused` with the field's name before what is wrong."""
    others = [f.name for f in thing._meta.fields if f.name not in fields]
    try:
        thing.clean_fields(exclude=others)
    except ValidationError as error:
        told = [
            f"{str(thing._meta.get_field(name).verbose_name).capitalize()}: {' '.join(messages)}"  # type: ignore[union-attr]
            for name, messages in error.message_dict.items()
        ]
        raise Refused(" ".join(told)) from error


def _set(talent: Talent, fields: dict[str, Any]) -> None:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not a talent's fields: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(talent, name, value.strip() if isinstance(value, str) else value)
    if not talent.name:
        raise Refused("A talent needs a name.")
    talent.country = talent.country.upper()
    if talent.manager_id and talent.manager is not None and talent.manager.kind != Kind.STAFF:
        raise Refused(f"{talent.manager.name} is not a colleague and cannot look after talents.")


@action
def add_talent(*, name: str, by: User, now: datetime, kind: str = Talent.Kind.PERSON, **fields: Any) -> Talent:
    """Put somebody on the roster. `fields`: those of `EDITABLE`, `stage`, and `genres` (rows of `Genre`)."""
    require(may_edit(by))
    genres = fields.pop("genres", ())
    talent = Talent(stage=fields.pop("stage", Stage.REGISTERED), created_at=now, created_by=by)
    _set(talent, {"name": name, "kind": kind, **fields})
    tidy(talent, EDITABLE | {"stage"})
    with violation():
        talent.save()
    talent.genres.set(genres)
    keep_search([talent.pk])
    talent.refresh_from_db(fields=["search"])
    return talent


@action
def edit_talent(*, talent: Talent, fields: dict[str, Any], by: User, now: datetime, reason: str = "") -> Talent:
    """Change what people write about a talent: `EDITABLE` and `genres`. The stage changes by `set_stage`."""
    talent = lock(talent)
    require(may_change(talent, by))
    fields = dict(fields)
    genres: list[Genre] | None = fields.pop("genres", None)
    if fields.get("kind", talent.kind) != talent.kind and (talent.members.exists() or talent.member_of.exists()):
        raise Refused(f"{talent.name} has members or is one. End that first.")
    clock = talent.timezone
    _set(talent, fields)
    tidy(talent, set(fields))
    if fields:
        with violation():
            talent.save(update_fields=sorted(set(fields) | ({"country"} if "country" in fields else set())))
    if genres is not None:
        talent.genres.set(genres)
    if talent.timezone != clock:
        tell_of_people(f"{talent.name} lives by the clock of {talent.timezone or 'the office'}.", [talent.pk])
    keep_search([talent.pk])
    return talent


@action
def set_stage(*, talent: Talent, stage: str, by: User, now: datetime, reason: str = "") -> Talent:
    """Move a talent to another stage, for a reason that the history keeps (DOMAIN 6.3). Never down without one."""
    talent = lock(talent)
    require(may_change(talent, by))
    if talent.stage != stage:
        if stage in talent.MOVES[talent.stage] and ORDER[talent.stage] > ORDER[stage] and not reason.strip():
            raise Refused(f"Say why {talent.name} goes from {talent.get_stage_display().lower()} to a lower stage.")
        move(talent, stage, field="stage")
    return talent


@action
def archive_talent(*, talent: Talent, by: User, now: datetime, reason: str = "") -> Talent:
    """Take a talent off the roster. Nothing of theirs is deleted; their accounts are no longer refreshed."""
    talent = lock(talent)
    require(may_edit(by))
    if talent.archived_at is None:
        talent.archived_at, talent.archived_by = now, by
        talent.save(update_fields=["archived_at", "archived_by"])
        talent.accounts.filter(archived_at=None).update(archived_at=now, archived_by=by)
    return talent


@action
def restore_talent(*, talent: Talent, by: User, now: datetime, reason: str = "") -> Talent:
    """Put an archived talent back, with the accounts that went with them."""
    talent = lock(talent)
    require(may_edit(by))
    if talent.archived_at is not None:
        with violation():
            talent.accounts.filter(archived_at=talent.archived_at).update(archived_at=None, archived_by=None)
        talent.archived_at = talent.archived_by = None
        talent.save(update_fields=["archived_at", "archived_by"])
        keep_followers([talent.pk])
        keep_search([talent.pk])
    return talent
