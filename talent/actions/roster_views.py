"""Views of the roster, and what each person chose for it."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from lib.actions import action
from lib.refusals import Answer, Denied, Refused, require
from lib.violations import violation
from talent.actions.talents import tidy
from talent.checks import may
from talent.models import RosterChoice, RosterView

MOST_VIEWS = 30


def may_change_view(view: RosterView, by: User) -> Answer:
    """A view is its maker's; who wants it otherwise saves their own."""
    if view.created_by_id != by.pk:
        return Denied(f"{view.name} is a view of {view.created_by}. Save your own to change it.", code="theirs")
    return may(by, Permission.READ_DESK)


@action
def save_view(
    *, name: str, query: str, columns: Sequence[str], is_shared: bool, by: User, now: datetime
) -> RosterView:  # fmt: skip
    """Keep a question to the roster under a name."""
    require(may(by, Permission.READ_DESK))
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if RosterView.objects.filter(created_by=by).count() >= MOST_VIEWS:
        raise Refused(f"You have {MOST_VIEWS} views. Throw one away first.")
    view = RosterView(
        name=name.strip(), query=query, columns=list(columns), is_shared=is_shared, created_at=now, created_by=by
    )
    tidy(view, {"name", "query", "columns"})
    with violation():
        view.save()
    return view


@action
def edit_view(
    *, view: RosterView, by: User, now: datetime, name: str | None = None, query: str | None = None,
    columns: Sequence[str] | None = None, is_shared: bool | None = None,
) -> RosterView:  # fmt: skip
    """Change what is given: name, question, columns, whether colleagues see it."""
    view = _locked(view)
    require(may_change_view(view, by))
    given = {
        "name": None if name is None else name.strip(),
        "query": query,
        "columns": None if columns is None else list(columns),
        "is_shared": is_shared,
    }
    fields = {key: value for key, value in given.items() if value is not None}
    for key, value in fields.items():
        setattr(view, key, value)
    tidy(view, set(fields))
    with violation():
        view.save(update_fields=list(fields))
    return view


@action
def drop_view(*, view: RosterView, by: User, now: datetime) -> None:
    """Throw a view away. Who opened the roster with it gets the whole roster again."""
    view = _locked(view)
    require(may_change_view(view, by))
    view.delete()


@action
def open_with(*, view: RosterView | None, by: User, now: datetime) -> RosterChoice:
    """The view with which this person's roster opens; None for the whole roster."""
    require(may(by, Permission.READ_DESK))
    if view is not None and not RosterView.objects.visible_to(by).filter(pk=view.pk).exists():
        raise Refused("This view is gone.")
    choice = _choice(by)
    choice.opens_with = view
    choice.save(update_fields=["opens_with"])
    return choice


@action
def choose_columns(*, columns: Sequence[str], by: User, now: datetime) -> RosterChoice:
    """The columns that this person sees; none for the usual ones."""
    require(may(by, Permission.READ_DESK))
    choice = _choice(by)
    choice.columns = list(columns)
    choice.save(update_fields=["columns"])
    return choice


def _locked(view: RosterView) -> RosterView:
    found = RosterView.objects.select_for_update(of=("self",)).select_related("created_by").filter(pk=view.pk).first()
    if found is None:
        raise Refused("This view is gone.")
    return found


def _choice(user: User) -> RosterChoice:
    RosterChoice.objects.bulk_create([RosterChoice(user=user)], ignore_conflicts=True)
    return RosterChoice.objects.select_for_update().get(user=user)
