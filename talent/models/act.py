"""Who is in an act, and when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from lib.history import tracked
from lib.stamps import made
from talent.models.talent import Talent


@tracked()
class ActMember(models.Model):
    """A person's time in an act: half-open days, an open end is until further notice."""

    act = models.ForeignKey(Talent, models.PROTECT, related_name="members")
    member = models.ForeignKey(Talent, models.PROTECT, related_name="member_of")
    period = DateRangeField()
    created_at, created_by = made()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(act=F("member")),
                name="talent_actmember_not_itself",
                violation_error_message="An act is not its own member.",
            ),
            ExclusionConstraint(
                name="talent_actmember_no_overlap",
                expressions=[
                    ("act", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is in the act for some of these days already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} in {self.act}"
