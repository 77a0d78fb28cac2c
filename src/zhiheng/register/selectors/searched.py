"""What a search of a ledger looks through: what the viewer is shown, so that nothing hidden is told by what is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.ledgers import text_of
from zhiheng.register.models import Entry
from zhiheng.register.selectors.sight import Viewer, is_inside
from zhiheng.registry.core.masking import masked_text, numbers_in
from zhiheng.registry.gate import current, keeps_from_lists


def holding(found: QuerySet[Entry], spec: RegisterSpec, text: str, viewer: Viewer) -> QuerySet[Entry]:
    """The entries in which each word stands, in what the viewer is shown of them."""
    words = text.split()
    for word in words:
        found = found.filter(text__icontains=word)
    if not words or isinstance(viewer, Actor) or not _hides(spec, words):
        return found
    rows = found.order_by().select_related("organ").iterator(chunk_size=500)
    return found.filter(pk__in=[entry.pk for entry in rows if stands_in(shown_text(spec, entry, viewer), words)])


def shown_text(spec: RegisterSpec, entry: Entry, viewer: Viewer) -> str:
    """What the viewer is shown of an entry, in one text; numbers of persons whole, as who types a whole one knows it."""
    inside = is_inside(viewer, entry.organ)
    shown = (item for item in spec.shape.fields if not (keeps_from_lists(item) or (_is_inner(item) and not inside)))
    return "\n".join([entry.number, *(text_of(item, entry.values.get(item.id)) for item in shown)])


def _hides(spec: RegisterSpec, words: Sequence[str]) -> bool:
    """Whether some of what is searched may not be shown: fields, or a part of a person's number."""
    digits = not current().is_open and any(sign.isdigit() for word in words for sign in word)
    return digits or any(_is_inner(item) or keeps_from_lists(item) for item in spec.shape.fields)


def _is_inner(item: FieldShape) -> bool:
    return item.inner or any(_is_inner(one) for one in item.rows)


def stands_in(text: str, words: Iterable[str]) -> bool:
    """Whether each word stands in the text: where numbers are masked, in what is left of them, or as a whole number."""
    whole = () if current().is_open else [one.upper() for one in numbers_in(text.encode())]
    left = (text if current().is_open else masked_text(text.encode()).decode()).casefold()
    return all(word.casefold() in left or word.upper() in whole for word in words)
