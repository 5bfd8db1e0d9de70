"""Being told: choosing the ways, reading, and the digest."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing

from accounts.models import Digest, Office, User
from accounts.notices import still_theirs
from accounts.roles import Kind
from accounts.topics import TOPICS, chosen_way, topic_of, topics_for
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused
from lib.violations import violation
from outbox.actions import post
from outbox.models import Message, Way

MORNING = time(7)
SALT = "accounts.digest"
PORTALS = {Kind.STAFF: "desk", Kind.CLIENT: "client", Kind.TALENT: "talent"}


def _choices(user: User, wanted: Mapping[str, str]) -> list[str]:
    """Only what differs from the usual is kept, so that a better default reaches whoever never chose."""
    kept = []
    for topic in topics_for(user.kind):
        way = wanted.get(topic.key, chosen_way(topic, user.kind, user.notices))
        if topic.fixed:
            continue
        if way not in dict(topic.ways):
            raise Refused(f"Choose how you want to be told of: {topic.label}.")
        if way != topic.usual[user.kind]:
            kept.append(f"{topic.key}:{way}")
    return kept


@action
def choose_notices(*, user: User, wanted: Mapping[str, str], by: User, now: datetime) -> User:
    """One's own choice: topic to way. What is left out stays as it was."""
    if user.pk != by.pk:
        raise Refused("People choose their own notices.")
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.notices = _choices(user, wanted)
    user.save(update_fields=["notices"])
    _leave_digest(user)
    return user


def _leave_digest(user: User) -> None:
    """What was gathered for a digest that its reader no longer wants shows in the page only."""
    gathered = Message.objects.filter(reader=user.public_id, state=Message.State.GATHERED)
    off = [
        message.pk
        for message in gathered.only("kind")
        if chosen_way(topic_of(message.kind), user.kind, user.notices) != Way.DIGEST
    ]
    gathered.filter(pk__in=off).update(state=Message.State.SHOWN)


@action
def stop_digest(*, user: User, by: User, now: datetime) -> User:
    """No digest any more: what would have gone with it shows in the page only."""
    gathered = [topic for topic in TOPICS if chosen_way(topic, user.kind, user.notices) == Way.DIGEST]
    return choose_notices(user=user, wanted={topic.key: Way.PAGE for topic in gathered}, by=by, now=now)


@action
def read_notices(
    *, user: User, by: User, now: datetime, only: str = "", thing: str = "", until: datetime | None = None
) -> int:
    """Mark one's notices as read: all, the one with the public id `only`, or those that lead to `thing`; with `until`
    those that were written by then.
    """
    if user.pk != by.pk:
        raise Refused("People read their own notices.")
    rows = Message.objects.told_to(user.public_id).filter(read=None)
    if only:
        rows = rows.filter(public_id=only)
    if thing:
        rows = rows.filter(thing=thing)
    if until is not None:
        rows = rows.filter(written__lte=until)
    return rows.update(read=now)


def token_of(user: User) -> str:
    """The key in the digest's foot that ends it without signing in."""
    return signing.dumps(user.public_id, salt=SALT)


def reader_of(token: str) -> User | None:
    """Whose key it is; None for one that we did not make."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=key, is_active=True).first()


def morning_of(user: User, now: datetime) -> tuple[date, datetime]:
    """The reader's day, and its morning."""
    zone = ZoneInfo(user.timezone)
    day = now.astimezone(zone).date()
    return day, datetime.combine(day, MORNING, zone)


@action
def write_digest(*, user: User, by: User, now: datetime) -> Digest:
    """Tell in one mail what was gathered before this morning and is unread. Once a day, by the clock.

    What was read meanwhile, or is the reader's no longer, is not told. Raises `Refused` where there is nothing to do.
    """
    if by.kind != Kind.SYSTEM:
        raise Refused("The digest is written by the clock.")
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    day, morning = morning_of(user, now)
    if not user.is_active or now < morning:
        raise Refused("It is not their morning.")
    waiting = Message.objects.filter(reader=user.public_id, state=Message.State.GATHERED, written__lt=morning)
    rows = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        raise Refused("Nothing was gathered.")
    with violation():
        digest = Digest.objects.create(user=user, day=day, written_at=now, written_by=by)
    told = still_theirs(user, [row for row in rows if row.read is None])
    for row in rows:
        move(row, Message.State.DIGESTED if row in told else Message.State.SHOWN)
    if told:
        digest.message = _mail(user, told, now)
        digest.save(update_fields=["message"])
    return digest


def _mail(user: User, told: list[Message], now: datetime) -> Message:
    office = Office.objects.current()
    groups: dict[str, list[str]] = defaultdict(list)
    notices = f"{settings.SITE_URL}/{PORTALS[Kind(user.kind)]}/notices/"
    for row in told:
        groups[topic_of(row.kind).label].append(f"- {row.subject}\n  {notices}{row.public_id}/")
    parts = [f"{label}\n" + "\n".join(rows) for label, rows in groups.items()]
    stop = f"{settings.SITE_URL}/digest/{token_of(user)}"
    count = "one notice" if len(told) == 1 else f"{len(told)} notices"
    return post(
        to_address=user.email,
        to_name=user.name,
        subject=f"{office.name}: {count} since your last digest",
        body="\n\n".join(
            (
                f"Hello {user.name},", *parts, f"All of them:\n{notices}",
                f"This is your daily digest. Choose what comes with it:\n{notices}ways\nStop it:\n{stop}", office.name,
            )
        ),
        kind="digest",
        unsubscribe=stop,
        now=now,
    )  # fmt: skip
