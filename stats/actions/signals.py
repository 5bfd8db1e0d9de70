"""What is worth a look: kept as it is found, dismissed by people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import User
from lib.actions import action
from lib.refusals import Refused, require
from stats.checks import may_dismiss
from stats.leading import hold, keep_leading
from stats.models import AccountNumbers, Signal
from stats.numbers.signals import Found, still_dismissed

KEPT = timedelta(days=90)  # that a dismissal outlives its cause, should that come back


def keep_signals(found: Mapping[int, Sequence[Found]], *, now: datetime) -> dict[int, int]:
    """Store what was found of each account and drop what is no more. Answers how many are open. Run by the job."""
    known = {
        (row.account_id, row.kind, row.key): row
        for row in Signal.objects.select_for_update(of=("self",)).filter(account__in=found).order_by("pk")
    }
    open_: Counter[int] = Counter()
    met: set[tuple[int, str, str]] = set()
    for account, ones in found.items():
        for one in ones:
            place = (account, one.kind, one.key)
            row = known.get(place)
            if place in met:
                continue
            met.add(place)
            row = row or Signal(account_id=account, kind=one.kind, key=one.key, found_at=now)
            row.title, row.line, row.since, row.seen_at = one.title[:160], one.line[:300], one.since, now
            row.value, row.threshold = (_decimal(value) for value in (one.value, one.threshold))
            if row.dismissed_at and not still_dismissed(row.value, row.dismissed_value, about_a_day=bool(one.key)):
                row.dismissed_at = row.dismissed_by = row.dismissed_value = None
                row.reason, row.found_at = "", now
            row.save()
            open_[account] += row.dismissed_at is None
    over = [
        row.pk
        for place, row in known.items()
        if place not in met and (row.dismissed_at is None or row.seen_at < now - KEPT)
    ]
    if over:
        Signal.objects.filter(pk__in=over).delete()
    return dict(open_)


def _decimal(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.001"))


@action
def dismiss_signal(*, signal: Signal, reason: str, by: User, now: datetime) -> Signal:
    """Somebody looked and says why it needs no more looking. Raises `Refused`."""
    hold([signal.account.talent_id])
    signal = Signal.objects.select_for_update(of=("self",)).select_related("account").get(pk=signal.pk)
    require(may_dismiss(signal, by))
    if not reason.strip():
        raise Refused("Say in a few words what you found.")
    signal.dismissed_at, signal.dismissed_by = now, by
    signal.dismissed_value, signal.reason = signal.value, reason.strip()[:300]
    signal.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_value", "reason"])
    _recount(signal)
    return signal


def _recount(signal: Signal) -> None:
    left = Signal.objects.open().filter(account=signal.account_id).count()
    AccountNumbers.objects.filter(pk=signal.account_id).update(signals=left)
    keep_leading([signal.account.talent_id])
