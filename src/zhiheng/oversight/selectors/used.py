"""The parameters a clue was found with."""

from __future__ import annotations

from typing import Any

from zhiheng.catalog.models import ModelSpec
from zhiheng.models.core.regions import PROVINCE
from zhiheng.models.selectors.parameters import UsedValue, used_value
from zhiheng.oversight.models import Clue, Run


def parameters_used(clue: Clue, spec: ModelSpec | None) -> list[UsedValue]:
    """The values with which the clue was last found, as its run remembers them."""
    ran: list[dict[str, Any]] = Run.objects.values_list("models_run", flat=True).get(pk=clue.last_run_id)
    told = next((item for item in ran if item["model"] == clue.model), None)
    if told is None:
        return []
    region = told.get("placed", {}).get(clue.organ.name if clue.organ else "", PROVINCE)
    values = told.get("settings", {}).get(region, told["parameters"])
    return [used_value(spec, name, value, region) for name, value in values.items()]
