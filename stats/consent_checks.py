"""Whether somebody may let the office read an account, and end that. The actions require what the pages show."""

from accounts.models import User
from accounts.roles import Permission, can
from lib.refusals import Answer, Denied
from stats.logins import LOGINS, is_connectable
from stats.models import Connection, ConnectionState
from talent.checks import ties
from talent.models import SocialAccount


def may_connect(account: SocialAccount, by: User) -> Answer:
    """The talent or their guardian, for an account in use where the office has an app."""
    answer = is_own(account, by)
    if not answer:
        return answer
    if account.archived_at is not None or account.talent.archived_at is not None:
        return Denied("The office does not follow this account any more.", code="archived")
    return is_connectable(account.platform)


def may_withdraw(connection: Connection, by: User) -> Answer:
    """The same people, while there is something to withdraw."""
    if connection.state == ConnectionState.WITHDRAWN:
        return Denied("This consent was withdrawn already.", code="withdrawn")
    return is_own(connection.account, by)


@ties
def is_unconnected(account: SocialAccount) -> Answer:
    """What its owner connected is what they are signed in as there."""
    if Connection.objects.filter(account=account, state=ConnectionState.WORKING).exists():
        return Denied(
            "Its owner connected it. Let them end that first, or say that it is the same one under a new name.",
            code="connected",
        )
    return True


def left_out(connection: Connection) -> list[str]:
    """What is not read although it could be: not allowed, or asked for only since. In the talent's words."""
    login = LOGINS[connection.platform]
    untold = login.audience_by in connection.scopes and not connection.told_audience
    return [*login.left_out(connection.scopes), *([login.audience_words] if untold else [])]


def is_own(account: SocialAccount, by: User) -> Answer:
    answer = can(by, Permission.CONNECT_ACCOUNTS)
    if answer and not account.talent.access.filter(user=by).exists():
        return Denied("This is another talent's account.", code="stranger")
    return answer
