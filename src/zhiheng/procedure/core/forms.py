"""Values of a form read by the one field vocabulary; what is wrong becomes one refusal naming every faulty field."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from zhiheng.catalog import field_values
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.procedure.core.errors import ActRefused

UNKNOWN = "没有这个字段"


def read(
    fields: Sequence[FieldShape],
    given: Mapping[str, object],
    *,
    title: str,
    known_values: Mapping[str, object] | None = None,
    asks: Collection[str] = (),
) -> dict[str, Any]:
    """The values as the case keeps them (JSON-able); raises ActRefused naming every faulty field.

    asks   fields that this outcome requires although the form does not
    """
    wanted = [item.model_copy(update={"required": True}) if item.id in asks else item for item in fields]
    try:
        return field_values.read(wanted, given, known_values=known_values)
    except field_values.FieldFaultsError as error:
        faults = [f"没有字段 {fault.field}" if fault.reason == UNKNOWN else str(fault) for fault in error.faults]
        raise ActRefused(f"表单“{title}”", "", "；".join(faults), "请改正后再提交") from None
