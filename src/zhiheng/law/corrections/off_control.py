"""漏管与脱管 (衔接配合意见 2026 第十一条, 第十三条): not arrived by the day, or out of contact, away or late for more than 48 hours."""

from __future__ import annotations

from datetime import date, datetime

from zhiheng.law.clocks import add_hours, midnight
from zhiheng.law.facts import Code, Flag, Record, Time, contradiction
from zhiheng.law.limits import limit_named
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

OFF_ROLL = "进一步加强社区矫正工作衔接配合管理的意见_2026#第十一条"
OFF_CONTROL = "进一步加强社区矫正工作衔接配合管理的意见_2026#第十三条"
KINDS = {"not_arrived": "未按期报到", "lost": "失去联系", "left": "未经批准离开市、县", "late": "逾期未归"}
LIMITS = {"lost": "lost_contact", "left": "left_unapproved", "late": "late_return"}
SINCE = date(2026, 2, 21)
FACTS = Record(
    {
        "kind": Code(KINDS, "情形"),
        "start": Time("起算时刻（报到时限届满、失去联系、离开或者批准期限届满）"),
        "end": Time("报到、恢复联系或者返回时刻"),
        "good_reason": Flag("有正当理由（报到为严重疾病、意外事件、不可抗力）"),
        "reported": Flag("逾期未归的已及时报告情况"),
        "urgent": Flag("擅自离开的情况紧急"),
    },
    ("kind", "start"),
)


@rule(
    "corrections.off_control",
    title="漏管、脱管认定",
    source=(OFF_ROLL, OFF_CONTROL),
    since="2026-02-21",
    facts=FACTS,
    outputs={"off_roll": "是否漏管", "off_control": "是否脱管", "from": "自何时起"},
    parameters=(
        Parameter("漏管", "衔接脱节或者未按规定时限报到，造成没有及时执行；特殊原因除外", (OFF_ROLL,), SINCE),
        Parameter("脱管", "失去联系、擅自离开、逾期未归超过四十八小时，没有正当理由", (OFF_CONTROL,), SINCE),
    ),
)
def off_control(facts: Facts, as_of: date) -> Answer:
    """Whether it is the one or the other; a reason not told leaves it open only where the time has passed."""
    start, end = facts["start"], facts.get("end")
    if end is not None and end < start:
        raise contradiction("facts.end", f"结束 {end:%Y-%m-%d %H:%M} 早于起算 {start:%Y-%m-%d %H:%M}")
    if start.date() > as_of:
        raise contradiction("as_of", f"核查日 {as_of} 早于 facts.start")
    arrival = facts["kind"] == "not_arrived"
    last = start if arrival else add_hours(start, _hours(facts["kind"]))
    passed, excused = _passed(facts, last, as_of), _excused(facts)
    found = _found(passed.satisfied, excused.satisfied)
    began = last if found else None
    missing = _missing(facts, passed.satisfied) if found is None else ()
    result = {"off_roll": found if arrival else False, "off_control": False if arrival else found, "from": began}
    return Answer(result, (passed, excused), missing=missing)


def _hours(kind: str) -> int:
    return limit_named(f"corrections.limit/{LIMITS[kind]}").newest.amount or 0


def _passed(facts: Facts, last: datetime, as_of: date) -> Condition:
    """Whether the time ran over; while it lasts, on a day that has not wholly passed the end, it is not known."""
    end, cite = facts.get("end"), (OFF_ROLL if facts["kind"] == "not_arrived" else OFF_CONTROL,)
    if end is not None:
        return Condition("passed", end > last, f"{KINDS[facts['kind']]}，界限为 {last:%Y-%m-%d %H:%M}，至 {end:%Y-%m-%d %H:%M}", cite)
    over = True if midnight(as_of) > last else None if last.date() == as_of else False
    return Condition("passed", over, f"{KINDS[facts['kind']]}，界限为 {last:%Y-%m-%d %H:%M}，至 {as_of} 尚未结束", cite)


def _excused(facts: Facts) -> Condition:
    """A good reason; for one who left it must be urgent too, for one who is late it must have been reported."""
    kind, cite = facts["kind"], (OFF_ROLL if facts["kind"] == "not_arrived" else OFF_CONTROL,)
    also = {"left": "urgent", "late": "reported"}.get(kind)
    states = [facts.get(name) for name in ("good_reason", also) if name]
    excused = False if False in states else None if None in states else True
    return Condition("excused", excused, {True: "有正当理由，除外", False: "没有可以除外的理由", None: "是否有正当理由不明"}[excused], cite)


def _found(passed: bool | None, excused: bool | None) -> bool | None:
    if passed is False or excused is True:
        return False
    return True if passed and excused is False else None


def _missing(facts: Facts, passed: bool | None) -> tuple[str, ...]:
    reasons = ("good_reason", *{"left": ("urgent",), "late": ("reported",)}.get(facts["kind"], ()))
    return tuple(name for name in (*reasons, *(("end",) if passed is None else ())) if name not in facts)
