"""Boxes and choices of forms drawn directly, as Django's templates draw them (lines in which nothing stands are left out).

These take a template of its own for every option: a form with the province's organs to choose from spent most of its page's time on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"
OPTION = "django/forms/widgets/select_option.html"
BOXES = {f"django/forms/widgets/{kind}.html" for kind in ("input", "text", "number", "date", "hidden", "email", "url", "password")}


class Renderer(DjangoTemplates):
    """Django's renderer, with choices and one-line boxes written here."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The widget in HTML."""
        widget = context.get("widget")
        if template_name == SELECT and drawable(widget):
            return select(widget)
        if template_name in BOXES:
            return box(widget)
        return super().render(template_name, context, request=request)


def drawable(widget: Any) -> bool:
    """Whether every option is one of Django's own."""
    return all(option["template_name"] == OPTION for _name, options, _place in widget["optgroups"] for option in options)


def select(widget: Mapping[str, Any]) -> SafeString:
    """A choice with its options, in groups where they have any."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _place in widget["optgroups"]:
        parts.append(f'\n  <optgroup label="{conditional_escape(group)}">' if group else "")
        parts.extend(f"\n  {option}" for option in drawn(options))
        parts.append("\n  </optgroup>" if group else "")
    return mark_safe("".join([*parts, "\n</select>"]))  # noqa: S308 - every part was escaped


def drawn(options: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Each option."""
    for option in options:
        value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
        yield f'<option value="{value}"{attributes(option["attrs"])}>{label}</option>'


def box(widget: Mapping[str, Any]) -> SafeString:
    """A box of one line."""
    value = "" if widget["value"] is None else f' value="{conditional_escape(str(widget["value"]))}"'
    name = conditional_escape(widget["name"])
    kind = conditional_escape(widget["type"])
    return mark_safe(f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>')  # noqa: S308 - every part was escaped


def attributes(given: Mapping[str, Any]) -> str:
    """What stands in a tag: False not at all, True by its name alone."""
    said = ((name, value) for name, value in given.items() if value is not False)
    return "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"') for name, value in said
    )
