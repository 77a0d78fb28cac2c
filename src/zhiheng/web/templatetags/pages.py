"""What templates say often: an icon, a date with how it was computed, a badge."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhiheng.web import words

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless it carries a label."""
    look = format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("vendor/icons.svg"), name)
    return look if not label else format_html('{}<span class="visually-hidden">{}</span>', look, label)


@register.inclusion_tag("web/parts/how.html")
def how(shown: object, explanation: str) -> dict[str, object]:
    """A computed value which says, on hover and on focus, how it was computed."""
    return {"shown": shown, "explanation": explanation}


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """A form field in the look of the component set, tied to its hint and its errors."""
    kind = getattr(field.field.widget, "input_type", "")
    look = {"select": "form-select", "checkbox": "form-check-input", "radio": ""}.get(kind, "form-control")
    return field.as_widget(attrs={"class": f"{look}{' is-invalid' if field.errors else ''}".strip()})


@register.filter
def word(code: object, table: str) -> str:
    """A code in the words of a table of `web.words`; an unknown code stands as it is."""
    return str(getattr(words, table).get(code, code))


@register.filter
def thing(name: str) -> str:
    """What a ledger entry is about, in words: `clue:12` → 线索 12."""
    kind, _, number = name.partition(":")
    return f"{words.THINGS.get(kind, kind)} {number}".strip()
