"""Forms as Django draws them, but for two things: a template for each of 250 countries takes longer than the page, and
what is wrong is in view once the page is there again.
"""

from collections.abc import Iterable
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from portals.components.markup import format_html, format_html_join

SELECT, OPTION = "django/forms/widgets/select.html", "django/forms/widgets/select_option.html"


class FoundField(BoundField):
    """A field in which something is wrong takes the cursor, so that a page without scripts opens where it stands."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        return {**built, "autofocus": True} if "aria-invalid" in built else built


class FormRenderer(DjangoTemplates):
    """Draws `<select>` itself, as Django's own template does, and leaves everything else to templates."""

    bound_field_class = FoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT:
            widget = context["widget"]
            groups = widget["optgroups"]
            if all(option["template_name"] == OPTION for _, options, _ in groups for option in options):
                return select(widget, groups)
        return super().render(template_name, context, request)


def select(widget: dict[str, Any], groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """The element with its options."""
    parts: list[SafeString] = []
    for name, options, _ in groups:
        if name:
            parts.append(format_html('<optgroup label="{}">', name))
        parts += [
            format_html('<option value="{}"{}>{}</option>', str(o["value"]), attributes(o["attrs"]), o["label"])
            for o in options
        ]
        if name:
            parts.append(mark_safe("</optgroup>"))
    inner = mark_safe("".join(parts))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget["attrs"]), inner)


def attributes(said: dict[str, Any]) -> SafeString:
    """What stands in a tag; False is left out, True stands alone."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value)),)
            for name, value in said.items()
            if value is not False
        ),
    )
