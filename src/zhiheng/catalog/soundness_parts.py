"""Parts of a procedure's soundness: roles and their seats, the opening, law at a step, panels, and what outcomes bring about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from zhiheng.catalog.field_shapes import AROUND
from zhiheng.catalog.procedure_follows import DRAW_WORDS, ROW, Record
from zhiheng.catalog.procedure_parts import END, LAW, Outcome, Step
from zhiheng.catalog.step_guards import Block, Sample, Unlike
from zhiheng.catalog.yaml_strict import Place

if TYPE_CHECKING:
    from zhiheng.catalog.soundness import Look


def roles(look: Look) -> None:
    """Roles name known roles, rights and relations; a part of an organ names the organ's role."""
    spec = look.spec
    for role in spec.roles.values():
        place = ("roles", role.id)
        if role.of:
            look.name((*place, "of"), f"角色 {role.id}: of", role.of, spec.roles, "角色")
        look.name((*place, "right"), f"角色 {role.id}: right", role.right, look.known.rights, "权限")
        if role.relation:
            look.name((*place, "seat"), f"角色 {role.id}: seat", role.relation[1], spec.roles, "角色")
    for word in spec.hand_over:
        look.name(("hand_over",), "业务流程 hand_over", word, spec.roles, "角色")
    if spec.number:
        look.name(("number", "by"), "业务流程 number.by", spec.number.by, spec.roles, "角色")


def opening(look: Look) -> None:
    """The opening names a known role, form and facts; listed values and told steps exist."""
    spec = look.spec
    if spec.opens.by:
        look.name(("opens", "by"), "业务流程 opens.by", spec.opens.by, spec.roles, "角色")
    if spec.opens.form:
        look.name(("opens", "form"), "业务流程 opens.form", spec.opens.form, spec.forms, "表单")
    if spec.opens.facts:
        look.name(("opens", "facts"), "业务流程 opens.facts", spec.opens.facts, look.known.facts, "事实文件")
    if spec.shape.opens:
        look.name(("opens", "right"), "业务流程 opens.right", spec.opens.right, look.known.rights, "权限")
    for name in spec.listed:
        look.value(("list",), "业务流程 list", name)
    events = {*spec.steps, *(event for step in spec.steps.values() for event in step.events)}
    for audience in ("person", "public"):
        for word in getattr(spec.tells, audience):
            look.name(("tells", audience), f"业务流程 tells.{audience}", word, events, "节点或事件")


def filled(look: Look) -> None:
    """Where a field's first value comes from is something a case has."""
    for form, fields in look.spec.forms.items():
        for item in fields:
            word = item.fills
            if word.startswith("register.") and word.count(".") > 1:
                look.name((), f"表单 {form} 字段 {item.id}: fills", word.split(".")[1], look.known.registers, "台账")
            elif word.startswith("clues."):
                look.name((), f"表单 {form} 字段 {item.id}: fills", word.partition(".")[2], look.spec.roles, "角色")
            elif word and word not in AROUND and word != "subject.id_number":
                look.value((), f"表单 {form} 字段 {item.id}: fills", word)


def law(look: Look, place: Place, step: Step) -> None:
    """The rule, its facts and the values it is given are known."""
    if step.assess is None:
        return
    thing, at = f'节点 "{step.id}": assess', (*place, "assess")
    look.name((*at, "rule"), f"{thing}.rule", step.assess.rule, look.known.rules, "规则")
    if step.assess.facts:
        look.name((*at, "facts"), f"{thing}.facts", step.assess.facts, look.known.facts, "事实文件")
    for word in step.assess.given.values():
        look.value((*at, "with"), f"{thing}.with", word)
    if step.assess.on:
        look.value((*at, "on"), f"{thing}.on", step.assess.on)
    for word in step.assess.outcomes:
        look.name((*at, "outcomes"), f"{thing}.outcomes", word, step.results, "结果")


def rated(look: Look, place: Place, step: Step) -> None:
    """The sheet, whom it rates and the period are known."""
    if step.rates is None:
        return
    thing, at = f'节点 "{step.id}": rates', (*place, "rates")
    look.name((*at, "sheet"), f"{thing}.sheet", step.rates.sheet, look.known.sheets, "评定表")
    look.name((*at, "of"), f"{thing}.of", step.rates.of, look.spec.roles, "角色")
    if step.rates.period:
        look.value((*at, "period"), f"{thing}.period", step.rates.period)
    for word in step.rates.outcomes:
        look.name((*at, "outcomes"), f"{thing}.outcomes", word, step.results, "结果")


def panel(look: Look, place: Place, step: Step) -> None:
    """The field that holds the votes is one of rows with a name and a vote."""
    if step.panel is None:
        return
    thing, at = f'节点 "{step.id}": panel', (*place, "panel")
    field = next((item for item in look.spec.form_of(step) if item.id == step.panel.votes), None)
    if field is None or not {"name", "agreed"} <= {item.id for item in field.rows}:
        look.fault(at, thing, f"表单没有表决字段 {step.panel.votes}", "在表单写 {id: votes, type: rows, rows: [name, agreed, dissent]}。")
    for word in step.panel.outcomes:
        look.name((*at, "outcomes"), f"{thing}.outcomes", word, step.results, "结果")


def guards(look: Look, place: Place, step: Step) -> None:
    """The blocks and the drawing of a step name known values, outcomes, limits and fields of rows."""
    for index, block in enumerate(step.blocks):
        at, thing = (*place, "blocks", index), f'节点 "{step.id}": blocks.{block.code or index + 1}'
        _block(look, at, thing, block)
        for word in block.outcomes:
            look.name((*at, "outcomes"), f"{thing}.outcomes", word, step.results, "结果")
    _filed(look, place, step)
    if step.unlike:
        _unlike(look, (*place, "unlike"), step, step.unlike)
    if step.sample:
        _sample(look, (*place, "sample"), f'节点 "{step.id}": sample', step.sample)


def _filed(look: Look, place: Place, step: Step) -> None:
    """Papers an outcome waits for, and what they are asked by, are known."""
    for index, paper in enumerate(step.filed):
        at, thing = (*place, "filed", index), f'节点 "{step.id}": filed'
        for word in paper.papers:
            look.name((*at, "papers"), f"{thing}.papers", word, look.known.every_document, "文书")
        for word in paper.outcomes:
            look.name((*at, "outcomes"), f"{thing}.outcomes", word, step.results, "结果")
        for word in (*paper.when, *filter(None, [paper.before])):
            look.value((*at, "when"), f"{thing}.when", word)


def _unlike(look: Look, at: Place, step: Step, asked: Unlike) -> None:
    """The texts that are compared are the step's own, and the role and the outcomes are there."""
    thing, own = f'节点 "{step.id}": unlike', [item.id for item in look.spec.form_of(step)]
    look.name((*at, "of"), f"{thing}.of", asked.of, look.spec.roles, "角色")
    for word in asked.fields:
        look.name((*at, "fields"), f"{thing}.fields", word, own, "本节点表单的字段")
    for word in asked.outcomes:
        look.name((*at, "outcomes"), f"{thing}.outcomes", word, step.results, "结果")


def paused(look: Look, at: Place, thing: str, words: tuple[str, ...]) -> None:
    """The step that is suspended, and the value since whose day, are there."""
    for word in words[:1]:
        look.name((*at, "paused"), f"{thing}.paused", word, look.spec.steps, "节点")
    for word in words[1:]:
        look.value((*at, "paused"), f"{thing}.paused", word)


def _block(look: Look, at: Place, thing: str, block: Block) -> None:
    inner = _columns(look, at, thing, block.rows) if block.rows else set()
    paused(look, at, thing, block.paused)
    for name in (
        block.start,
        block.until,
        block.text,
        *block.same,
        *block.differ,
        *block.apart,
        *block.exceeds,
        *block.sum_,
        *block.month,
        *block.at,
        *block.when,
        *block.unless,
    ):
        if name and name not in inner:
            look.value(at, thing, name)
    _compared(look, at, thing, block, inner)
    for name in block.of:
        look.name((*at, "of"), f"{thing}.of", name, inner, "组内字段")
    if block.limit:
        look.name((*at, "limit"), f"{thing}.limit", block.limit, look.known.limits, "法定时限")


def _compared(look: Look, at: Place, thing: str, block: Block, inner: set[str]) -> None:
    """What a block compares with a catalogue, with listed deductions, with the register of organs."""
    if block.outside:
        look.value(at, thing, block.outside.value) if block.outside.value not in inner else None
        known = [one for item in look.spec.fields.values() for one in (item, *item.rows)]
        named = [item.id for item in known if item.type == "item" and item.of in look.spec.bounds]
        look.name((*at, "outside"), f"{thing}.outside", block.outside.item, named, "条目字段")
    if block.tally:
        for name in (block.tally.of, block.tally.by):
            look.name((*at, "tally"), f"{thing}.tally", name, _columns(look, at, thing, block.tally.rows), "组内字段")
        look.value(at, thing, block.tally.value)
    for role in (block.stands.of, block.stands.to) if block.stands else ():
        look.name((*at, "stands"), f"{thing}.stands", role, look.spec.roles, "角色")


def _sample(look: Look, at: Place, thing: str, asked: Sample) -> None:
    inner = _columns(look, at, thing, asked.of)
    for name in filter(None, (asked.key, asked.by)):
        look.name(at, thing, name, inner, "组内字段")
    for name in filter(None, (asked.seed, asked.number, asked.without)):
        look.value(at, thing, name)


def _columns(look: Look, place: Place, thing: str, name: str) -> set[str]:
    """The fields within a field of rows; a fault where there is no such field."""
    drawn = {step.sample.into: step.sample.of for step in look.spec.steps.values() if step.sample}
    item = look.spec.fields.get(drawn.get(name, name))
    if item is None or not item.rows:
        look.fault(place, thing, f"没有成组字段 {name}", "在表单写 {id: …, type: rows, rows: […]}。")
    return {one.id for one in item.rows} if item else set()


def outcomes(look: Look, place: Place, step: Step) -> None:
    """Every outcome leads somewhere known, and what it brings about is known."""
    targets = {*look.spec.steps, END}
    form = {item.id for item in look.spec.form_of(step)}
    _drawn_of(look, place, step)
    for outcome in step.outcomes:
        at, thing = (*place, "outcomes", outcome.id), f'节点 "{step.id}": outcomes.{outcome.id}'
        if not outcome.to and step.repeats is None:
            look.fault(at, thing, "没有写明去向", "写 to: 下一节点；结束写 to: end。")
        for target in outcome.to:
            look.name(at, thing, target, targets, "节点")
        for word in outcome.closes:
            look.name((*at, "closes"), f"{thing}: closes", word, look.spec.steps, "节点")
        for word in outcome.asks:
            look.name((*at, "asks"), f"{thing}.asks", word, form, "字段")
        _roles_of(look, at, thing, outcome)
        look.condition(at, thing, outcome.fits)
        if step.assess is None and (outcome.needs or any(str(word).startswith(LAW) for word in outcome.sets.values())):
            look.fault(at, thing, "用到法律规则的结果，本节点却没有询问规则", "写 assess: {rule: …}。")
        _drawn(look, at, thing, outcome.draws)
        _recorded(look, at, thing, outcome)
        _opened(look, at, thing, outcome)
        _moved(look, at, thing, outcome)
        _passed_on(look, at, thing, outcome)


def _roles_of(look: Look, at: Place, thing: str, outcome: Outcome) -> None:
    for key, words in (("copies", outcome.copies), ("by", outcome.by)):
        for word in words:
            look.name((*at, key), f"{thing}.{key}", word, look.spec.roles, "角色")


def _passed_on(look: Look, at: Place, thing: str, outcome: Outcome) -> None:
    seats = {one.id for one in look.spec.roles.values() if not one.of}
    for role, value in outcome.hands_over.items():
        look.name(
            (*at, "hands_over"),
            f"{thing}: hands_over",
            role,
            seats,
            "有单位的角色",
        )
        look.value((*at, "hands_over"), f"{thing}: hands_over.{role}", value)


def _drawn_of(look: Look, place: Place, step: Step) -> None:
    """The papers of a step, of urging and of reporting up."""
    _drawn(look, place, f'节点 "{step.id}"', step.draws)
    for key, power in (("urge", step.urge), ("report_up", step.report_up)):
        _drawn(look, (*place, key), f'节点 "{step.id}": {key}', power.draws if power else {})


def withdrawal(look: Look) -> None:
    """The papers of withdrawing, of asking for it and of its refusal."""
    if power := look.spec.withdraw:
        for key, draws in (("draws", power.draws), ("asked", power.asked), ("denied", power.denied)):
            _drawn(look, ("withdraw", key), f"业务流程 withdraw.{key}", draws)


def _drawn(look: Look, place: Place, thing: str, draws: Mapping[str, Mapping[str, object]]) -> None:
    known = look.known.documents
    for document, values in draws.items():
        if not look.name((*place, "draws"), f"{thing}.draws", document, known, "文书"):
            continue
        condition = values.get("when")
        look.condition((*place, "draws", document), f"{thing}.draws.{document}", condition if isinstance(condition, Mapping) else {})
        for name, value in values.items():
            if name in DRAW_WORDS:
                continue
            if isinstance(known, Mapping):
                look.name((*place, "draws", document, name), f"{thing}.draws.{document}", name, known[document], "占位")
            look.value((*place, "draws", document, name), f"{thing}.draws.{document}.{name}", value)


def issued(look: Look) -> None:
    """Whatever waits for issue is issued by some outcome, and only such papers are."""
    waiting = look.known.on_issue
    if waiting is None:
        return
    spec, every = look.spec, [(step, outcome) for step in look.spec.steps.values() for outcome in step.outcomes]
    drawn = {*spec.opens.draws, *(name for step in spec.steps.values() for name in step.draws)}
    drawn |= {name for _, outcome in every for name in outcome.draws}
    order = {step: index for index, step in enumerate(spec.steps)}
    for step, outcome in every:
        for name in outcome.issues:
            place = ("steps", order[step.id], "outcomes", outcome.id, "issues")
            look.name(place, f'节点 "{step.id}": outcomes.{outcome.id}.issues', name, set(waiting) & drawn, "签发时编号的文书")
    for name in sorted(set(waiting) & drawn - {name for _, outcome in every for name in outcome.issues}):
        look.fault(
            (), f"文书 {name}", "签发时编号，但没有节点签发它", f"在审批节点的结果写 issues: [{name}]，或在文书写 numbered: at_once。"
        )


def tables(look: Look) -> None:
    """The opening's papers are known, and so is every value and event that stands in a table of the platform."""
    if look.spec.shape.opens:
        _drawn(look, ("opens",), "建案", look.spec.opens.draws)
    table, events = look.spec.documents_table, {name for step in look.spec.steps.values() for name in step.events}
    if table is None:
        return
    at, thing = ("tables", "documents"), "tables.documents"
    for value in (table.kind, table.issued_by, table.issued_to):
        look.value(at, thing, value)
    for name in filter(None, (*table.issued_on, table.served_on, *table.adopted, table.rectified_on, *table.taken_back)):
        look.name(at, thing, name, events, "事件")
    for name in filter(None, (table.answer, table.looked_back_on)):
        look.name(at, thing, name, look.spec.steps, "节点")


def _recorded(look: Look, place: Place, thing: str, outcome: Outcome) -> None:
    known = look.known.datasets
    for dataset, rows in outcome.records.items():
        if look.name((*place, "records"), f"{thing}.records", dataset, known, "数据表"):
            for one in rows:
                _row(look, (*place, "records", dataset), f"{thing}.records.{dataset}", one, known[dataset] if known else None)
    for entry in outcome.enters:
        look.name((*place, "enters"), f"{thing}.enters", entry.register_id, look.known.registers, "台账")
        columns = _columns(look, (*place, "enters"), f"{thing}.enters.rows", entry.rows) if entry.rows else set()
        for value in entry.given.values():
            if entry.rows and str(value).startswith(ROW):
                look.name((*place, "enters"), f"{thing}.enters.with", str(value).removeprefix(ROW), columns, "组内字段")
            else:
                look.value((*place, "enters"), f"{thing}.enters.with", value)
        for name in entry.only:
            look.name((*place, "enters"), f"{thing}.enters.only", name, columns, "组内字段")


def _row(look: Look, at: Place, thing: str, one: Record, fields: Collection[str] | None) -> None:
    for name, value in one.row.items():
        look.name((*at, name), thing, name, fields, "字段")
        look.value((*at, name), f"{thing}.{name}", value)
    look.condition(at, thing, one.when)
    if one.of:
        look.name(at, f"{thing}.of", one.of, look.spec.roles, "角色")
    for name in one.base:
        look.name(at, f"{thing}.from", name, fields, "字段")


def _opened(look: Look, place: Place, thing: str, outcome: Outcome) -> None:
    for sub in outcome.opens:
        at = (*place, "opens")
        look.name(at, f"{thing}.opens.procedure", sub.procedure, look.known.procedures, "业务流程")
        if sub.as_role:
            look.name(at, f"{thing}.opens.as", sub.as_role, look.spec.roles, "角色")
        for own in sub.roles.values():
            look.name(at, f"{thing}.opens.roles", str(own), look.spec.roles, "角色")
        for value in sub.given.values():
            look.value(at, f"{thing}.opens.with", value)
        look.condition(at, f"{thing}.opens", sub.when)


def _moved(look: Look, place: Place, thing: str, outcome: Outcome) -> None:
    for move in outcome.moves:
        at = (*place, "moves")
        look.name(at, f"{thing}.moves.procedure", move.procedure, look.known.procedures, "业务流程")
        for value in move.given.values():
            look.value(at, f"{thing}.moves.with", value)
        look.condition(at, f"{thing}.moves", move.when)


def counted(look: Look) -> None:
    """What numbers of a form are counted from: values of the case, and fields of a dataset; not in the form of the opening."""
    datasets = look.known.datasets
    for form, fields in look.spec.forms.items():
        for item in fields:
            asked, thing = item.counts, f"表单 {form} 字段 {item.id}: counts"
            if asked is None:
                continue
            if form == look.spec.opens.form:
                look.fault((), thing, "建案表单不计数", "把这个字段放到节点的表单里。")
            for name in (*asked.start, *asked.to, *([asked.since] if asked.since else [])):
                look.value((), thing, name)
            look.condition((), thing, asked.when)
            if asked.records and look.name((), f"{thing}.records", asked.records, datasets, "数据集") and datasets is not None:
                for name in asked.fields:
                    look.name((), f"{thing}.records", name, datasets[asked.records], "字段")
