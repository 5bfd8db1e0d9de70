"""A lower hold asks the one ahead of it to confirm or let go."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from campaigns.models.booking import Booking
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class ChallengeState(models.TextChoices):
    OPEN = "open", "To answer"
    KEPT = "kept", "Confirmed"
    RELEASED = "released", "Released"
    LAPSED = "lapsed", "Not answered in time"
    OVER = "over", "No longer asked"


@tracked()
class Challenge(models.Model):
    """Another client is ready to book: whoever manages `hold` confirms or releases it by `deadline` (DOMAIN 2.1).

    Unanswered, the hold lapses and the next moves up. `answered` is when and by whom it ended, however it did. Made by
    `challenge_hold`; ended by what becomes of either hold, by `withdraw_challenge`, or by the clock.
    """

    State: ClassVar = ChallengeState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ChallengeState.OPEN: {
            ChallengeState.KEPT,
            ChallengeState.RELEASED,
            ChallengeState.LAPSED,
            ChallengeState.OVER,
        },
        ChallengeState.KEPT: set(),
        ChallengeState.RELEASED: set(),
        ChallengeState.LAPSED: set(),
        ChallengeState.OVER: set(),
    }

    public_id = PublicIdField()
    hold = models.ForeignKey(Booking, models.PROTECT, related_name="challenges")
    challenger = models.ForeignKey(Booking, models.PROTECT, related_name="challenging")
    state = models.CharField(max_length=8, choices=ChallengeState.choices, default=ChallengeState.OPEN)
    deadline = models.DateTimeField(help_text="when it lapses unanswered")
    note = models.TextField(blank=True, help_text="from office to office, never outside")
    created_at, created_by = made()
    answered_at, answered_by = happened()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["hold"],
                condition=Q(state="open"),
                name="campaigns_challenge_one_at_a_time",
                violation_error_message="This hold is challenged already. Its answer comes first.",
            ),
            models.CheckConstraint(
                condition=~Q(hold=F("challenger")),
                name="campaigns_challenge_of_another",
                violation_error_message="A hold does not challenge itself.",
            ),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("created_at")),
                name="campaigns_challenge_leaves_time",
                violation_error_message="The answer is due after the question.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="campaigns_challenge_answered_when_over",
                violation_error_message="A challenge that is over says when and by whom.",
            ),
            together("answered"),
        )

    def __str__(self) -> str:
        return f"{self.challenger.campaign.brand} challenges {self.hold}"
