"""From their eighteenth birthday a talent's words are their own: who was their guardian reads them no longer."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Kind
from campaigns import guardian_letters, letters
from campaigns.checks import office_day
from campaigns.people import Addressee, accepters_of, managers_for
from campaigns.queries.due import GuardianStep, guardian_step, guardians_to_end
from lib.actions import action
from lib.refusals import Refused
from talent.actions.talents import lock
from talent.models import Talent, TalentAccess


@action
def end_guardians(*, talent: Talent, by: User, now: datetime) -> Talent:
    """Close what guardians read of somebody who came of age. All who can be are told, and whoever looks after the
    talent; of an archived one nobody.

    Who is let in after the birthday is so on the adult's own word, and stays. Done by the clock.
    """
    talent, rows = _standing(talent, GuardianStep.END, by, now)
    guardians = [row.user for row in rows]
    TalentAccess.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if talent.archived_at is not None:
        return talent
    own = accepters_of(talent, office_day(now))
    has_way_in = any(person.reader for person in own)
    told = [guardian for guardian in guardians if guardian.is_active]
    reached = [*([talent.name] if own else []), *(guardian.name for guardian in told)]
    letters.send_all(
        [
            (guardian_letters.to_office(talent, guardians, reached, has_way_in), managers_for(talent)),
            (guardian_letters.to_talent(talent, guardians, has_way_in), own),
            (guardian_letters.to_guardian(talent), [Addressee.of(guardian) for guardian in told]),
        ],
        now,
    )
    return talent


@action
def warn_of_guardians(*, talent: Talent, by: User, now: datetime) -> Talent:
    """The date of birth says that somebody has long been of age: whoever looks after them hears of it a day before
    their guardians read no longer, and can correct it. Done by the clock.
    """
    talent, rows = _standing(talent, GuardianStep.WARN, by, now)
    letter = guardian_letters.soon_to_office(talent, [row.user for row in rows])
    letters.send(letter, managers_for(talent), now)
    return talent


def _standing(talent: Talent, step: GuardianStep, by: User, now: datetime) -> tuple[Talent, list[TalentAccess]]:
    """The talent, locked, and the guardians for whom it is time for this."""
    if by.kind != Kind.SYSTEM:
        raise Refused("The clock ends what a guardian reads.")
    talent = lock(talent)
    found = guardians_to_end(now).select_for_update(of=("self",)).filter(talent=talent)
    rows = [row for row in found if guardian_step(row, now) == step]
    if not rows:
        raise Refused("They stand beside the talent still.")
    return talent, rows
