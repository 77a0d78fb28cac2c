"""Kinds of pack files that are declared as shapes, for `zhiheng packs schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.catalog import declared
from zhiheng.catalog.declared import Shape
from zhiheng.catalog.duties import DutyShape
from zhiheng.catalog.field_shapes import FormShape
from zhiheng.catalog.procedure_parts import ProcedureShape
from zhiheng.catalog.registers import RegisterShape
from zhiheng.catalog.sheets import SheetShape
from zhiheng.catalog.stories import StoriesShape

SHAPES: Mapping[str, type[Shape]] = {
    "procedure": ProcedureShape,
    "form": FormShape,
    "register": RegisterShape,
    "sheet": SheetShape,
    "duty": DutyShape,
    "stories": StoriesShape,
}
"""Kind of file → its shape."""


def schema_of(kind: str) -> dict[str, Any]:
    """Give the JSON Schema of a kind of file."""
    return declared.json_schema(SHAPES[kind])
