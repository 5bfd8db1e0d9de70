"""From their eighteenth birthday a talent's words are their own: who was their guardian reads them no longer."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Kind
from campaigns import guardian_letters, letters
from campaigns.people import Addressee, managers_for, users_of
from campaigns.queries.due import guardians_to_end, was_minor
from lib.actions import action
from lib.refusals import Refused
from talent.actions.talents import lock
from talent.models import Talent, TalentAccess


@action
def end_guardian(*, access: TalentAccess, by: User, now: datetime) -> Talent:
    """Close what a guardian reads of somebody who came of age. Both are told, and whoever looks after the talent.

    Who is let in after the birthday is so on the adult's own word, and stays. Done by the clock.
    """
    if by.kind != Kind.SYSTEM:
        raise Refused("The clock ends what a guardian reads.")
    talent = lock(access.talent)
    row = guardians_to_end(now).select_for_update(of=("self",)).filter(pk=access.pk).first()
    if row is None or not was_minor(row):
        raise Refused("They stand beside the talent still.")
    guardian = row.user
    row.delete()
    own = users_of(talent)
    told = own or ([Addressee(talent.name, talent.email)] if talent.email else [])
    said = [(guardian_letters.to_office(talent, guardian, bool(own)), managers_for(talent))]
    said.append((guardian_letters.to_talent(talent, guardian, bool(own)), told))
    if guardian.is_active:
        said.append((guardian_letters.to_guardian(talent), [Addressee.of(guardian)]))
    letters.send_all(said, now)
    return talent
