"""Who may and who must do what at which step: the list made of the procedures themselves, compared with what packs' catalogues state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.catalog.items import Item
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.procedure_parts import Role, Step
from zhiheng.catalog.procedure_times import Within
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.law.limits import limit_named

UNITS = {"minute": "分钟", "hour": "小时", "day": "日", "month": "个月", "workday": "个工作日"}
ACTS = {
    "case.decide": "决定", "document.approve": "决定", "case.review": "审核", "case.handle": "办理",
    "document.serve": "送达", "document.reply": "回复",
}  # fmt: skip
HEADS = ("检察长", "院长", "负责人")
"""Who decides and does not merely handle, as catalogues call them."""
DECIDERS: dict[str, tuple[str, ...]] = {
    "监狱": ("prison", "prison_bureau"),
    "看守所": ("detention_house",),
    "公安": ("police",),
    "派出所": ("police",),
    "法院": ("court",),
    "合议庭": ("court",),
    "检察": ("procuratorate",),
    "矫正": ("corrections_agency", "justice", "justice_office", "court", "prison_bureau", "police"),
}
"""Words by which catalogues name the organs that decide; organs of corrections are decided with by several."""
_FIGURE = re.compile(r"(\d+)(日|个月|个工作日|小时|年)")


@dataclass(frozen=True)
class Power:
    """An act at a step. kinds: organs that may; must: a statutory clock runs; stated: rows of catalogues that say who decides it."""

    pack: str
    procedure: ProcedureSpec
    step: Step
    kinds: tuple[str, ...]
    who: str
    act: str
    papers: tuple[str, ...]
    clocks: tuple[str, ...]
    bases: tuple[str, ...]
    must: bool
    otherwise: str
    stated: tuple[Item, ...]

    @property
    def name(self) -> str:
        """`procedure.step`."""
        return f"{self.procedure.id}.{self.step.id}"


def powers(catalog: Catalog) -> Iterator[Power]:
    """Every step of every procedure, in their order; inner steps stay inside their organ and are no part of the list."""
    stated: dict[str, list[Item]] = {}
    for spec in catalog.items.values():
        for item in spec.items:
            for name in item.covers.get("step", ()) if "decider" in item.more else ():
                stated.setdefault(name, []).append(item)
    for procedure in catalog.procedures.values():
        for step in procedure.steps.values():
            if not step.inner:
                yield _power(catalog, procedure, step, tuple(stated.get(f"{procedure.id}.{step.id}", ())))


def _power(catalog: Catalog, procedure: ProcedureSpec, step: Step, stated: tuple[Item, ...]) -> Power:
    roles = [procedure.roles[name] for name in step.doers if name in procedure.roles]
    right = step.right or next((role.right for role in roles), "")
    drawn = [*step.draws, *(paper for outcome in step.outcomes for paper in outcome.draws)]
    papers = dict.fromkeys(_document_title(catalog, procedure, name) for name in drawn)
    bases = dict.fromkeys(filter(None, [step.source, *(one.source for one in step.within), *_articles(step)]))
    return Power(
        pack=procedure.pack,
        procedure=procedure,
        step=step,
        kinds=tuple(dict.fromkeys(kind for role in roles for kind in _kinds(procedure, role))),
        who="、".join(role.title for role in roles),
        act=ACTS.get(right, "办理"),
        papers=tuple(papers),
        clocks=tuple(dict.fromkeys(_clock(one) for one in step.within)),
        bases=tuple(bases),
        must=any(one.limit or one.source for one in step.within),
        otherwise=_otherwise(procedure, step),
        stated=stated,
    )


def _kinds(procedure: ProcedureSpec, role: Role) -> tuple[str, ...]:
    """Kinds of organs a role may be; a part of another role's organ is of its kinds."""
    upper = procedure.roles.get(role.of)
    return role.kinds or (_kinds(procedure, upper) if upper else ())


def _document_title(catalog: Catalog, procedure: ProcedureSpec, name: str) -> str:
    found = next((catalog.documents[pack, name] for pack in (procedure.pack, *procedure.shares) if (pack, name) in catalog.documents), None)
    return found.title if found else name


def _articles(step: Step) -> Iterator[str]:
    """The articles of the statutory clocks."""
    for one in step.within:
        if one.limit:
            yield from (cite.replace("#", " ") for cite in limit_named(one.limit).newest.cites)


def _clock(one: Within) -> str:
    law = limit_named(one.limit).newest if one.limit else None
    amount, unit = (law.amount, law.unit) if law else (one.amount, one.unit)
    if not amount:
        return "按载明的期限" if one.due else "依法确定"
    return f"{'提前' if one.before or amount < 0 else ''}{abs(amount)}{UNITS.get(unit, unit)}"


def _otherwise(procedure: ProcedureSpec, step: Step) -> str:
    """What follows where it is not done in time."""
    said = []
    for power, words in ((step.urge, "催办"), (step.report_up, "报告上级")):
        if power is not None:
            role = procedure.roles.get(power.by)
            said.append(f"{role.title if role else power.by}{words}")
    return "；".join(said)


def unlisted(power: Power) -> bool:
    """Whether a step with a statutory clock stands in no catalogue that says who must do it."""
    return power.must and not power.stated


def differences(power: Power) -> str:
    """Where a catalogue states another decider, clock or duty than the procedure: named, never settled here."""
    return "；".join(said for item in power.stated for said in (*_of_duty(power, item), *_of_decider(power, item), *_of_clock(power, item)))


def _of_duty(power: Power, item: Item) -> Iterator[str]:
    if item.more.get("obligation", "").startswith("必须") and not power.must:
        yield f"{item.id} 为必须做，流程没有法定期限"


def _of_decider(power: Power, item: Item) -> Iterator[str]:
    """Another decider: a head decides what the procedure has merely handled, or no organ that may act is of those named."""
    decider = item.more.get("decider", "")
    if decider.startswith(HEADS) and power.act != "决定":
        yield f"{item.id} 由{decider}决定，流程由{power.who}{power.act}"
    wanted = {kind for word, kinds in DECIDERS.items() if word in decider for kind in kinds}
    if wanted and power.kinds and not wanted & set(power.kinds):
        yield f"{item.id} 决定主体为{decider}，流程为{power.who}"


def _of_clock(power: Power, item: Item) -> Iterator[str]:
    """A clock that the procedure has not, or has with other figures."""
    clock = item.more.get("clock", "")
    if not clock or clock in {"–", "及时", "立即"}:
        return
    if not power.clocks:
        yield f"{item.id} 期限为{clock}，流程没有期限"
    stated, own = set(_FIGURE.findall(clock)), set(_FIGURE.findall("；".join(power.clocks)))
    if stated and own and not stated & own:
        yield f"{item.id} 期限为{clock}，流程为{'；'.join(power.clocks)}"
