"""What a brief asks those who apply."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from campaigns.models.brief import Brief
from lib.history import tracked


class QuestionKind(models.TextChoices):
    WORDS = "words", "In words"
    YES_NO = "yes_no", "Yes, partly or no"
    CHOICE = "choice", "One of these"


@tracked()
class Question(models.Model):
    """A question to applicants. What they answer is kept with the application, beside the question as it was asked."""

    Kind: ClassVar = QuestionKind

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="questions")
    words = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=QuestionKind.choices, default=QuestionKind.WORDS)
    options = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(words=""),
                name="campaigns_question_has_words",
                violation_error_message="A question has words.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice") | Q(options__len__gte=2),
                name="campaigns_question_choice_has_options",
                violation_error_message="A choice is between two answers or more.",
            ),
        )

    def __str__(self) -> str:
        return self.words

    @property
    def choices(self) -> list[str]:
        """What can be chosen; none where the answer is in words."""
        return {QuestionKind.YES_NO: ["Yes", "Partly", "No"], QuestionKind.CHOICE: list(self.options)}.get(
            QuestionKind(self.kind), []
        )
