"""The one gate: an item is read only once the matrix has said that this viewer is shown it, and no more of it than that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from zhiheng.portal.core.matrix import SUMMARY, Answer, answer
from zhiheng.portal.declared import matrix, sources, titles
from zhiheng.portal.selectors import ahead, contacts, orders, reads
from zhiheng.portal.selectors.own_cases import own_cases
from zhiheng.portal.selectors.parts import Line, Part
from zhiheng.portal.selectors.reading import latest, lines_of
from zhiheng.portal.viewers import Viewer

Reader = Callable[[Viewer, datetime], list[Line]]
OBJECTABLE = frozenset({"decisions", "sanctions"})


def part_for(viewer: Viewer, item: str, now: datetime) -> Part | None:
    """The item as this viewer is shown it; None where nothing is."""
    found = asked(viewer, item)
    if not found.reads:
        return Part(item, titles().get(item, ""), says=found.says) if found.says else None
    lines = read(viewer, item, now)
    return Part(item, titles()[item], [line.short for line in lines] if found.part == SUMMARY else lines)


def parts_for(viewer: Viewer, now: datetime) -> list[Part]:
    """Every item this viewer is shown, in the order of the matrix."""
    return [part for item in matrix() if (part := part_for(viewer, item, now)) is not None]


def asked(viewer: Viewer, item: str) -> Answer:
    """What the matrix says, narrowed to what a code was issued for."""
    if viewer.scope and item not in viewer.scope:
        return Answer()
    return answer(matrix(), item, viewer.audience, viewer.about)


def read(viewer: Viewer, item: str, now: datetime) -> list[Line]:
    """The lines of an item, from its own reader or from the declared sources."""
    reader = READERS.get(item)
    if reader is not None:
        return reader(viewer, now)
    found = [line for one in sources(item) for line in lines_of(one, viewer.number, objectable=item in OBJECTABLE)]
    return latest(found)


def applications(viewer: Viewer, now: datetime) -> list[Line]:
    """What the person asked for, each with where it stands."""
    return [ahead.own_case_line(one) for one in own_cases(viewer, ["applications"], now) if in_code(viewer, one.case.pk)]


def in_code(viewer: Viewer, case: object) -> bool:
    """A lawyer's code shows the very case alone."""
    return viewer.code is None or viewer.code.case == case


READERS: Mapping[str, Reader] = {
    "next": ahead.next_lines,
    "applications": applications,
    "tag": orders.tag_lines,
    "contact": contacts.contact_lines,
    "reads": reads.read_lines,
    "check_hit": lambda _viewer, _now: [],
    "minor_file": lambda _viewer, _now: [],
    "sealed": lambda _viewer, _now: [],
    "statistics": lambda _viewer, _now: [],
}
"""Items with a reader of their own; those without a source on this platform show nothing."""
