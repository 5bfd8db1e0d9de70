"""A form is sent once."""

from django.db import models


class FormKey(models.Model):
    """The key of a form that had its effect, with the answer that the first press got.

    Written in the effect's own transaction; the second press finds it and shows the first result. Swept after three
    days.
    """

    actor = models.CharField(max_length=12, help_text="public id of who pressed")
    key = models.CharField(max_length=40)
    route = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["actor", "key"],
                name="outbox_formkey_once",
                violation_error_message="This form was sent already.",
            ),
        )
        indexes = (models.Index(fields=["created"], name="outbox_formkey_age"),)

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
