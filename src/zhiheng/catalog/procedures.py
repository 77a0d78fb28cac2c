"""Reads a procedure's files: each fault with its line, all of them in one reading."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhiheng.catalog import digest, yaml_strict
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.procedure_parts import UNITS, Extension, FormField, Outcome, Power, ProcedureSpec, Role, Step, Within
from zhiheng.catalog.yaml_strict import Document

FIELD_TYPES = ("text", "paragraphs", "date", "bool", "int", "choice", "file")
OUTCOME_TITLES: Mapping[str, str] = {
    "submitted": "提交",
    "approved": "批准",
    "returned": "退回",
    "served": "送达",
    "replied": "回复",
    "adopted": "采纳",
    "closed": "办结",
    "granted": "准许",
    "refused": "不予准许",
    "accepted": "受理",
    "done": "完成",
}


def read(path: Path, pack: str, faults: Faults) -> ProcedureSpec | None:
    """Read `procedure.yaml` and the forms beside it; None when it is not even a mapping. Faults are added, not raised."""
    document = yaml_strict.load_file(path, faults)
    forms = {file.stem: yaml_strict.load_file(file, faults) for file in sorted((path.parent / "forms").glob("*.yaml"))}
    return from_documents(document, forms, pack, faults)


def from_content(content: Mapping[str, Any], pack: str) -> ProcedureSpec:
    """Rebuild a procedure from the content a case has pinned (already read once without fault)."""
    faults = Faults()
    path = Path(pack) / "procedure.yaml"
    forms = {name: Document(value, path, {}) for name, value in content["forms"].items()}
    spec = from_documents(Document(content["procedure"], path, {}), forms, pack, faults)
    faults.raise_any()
    if spec is None:
        raise TypeError("a pinned procedure is a mapping")
    return spec


def from_documents(document: Document, forms: Mapping[str, Document], pack: str, faults: Faults) -> ProcedureSpec | None:
    """Build the procedure out of read documents."""
    if not isinstance(document.value, dict):
        faults.add(document.path, 1, "业务流程", "文件应是“名称: 值”的映射", "以 procedure: 名称 开头。")
        return None
    top = Fields(document, faults, "业务流程")
    content = {"procedure": document.value, "forms": {name: form.value for name, form in forms.items()}}
    spec = ProcedureSpec(
        id=top.text("procedure"),
        pack=pack,
        title=top.text("title"),
        start=top.texts("start", required=True),
        roles={name: _role(name, inner) for name, inner in top.named("roles", "角色").items()},
        steps={step.id: step for step in map(_step, top.listed("steps", lambda item: f"节点 {item.get('id', '?')}"))},
        source=top.texts("source", required=True),
        digest=digest.of_value(content),
        path=document.path,
        forms={name: _form(name, form, faults) for name, form in forms.items()},
        withdraw=_power(top, "withdraw"),
        reopen=_power(top, "reopen"),
        hand_over=top.texts("hand_over"),
        content=content,
        lines=document.lines,
    )
    top.only()
    return spec


def _role(name: str, fields: Fields) -> Role:
    role = Role(
        name,
        fields.text("title"),
        of=fields.text("of", default=""),
        right=fields.text("right", default=""),
        kinds=fields.texts("kinds"),
        optional=fields.flag("optional"),
    )
    fields.only()
    return role


def _step(fields: Fields) -> Step:
    step = Step(
        id=fields.text("id"),
        title=fields.text("title"),
        by=fields.text("by"),
        outcomes=tuple(_outcome(fields, name) for name in fields.mapping("outcomes")),
        right=fields.text("right", default=""),
        within=_clocks(fields),
        extend=_extension(fields),
        suspend=_power(fields, "suspend"),
        urge=_power(fields, "urge"),
        report_up=_power(fields, "report_up"),
        waits_for=fields.texts("waits_for"),
        assess=fields.text("assess", default=""),
        form=fields.text("form", default=""),
        documents=fields.texts("documents"),
        source=fields.text("source", default=""),
    )
    if not step.outcomes and "outcomes" not in fields:
        fields.fault(None, "没有结果，案件会停在这里", "写出 outcomes: {结果: 下一节点}，结束写 end。")
    fields.only()
    return step


def _outcome(fields: Fields, name: str) -> Outcome:
    value = fields.mapping("outcomes")[name]
    inner = Fields(fields.document, fields.faults, f"{fields.thing} 结果 {name}", (*fields.at, "outcomes"))
    if not isinstance(value, dict):
        title = OUTCOME_TITLES.get(name, "")
        if not title:
            inner.fault(name, "没有中文名称", "写成 {to: 下一节点, title: 名称}。")
        return Outcome(name, title, inner.texts(name))
    inner = Fields(fields.document, fields.faults, inner.thing, (*fields.at, "outcomes", name))
    outcome = Outcome(
        name,
        inner.text("title", default=OUTCOME_TITLES.get(name, "")),
        inner.texts("to", required=True),
        reason=inner.flag("reason"),
        when=inner.mapping("when"),
    )
    inner.only()
    return outcome


def _clocks(fields: Fields) -> tuple[Within, ...]:
    if isinstance(fields.raw("within"), dict):
        return (_within(fields.inner("within", f"{fields.thing} within")),)
    return tuple(_within(inner) for inner in fields.listed("within", lambda _: f"{fields.thing} within"))


def _within(fields: Fields) -> Within:
    amount, unit = _length(fields)
    limit = fields.text("limit", default="")
    if bool(limit) == bool(amount):
        fields.fault(None, "时限应当且只应有一种写法", "写 limit: 法定时限名称，或写 days: 天数（months、workdays、hours）。")
    clock = Within(
        fields.text("from"),
        limit=limit,
        amount=amount,
        unit=unit,
        when=fields.mapping("when"),
        facts={key: str(value) for key, value in fields.mapping("facts").items()},
        source=fields.text("source", default=""),
        policy=fields.text("policy", default=""),
    )
    if amount and not (clock.source or clock.policy):
        fields.fault(None, "自定天数没有依据", "写 source: 条文，或写 policy: 谁定的。")
    fields.only()
    return clock


def _length(fields: Fields) -> tuple[int, str]:
    given = [(fields.whole(unit, default=0), unit.removesuffix("s")) for unit in UNITS]
    return next((pair for pair in given if pair[0]), (0, ""))


def _extension(fields: Fields) -> Extension | None:
    if "extend" not in fields:
        return None
    inner = fields.inner("extend", f"{fields.thing} extend")
    amount, unit = _length(inner)
    extension = Extension(inner.text("approved_by"), inner.text("source"), amount, unit, inner.text("when", default=""))
    inner.only()
    return extension


def _power(fields: Fields, key: str) -> Power | None:
    if key not in fields:
        return None
    inner = fields.inner(key, f"{fields.thing} {key}")
    power = Power(inner.text("by"), inner.text("source", default=""), inner.text("to", default=""), inner.texts("during"))
    inner.only()
    return power


def _form(name: str, document: Document, faults: Faults) -> tuple[FormField, ...]:
    top = Fields(document, faults, f"表单 {name}")
    read = tuple(_field(inner) for inner in top.listed("fields", lambda item: f"表单 {name} 字段 {item.get('id', '?')}"))
    top.text("title")
    top.only()
    return read


def _field(fields: Fields) -> FormField:
    read = FormField(
        id=fields.text("id"),
        title=fields.text("title"),
        type=fields.one_of("type", FIELD_TYPES, default="text"),
        required=fields.flag("required"),
        default=fields.raw("default"),
        codes={key: str(value) for key, value in fields.mapping("codes").items()},
        doc=fields.text("doc", default=""),
    )
    if read.type == "choice" and not read.codes:
        fields.fault(None, "选择型字段没有选项", "写 codes: {代码: 名称}。")
    fields.only()
    return read
