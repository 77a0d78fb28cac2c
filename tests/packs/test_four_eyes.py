"""Who did the work of a step does not approve it: every chief's approval within an organ bars those who prepared it."""

import re
from pathlib import Path

from zhiheng.catalog.packs import loaded

PACKS = Path(__file__).resolve().parents[2] / "packs"
APPROVES = re.compile("审批|批准|签发|审签|审核查询|通知立案$")


def unguarded(spec):
    """Steps by which a chief approves what the chief's own organ prepared, and nobody is barred from both."""
    for step in spec.steps.values():
        role = spec.roles.get(step.by)
        within = role is not None and role.of and "case.decide" in {step.right, role.right}
        if within and APPROVES.search(step.title) and not step.other_than:
            yield f"{spec.id}.{step.id} {step.title}"


def test_no_approval_within_an_organ_is_open_to_who_prepared_it():
    found = [line for spec in loaded(PACKS).procedures.values() for line in unguarded(spec)]
    assert found == []
