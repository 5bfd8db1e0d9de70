"""How each platform stands with this office: its key, today's quota, the accounts on the roster, its last answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from outbox.models import Job
from stats.connectors import CONNECTORS
from stats.keeping import Keeping, keeping
from stats.keys import from_settings, is_complete, opened
from stats.models import PlatformKey, Quota, Use
from stats.planning import planned, quotas_of
from stats.platforms.connector import Connector
from stats.quota import day_ends, units_a_day
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
    planned: int  # units that what is due before the day ends will take
    begins_anew: datetime
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
    def keeping(self) -> Keeping:
        return keeping(self.platform)

    @property
    def unit(self) -> str:
        return self.connector.unit

    @property
    def spent(self) -> int:
        return self.quota.used if self.quota else 0

    @property
    def allowed(self) -> int:
        return self.quota.allowed if self.quota else units_a_day(self.platform)

    @property
    def left(self) -> int:
        """What nobody has planned; never below zero."""
        return max(0, self.allowed - self.spent - self.planned)

    @property
    def waits(self) -> int:
        """Planned units for which today has no room."""
        return max(0, self.planned - (self.allowed - self.spent))

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
        """What it said last: its trouble, with what came of a try of it since; else what came of the last try."""
        trial = self.trial
        if self.quota and self.quota.said:
            since, told = self.quota.alarm_since, trial.result if trial and trial.finished else ""
            again = since and trial and trial.finished and trial.finished > since and self.quota.said not in told
            return f"{self.quota.said} Tried since: {told}" if again and told else self.quota.said
        if trial and trial.finished and (self.answered_at is None or trial.finished >= self.answered_at):
            return trial.result or "The try did not come to an end."
        return "All is well" if self.answered_at else "No answer yet today"

    @property
    def trying(self) -> bool:
        return self.trial is not None and self.trial.state == Job.State.PENDING


def standings(now: datetime) -> list[Standing]:
    """Every platform that there is a connector for, in the order of the list of platforms. Six queries."""
    rows = {key.platform: key for key in PlatformKey.objects.filter(use=Use.READ).select_related("entered_by")}
    keys = {
        platform: opened(rows[platform]) if platform in rows else from_settings(platform) for platform in CONNECTORS
    }
    quotas, ahead = quotas_of(keys, now), planned(now)
    recent = Q(measured_at__gt=now - LATELY, source="measured")
    recent |= Q(measured_at=None, attempted_at__gt=now - LATELY, state=SocialAccount.State.FINE, last_error="")  # feeds
    used = SocialAccount.objects.filter(archived_at=None).order_by().values("platform")
    counted = used.annotate(accounts=Count("pk"), read=Count("pk", filter=recent))
    counts = {row["platform"]: (row["accounts"], row["read"]) for row in counted}
    tries = {
        job.args["platform"]: job for job in reversed(Job.objects.filter(kind="stats.try_key").order_by("-pk")[:TRIES])
    }
    return [
        Standing(
            at=now,
            platform=platform,
            connector=connector,
            key=rows.get(platform),
            of_settings=bool(connector.needs) and is_complete(from_settings(platform), connector.needs),
            locked=platform in rows and not keys[platform],
            quota=quotas.get(platform),
            planned=ahead[platform],
            begins_anew=day_ends(platform, now),
            accounts=counts.get(platform, (0, 0))[0],
            read=counts.get(platform, (0, 0))[1],
            trial=tries.get(platform),
        )
        for platform, connector in CONNECTORS.items()
    ]
