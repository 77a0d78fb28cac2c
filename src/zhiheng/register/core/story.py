"""Stories of registers: acts on days, and what must then be due, refused, seen and standing in the book. Run without a database.

A story names organs by short words (`organs: {keeper: 某中心, court: 某法院}`, `kinds` where their names do not tell) and entries likewise
(`entry: phone`; one alone needs no name). Every line of `then` is an act, a closing, a count, or what is to be found:

    {at: "2026-11-04T10:00", act: seize, by: 甲, values: {…}, reason: …, refused: CODE}
    {due: {seize: "2026-11-05T10:00"}}    {on: "2026-11-14", overdue: [lend]}    {state: held, values: {…}, waits_for: court}
    {can: [store], cannot: [lend]}        {seen_by: {court: true}}
    {read_by: {甲: true, 乙: false}}      officers, whose rights stand in `given`: {rights: {乙: [register.inspect]}}
    {at: …, close: "2026-06-29", reason: …, refused: CODE}
    {count: {phone: {place: A1}}, differences: {phone: missing}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zhiheng.analysis.recurring import named, period_of
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.law.moments import SHANGHAI
from zhiheng.register.core.acts import KEEPER, admit, organ_of, possible, right_of
from zhiheng.register.core.clocks import clocks, colour
from zhiheng.register.core.closing import check_closing
from zhiheng.register.core.entry import CONFIRM, CORRECT, DISPUTE, Act, EntryState, follow
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.ledgers import compare, may_read, organs_named, sight_of

KEYS = frozenset(
    {
        *("at", "on", "act", "by", "organ", "entry", "values", "reason", "refused", "due", "overdue", "near", "state", "waits_for"),
        *("can", "cannot", "seen_by", "read_by", "close", "count", "surplus", "differences", "note"),
    }
)
ONE = "one"


@dataclass
class Play:
    """Where a story stands: its entries, the periods closed, the time, what was found wrong."""

    spec: RegisterSpec
    organs: Mapping[str, str]
    kinds: Mapping[str, str]
    now: datetime
    entries: dict[str, EntryState] = field(default_factory=dict)
    closed: list[tuple[date, date]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    rights: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keeper(self) -> str:
        """The organ whose ledger it is."""
        return self.organs.get(KEEPER, "本机关")


def run(spec: RegisterSpec, story: Mapping[str, Any]) -> list[str]:
    """Run a story; gives what is otherwise than it says, empty where all is so."""
    given = story.get("given") or {}
    play = Play(spec, given.get("organs") or {}, given.get("kinds") or {}, moment(given.get("at") or given.get("on") or "2026-01-01"))
    play.rights = given.get("rights") or {}
    for place, line in enumerate(story.get("then") or [], start=1):
        before = len(play.faults)
        odd = sorted(set(line) - KEYS)
        if odd:
            play.faults.append(f"看不懂 {'、'.join(odd)}")
        if line.get("at") or line.get("on"):
            play.now = moment(line.get("at") or line["on"])
        for key, check in CHECKS.items():
            if key in line:
                check(play, line)
        play.faults[before:] = [f"{story.get('name', '')} 第 {place} 行：{fault}" for fault in play.faults[before:]]
    if not story.get("then"):
        play.faults.append(f"{story.get('name', '')}：没有写 then")
    return play.faults


def moment(text: object) -> datetime:
    """An instant; a day alone is its noon."""
    said = str(text)
    found = datetime.fromisoformat(said if len(said) > len("2026-06-30") else f"{said}T12:00")
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _refusal(play: Play, line: Mapping[str, Any], do: Callable[[], None], name: str) -> None:
    """Do something that a line may expect to be refused, and compare."""
    wanted = line.get("refused")
    try:
        do()
    except RegisterRefused as refused:
        if refused.code != wanted:
            play.faults.append(f"{name}被拒绝（{refused.code}：{refused.reason}）" + (f"，应为 {wanted}" if wanted else ""))
        return
    if wanted:
        play.faults.append(f"{name}应被拒绝（{wanted}），却办成了")


def _act(play: Play, line: Mapping[str, Any]) -> None:
    key, name, shape = str(line.get("entry", ONE)), str(line["act"]), play.spec.shape
    state = play.entries.get(key, EntryState())
    values = {
        item: play.organs.get(str(value), value) if _names_organ(play, item) else value
        for item, value in (line.get("values") or {}).items()
    }
    organ = play.organs.get(str(line["organ"]), "") if "organ" in line else _usual_organ(play, state, name)
    by = str(line.get("by", f"{organ}经办人"))
    act = Act(name, play.now.date(), play.now, values, by, by, organ, str(line.get("reason") or ""), len(state.acts) + 1)

    def do() -> None:
        day = _period_day(play, {**state.values, **values})
        closed = name != CORRECT and any(first <= day <= last for first, last in play.closed)
        others = [(one.state, one.values) for other, one in play.entries.items() if other != key]
        admitted = admit(shape, state, act, now=play.now, keeper=play.keeper, closed=closed, others=lambda _cap, _after: others)
        play.entries[key] = follow(shape, state, admitted)

    _refusal(play, line, do, act.title(shape))


def _names_organ(play: Play, item: str) -> bool:
    return item in play.spec.shape.field and play.spec.shape.field[item].type == "organ"


def _usual_organ(play: Play, state: EntryState, name: str) -> str:
    declared = name in play.spec.shape.acts or name in {CONFIRM, DISPUTE}
    return (organ_of(play.spec.shape, state, name, play.keeper) if declared else "") or play.keeper


def _period_day(play: Play, values: Mapping[str, Any]) -> date:
    close = play.spec.shape.close
    value = str(values.get(close.field) or "") if close and close.field else ""
    return date.fromisoformat(value[:10]) if value else play.now.date()


def _due(play: Play, line: Mapping[str, Any]) -> None:
    """An act may start several clocks: the day told is the last of one of them."""
    running = clocks(play.spec.shape, _entry(play, line))
    for name, wanted in (line["due"] or {}).items():
        ends = [_due_text(clock.due) for clock in running if clock.act == str(name)]
        if not ends and wanted is not None:
            play.faults.append(f"没有 {name} 的时限")
        elif ends and str(wanted) not in ends:
            play.faults.append(f"{name} 的期限是 {'、'.join(ends)}，应为 {wanted}")


def _due_text(due: date | None) -> str:
    if isinstance(due, datetime):
        return due.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return due.isoformat() if due else "未知"


def _overdue(play: Play, line: Mapping[str, Any]) -> None:
    late = sorted(clock.act for clock in clocks(play.spec.shape, _entry(play, line)) if clock.overdue(play.now))
    if late != sorted(map(str, line["overdue"] or ())):
        play.faults.append(f"超期的是 {late}，应为 {line['overdue']}")


def _near(play: Play, line: Mapping[str, Any]) -> None:
    near = sorted(clock.act for clock in clocks(play.spec.shape, _entry(play, line)) if colour(clock, play.now) == "near")
    if near != sorted(map(str, line["near"] or ())):
        play.faults.append(f"临近的是 {near}，应为 {line['near']}")


def _state(play: Play, line: Mapping[str, Any]) -> None:
    found = _entry(play, line).state
    if found != line["state"]:
        play.faults.append(f"状态是 {found}，应为 {line['state']}")


def _values(play: Play, line: Mapping[str, Any]) -> None:
    if "act" in line:
        return
    found = _entry(play, line).values
    for name, wanted in (line["values"] or {}).items():
        value = play.organs.get(str(wanted), wanted) if _names_organ(play, name) else wanted
        if str(found.get(name)) != str(value) and found.get(name) != value:
            play.faults.append(f"{name} 是 {found.get(name)}，应为 {value}")


def _waits_for(play: Play, line: Mapping[str, Any]) -> None:
    state = _entry(play, line)
    found = organ_of(play.spec.shape, state, CONFIRM, play.keeper) if state.pending else ""
    wanted = play.organs.get(str(line["waits_for"] or ""), "")
    if found != wanted:
        play.faults.append(f"等待确认的是“{found}”，应为“{wanted}”")


def _can(play: Play, line: Mapping[str, Any]) -> None:
    names = {one.name for one in possible(play.spec.shape, _entry(play, line), play.keeper)}
    play.faults += [f"应当能办 {name}" for name in line.get("can") or () if name not in names]
    play.faults += [f"不应当能办 {name}" for name in line.get("cannot") or () if name in names]


def _seen_by(play: Play, line: Mapping[str, Any]) -> None:
    state = _entry(play, line)
    given = [organs_named(play.spec.shape, {**state.values, **act.values}) for act in state.acts]
    named_ones = {organ for organs in given for organ in organs}
    for role, wanted in (line["seen_by"] or {}).items():
        organ = play.organs.get(str(role), str(role))
        sight = sight_of(play.spec.shape, play.kinds.get(str(role), str(role)))
        sees = organ == play.keeper or sight == "all" or (sight == "own" and organ in named_ones)
        if sees is not wanted:
            play.faults.append(f"{role} {'看得见' if sees else '看不见'}，与所写不符")


def _read_by(play: Play, line: Mapping[str, Any]) -> None:
    state = _entry(play, line)
    recorder = state.acts[0].actor if state.acts else ""
    for who, wanted in (line["read_by"] or {}).items():
        reads = may_read(play.spec.shape, state.values, recorder, [str(who)], play.rights.get(who) or ())
        if reads is not wanted:
            play.faults.append(f"{who} {'看得见' if reads else '看不见'}，与所写不符")


def _close(play: Play, line: Mapping[str, Any]) -> None:
    period = named(str(line["close"]))
    inside = [state for state in play.entries.values() if period.first_on <= _period_day(play, state.values) <= period.last_on]

    def do() -> None:
        check_closing(play.spec, period, [state.state for state in inside], play.now.date(), str(line.get("reason") or ""))
        play.closed.append((period.first_on, period.last_on))

    _refusal(play, line, do, "关账")


def _count(play: Play, line: Mapping[str, Any]) -> None:
    counted = play.spec.shape.count
    if counted is None or period_of("day" if counted.every == "workday" else counted.every, play.now.date()) is None:
        play.faults.append("本台账不盘点")
        return
    states = counted.states or tuple(play.spec.shape.states)
    book = {key: (key, state.values) for key, state in play.entries.items() if state.state in states}
    found = compare(play.spec.shape, book, line["count"] or {}, line.get("surplus") or [])
    shown = {one.entry or "surplus": one.kind for one in found}
    if shown != (line.get("differences") or {}):
        play.faults.append(f"盘点差异是 {shown}，应为 {line.get('differences') or {}}")


def _entry(play: Play, line: Mapping[str, Any]) -> EntryState:
    key = str(line.get("entry", ONE))
    if key not in play.entries:
        play.faults.append(f"没有条目 {key}")
    return play.entries.get(key, EntryState())


@dataclass(frozen=True)
class Played:
    """An act of a story as it happens: on which entry, whose, at what instant, with which right."""

    entry: str
    act: str
    organ: str
    by: str
    values: Mapping[str, Any]
    reason: str
    right: str
    now: datetime


def acts_of(spec: RegisterSpec, story: Mapping[str, Any]) -> Iterator[Played]:
    """The acts of a story one by one, those it expects to be refused left out; it ends where one is refused all the same."""
    given = story.get("given") or {}
    play = Play(spec, given.get("organs") or {}, given.get("kinds") or {}, moment(given.get("at") or given.get("on") or "2026-01-01"))
    for line in story.get("then") or []:
        play.now = moment(line.get("at") or line["on"]) if line.get("at") or line.get("on") else play.now
        if "act" not in line or line.get("refused"):
            continue
        key, name = str(line.get("entry", ONE)), str(line["act"])
        state = play.entries.get(key, EntryState())
        organ = play.organs.get(str(line["organ"]), "") if "organ" in line else _usual_organ(play, state, name)
        right = right_of(spec.shape, state, name)
        _act(play, line)
        if play.faults:
            return
        said, by = line.get("values") or {}, str(line.get("by", f"{organ}经办人"))
        yield Played(key, name, organ, by, said, str(line.get("reason") or ""), right, play.now)


CHECKS: Mapping[str, Callable[[Play, Mapping[str, Any]], None]] = {
    "act": _act, "close": _close, "count": _count, "due": _due, "overdue": _overdue, "near": _near, "state": _state, "values": _values,
    "waits_for": _waits_for, "can": _can, "cannot": _can, "seen_by": _seen_by, "read_by": _read_by,
}  # fmt: skip
