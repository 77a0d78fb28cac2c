"""What a pack puts on the screen of the command centre: a line of its card for each number, and what can be begun from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields

GROUPS = {"persons": "在押在册", "orders": "任务指令", "events": "事件处置", "handovers": "移交", "reports": "报告"}
OF = ("procedure", "register", "duty", "indicator")
TITLES = {"procedure": "业务流程", "register": "台账", "duty": "职责", "indicator": "指标"}


@dataclass(frozen=True)
class CentreLine:
    """A number of the screen: open cases of a procedure (at a step), entries of a register (in a state), a duty that is overdue, or an
    indicator of kind `count` that says what stands today.

    group   the block in which it stands; empty: no number, only offered to begin
    opens   whether it can be begun from the screen
    """

    of: str
    name: str
    title: str = ""
    group: str = ""
    step: str = ""
    state: str = ""
    opens: bool = False


def lines(fields: Fields) -> tuple[CentreLine, ...]:
    """The lines under `centre` of a card."""
    return tuple(line for one in fields.listed("centre", _thing) if (line := _line(one)))


def _thing(item: Mapping[str, Any]) -> str:
    return "centre " + "".join(str(item[of]) for of in OF if of in item)


def _line(one: Fields) -> CentreLine | None:
    named = [(of, name) for of in OF if (name := one.text(of, default=""))]
    group, opens = one.one_of("group", ("", *GROUPS), default=""), one.flag("opens")
    line = CentreLine("", "", one.text("title", default=""), group, one.text("step", default=""), one.text("state", default=""), opens)
    one.only()
    if len(named) != 1:
        one.fault(None, "应当写且只写 procedure、register、duty、indicator 中的一项", "每行只说一项。")
        return None
    if not group and not opens:
        one.fault(None, "既不显示数字，也不供发起", f"写 group（{'、'.join(GROUPS)}），或者写 opens: true。")
    of, name = named[0]
    return CentreLine(of, name, line.title, line.group, line.step, line.state, line.opens)


def check(found: Any, faults: Faults) -> None:
    """What a card puts on the screen are procedures, registers, duties and counts of that pack, with steps and states that they have."""
    kinds: Mapping[str, Mapping[str, Any]] = {
        "procedure": found.procedures,
        "register": found.registers,
        "duty": found.duties,
        "indicator": {name: spec for name, spec in found.indicators.items() if spec.kind == "count"},
    }
    for card in found.packs.values():
        for line in card.centre:
            own = {name: spec for name, spec in kinds[line.of].items() if spec.pack == card.id}
            for reason, remedy in _wrong(line, own):
                faults.add(card.path, 1, f"业务包 {card.id} centre", reason, remedy)


def _wrong(line: CentreLine, own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if line.name not in own:
        yield (
            f"{line.name} 不是本包的{TITLES[line.of]}",
            did_you_mean(line.name, own),
        )
        return
    steps = own[line.name].steps if line.of == "procedure" else {}
    states = own[line.name].shape.states if line.of == "register" else {}
    if line.step and line.step not in steps:
        yield f"{line.name} 没有节点 {line.step}", did_you_mean(line.step, steps)
    if line.state and line.state not in states:
        yield f"{line.name} 没有状态 {line.state}", did_you_mean(line.state, states)
    if line.opens and line.of in {"duty", "indicator"}:
        yield f"{TITLES[line.of]} {line.name} 不能发起", "去掉 opens。"
