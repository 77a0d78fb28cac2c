"""Walk a story through the pure core: no database, no clock but the story's own; what differs is told with the line it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from zhiheng.catalog.declared import one_or_many
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.stories import Stories, StoryGiven, StoryShape, StoryStep
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.core import acts, assessing, forms
from zhiheng.procedure.core.blocks import STANDINGS
from zhiheng.procedure.core.clocks import clocks, reminders
from zhiheng.procedure.core.counting import EARLIER, datasets_of
from zhiheng.procedure.core.effects import Effects, effects_of
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.likeness import OTHERS, text_of
from zhiheng.procedure.core.state import TITLES, Event, State
from zhiheng.procedure.core.values import day_of, moment_in, value_of
from zhiheng.procedure.core.visibility import conducts, hidden_steps, visible_events
from zhiheng.schema import DATASETS


@dataclass(frozen=True)
class Difference:
    """Where a story and the procedure differ."""

    story: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"第{self.line}行 “{self.story}”：{self.words}"


@dataclass
class Walk:
    """A case as a story walks it."""

    spec: ProcedureSpec
    given: StoryGiven
    events: list[Event] = field(default_factory=list)
    state: State = field(default_factory=State)
    effects: Effects = field(default_factory=Effects)
    now: date = date(2026, 1, 1)
    touched: set[str] = field(default_factory=set)
    papers: dict[str, str] = field(default_factory=dict)
    tries: Trying | None = None
    records: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Let an event happen."""
        self.state = follow(self.spec, self.state, event)
        self.events.append(event)
        self.effects = effects_of(self.spec, self.state, event)
        self.touched.add(event.name)
        for one in self.effects.records:
            self.records.setdefault(one.dataset, []).append(one.row)
        for paper in self.effects.issues:
            self.papers.setdefault(paper, self.now.isoformat())

    def faults(self) -> Iterator[str]:
        """What of the last event could not be carried out."""
        return self.tries(self, self.events[-1]) if self.tries else iter(())


Trying = Callable[[Walk, Event], Iterator[str]]


@dataclass(frozen=True)
class StoryOutcome:
    """What came of a file of stories: where it differs, and which outcomes its acts touched."""

    differences: tuple[Difference, ...]
    touched: frozenset[str]


def run(stories: Stories, spec: ProcedureSpec, tries: Trying | None = None) -> StoryOutcome:
    """Walk every story of a file; `tries` tells in words what of an event could not be carried out."""
    if stories.shape is None:
        return StoryOutcome((), frozenset())
    found: list[Difference] = []
    touched: set[str] = set()
    for number, story in enumerate(stories.shape.stories):
        walk = Walk(spec, story.given, tries=tries)
        found += [Difference(story.name, stories.line_of(("stories", number, *place)), words) for place, words in _walked(walk, story)]
        touched |= walk.touched
    return StoryOutcome(tuple(found), frozenset(touched))


def untouched(spec: ProcedureSpec, touched: frozenset[str], excused: Mapping[str, object]) -> list[str]:
    """Outcomes that no story touches and no reason excuses; of an end that many steps have, one is enough."""
    every = [(step, outcome, f"{step.id}.{outcome.id}") for step in spec.steps.values() for outcome in step.outcomes]
    common = {outcome.id for _, outcome, event in every if outcome.anywhere and event in touched}
    return [event for _, outcome, event in every if event not in touched and not excused.get(event) and outcome.id not in common]


def needless(spec: ProcedureSpec, touched: frozenset[str], excused: Mapping[str, object]) -> list[str]:
    """Excuses for what is no outcome of the procedure, or for what a story touches."""
    every = {f"{step.id}.{outcome.id}" for step in spec.steps.values() for outcome in step.outcomes}
    return [event for event in excused if event not in every or event in touched]


def _walked(walk: Walk, story: StoryShape) -> Iterator[tuple[tuple[Any, ...], str]]:
    try:
        begin(walk)
    except ActRefused as refusal:
        if not (story.given.refused and _says(refusal, story.given.refused)):
            yield ("given",), f"不能建案：{refusal}"
        return
    if story.given.refused:
        yield ("given", "refused"), f"建案应被拒绝（{story.given.refused}），却建了案"
        return
    yield from ((("given",), words) for words in walk.faults())
    for index, step in enumerate(story.then):
        for words in line(walk, step):
            yield ("then", index), words


def begin(walk: Walk) -> None:
    """Open the case of a story."""
    spec, given = walk.spec, walk.given
    walk.now = _moment(given.at or given.on or "2026-01-05")
    organs = {role: str(organ) for role, organ in given.organs.items()}
    walk.records = {dataset: list(rows) for dataset, rows in given.records.items()}
    for role in spec.roles.values():
        if not role.of and not role.person:
            organs.setdefault(role.id, f"{role.title}甲") if not role.optional and not role.relation else None
    values = {**given.values, **given.opening}
    if spec.opening_fields:
        values = {**given.values, **forms.read(spec.opening_fields, given.opening, title=f"{spec.title}建案")}
    more: dict[str, Any] = {"facts": dict(given.facts)} if given.facts else {}
    more |= {"units": dict(given.units)} if given.units else {}
    more["organs"] = _related(walk, organs)
    opened = {"organs": organs, "values": values, "subject": dict(given.subject), "parent": dict(given.parent)}
    opener = {**organs, **more["organs"]}.get(spec.seat_of(spec.opener), "")
    walk.add(
        Event("opened", _day(walk.now), organ=opener, actor=f"{spec.opener}@{opener}", values=opened, at=_instant(walk.now), more=more)
    )


def _related(walk: Walk, known: Mapping[str, str]) -> dict[str, str]:
    """Roles that the story's relations give."""
    found: dict[str, str] = {}
    for _ in walk.spec.roles:
        for role in walk.spec.roles.values():
            if role.relation and not known.get(role.id) and role.id not in found:
                kind, of = role.relation
                source = {**known, **found}.get(walk.spec.seat_of(of), "")
                organs = dict(walk.given.related.get(kind) or {})
                organ = organs.get(source)
                if organ:
                    found[role.id] = str(organ)
                elif not walk.given.related:
                    found[role.id] = f"{role.title}甲"
    return found


def line(walk: Walk, step: StoryStep) -> Iterator[str]:
    """Do one line of a story; yields where it differs."""
    if step.at or step.on:
        walk.now = _moment(step.at or step.on)
    if step.act:
        wrong = _act(walk, step)
        if wrong:
            yield wrong
            return
        if not step.refused:
            yield from walk.faults()
    yield from _expected(walk, step)


def _act(walk: Walk, step: StoryStep) -> str:
    event = _event(walk, step)
    try:
        _, event = acts.admit(walk.spec, walk.state, event, walk.now)
    except ActRefused as refusal:
        walk.touched.add(event.name)
        if step.refused:
            return (
                ""
                if _says(refusal, step.refused) or _stopped_by(walk, event, step.refused)
                else f"应因“{step.refused}”被拒绝，实为：{refusal}"
            )
        return f"{step.act} 被拒绝：{refusal}"
    if step.refused:
        return f"{step.act} 应被拒绝（{step.refused}），却办成了"
    walk.add(event)
    return ""


def _stopped_by(walk: Walk, event: Event, code: str) -> bool:
    """Whether the law refuses it by the condition of that code."""
    answer = assessing.judge(walk.spec, walk.state, event) if event.kind == "done" and event.step in walk.spec.steps else None
    return answer is not None and any(one.id == code for one in (*answer.stopped, *answer.asking))


def _says(refusal: ActRefused, words: str) -> bool:
    return words == getattr(refusal, "code", None) or words in str(refusal) or words in f"{refusal.reason}{refusal.remedy}"


def _event(walk: Walk, step: StoryStep) -> Event:
    """The event a line of a story means; who acts is the role of the step unless the line says otherwise."""
    kind, name, outcome = step.act, step.step, ""
    if step.act not in TITLES:
        kind, (name, _, outcome) = "done", step.act.partition(".")
    if kind != "done" and not name:
        name = next((one.step for one in acts.possible(walk.spec, walk.state, _day(walk.now)) if one.kind == kind), "")
    role = step.by or _doer(walk, kind, name, step.part)
    organ, _, unit = str(walk.given.officers.get(step.as_, "")).partition("/")
    organ = organ or walk.state.organs.get(walk.spec.seat_of(role), "") if role in walk.spec.roles else organ or role
    unit = unit or walk.state.units.get(role, "")
    more: dict[str, Any] = {"facts": dict(step.facts)} if step.facts else {}
    known = {**walk.state.organs, **{key: str(value) for key, value in step.organs.items()}}
    organs = {**dict(step.organs), **_related(walk, known)} if kind == "done" else {}
    more |= {"organs": organs} if organs else {}
    if role in walk.spec.roles and walk.spec.roles[role].person and not organ:
        more["person"] = walk.state.subject.get("number")
    if walk.given.standings and kind == "done":
        more[STANDINGS] = dict(walk.given.standings)
    if step.rated:
        more["rated"] = dict(step.rated)
    if filed := {**walk.papers, **{paper: str(moment) for paper, moment in step.filed.items()}}:
        more["filed"] = filed
    if asked := datasets_of(walk.spec.form_of(walk.spec.steps[name])) if name in walk.spec.steps else ():
        more[EARLIER] = {dataset: _current(dataset, walk.records.get(dataset, ())) for dataset in asked}
    more |= _others(walk, name)
    actor = step.as_ or f"{role}@{organ}"
    return Event(
        kind, _day(walk.now), name, outcome, organ, actor, step.reason, dict(step.values), (), _instant(walk.now), unit, step.part, more
    )


def _others(walk: Walk, step: str) -> dict[str, Any]:
    """The texts of the story's other cases that the step's own are held against."""
    asked = walk.spec.steps[step].unlike if step in walk.spec.steps else None
    texts = [{"number": str(one["number"]), "text": text_of(asked.fields, one["values"])} for one in walk.given.others] if asked else []
    return {OTHERS: texts} if texts else {}


def _current(dataset: str, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows that no later one of the same key has replaced."""
    key = DATASETS[dataset].key if dataset in DATASETS else ()
    return list({tuple(str(row.get(name)) for name in key): row for row in rows}.values())


def _doer(walk: Walk, kind: str, step: str, part: str) -> str:
    """The role that does an act, as far as the procedure says."""
    spec = walk.spec
    if kind == "done" and step in spec.steps:
        return (part or spec.steps[step].lane) if spec.steps[step].by == "each" else spec.steps[step].by
    same = [
        act
        for act in acts.possible(spec, walk.state, _day(walk.now))
        if act.kind == kind and (not step or not act.step or act.step == step)
    ]
    return same[0].role if same else spec.opener


def _expected(walk: Walk, step: StoryStep) -> Iterator[str]:
    """What a line says is so, and is not."""
    spec, state = walk.spec, walk.state
    yield from _same("待办节点", step.opens, list(dict.fromkeys(item.step for item in state.open)))
    yield from _same("制作文书", step.draws, [one.document for one in walk.effects.draws])
    yield from _same("签发文书", step.issues, list(walk.effects.issues))
    yield from _same("登记台账", step.enters, [one.register for one in walk.effects.enters])
    yield from _same("另立案件", step.cases, [one.procedure for one in walk.effects.opens])
    yield from _same("带动其他案件", step.moves, [f"{one.procedure}.{one.act}" for one in walk.effects.moves])
    yield from _same("抄送", step.copies, list(walk.effects.copies))
    yield from _same("告知", step.tells, list(walk.effects.tells))
    for dataset, wanted in step.records.items():
        yield from _records(walk, dataset, one_or_many(wanted))
    yield from _clocks(walk, step)
    wanted = {**dict(step.holds), **({} if step.act else dict(step.values))}
    yield from _part("值", wanted, {name: value_of(state, name) for name in wanted})
    yield from _sees(walk, step)
    yield from _law(walk, step)
    for role, wanted in step.may.items():
        done = {
            f"{one.step}.{one.outcome}" if one.kind == "done" else one.kind
            for one in acts.possible(spec, state, _day(walk.now))
            if one.role == role
        }
        if set(wanted) - done:
            yield f"{role} 应可办 {'、'.join(sorted(set(wanted) - done))}，实可办 {'、'.join(sorted(done)) or '无'}"
    if step.state and step.state != ("end" if state.ended_on else "open"):
        yield f"案件应{'已结束' if step.state == 'end' else '未结束'}，待办：{'、'.join(item.step for item in state.open) or '无'}"
    if step.result and step.result != state.result:
        yield f"结果应为 {step.result}，实为 {state.result or '未结束'}"


def _records(walk: Walk, dataset: str, wanted: Sequence[Any]) -> Iterator[str]:
    """One row wanted is the last that was written; of several each in its order."""
    rows = [dict(one.row) for one in walk.effects.records if one.dataset == dataset][-len(wanted) :]
    for place, one in enumerate(wanted):
        yield from _part(f"记录 {dataset}", dict(one), rows[place] if place < len(rows) else {})


def _same(what: str, wanted: tuple[str, ...] | None, found: list[str]) -> Iterator[str]:
    if wanted is not None and sorted(wanted) != sorted(found):
        yield f"{what}应为 {'、'.join(wanted) or '无'}，实为 {'、'.join(found) or '无'}"


def _part(what: str, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for name, value in wanted.items():
        if str(found.get(name)) != str(value):
            yield f"{what} {name} 应为 {value}，实为 {found.get(name)}"


def _clocks(walk: Walk, step: StoryStep) -> Iterator[str]:
    found = clocks(walk.spec, walk.state, walk.now)
    for name, wanted in step.due.items():
        ends = [_written(clock.due_at or clock.due_on) for clock in found if clock.step == name]
        if (str(wanted) if wanted is not None else "") not in ends:
            yield f"{name} 的期限应为 {wanted}，实为 {'、'.join(ends) or '无'}"
    for colour in ("overdue", "near"):
        yield from _same(
            f"时限{colour}", getattr(step, colour), list(dict.fromkeys(clock.step for clock in found if clock.colour == colour))
        )
    yield from _same("提醒", step.reminds, [clock.step for clock, _ in reminders(walk.spec, walk.state, walk.now)])


def _sees(walk: Walk, step: StoryStep) -> Iterator[str]:
    spec, state = walk.spec, walk.state
    for who, wanted in step.seen_by.items():
        names = {state.organs.get(spec.seat_of(who), who) if who in spec.roles else who}
        visible = conducts(spec, state, names) or any(visible_events(spec, state, walk.events, names)) or bool(names & set(state.copied))
        if visible is not bool(wanted):
            yield f"{who} 应{'能' if wanted else '不能'}看到案件"
    for who, steps in step.hidden_from.items():
        names = {state.organs.get(spec.seat_of(who), who) if who in spec.roles else who}
        shown = set(steps) - hidden_steps(spec, state, names) - _unseen(spec, walk, names)
        if shown:
            yield f"{who} 不应看到 {'、'.join(sorted(shown))}"


def _unseen(spec: ProcedureSpec, walk: Walk, names: set[str]) -> set[str]:
    """Steps none of whose events these organs see."""
    visible = {event.step for event, shown in zip(walk.events, visible_events(spec, walk.state, walk.events, names), strict=True) if shown}
    return set(spec.steps) - visible


def _law(walk: Walk, step: StoryStep) -> Iterator[str]:
    """`law: {step: {CONDITION: true|false|null}}`: what the law answers now beside the form."""
    for name, wanted in step.law.items():
        asked = walk.spec.steps[name].assess if name in walk.spec.steps else None
        if asked is None:
            yield f"{name} 没有核对法律"
            continue
        answer = assessing.ask(asked, walk.state, Event("done", _day(walk.now), name))
        known = {one.id: one.satisfied for one in answer.conditions}
        yield from _part(f"法律条件（{name}）", dict(wanted), known)


def _written(moment: date | None) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return moment.isoformat() if moment else ""


def _moment(text: str) -> date:
    found = moment_in(text)
    if found is None:
        raise ValueError(f"{text}: not a day or an instant")
    return found


def _day(moment: date) -> date:
    return day_of(moment) or moment


def _instant(moment: date) -> datetime | None:
    return moment if isinstance(moment, datetime) else None


def again(walk: Walk) -> State:
    """The state folded anew from the events, which must be the same."""
    return fold(walk.spec, [replace(event) for event in walk.events])


def acts_of(walk: Walk, story: StoryShape) -> Iterator[tuple[StoryStep, Event, tuple[acts.PossibleAct, ...]]]:
    """Let the acts of a story happen one by one, without those to be refused: the line, the event as meant, the acts it may be."""
    begin(walk)
    for step in story.then:
        walk.now = _moment(step.at or step.on) if step.at or step.on else walk.now
        if step.act and not step.refused:
            meant = _event(walk, step)
            found, admitted = acts.admit(walk.spec, walk.state, meant, walk.now)
            walk.add(admitted)
            yield step, meant, found
