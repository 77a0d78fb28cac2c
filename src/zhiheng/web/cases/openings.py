"""Which procedures an officer may open cases of, and from where."""

from __future__ import annotations

from typing import Any

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.models.in_force import catalog
from zhiheng.procedure.services.seating import fits
from zhiheng.registry import rights

PAGE = "case.open"


def openable(viewer: Any, place: str = "page") -> list[ProcedureSpec]:
    """Procedures whose cases begin at such a place, that the officer's organ opens and the officer's posts allow, by title."""
    found = [spec for spec in catalog().procedures.values() if place in spec.opens.places and may_open(viewer, spec)]
    return sorted(found, key=lambda spec: (spec.pack, spec.title))


def may_open(viewer: Any, spec: ProcedureSpec) -> bool:
    """Whether the officer may open cases of the procedure for the own organ: by its right, and by that of the page for opening cases."""
    allowed = rights.may(viewer, PAGE) and rights.may(viewer, spec.open_right, pack=spec.pack)
    return allowed and fits(spec.roles[spec.seat_of(spec.opener)], viewer.organ)
