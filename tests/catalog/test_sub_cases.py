"""A case opened from another seats organs in roles that it has; a role of another name is told when packs load."""

from __future__ import annotations

import pytest

from zhiheng.catalog import packs
from zhiheng.catalog.errors import PackError

PROCEDURE = """
procedure: {name}
title: 试办
source: [刑法 第七十八条]
about: none
start: plan
roles: {{{role}: {{title: 人民法院, kinds: [court]}}}}
steps:
  - {{id: plan, title: 立项, by: {role}, outcomes: {{done: {outcome}}}}}
"""


@pytest.fixture()
def packs_with(tmp_path):
    def of(given):
        place = tmp_path / "trial"
        (place / "procedures").mkdir(parents=True)
        (place / "pack.yaml").write_text("pack: trial\ntitle: 试\npurpose: 试\nsource: [刑法 第七十八条]\n", encoding="utf-8")
        opening = f"{{to: end, title: 办结, opens: [{{procedure: other, roles: {{{given}: court}}}}]}}"
        for name, role, outcome in (("first", "court", opening), ("other", "judge", "end")):
            text = PROCEDURE.format(name=name, role=role, outcome=outcome)
            (place / "procedures" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return of


def test_a_role_that_the_case_opened_has_is_seated(packs_with):
    assert "other" in packs.load(packs_with("judge")).procedures


def test_a_role_that_the_case_opened_has_not_is_told(packs_with):
    with pytest.raises(PackError) as told:
        packs.load(packs_with("bench"))
    assert any("other 没有 bench" in str(fault) for fault in told.value.faults)
