"""What pages of persons say: sorts of documents, states of matches, and what is to be said of a number wherever it is shown."""

from __future__ import annotations

from typing import Any

from django import template

from zhiheng.registry.rights import may
from zhiheng.schema import DATASETS
from zhiheng.subjects.core.states import EVENTS, KINDS, STATES, SUGGESTIONS
from zhiheng.subjects.selectors import note_on

register = template.Library()
LOOKS = {"open": "near", "changed": "overdue", "same": "normal", "different": "plain", "gone": "plain", "join": "near", "unsure": "info"}


@register.filter
def document_kind(code: str) -> str:
    """The sort of a document in Chinese."""
    return DATASETS["persons"].fields["id_type"].codes[code][0]


@register.filter
def match_event(kind: str) -> str:
    """A decision or its undoing in words."""
    return EVENTS[kind]


@register.filter
def match_kind(kind: str) -> str:
    """What sort of match it is, in words."""
    return KINDS[kind]


@register.inclusion_tag("web/parts/mark.html")
def match_state(state: str) -> dict[str, str]:
    """The state of a match in its word and its look."""
    return {"title": STATES[state], "look": LOOKS[state]}


@register.inclusion_tag("web/parts/mark.html")
def suggestion(code: str) -> dict[str, str]:
    """What the thresholds suggest."""
    return {"title": SUGGESTIONS[code], "look": LOOKS[code]}


@register.inclusion_tag("web/persons/note.html", takes_context=True)
def number_note(context: dict[str, Any], number: str) -> dict[str, Any]:
    """Whether the number is shared by two persons or in an open match, and the way to the person."""
    viewer = context["request"].user
    return {"note": note_on(number), "may_match": may(viewer, "person.match"), "may_read": may(viewer, "person.read")}
