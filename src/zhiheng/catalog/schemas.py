"""The JSON Schema of each kind of declared file, for editors that complete and check while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng.catalog import declared
from zhiheng.catalog.declared import Shape
from zhiheng.catalog.duties import DutyShape
from zhiheng.catalog.field_shapes import FormShape
from zhiheng.catalog.registers import RegisterShape
from zhiheng.catalog.sheets import SheetShape

SHAPES: Mapping[str, type[Shape]] = {"form": FormShape, "register": RegisterShape, "sheet": SheetShape, "duty": DutyShape}
"""Kind of file → its shape."""


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file."""
    return declared.json_schema(SHAPES[kind])
