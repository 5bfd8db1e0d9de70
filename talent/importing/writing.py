"""Writing a plan to the roster, thousands of rows in a few statements."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.utils.text import slugify

from accounts.models import User
from lib.ids import new_public_id
from lib.violations import violation
from talent.importing.matching import batches
from talent.importing.plan import AccountPlan, Plan, TalentPlan
from talent.keeping import keep_along, keep_followers, keep_search, search_text
from talent.models import Genre, SocialAccount, Talent

BATCH = 500


def write(plan: Plan, *, by: User, now: datetime) -> None:
    """Add and change what the plan says, in the caller's transaction and locks. Raises `Refused` on a lost race."""
    genres = _genres(plan)
    added = [t for t in plan.talents if t.talent is None]
    changed = [t for t in plan.talents if t.talent is not None and t.changes]
    with violation():
        fresh = _add_talents(added, by, now)
        _change_talents(changed)
        _add_genres(plan.talents, genres)
        _write_accounts(plan.talents, by, now)
    touched = {
        t.talent.pk
        for t in plan.talents
        if t.talent
        and t.talent.pk not in fresh
        and (t.changes or any(a.account is None or a.changes for a in t.accounts))
    }
    keep_along(fresh)
    keep_followers(touched)
    keep_search(touched)


def _genres(plan: Plan) -> dict[str, Genre]:
    """Genres by folded name and key; those that are missing are made."""
    known: dict[str, Genre] = {}
    for genre in Genre.objects.all():
        known[genre.key] = known[genre.name.casefold()] = genre
    for talent in plan.talents:
        for name in talent.new_genres:
            if name.casefold() not in known:
                key = slugify(name)[:40]
                key = key if key and key not in known else f"genre-{new_public_id().casefold()}"
                known[key] = known[name.casefold()] = Genre.objects.create(key=key, name=name)
    return known


def _add_talents(plans: list[TalentPlan], by: User, now: datetime) -> set[int]:
    talents = []
    for plan in plans:
        talent = Talent(**plan.changes, created_at=now, created_by=by)
        talent.search = search_text(talent, sorted(a.row.handle for a in plan.accounts))
        counts = [a.changes["followers"] for a in plan.accounts if "followers" in a.changes]
        talent.followers = max(counts, default=None)
        plan.talent = talent
        talents.append(talent)
    Talent.objects.bulk_create(talents, batch_size=BATCH)
    return {talent.pk for talent in talents}


def _change_talents(plans: list[TalentPlan]) -> None:
    by_fields: dict[tuple[str, ...], list[Talent]] = defaultdict(list)
    for plan in plans:
        assert plan.talent is not None  # noqa: S101 - chosen so by the caller
        for name, value in plan.changes.items():
            setattr(plan.talent, name, value)
        by_fields[tuple(sorted(plan.changes))].append(plan.talent)
    for fields, talents in by_fields.items():
        Talent.objects.bulk_update(talents, fields, batch_size=BATCH)


def _add_genres(plans: list[TalentPlan], genres: dict[str, Genre]) -> None:
    through = Talent.genres.through
    links = {(plan.talent.pk, genres[name.casefold()].pk) for plan in plans if plan.talent for name in plan.new_genres}
    for batch in batches(sorted(links)):
        through.objects.bulk_create(
            [through(talent_id=talent, genre_id=genre) for talent, genre in batch], ignore_conflicts=True
        )


def _write_accounts(plans: list[TalentPlan], by: User, now: datetime) -> None:
    fresh: list[SocialAccount] = []
    by_fields: dict[tuple[str, ...], list[SocialAccount]] = defaultdict(list)
    for plan in plans:
        for planned in plan.accounts:
            if planned.account is None:
                fresh.append(_new_account(plan, planned, by, now))
            elif planned.changes:
                for name, value in planned.changes.items():
                    setattr(planned.account, name, value)
                by_fields[tuple(sorted(planned.changes))].append(planned.account)
    SocialAccount.objects.bulk_create(fresh, batch_size=BATCH)
    for fields, accounts in by_fields.items():
        SocialAccount.objects.bulk_update(accounts, fields, batch_size=BATCH)


def _new_account(plan: TalentPlan, planned: AccountPlan, by: User, now: datetime) -> SocialAccount:
    row = planned.row
    return SocialAccount(
        **{"url": row.url, "external_id": row.external_id, **planned.changes},
        talent=plan.talent,
        platform=row.platform,
        handle=row.handle,
        next_refresh_at=now if row.platform in settings.PLATFORM_BASE_URLS else None,
        created_at=now,
        created_by=by,
    )
