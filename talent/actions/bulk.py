"""One change to many talents."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import CharField, F, Func, Value

from accounts.models import User
from accounts.roles import Kind
from lib.actions import action
from lib.refusals import Refused, require
from talent.actions.talents import restore_talent
from talent.bulk import MOST, MOST_STAGES, Change, Deed, Outcome, foreseen
from talent.checks import may_edit
from talent.models import SocialAccount, Talent

WORDS: dict[str, str] = {
    Deed.SET_COUNTRY: "Choose the country.",
    Deed.ADD_LANGUAGE: "Choose the language.",
    Deed.REMOVE_LANGUAGE: "Choose the language.",
    Deed.SET_STAGE: "Choose the stage.",
}


@action
def change_talents(
    *, talent_ids: Collection[int], change: Change, by: User, now: datetime, expected: int | None = None,
    seen: Collection[str] | None = None, reason: str = "",
) -> Outcome:  # fmt: skip
    """Make one change to all of these talents in one transaction, and say who was left out and why.

    `expected` is how many the reader was told it would change, `seen` whom (`Outcome.seen`): anything else by now is
    refused. A stage needs the reason: `stats.actions.change_stages` keeps the figures with it and tells the talents.
    """
    require(may_edit(by))
    if len(set(talent_ids)) > MOST:
        raise Refused(f"At most {MOST:,} talents are changed at a time. Narrow the list first.")
    if change.deed == Deed.SET_STAGE and len(set(talent_ids)) > MOST_STAGES:
        raise Refused(f"The stage of at most {MOST_STAGES} talents is changed at a time. Narrow the list first.")
    if change.deed == Deed.SET_STAGE and not reason.strip():
        raise Refused("Say why. The history of each talent keeps it.")
    if change.deed in (Deed.ADD_GENRE, Deed.REMOVE_GENRE) and change.genre is None:
        raise Refused("Choose the genre.")
    if change.deed in WORDS and not change.word:
        raise Refused(WORDS[change.deed])
    if change.manager is not None and (change.manager.kind != Kind.STAFF or not change.manager.is_active):
        raise Refused(f"{change.manager.name} is not a colleague and cannot look after talents.")
    rows = list(Talent.objects.select_for_update(of=("self",)).filter(pk__in=set(talent_ids)).order_by("pk"))
    outcome = foreseen(rows, change)
    if expected is not None and len(outcome.changed) != expected:
        raise Refused(f"It was to change {expected:,}, and now it is {len(outcome.changed):,}: somebody was quicker.")
    if seen is not None and outcome.seen != set(seen):
        raise Refused(_others(outcome, set(seen)))
    ids = [talent.pk for talent in outcome.changed]
    through = Talent.genres.through.objects
    match change.deed:
        case Deed.ADD_GENRE:
            through.bulk_create([Talent.genres.through(talent_id=pk, genre=change.genre) for pk in ids])
        case Deed.REMOVE_GENRE:
            through.filter(talent__in=ids, genre=change.genre).delete()
        case Deed.SET_MANAGER:
            Talent.objects.filter(pk__in=ids).update(manager=change.manager)
        case Deed.SET_COUNTRY:
            Talent.objects.filter(pk__in=ids).update(country=change.word)
        case Deed.SET_STAGE:
            Talent.objects.filter(pk__in=ids).update(stage=change.word)
        case Deed.ADD_LANGUAGE | Deed.REMOVE_LANGUAGE:
            how = "array_append" if change.deed == Deed.ADD_LANGUAGE else "array_remove"
            tag = Value(change.word, CharField(max_length=12))
            Talent.objects.filter(pk__in=ids).update(languages=Func(F("languages"), tag, function=how))
        case Deed.ARCHIVE:
            Talent.objects.filter(pk__in=ids).update(archived_at=now, archived_by=by)
            accounts = SocialAccount.objects.filter(talent__in=ids, archived_at=None)
            accounts.update(archived_at=now, archived_by=by)
        case Deed.RESTORE:
            _bring_back(outcome, by=by, now=now)
    return outcome


def _others(outcome: Outcome, seen: set[str]) -> str:
    """Who came in or stands elsewhere by now, by name; else how many are no longer in it."""
    new = [talent.name for talent in outcome.changed if f"{talent.public_id}:{talent.stage}" not in seen]
    more = f" and {len(new) - 3:,} more" if len(new) > 3 else ""
    what = f"{', '.join(new[:3])}{more} stood elsewhere when you looked" if new else "somebody no longer moves"
    return f"Somebody was quicker: {what}. Look again before anybody is told."


def _bring_back(outcome: Outcome, *, by: User, now: datetime) -> None:
    """One by one: two of them may have had the same account, and only the first can have it again."""
    back = []
    for talent in outcome.changed:
        try:
            restore_talent(talent=talent, by=by, now=now)
            back.append(talent)
        except Refused as error:
            outcome.refused.append((talent, str(error)))
    outcome.changed = back
