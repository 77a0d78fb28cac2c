"""Whether a procedure is sound: every step reachable, every case can end, every name it uses is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.procedure_parts import END, Power, ProcedureSpec, Step, Within
from zhiheng.catalog.yaml_strict import Place
from zhiheng.procedure.core.markings import MOST_MARKINGS, Marking, can_end, enter, explore, reachable_from


@dataclass(frozen=True)
class Known:
    """Names from other rooms that a procedure may use; None: not checked."""

    limits: Collection[str] | None = None
    rules: Collection[str] | None = None
    rights: Collection[str] | None = None
    documents: Collection[str] | None = None


@dataclass
class _Check:
    spec: ProcedureSpec
    known: Known
    faults: Faults
    order: Mapping[str, int] = field(default_factory=dict)

    def fault(self, place: Place, thing: str, reason: str, remedy: str) -> None:
        self.faults.add(self.spec.path, self.spec.line_of(place), thing, reason, remedy)

    def name(self, place: Place, thing: str, word: str, known: Collection[str] | None, kind: str) -> bool:
        """Whether the word is known; a fault where it is not."""
        if known is None or word in known:
            return True
        self.fault(place, f'{thing} = "{word}"', f"没有这个{kind}", did_you_mean(word, known))
        return False


def check(spec: ProcedureSpec, known: Known, faults: Faults) -> None:
    """Add every fault of the procedure to `faults`."""
    look = _Check(spec, known, faults, {step: index for index, step in enumerate(spec.steps)})
    before = len(faults)
    _roles(look)
    for index, step in enumerate(spec.steps.values()):
        _step(look, ("steps", index), step)
    for word in spec.start:
        look.name(("start",), "业务流程 start", word, spec.steps, "节点")
    for name, power in (("withdraw", spec.withdraw), ("reopen", spec.reopen)):
        _power(look, (name,), f"业务流程 {name}", power)
    _forms_used(look)
    if len(faults) == before:
        _walk(look)


def _roles(look: _Check) -> None:
    for role in look.spec.roles.values():
        if role.of:
            look.name(("roles", role.id, "of"), f"角色 {role.id}: of", role.of, look.spec.roles, "角色")
        if role.right:
            look.name(("roles", role.id, "right"), f"角色 {role.id}: right", role.right, look.known.rights, "权限")
    for word in look.spec.hand_over:
        look.name(("hand_over",), "业务流程 hand_over", word, look.spec.roles, "角色")


def _step(look: _Check, place: Place, step: Step) -> None:
    spec, thing = look.spec, f'节点 "{step.id}"'
    names: Iterable[tuple[str, str, Collection[str] | None, str]] = (
        ("by", step.by, spec.roles, "角色"),
        ("right", step.right, look.known.rights, "权限"),
        ("form", step.form, spec.forms, "表单"),
        ("assess", step.assess, look.known.rules, "规则"),
        *(("documents", word, look.known.documents, "文书") for word in step.documents),
        *(("waits_for", word, spec.steps, "节点") for word in step.waits_for),
    )
    for key, word, known, kind in names:
        if word:
            look.name((*place, key), f"{thing}: {key}", word, known, kind)
    _outcomes(look, place, step)
    for index, within in enumerate(step.within):
        _clock(look, (*place, "within", index), thing, within)
    for key, power in (("urge", step.urge), ("report_up", step.report_up), ("suspend", step.suspend)):
        _power(look, (*place, key), f"{thing}: {key}", power)
    if step.extend:
        look.name((*place, "extend", "approved_by"), f"{thing}: extend.approved_by", step.extend.approved_by, spec.roles, "角色")
    if (step.urge or step.report_up or step.extend or step.suspend) and not step.within:
        look.fault(place, thing, "可以催办、中止或延长，却没有时限", "写出 within。")


def _outcomes(look: _Check, place: Place, step: Step) -> None:
    targets = {*look.spec.steps, END}
    for outcome in step.outcomes:
        at = (*place, "outcomes", outcome.id)
        for target in outcome.to:
            look.name(at, f'节点 "{step.id}": outcomes.{outcome.id}', target, targets, "节点")
        _condition(look, at, f'节点 "{step.id}": outcomes.{outcome.id}', outcome.when)
    _covered(look, place, step)


def _covered(look: _Check, place: Place, step: Step) -> None:
    """Where every outcome has a condition, each choice must leave a way on."""
    if not step.outcomes or any(not outcome.when for outcome in step.outcomes):
        return
    for name, codes in _choices(look.spec).items():
        asked = [outcome.when[name] for outcome in step.outcomes if name in outcome.when]
        for code in codes if asked else ():
            if code not in asked:
                look.fault((*place, "outcomes"), f'节点 "{step.id}"', f"{name} 为 {code} 时没有任何结果可选", "补上一个结果。")


def _clock(look: _Check, place: Place, thing: str, within: Within) -> None:
    spec = look.spec
    where = f"{thing}: within"
    events = [event for step in spec.steps.values() for event in step.events]
    if within.start != "opened" and within.start not in events:
        source = spec.steps.get(within.start.partition(".")[0])
        said = f"节点 {source.id} 的事件：{'、'.join(source.events)}。" if source else ""
        look.fault((*place, "from"), f'{where}.from = "{within.start}"', "没有这个事件", said + did_you_mean(within.start, events))
    if within.limit:
        look.name((*place, "limit"), f"{where}.limit", within.limit, look.known.limits, "法定时限")
    for word in within.facts.values():
        look.name((*place, "facts"), f"{where}.facts", word, _fields(spec), "字段")
    _condition(look, place, where, within.when)


def _condition(look: _Check, place: Place, thing: str, when: Mapping[str, object]) -> None:
    choices = _choices(look.spec)
    for name, wanted in when.items():
        if look.name((*place, "when"), f"{thing}.when", name, _fields(look.spec), "字段") and name in choices:
            look.name((*place, "when"), f"{thing}.when.{name}", str(wanted), choices[name], "选项")


def _fields(spec: ProcedureSpec) -> set[str]:
    return {item.id for form in spec.forms.values() for item in form}


def _choices(spec: ProcedureSpec) -> dict[str, Collection[str]]:
    return {item.id: item.codes for form in spec.forms.values() for item in form if item.type == "choice"}


def _power(look: _Check, place: Place, thing: str, power: Power | None) -> None:
    if power is None:
        return
    look.name((*place, "by"), f"{thing}.by", power.by, look.spec.roles, "角色")
    if power.to:
        look.name((*place, "to"), f"{thing}.to", power.to, {*look.spec.roles, *look.spec.steps}, "角色或节点")
    for word in power.during:
        look.name((*place, "during"), f"{thing}.during", word, look.spec.steps, "节点")


def _forms_used(look: _Check) -> None:
    used = {step.form for step in look.spec.steps.values()}
    for name in look.spec.forms:
        if name not in used:
            look.fault((), f"表单 {name}", "没有节点使用", "在节点写 form，或删去该文件。")


def _walk(look: _Check) -> None:
    """Reachability and the option to complete, over all markings of open steps."""
    spec = look.spec
    first = enter(spec, (frozenset(), frozenset()), spec.start, "")
    ways, complete = explore(spec, first)
    if not complete:
        look.fault((), f"业务流程 {spec.id}", f"并行节点的组合超过 {MOST_MARKINGS} 种", "减少同时进行的节点。")
        return
    reached = {step for marking in ways for step in marking[0]}
    for index, step in enumerate(spec.steps.values()):
        if step.id not in reached:
            look.fault(
                ("steps", index),
                f'节点 "{step.id}"',
                "到不了这个节点",
                f"从 {'、'.join(spec.start)} 起没有结果通向它；补上通向它的结果，或删去它。",
            )
    _stuck(look, ways)
    _clocks_in_time(look)


def _stuck(look: _Check, ways: Mapping[Marking, set[Marking]]) -> None:
    ending = can_end(ways)
    stuck = {step for marking in ways if marking not in ending for step in (marking[0] or {target for target, _ in marking[1]})}
    for index, step in enumerate(look.spec.steps.values()):
        if step.id in stuck:
            look.fault(("steps", index), f'节点 "{step.id}"', "从这里案件可能无法结束", "补上通向 end 的结果，并核对 waits_for。")


def _clocks_in_time(look: _Check) -> None:
    """The event a clock runs from must be able to happen before its step opens."""
    after = {step: reachable_from(look.spec, step) for step in look.spec.steps}
    for index, step in enumerate(look.spec.steps.values()):
        for within in step.within:
            source = within.start.partition(".")[0]
            if source in after and step.id not in after[source]:
                place = ("steps", index, "within", "from")
                look.fault(place, f'节点 "{step.id}": within.from = "{within.start}"', "该事件不会发生在本节点之前", "改用先发生的事件。")
