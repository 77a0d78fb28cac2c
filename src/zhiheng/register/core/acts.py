"""What may be done to an entry: every act is admitted here, for pages, the API, Excel and stories alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import Any

from zhiheng.catalog import field_values
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY, FieldFaultsError, holds
from zhiheng.catalog.register_parts import BORN
from zhiheng.catalog.registers import Balance, Blocked, RegisterAct, RegisterShape
from zhiheng.law.clocks import days_between, months_after
from zhiheng.law.moments import SHANGHAI, chinese_date
from zhiheng.register.core.caps import Others, day_named, given_before, none_other, over, too_soon
from zhiheng.register.core.clocks import clocks, due_of_act, held_until
from zhiheng.register.core.entry import CONFIRM, CORRECT, DISPUTE, Act, EntryState, given_by, merged
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.ledgers import is_named, names_in

KEEPER = "keeper"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T|$)")
"""A date or an instant, as fields keep them; of a date and an instant the dates are compared."""


@dataclass(frozen=True)
class PossibleAct:
    """An act that can be done now: its name, title, the fields it asks, whether a reason is needed, whose it is."""

    name: str
    title: str
    fields: tuple[FieldShape, ...]
    required: tuple[str, ...]
    reason: bool
    right: str
    organ: str


def fields_of(shape: RegisterShape, act: RegisterAct) -> tuple[FieldShape, ...]:
    """The fields an act asks, in its order, required as it says."""
    asked = [shape.field[name] for name in act.asks]
    return tuple(item.model_copy(update={"required": item.required or item.id in act.required}) for item in asked)


def organ_of(shape: RegisterShape, state: EntryState, name: str, keeper: str) -> str:
    """The organ whose officers do an act: the keeper, or the one a field names (its newest value)."""
    if name in {CONFIRM, DISPUTE}:
        pending = state.pending
        confirmed = shape.acts[pending.name].confirmed_by if pending else None
        return str(pending.values.get(confirmed.organ, "")) if pending and confirmed else ""
    by = shape.acts[name].by if name in shape.acts else KEEPER
    return keeper if by == KEEPER else str(state.values.get(by, ""))


def right_of(shape: RegisterShape, state: EntryState, name: str) -> str:
    """The right an act needs."""
    if name in {CONFIRM, DISPUTE}:
        confirmed = shape.acts[state.pending.name].confirmed_by if state.pending else None
        return confirmed.right if confirmed else "register.keep"
    return shape.acts[name].right if name in shape.acts else shape.kept_by.right


def possible(shape: RegisterShape, state: EntryState, keeper: str) -> tuple[PossibleAct, ...]:
    """The acts that the state of the entry allows, whoever asks; those of other organs name them."""
    if state.pending:
        return tuple(
            PossibleAct(name, title, (), (), name == DISPUTE, right_of(shape, state, name), organ_of(shape, state, name, keeper))
            for name, title in ((CONFIRM, "确认"), (DISPUTE, "不予确认"))
        )
    found = [
        PossibleAct(name, act.title, fields_of(shape, act), act.required, act.reason, act.right, organ_of(shape, state, name, keeper))
        for name, act in shape.acts.items()
        if act.from_ and state.state in act.from_
    ]
    correction = PossibleAct(CORRECT, "更正", shape.fields, (), reason=True, right=shape.kept_by.right, organ=keeper)
    return (*found, correction) if state.state and shape.corrected else tuple(found)


def admit(
    shape: RegisterShape,
    state: EntryState,
    act: Act,
    *,
    now: datetime,
    keeper: str,
    closed: bool = False,
    others: Others = none_other,
) -> Act:
    """The act with its values as they are kept.

    closed   whether the period of the entry was closed: only additions and corrections go on
    others   finds the ledger's other entries that may be alike, for acts with bounds over several
    raises   RegisterRefused with its code
    """
    if act.organ and act.organ != (whose := organ_of(shape, state, act.name, keeper)):
        reason = f"应由{whose}办理" if whose else "条目没有写明由哪个机关办理"
        raise RegisterRefused("ORGAN", act.title(shape), act.organ, reason, "请由该机关的人员办理")
    if act.name in {CONFIRM, DISPUTE, CORRECT}:
        return _own(shape, state, act)
    declared = shape.acts.get(act.name)
    if declared is None:
        raise RegisterRefused(
            "UNKNOWN_ACT", "台账操作", act.name, "没有这个操作", f"可用：{'、'.join(one.title for one in shape.acts.values())}"
        )
    _check_state(shape, state, declared, closed=closed)
    _keep_fixed(shape, state, act.values, declared.title)
    kept = replace(act, values=_values(fields_of(shape, declared), act, state, declared.title))
    after = {**merged(state.values, kept.values), **given_by(declared, kept)}
    for refusal in _refusals(shape, state, kept, declared, after, now):
        raise refusal
    _demand_once(declared, state, kept)
    _demand_caps(declared, after, others)
    return kept


def _demand_once(declared: RegisterAct, state: EntryState, act: Act) -> None:
    for once in declared.once:
        if given_before(once, act.name, act.values.get(once.field), state.acts):
            raise RegisterRefused(once.code, declared.title, "", once.says, "请核对已经登记的；前次登记有误的，请更正")


def _demand_caps(declared: RegisterAct, after: Mapping[str, Any], others: Others) -> None:
    for cap in declared.caps:
        total = over(cap, after, others(cap, after))
        if total is not None:
            raise RegisterRefused(cap.code, declared.title, "", f"{cap.says}（合计 {total}，上限 {cap.most}）", "请核对同一对象的其他条目")
    for gap in declared.gaps:
        ended = too_soon(gap, after, others(gap, after))
        if ended is not None:
            whole = f"{gap.says}（上一条截至 {ended}）" if ended else f"{gap.says}（上一条没有登记截止日期）"
            raise RegisterRefused(gap.code, declared.title, "", whole, "请核对同一对象的其他条目")


def _own(shape: RegisterShape, state: EntryState, act: Act) -> Act:
    if act.name == CORRECT:
        if not state.acts:
            raise RegisterRefused("STATE", "更正", "", "条目尚未登记", "请先登记")
        if not shape.corrected:
            raise RegisterRefused("SEALED", "更正", "", "本台账的条目保存即封存，任何人不能更正", "需要更正的，另写一条并注明所涉条目")
        if not act.reason.strip():
            raise RegisterRefused("REASON", "更正", "", "没有写明理由", "请写明更正的理由和依据")
        given = {name: value for name, value in act.values.items() if value not in EMPTY}
        emptied = {name: None for name, value in act.values.items() if value in EMPTY}
        plain = tuple(item.model_copy(update={"required": False, "default": None}) for item in shape.fields)
        _keep_fixed(shape, state, act.values, "更正")
        kept = _values(plain, replace(act, values=given), state, "更正")
        if not kept and not emptied:
            raise RegisterRefused("FIELDS", "更正", "", "没有改动任何内容", "请填写更正后的内容")
        return replace(act, values={**kept, **emptied})
    if state.pending is None:
        raise RegisterRefused("STATE", "确认", "", "没有等待确认的操作", "请刷新后查看最新情况")
    if act.name == DISPUTE and not act.reason.strip():
        raise RegisterRefused("REASON", "不予确认", "", "没有写明理由", "请写明与账面不符之处")
    return replace(act, values={})


def _keep_fixed(shape: RegisterShape, state: EntryState, given: Mapping[str, Any], title: str) -> None:
    """Refuse to change a field that is never changed once it was given."""
    for name, value in given.items():
        item = shape.field.get(name)
        if item and item.fixed and state.values.get(name) not in EMPTY and value != state.values[name]:
            raise RegisterRefused("FIXED", title, item.title, "登记以后不能更改", "如有遗漏或者错误，请另行补记，原记录保留")


def _check_state(shape: RegisterShape, state: EntryState, declared: RegisterAct, *, closed: bool) -> None:
    title = declared.title
    if state.pending:
        waiting = shape.acts[state.pending.name].title
        raise RegisterRefused("PENDING", title, "", f"“{waiting}”正在等待对方确认", "请在确认之后再办理")
    if closed and not declared.addition:
        raise RegisterRefused("CLOSED", title, "", "该期间的台账已经关闭", "请用补记或更正，并写明理由")
    if not declared.from_ and state.acts:
        raise RegisterRefused("STATE", title, "", "条目已经登记", "请另行登记新条目")
    if declared.from_ and state.state not in declared.from_:
        now_is = shape.states.get(state.state, "尚未登记")
        able = "、".join(shape.states[name] for name in declared.from_)
        raise RegisterRefused("STATE", title, "", f"条目现在是“{now_is}”，须为{able}", "请刷新后查看最新情况")


def _values(fields: Sequence[FieldShape], act: Act, state: EntryState, title: str) -> dict[str, Any]:
    try:
        return field_values.read(fields, act.values, known_values=state.values)
    except FieldFaultsError as error:
        raise RegisterRefused("FIELDS", title, "", str(error), "请改正后再提交") from error


def _refusals(
    shape: RegisterShape, state: EntryState, act: Act, declared: RegisterAct, after: Mapping[str, Any], now: datetime
) -> Iterator[RegisterRefused]:
    title, reasoned = declared.title, bool(act.reason.strip())
    if act.on > now.astimezone(SHANGHAI).date():
        yield RegisterRefused("AHEAD", title, "", "日期在今天之后", "请填写实际发生的日期")
    if declared.reason and not reasoned:
        yield RegisterRefused("REASON", title, "", "没有写明理由", "请写明理由")
    yield from _by_whom(shape, state, act, declared, after)
    for name in declared.needs:
        if after.get(name) in EMPTY:
            yield RegisterRefused("NEEDS", title, shape.field[name].title, "没有填写", "请先补齐")
    for name in declared.not_ahead:
        if _ahead(after.get(name), now):
            yield RegisterRefused("AHEAD", title, shape.field[name].title, "在今天之后", "请填写实际发生的日期")
    yield from _blocked(declared, title, after, reasoned)
    yield from _unbalanced(shape, declared, title, after, reasoned)
    yield from _lasting(shape, state, act, title, now)
    yield from _late(declared, act, after, reasoned=reasoned)
    yield from _run_out(shape, state, act, declared)


def _by_whom(
    shape: RegisterShape, state: EntryState, act: Act, declared: RegisterAct, after: Mapping[str, Any]
) -> Iterator[RegisterRefused]:
    """Another person than did these acts, or the very one; never who is named in the entry."""
    title = declared.title
    if act.actor and act.actor in state.doers_of(declared.other_than):
        named = "、".join(shape.acts[name].title for name in declared.other_than)
        yield RegisterRefused("OTHER_PERSON", title, "", f"办理“{named}”的人员不能再办理“{title}”", "请由另一名人员办理")
    if declared.same_as and act.actor and act.actor not in state.doers_of(declared.same_as):
        named = "、".join(shape.acts[name].title for name in declared.same_as)
        yield RegisterRefused("SAME_PERSON", title, "", f"只能由办理“{named}”的本人办理", "请由本人办理")
    if declared.whose and act.actor and not {act.actor, act.actor_name} & set(names_in(after.get(declared.whose))):
        yield RegisterRefused("SAME_PERSON", title, "", f"只能由所填的{shape.field[declared.whose].title}本人办理", "请由本人办理")
    if state.acts and is_named(shape, after, (act.actor, act.actor_name)):
        yield RegisterRefused("NAMED", title, "", "本条记录涉及办理人本人，应当回避", "请由其他人员或者上级机关办理")


def _blocked(declared: RegisterAct, title: str, after: Mapping[str, Any], reasoned: bool) -> Iterator[RegisterRefused]:
    asked: list[tuple[Blocked, bool]] = [*((one, True) for one in declared.blocks), *((one, False) for one in declared.asks_reason)]
    for one, always in asked:
        if holds(one.when, after) and exceeds(one, after) and too_near(one, after) and (always or not reasoned):
            remedy = "请先消除该情形" if always else "确需办理的，请写明理由"
            yield RegisterRefused(one.code or ("BLOCKED" if always else "REASON"), title, "", one.says, remedy)


def exceeds(one: Blocked, values: Mapping[str, Any]) -> bool:
    """Whether the first number is more than the share of the second, or the first day later than it; where none is compared it stands,
    where one is missing it does not."""
    if not one.exceeds:
        return True
    first, second = (values.get(name) for name in one.exceeds)
    if first in EMPTY or second in EMPTY:
        return False
    if _DAY.match(str(first)) and _DAY.match(str(second)):
        return str(first) > str(second) if len(str(first)) == len(str(second)) else str(first)[:10] > str(second)[:10]
    most = Decimal(str(second)) * one.share
    return Decimal(str(first)) > (most if one.share == 1 else most.quantize(Decimal("0.01"), ROUND_HALF_UP))


def too_near(one: Blocked, values: Mapping[str, Any]) -> bool:
    """Whether less than its months lie between two days, or more than its days; without a length it stands, without a day not."""
    if not (one.months or one.days_over):
        return True
    first, second = day_named(one.start, values), day_named(one.until, values)
    if first is None or second is None:
        return False
    if one.months:
        ends = months_after(first, one.months)
        return (second < ends or (second == ends and one.start.endswith(BORN))) != one.longer
    most = one.days_over if one.days_over.isdigit() else values.get(one.days_over)
    return most not in EMPTY and days_between(first, second) + 1 > int(str(most))


def _unbalanced(
    shape: RegisterShape,
    declared: RegisterAct,
    title: str,
    after: Mapping[str, Any],
    reasoned: bool,
) -> Iterator[RegisterRefused]:
    for one in declared.balances:
        if not holds(one.when, after) or balances(one, after) or (reasoned and not one.refused):
            continue
        remedy = "请核对数字" if one.refused else "请核对数字；确实不符的，请写明理由"
        yield RegisterRefused("BALANCE", title, shape.field[one.equals].title, one.says, remedy)


def balances(one: Balance, values: Mapping[str, Any]) -> bool:
    """Whether the sum comes out; a missing figure is no zero, and nothing is divided by zero: then it does not."""
    named = [*one.plus, *one.minus, *one.times, *one.over, one.equals]
    if any(values.get(name) in EMPTY for name in named):
        return False
    number = {name: Decimal(str(values[name])) for name in named}
    share = prod((number[name] for name in one.over), start=Decimal(1))
    if not share:
        return False
    found = sum((number[name] for name in one.plus), Decimal()) - sum((number[name] for name in one.minus), Decimal())
    found = prod((number[name] for name in one.times), start=found) / share
    rounded = found if one.places is None else found.quantize(Decimal(1).scaleb(-one.places), ROUND_HALF_UP)
    return rounded == number[one.equals]


def _run_out(shape: RegisterShape, state: EntryState, act: Act, declared: RegisterAct) -> Iterator[RegisterRefused]:
    ended = [clock for clock in clocks(shape, state) if act.name in clock.until] if declared.in_time else []
    same_day = act.at is not None and act.at.astimezone(SHANGHAI).date() == act.on
    moment = act.at if act.at and same_day else datetime.combine(act.on, time(12), tzinfo=SHANGHAI)
    if not ended or not all(clock.overdue(moment) for clock in ended):
        return
    if declared.in_time == "refuse":
        yield RegisterRefused("EXPIRED", declared.title, "", "期限已经届满", "期限届满后不能补办，请按逾期处理")
    elif not act.reason.strip():
        yield RegisterRefused("REASON", declared.title, "", "期限已经届满", "期限届满后才登记的，请写明理由")


def _lasting(shape: RegisterShape, state: EntryState, act: Act, title: str, now: datetime) -> Iterator[RegisterRefused]:
    held = held_until(shape, state, act.name)
    if held is None:
        return
    until, lasts = held
    source = f"（{lasts.source or lasts.policy}）" if lasts.source or lasts.policy else ""
    if until is None:
        yield RegisterRefused("LASTS", title, "", f"起算日没有填写，不能确定期间是否届满{source}", "请先补齐起算日")
    elif (now < until) if isinstance(until, datetime) else (act.on < until):
        yield RegisterRefused("LASTS", title, "", f"期间未满，{moment_text(until)}之前不能办理{source}", "请在届满后办理")


def _late(declared: RegisterAct, act: Act, after: Mapping[str, Any], *, reasoned: bool) -> Iterator[RegisterRefused]:
    """An act done after its last day needs a reason."""
    due, wanted = due_of_act(declared, act, after), declared.on_time
    if due is None or wanted is None or reasoned or after.get(wanted.explained_by) not in EMPTY:
        return
    if (act.at > due) if isinstance(due, datetime) else (act.on > due):
        source = f"（{wanted.source or wanted.policy}）" if wanted.source or wanted.policy else ""
        yield RegisterRefused("REASON", declared.title, "", f"应于{moment_text(due)}以前办理{source}，现已超过", "请写明迟延的原因")


def _ahead(value: object, now: datetime) -> bool:
    if value in EMPTY:
        return False
    text = str(value)
    if len(text) <= len("2026-06-30"):
        return date.fromisoformat(text) > now.astimezone(SHANGHAI).date()
    return datetime.fromisoformat(text) > now


def moment_text(when: date | datetime) -> str:
    """A day, or an instant to the minute, as people read it."""
    if isinstance(when, datetime):
        local = when.astimezone(SHANGHAI)
        return f"{chinese_date(local)}{local.hour}时{local.minute:02d}分"
    return chinese_date(when)
