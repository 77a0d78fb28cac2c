"""States of a clue and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "received": "待受理",
    "assigned": "已分派",
    "verified": "已核实",
    "refuted": "已排除",
    "documented": "已制发文书",
    "closed": "已办结",
}
OPEN = ("received", "assigned", "verified", "documented")
CAUSES: Mapping[str, str] = {"data": "数据有误", "rule": "规则有误", "lawful_exception": "存在合法情形", "identity": "身份认错"}
LEVELS: Mapping[str, str] = {"high": "高", "medium": "中", "low": "低"}
ACTS: Mapping[str, str] = {
    "found": "发现",
    "found_again": "再次发现",
    "evidence_changed": "依据的记录已变化",
    "resolved_by_data": "数据更正后不再成立",
    "resolved_by_identity": "认定身份后不再成立",
    "resolved_by_model": "模型版本或参数变更后不再成立",
    "continued": "并入同一人的线索",
    "continues": "接续同一人的线索",
    "assigned": "分派",
    "verified": "核实",
    "refuted": "排除",
    "reopened": "重新核查",
    "snoozed": "暂缓",
    "documented": "制发文书",
    "returned": "文书撤回",
    "closed": "办结",
}
FROM: Mapping[str, tuple[str, ...]] = {
    "assigned": ("received", "assigned"),
    "verified": ("received", "assigned"),
    "refuted": ("received", "assigned", "verified"),
    "reopened": ("verified", "refuted"),
    "snoozed": ("received", "assigned", "verified"),
    "documented": ("verified",),
}
"""Act → the states in which it is allowed."""


def allowed_acts(state: str) -> tuple[str, ...]:
    """What may be done with a clue in that state."""
    return tuple(act for act, states in FROM.items() if state in states)
