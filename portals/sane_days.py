"""Days that a form takes."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator

# A slip of the keyboard (0027, 20270) is caught here; days near the calendar's ends have no midnight in every zone.
SANE_DAYS = [
    MinValueValidator(date(1900, 1, 1), "Look at the year: days before 1900 are not kept."),
    MaxValueValidator(date(2199, 12, 31), "Look at the year: days after 2199 are not kept."),
]
