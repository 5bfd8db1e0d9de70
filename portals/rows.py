"""Lines of a form, for `parts/form_rows.html`."""

from typing import Any

from django import forms
from django.http import HttpRequest


class Cell(forms.BoundField):
    """A field in a row: its label is the column's, so the field itself says which line it is in."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        said: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        kind = getattr(self.field.widget, "input_type", "")
        said["class"] = {"checkbox": "form-check-input", "select": "form-select"}.get(kind, "form-control")
        if self.errors:
            said["class"] += " is-invalid"
        return said | {"aria-label": f"{self.label}, line {int(str(self.form.prefix).rpartition('-')[2]) + 1}"}


class RowForm(forms.Form):
    """A line; `wide` names the fields that take the whole width on a phone."""

    bound_field_class = Cell
    wide: tuple[str, ...] = ()

    def has_changed(self) -> bool:
        """A new line that says what somebody else saved there meanwhile counts: Django would leave it out as unsaid."""
        return super().has_changed() or bool(self.empty_permitted and self.initial)


def sent_rows(request: HttpRequest, prefix: str) -> Any:
    """What was sent of these rows. A form without them, such as one opened before there were any, leaves them."""
    return request.POST if f"{prefix}-TOTAL_FORMS" in request.POST else None
