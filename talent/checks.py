"""Whether somebody may change the roster. The actions require the same answers as the pages show."""

from collections.abc import Callable

from accounts.models import User
from accounts.roles import Kind, Permission, can
from lib.refusals import Answer, Denied
from talent.models import ImportState, RosterImport, SocialAccount, Talent

type Tie = Callable[[SocialAccount], Answer]
TIES: list[Tie] = []


def ties[T: Tie](tie: T) -> T:
    """Register what keeps an account the one that it is."""
    TIES.append(tie)
    return tie


def may_become_another(account: SocialAccount) -> Answer:
    """Whether a correction may make it another account. The caller holds its row."""
    return next((answer for tie in TIES if not (answer := tie(account))), True)


def may(by: User, permission: Permission) -> Answer:
    """As `can()`, with the office's own jobs let through."""
    return True if by.kind == Kind.SYSTEM else can(by, permission)


def may_edit(by: User) -> Answer:
    """Adding and changing talents, accounts, acts."""
    return may(by, Permission.EDIT_ROSTER)


def may_change(talent: Talent, by: User) -> Answer:
    """Changing this talent: not while archived."""
    if talent.archived_at:
        return Denied(f"{talent.name} is archived. Restore them first.", code="archived")
    return may_edit(by)


def may_say_away(talent: Talent, by: User) -> Answer:
    """Saying when a talent is away: staff, the talent and a guardian of theirs."""
    if by.kind != Kind.TALENT:
        return may_change(talent, by)
    if not talent.access.filter(user=by).exists():
        return Denied("These are another talent's days.", code="stranger")
    return can(by, Permission.SAY_AWAY)


def may_say_wishes(talent: Talent, by: User) -> Answer:
    """Saying what a talent asks for and refuses: staff, the talent and a guardian of theirs."""
    if by.kind != Kind.TALENT:
        return may_change(talent, by)
    if not talent.access.filter(user=by).exists():
        return Denied("These are another talent's prices and wishes.", code="stranger")
    return can(by, Permission.SAY_WISHES)


def may_import(by: User) -> Answer:
    """Bringing in a roster from a file."""
    return may(by, Permission.IMPORT_ROSTER)


def may_apply(roster_import: RosterImport, by: User) -> Answer:
    """Writing an import to the roster: once."""
    if roster_import.state == ImportState.DONE:
        return Denied(f"{roster_import.filename} was imported already.", code="done")
    if roster_import.state in (ImportState.RUNNING, ImportState.STOPPED):
        return Denied(f"{roster_import.filename} is being written or was, row by row.", code="running")
    if roster_import.state == ImportState.DROPPED:
        return Denied(f"{roster_import.filename} was dropped.", code="dropped")
    return may_import(by)


def may_stop(roster_import: RosterImport, by: User) -> Answer:
    """Stopping an import while it is being written."""
    if roster_import.state != ImportState.RUNNING:
        return Denied(f"{roster_import.filename} is not being written.", code="still")
    return may_import(by)
