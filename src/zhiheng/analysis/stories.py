"""Stories of sheets and duties: figures and ratings given, points and grade found; days given, what is owed. Run without data.

sheet:  given: {figures: {presence: [20, 21]}, rated: {facility: [9, 8]}, chosen: {attitude: good}, counted: {praised: 2},
        vetoes: [x], evidence: {duties: [记录]}}
        then: [{points: "88.5", grade: 二级, lines: {presence: 15}, missing: [facility]}]
duty:   then: [{since: "2026-06-01", on: "2026-06-30", owed: 21, due: {"2026-06-30": "2026-07-01T12:00"}, periods: [...]}]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.analysis.duties import occurrences
from zhiheng.analysis.sheets import Evidence, Figure, work_out
from zhiheng.catalog.duties import DutySpec
from zhiheng.catalog.sheets import SheetSpec


def run_sheet(spec: SheetSpec, story: Mapping[str, Any]) -> list[str]:
    """Run a story of a sheet; gives what is otherwise than it says."""
    evidence = evidence_of(story.get("given") or {})
    result = work_out(spec.shape, Evidence.of(evidence.to_json()))
    lines = {line.id: line for line in (*result.lines, *result.more, *result.less)}
    faults: list[str] = []
    for place, wanted in enumerate(story.get("then") or [{}], start=1):
        faults += [f"{story.get('name', '')} 第 {place} 行：{fault}" for fault in _compared(wanted, result, lines)]
    return faults


def _compared(wanted: Mapping[str, Any], result: Any, lines: Mapping[str, Any]) -> list[str]:
    faults = [] if wanted else ["没有写应得的结果"]
    if "points" in wanted and not _equal(result.points, wanted["points"]):
        faults.append(f"总分是 {result.points}，应为 {wanted['points']}")
    if "grade" in wanted and result.grade != (wanted["grade"] or ""):
        faults.append(f"等级是“{result.grade}”，应为“{wanted['grade']}”")
    for name, points in (wanted.get("lines") or {}).items():
        if name not in lines or not _equal(lines[name].points, points):
            faults.append(f"{name} 得 {lines[name].points if name in lines else '（没有这一项）'}，应为 {points}")
    missing = sorted(name for name, line in lines.items() if line.missing)
    if "missing" in wanted and missing != sorted(wanted["missing"] or ()):
        faults.append(f"尚缺 {missing}，应为 {wanted['missing']}")
    return faults


def evidence_of(given: Mapping[str, Any]) -> Evidence:
    """Evidence as a story writes it."""
    figures = {name: _figure(value) for name, value in (given.get("figures") or {}).items()}
    parts: dict[str, dict[str, Any]] = {}
    for name, points in (given.get("rated") or {}).items():
        rated = [{"by": f"评{place}", "points": str(one)} for place, one in enumerate(points, start=1)]
        parts.setdefault(name, {})["rated"] = rated
    for key, word in (("chosen", "choice"), ("counted", "count"), ("evidence", "evidence"), ("reasons", "reason")):
        for name, value in (given.get(key) or {}).items():
            parts.setdefault(name, {})[word] = value
    for name in given.get("vetoes") or ():
        parts.setdefault(name, {})["holds"] = True
    return Evidence(figures, parts)


def _figure(value: Any) -> Figure:
    if isinstance(value, list):
        return Figure(Decimal(str(value[0])), Decimal(str(value[1])), ("记录",))
    return Figure(None if value is None else Decimal(str(value)), None, ("记录",))


def _equal(found: Decimal | None, wanted: Any) -> bool:
    return found is None if wanted is None else found is not None and found == Decimal(str(wanted))


def run_duty(spec: DutySpec, story: Mapping[str, Any]) -> list[str]:
    """Run a story of a duty; gives what is otherwise than it says."""
    faults: list[str] = []
    for place, wanted in enumerate(story.get("then") or [{}], start=1):
        since = date.fromisoformat(str(wanted.get("since") or wanted.get("on") or "2026-01-01"))
        found = {one.period: one for one in occurrences(spec, since, date.fromisoformat(str(wanted.get("on") or since)))}
        said = [] if {"owed", "due", "periods", "none"} & set(wanted) else ["没有写应履行的期间"]
        if "owed" in wanted and len(found) != int(wanted["owed"]):
            said.append(f"应履行 {len(found)} 次，所写为 {wanted['owed']}")
        if "periods" in wanted and sorted(found) != sorted(map(str, wanted["periods"])):
            said.append(f"期间是 {sorted(found)}，应为 {wanted['periods']}")
        for period, due in (wanted.get("due") or {}).items():
            shown = found[str(period)].due_at.strftime("%Y-%m-%dT%H:%M") if str(period) in found else "没有这个期间"
            if shown != str(due):
                said.append(f"{period} 的期限是 {shown}，应为 {due}")
        said += [f"不应有 {period}" for period in wanted.get("none") or () if str(period) in found]
        faults += [f"{story.get('name', '')} 第 {place} 行：{one}" for one in said]
    return faults
