"""What the packs put on the screen, for a viewer: their numbers by group, and what can be begun from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from zhiheng.catalog.centre import CentreLine
from zhiheng.catalog.packs import PackSpec
from zhiheng.models.in_force import catalog
from zhiheng.register.selectors import entries_seen_by, ledgers_of
from zhiheng.registry.rights import may
from zhiheng.registry.selectors import sees_everything
from zhiheng.web.cases.openings import openable
from zhiheng.web.centre.counted import Number, number, standing
from zhiheng.web.menu import takes_part


def numbers_in(viewer: Any, group: str) -> list[Number]:
    """The numbers of a group, in the order of packs and their cards."""
    found = [number_of(viewer, line) for card, line in every_line() if line.group == group and concerned(viewer, card, line)]
    return [one for one in found if one]


def every_line() -> Iterator[tuple[PackSpec, CentreLine]]:
    """The lines of all cards."""
    return ((card, line) for card in catalog().packs.values() for line in card.centre)


def concerned(viewer: Any, card: PackSpec, line: CentreLine) -> bool:
    """Whether a line is for the viewer: rights for the pack, a seat in the procedure, entries one keeps or sees."""
    known = catalog()
    if line.of == "procedure":
        seated = sees_everything(viewer) or takes_part(viewer.organ.kind, known.procedures[line.name])
        return seated and may(viewer, "case.read", pack=card.id)
    if line.of in {"duty", "indicator"}:
        return may(viewer, f"{line.of}.read", pack=card.id)
    spec = known.registers[line.name]
    seen = bool(ledgers_of(viewer, spec)) or entries_seen_by(viewer, spec).exists()
    return seen and may(viewer, "register.read", pack=card.id)


def number_of(viewer: Any, line: CentreLine) -> Number | None:
    """The number of a line, with the list it opens."""
    title = title_of(line)
    if line.of == "procedure":
        step = {"step": line.step} if line.step else {}
        return number(viewer, title, "cases", procedure=line.name, view="open", **step)
    if line.of == "duty":
        return number(viewer, title, "duties", tone="amber", duty=line.name, state="overdue")
    if line.of == "indicator":
        return standing(viewer, title, line.name)
    state = {"state": line.state} if line.state else {}
    return number(viewer, title, "ledger", line.name, **state)


def title_of(line: CentreLine) -> str:
    """As the card says, else as the procedure, the register, the duty or the indicator is called."""
    known = catalog()
    if line.of == "procedure":
        return line.title or known.procedures[line.name].title
    if line.of == "indicator":
        return line.title or known.indicators[line.name].title
    shapes = known.registers if line.of == "register" else known.duties
    return line.title or str(shapes[line.name].shape.title)


def offered(viewer: Any) -> list[tuple[str, str]]:
    """What the viewer may begin from the screen: title and address of its form, of the ledger for entries."""
    may_open = {spec.id for spec in openable(viewer)}
    found = []
    for card, line in every_line():
        if line.opens and line.of == "procedure" and line.name in may_open:
            found.append((catalog().procedures[line.name].title, reverse("open_case", args=[line.name])))
        elif line.opens and line.of == "register" and may(viewer, "register.keep", pack=card.id):
            spec = catalog().registers[line.name]
            found += [(str(spec.shape.title), reverse("ledger", args=[line.name]))] if ledgers_of(viewer, spec) else []
    return found
