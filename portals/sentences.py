"""What a form says where something cannot be read: Django's own sentences, in the words of this house."""

from django import forms
from django.core import validators
from django.db.models import fields

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Fill this in."},
    forms.IntegerField: {"invalid": "Write a whole number, such as 30."},
    forms.FloatField: {"invalid": "Write a number, such as 2.5."},
    forms.DecimalField: {"invalid": "Write a number, such as 1200.50."},
    forms.DateField: {"invalid": "Write a day, such as 2026-05-31."},
    forms.TimeField: {"invalid": "Write a time, such as 18:00."},
    forms.DateTimeField: {"invalid": "Write a day and a time, such as 2026-05-31 18:00."},
    forms.URLField: {"invalid": "Write an address that begins with https://."},
    forms.ChoiceField: {"invalid_choice": "This cannot be chosen: %(value)s."},
    forms.MultipleChoiceField: {
        "invalid_choice": "This cannot be chosen: %(value)s.",
        "invalid_list": "Choose one or several.",
    },
    forms.ModelChoiceField: {"invalid_choice": "This cannot be chosen any more. Choose another."},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": "This cannot be chosen any more: %(value)s.",
        "invalid_list": "Choose one or several.",
        "invalid_pk_value": "This cannot be chosen any more: %(pk)s.",
    },
    forms.FileField: {
        "required": "Choose a file.",
        "invalid": "No file came with it. Choose it again.",
        "missing": "No file came with it. Choose it again.",
        "empty": "The file is empty.",
        "max_length": "The file's name is longer than %(max)d characters. Rename it.",
    },
}
VALIDATORS: dict[type[validators.BaseValidator], str] = {
    validators.MinValueValidator: "At least %(limit_value)s.",
    validators.MaxValueValidator: "At most %(limit_value)s.",
    validators.MinLengthValidator: "At least %(limit_value)d characters; this has %(show_value)d.",
    validators.MaxLengthValidator: "At most %(limit_value)d characters; this has %(show_value)d.",
}


def install() -> None:
    """Put them in place of Django's, once, when the pages are loaded."""
    fields.BLANK_CHOICE_LABEL = "Choose"
    for field, said in FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **said}
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence
    validators.EmailValidator.message = "Write an e-mail address, such as mia@office.example."
    validators.validate_email.message = validators.EmailValidator.message
    validators.DecimalValidator.messages = {
        **validators.DecimalValidator.messages,
        "invalid": "Write a number, such as 1200.50.",
        "max_digits": "At most %(max)s digits.",
        "max_decimal_places": "At most %(max)s digits after the point.",
        "max_whole_digits": "At most %(max)s digits before the point.",
    }
