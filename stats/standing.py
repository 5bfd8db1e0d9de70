"""How each platform stands with this office: its key, today's quota, the accounts on the roster, its last answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from outbox.models import Job
from stats.connectors import CONNECTORS
from stats.keys import from_settings, key_id, opened
from stats.models import PlatformKey, Quota
from stats.platforms.connector import Connector
from stats.quota import day_ends, platform_day
from talent.models import Platform, SocialAccount

LATELY = timedelta(days=2)  # an account is read daily; a day more is no trouble yet
TRIES = 50


@dataclass(slots=True)
class Standing:
    """One platform. `key` is what was entered here, `of_settings` whether the environment has one."""

    at: datetime
    platform: str
    connector: type[Connector]
    key: PlatformKey | None
    of_settings: bool
    locked: bool  # a key that was entered and that no sealing key opens
    quota: Quota | None
    allowed_again: datetime
    accounts: int
    read: int
    trial: Job | None

    @property
    def label(self) -> str:
        return str(Platform(self.platform).label)

    @property
    def is_read(self) -> bool:
        return not self.locked and (self.key is not None or self.of_settings or not self.connector.needs)

    @property
    def takes_keys(self) -> bool:
        return bool(self.connector.needs)

    @property
    def gives(self) -> str:
        return self.connector.gives

    @property
    def hides(self) -> str:
        return self.connector.hides

    @property
    def unit(self) -> str:
        return self.connector.unit

    @property
    def answered_at(self) -> datetime | None:
        return self.quota.answered_at if self.quota else None

    @property
    def paused_until(self) -> datetime | None:
        """Until when nobody asks it: it had enough of us, or it is down."""
        until = self.quota.paused_until if self.quota else None
        return until if until and until > self.at else None

    @property
    def words(self) -> str:
        """What it said last: its trouble, else what came of the last try."""
        if self.quota and self.quota.said:
            return self.quota.said
        trial = self.trial
        if trial and trial.finished and (self.answered_at is None or trial.finished >= self.answered_at):
            return trial.result or "The try did not come to an end."
        return "All is well" if self.answered_at else "No answer yet today"

    @property
    def trying(self) -> bool:
        return self.trial is not None and self.trial.state == Job.State.PENDING


def standings(now: datetime) -> list[Standing]:
    """Every platform that there is a connector for, in the order of the registry. Four queries."""
    rows = {key.platform: key for key in PlatformKey.objects.select_related("entered_by")}
    days = {platform: platform_day(platform, now) for platform in CONNECTORS}
    quotas = {
        (quota.platform, quota.key_id): quota
        for quota in Quota.objects.filter(day__in=set(days.values()))
        if days.get(quota.platform) == quota.day
    }
    recent = Q(measured_at__gt=now - LATELY, source="measured")
    used = SocialAccount.objects.filter(archived_at=None).order_by().values("platform")
    counted = used.annotate(accounts=Count("pk"), read=Count("pk", filter=recent))
    counts = {row["platform"]: (row["accounts"], row["read"]) for row in counted}
    tries = {
        job.args["platform"]: job for job in reversed(Job.objects.filter(kind="stats.try_key").order_by("-pk")[:TRIES])
    }
    return [
        _standing(platform, rows.get(platform), quotas, counts.get(platform, (0, 0)), tries.get(platform), now)
        for platform in CONNECTORS
    ]


def _standing(
    platform: str,
    row: PlatformKey | None,
    quotas: dict[tuple[str, str], Quota],
    counts: tuple[int, int],
    trial: Job | None,
    now: datetime,
) -> Standing:
    connector = CONNECTORS[platform]
    told = from_settings(platform)
    keys = told if row is None else opened(row)
    return Standing(
        at=now,
        platform=platform,
        connector=connector,
        key=row,
        of_settings=bool(connector.needs) and all(need.name in told for need in connector.needs),
        locked=row is not None and not keys,
        quota=quotas.get((platform, key_id(keys))),
        allowed_again=day_ends(platform, now),
        accounts=counts[0],
        read=counts[1],
        trial=trial,
    )
