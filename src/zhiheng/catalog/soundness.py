"""Whether a procedure is sound: every step reachable, every case can end, every name it uses is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zhiheng.catalog import soundness_parts
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.field_values import BOUNDS
from zhiheng.catalog.markings import MOST_MARKINGS, Walked, enter, explore, reachable_from
from zhiheng.catalog.procedure_parts import EACH, END, LAW, RATED, Step
from zhiheng.catalog.procedure_times import Power, Within
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.yaml_strict import Place

OF_EVENT = frozenset({"on", "at", "actor", "officer", "organ", "reason", "outcome"})
OF_SUBJECT = frozenset({"name", "number", "person_no", "kind"})
OF_SEARCH = frozenset(
    {
        *(
            "searched_at",
            "platform",
            "methods",
            "queries",
            "corpus",
            "corpus_on",
            "tiers",
            "hits",
            "read_count",
            "own_court_only",
            "results",
        ),
        *("range_count", "range_median", "range_p5", "range_p10", "range_p90", "range_p95"),
    }
)
"""What a search of judgments that is written into a form gives."""


@dataclass(frozen=True)
class Known:
    """Names from other rooms that a procedure may use; None: not checked.

    documents  document → its places; on_issue: those that get their number on issue; every_document: of all packs;
    datasets: dataset → its fields
    """

    limits: Collection[str] | None = None
    rules: Collection[str] | None = None
    rights: Collection[str] | None = None
    documents: Mapping[str, Collection[str]] | Collection[str] | None = None
    on_issue: Collection[str] | None = None
    every_document: Collection[str] | None = None
    datasets: Mapping[str, Collection[str]] | None = None
    procedures: Collection[str] | None = None
    registers: Collection[str] | None = None
    sheets: Collection[str] | None = None
    facts: Collection[str] | None = None


@dataclass
class Look:
    """One checking of one procedure."""

    spec: ProcedureSpec
    known: Known
    faults: Faults
    order: Mapping[str, int] = field(default_factory=dict)

    def fault(self, place: Place, thing: str, reason: str, remedy: str) -> None:
        """Note a fault at a place of the file."""
        self.faults.add(self.spec.path, self.spec.line_of(place), thing, reason, remedy)

    def name(self, place: Place, thing: str, word: str, known: Collection[str] | None, kind: str) -> bool:
        """Whether the word is known; a fault where it is not."""
        if known is None or word in known:
            return True
        self.fault(place, f'{thing} = "{word}"', f"没有这个{kind}", did_you_mean(word, known))
        return False

    @cached_property
    def values(self) -> set[str]:
        """Names of values a case may have: fields of its forms, and what outcomes set."""
        sets = {name for step in self.spec.steps.values() for outcome in step.outcomes for name in outcome.sets}
        drawn = {name for step in self.spec.steps.values() if step.sample for name in (step.sample.into, step.sample.digest)}
        rated = RATED if any(step.rates for step in self.spec.steps.values()) else ()
        return {*self.spec.fields, *sets, *drawn, *rated}

    def of_step(self, step: str) -> set[str]:
        """Names of values kept under a step."""
        if step == "opening":
            return {item.id for item in self.spec.opening_fields}
        rated = RATED if self.spec.steps[step].rates else ()
        return {*(item.id for item in self.spec.form_of(self.spec.steps[step])), *rated}

    def value(self, place: Place, thing: str, name: object) -> None:
        """Check a value's name (`months`, `ruling.months`, `event.on` …); a fault where a case has no such value."""
        if not isinstance(name, str) or name.startswith("="):
            return
        where, _, inner = name.partition(".")
        if not inner:
            self.name(place, thing, name, self.values, "字段")
        elif where in {"facts", "parent", "entry", "clue", "law"}:
            return
        elif where == "search":
            self.name(place, thing, inner, OF_SEARCH, "检索结果")
        elif where in {"event", "subject"}:
            self.name(place, thing, inner, OF_EVENT if where == "event" else OF_SUBJECT, "字段")
        elif where in {"organs", "units"}:
            self.name(place, thing, inner, self.spec.roles, "角色")
        elif self.name(place, thing, where, {*self.spec.steps, "opening"}, "节点"):
            self.name(place, thing, inner, self.of_step(where), "字段")

    def condition(self, place: Place, thing: str, when: Mapping[str, object], *, key: str = "when") -> None:
        """Check a condition: the fields exist, and a choice has the options asked for."""
        for name, wanted in when.items():
            if name.startswith(LAW):
                self.fault(
                    (*place, key), f"{thing}.{key}.{name}", "法律规则的结果只能写在结果的 when 中", "先用 sets 记入案件，再以其名称作条件。"
                )
                continue
            self.value((*place, key), f"{thing}.{key}", name)
            item = self.spec.fields.get(name.rpartition(".")[2])
            for word in wanted if isinstance(wanted, Mapping) else ():
                self.name((*place, key), f"{thing}.{key}.{name}", str(word), BOUNDS, "比较")
            if item and item.type in {"choice", "choices"} and isinstance(item.codes, Mapping):
                for option in wanted if isinstance(wanted, list) else [wanted]:
                    self.name((*place, key), f"{thing}.{key}.{name}", str(option), item.codes, "选项")


def check(spec: ProcedureSpec, known: Known, faults: Faults) -> None:
    """Add every fault of the procedure to `faults`."""
    look = Look(spec, known, faults, {step: index for index, step in enumerate(spec.steps)})
    before = len(faults)
    soundness_parts.roles(look)
    soundness_parts.tables(look)
    soundness_parts.issued(look)
    soundness_parts.opening(look)
    soundness_parts.filled(look)
    soundness_parts.counted(look)
    soundness_parts.withdrawal(look)
    for index, step in enumerate(spec.steps.values()):
        _step(look, ("steps", index), step)
    for word in spec.start:
        look.name(("start",), "业务流程 start", word, spec.steps, "节点")
    for name, power in (("withdraw", spec.withdraw), ("reopen", spec.reopen)):
        _power(look, (name,), f"业务流程 {name}", power)
    if len(faults) == before:
        _walk(look)


def _step(look: Look, place: Place, step: Step) -> None:
    spec, thing = look.spec, f'节点 "{step.id}"'
    names: Iterable[tuple[str, str, Collection[str] | None, str]] = (
        ("by", step.by, {*spec.roles, *([EACH] if step.each else [])}, "角色"),
        ("right", step.right, look.known.rights, "权限"),
        ("form", step.form, spec.forms, "表单"),
        *(("waits_for", way, spec.steps, "节点") for word in step.waits_for for way in word.split("|")),
        *(("other_than", word, {*spec.steps, "opening"}, "节点") for word in step.other_than),
        *(("each", word, spec.roles, "角色") for word in step.each),
    )
    for key, word, known, kind in names:
        if word:
            look.name((*place, key), f"{thing}: {key}", word, known, kind)
    soundness_parts.law(look, place, step)
    soundness_parts.panel(look, place, step)
    soundness_parts.guards(look, place, step)
    soundness_parts.outcomes(look, place, step)
    soundness_parts.rated(look, place, step)
    _covered(look, place, step)
    for index, within in enumerate(step.within):
        _clock(look, (*place, "within", index), thing, within)
    _lengths(look, place, step)
    for key, power in (("urge", step.urge), ("report_up", step.report_up), ("suspend", step.suspend)):
        _power(look, (*place, key), f"{thing}: {key}", power)
    if (step.urge or step.report_up or step.extend or step.suspend) and not (step.within or step.repeats):
        look.fault(place, thing, "可以催办、中止或延长，却没有时限", "写出 within。")


def _covered(look: Look, place: Place, step: Step) -> None:
    """Where every outcome has a condition, each choice must leave a way on."""
    for name, item in look.spec.fields.items():
        if not all(name in outcome.when for outcome in step.outcomes):
            continue
        asked = [outcome.when[name] for outcome in step.outcomes]
        wanted = [option for one in asked for option in (one if isinstance(one, list) else [one])]
        for code in item.codes if asked and item.type == "choice" else ():
            if code not in wanted:
                look.fault((*place, "outcomes"), f'节点 "{step.id}"', f"{name} 为 {code} 时没有任何结果可选", "补上一个结果。")


def _clock(look: Look, place: Place, thing: str, within: Within) -> None:
    where = f"{thing}: within"
    for word in within.start:
        _moment(look, (*place, "from"), f"{where}.from", word)
    if within.limit:
        look.name((*place, "limit"), f"{where}.limit", within.limit, look.known.limits, "法定时限")
    if within.due:
        look.value((*place, "due"), f"{where}.due", within.due)
    for word in within.excludes:
        look.value((*place, "excludes"), f"{where}.excludes", word)
    soundness_parts.paused(look, place, where, within.paused)
    for word in within.facts.values():
        look.value((*place, "facts"), f"{where}.facts", word)
    if within.before and not any(word.startswith("value:") for word in within.start):
        look.fault((*place, "before"), where, "倒算的时限没有写明从哪个日期倒算", "写 from: value:字段名。")
    look.condition(place, where, within.when)


def _moment(look: Look, place: Place, thing: str, word: str) -> None:
    """What a clock may run from: an event of a step, the opening of the case, a value."""
    if word.startswith("value:"):
        look.value(place, thing, word.removeprefix("value:"))
        return
    steps = look.spec.steps.values()
    events = [event for step in steps for event in (*step.events, *(f"{event}@{part}" for event in step.events for part in step.each))]
    if word != "opened" and word not in events:
        source = look.spec.steps.get(word.partition(".")[0])
        said = f"节点 {source.id} 的事件：{'、'.join(source.events)}。" if source else ""
        look.fault(place, f'{thing} = "{word}"', "没有这个事件", said + did_you_mean(word, events))


def _lengths(look: Look, place: Place, step: Step) -> None:
    thing = f'节点 "{step.id}"'
    if step.lasts:
        if step.lasts.start:
            look.value((*place, "lasts", "from"), f"{thing}: lasts.from", step.lasts.start.removeprefix("value:"))
        if not step.lasts.unit:
            look.fault((*place, "lasts"), thing, "最短期间没有写明长短", "写 days、workdays、months 或 hours。")
        for name in step.lasts.outcomes:
            look.name((*place, "lasts", "outcomes"), f"{thing}: lasts.outcomes", name, step.results, "结果")
    _period(look, place, thing, step)
    if step.extend:
        look.name((*place, "extend", "approved_by"), f"{thing}: extend.approved_by", step.extend.approved_by, look.spec.roles, "角色")
        if step.extend.limit:
            look.name((*place, "extend", "limit"), f"{thing}: extend.limit", step.extend.limit, look.known.limits, "法定时限")
        look.condition((*place, "extend"), f"{thing}: extend", step.extend.when)


def _period(look: Look, place: Place, thing: str, step: Step) -> None:
    if step.repeats:
        for word in step.repeats.start:
            _moment(look, (*place, "repeats", "from"), f"{thing}: repeats.from", word)
        if step.repeats.until:
            look.value((*place, "repeats", "until"), f"{thing}: repeats.until", step.repeats.until.removeprefix("value:"))
        if step.repeats.unit not in {"day", "month", "workday"} or step.repeats.amount < 1:
            look.fault((*place, "repeats"), thing, "周期没有写明长短", "写 days、workdays 或 months。")


def _power(look: Look, place: Place, thing: str, power: Power | None) -> None:
    if power is None:
        return
    look.name((*place, "by"), f"{thing}.by", power.by, look.spec.roles, "角色")
    if power.decided_by:
        look.name((*place, "decided_by"), f"{thing}.decided_by", power.decided_by, look.spec.roles, "角色")
    if power.to:
        look.name((*place, "to"), f"{thing}.to", power.to, {*look.spec.roles, *look.spec.steps}, "角色或节点")
    for word in power.during:
        look.name((*place, "during"), f"{thing}.during", word, look.spec.steps, "节点")


def _walk(look: Look) -> None:
    """Reachability and the option to complete, over all markings of open steps."""
    spec = look.spec
    first = enter(spec, (frozenset(), frozenset()), spec.start, "")
    walked = explore(spec, first)
    if not walked.complete:
        look.fault((), f"业务流程 {spec.id}", f"并行节点的组合超过 {MOST_MARKINGS} 种", "减少同时进行的节点。")
        return
    reached = walked.steps()
    if spec.reopen:
        reached |= {spec.reopen.to, *reachable_from(spec, spec.reopen.to)}
    for index, step in enumerate(spec.steps.values()):
        if step.id not in reached:
            look.fault(
                ("steps", index),
                f'节点 "{step.id}"',
                "到不了这个节点",
                f"从 {'、'.join(spec.start)} 起没有结果通向它；补上通向它的结果，或删去它。",
            )
    _stuck(look, walked)
    _clocks_in_time(look)


def _stuck(look: Look, walked: Walked) -> None:
    without = walked.without_end()
    stuck = {step for marking in without for step in (marking[0] or {target for target, _ in marking[1]})}
    for index, step in enumerate(look.spec.steps.values()):
        if step.id in stuck:
            look.fault(("steps", index), f'节点 "{step.id}"', "从这里案件可能无法结束", "补上通向 end 的结果，并核对 waits_for。")


def _clocks_in_time(look: Look) -> None:
    """The events a clock runs from must be able to happen before its step opens, or beside it."""
    after = {step: reachable_from(look.spec, step) for step in look.spec.steps}
    for index, step in enumerate(look.spec.steps.values()):
        for within in step.within:
            sources = [word.partition(".")[0] for word in within.start if word != "opened" and not word.startswith("value:")]
            if sources and all(step.id not in after[source] and not _may_be_open_together(after, source, step.id) for source in sources):
                place = ("steps", index, "within", "from")
                said = "、".join(within.start)
                look.fault(place, f'节点 "{step.id}": within.from = "{said}"', "该事件不会发生在本节点之前", "改用先发生的事件。")


def _may_be_open_together(after: Mapping[str, set[str]], one: str, other: str) -> bool:
    """Whether two steps may be open at once: neither comes after the other."""
    return END not in (one, other) and one not in after[other] and other not in after[one]
