"""治安传唤询问查证 (治安管理处罚法 2025 第九十七条, 第九十八条, 第一百零一条; before 2026 公安机关办理行政案件程序规定 第六十九条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_hours, minutes_between
from zhiheng.law.facts import Code, Flag, Record, Time, WholeNumber, contradiction
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

LAW = "治安管理处罚法_2025#第九十七条"
BEFORE = "公安机关办理行政案件程序规定_2019#第六十九条"
MINORS = "治安管理处罚法_2025#第九十八条"
DEAF = "治安管理处罚法_2025#第一百零一条"
OFFICERS = "治安管理处罚法_2025#第一百零八条"
IN_FORCE = date(2026, 1, 1)
USUAL, MANY, LONGEST = 8, 12, 24
LEAST_OFFICERS = 2
PLACES = {"case_area": "执法办案场所", "scene": "现场", "residence": "住处", "workplace": "单位", "other": "其他地点"}
FACTS = Record(
    {
        "start": Time("到案"),
        "end": Time("询问查证结束"),
        "many_or_unknown": Flag("涉案人数众多或者身份不明"),
        "detention_likely": Flag("情况复杂且可能适用行政拘留"),
        "place": Code(PLACES, "询问地点"),
        "recorded": Flag("全程同步录音录像"),
        "officers": WholeNumber("人民警察人数", most=100),
        "minor": Flag("不满十八周岁"),
        "adult_present": Flag("监护人或者合适成年人到场，或者已注明未到场"),
        "deaf_mute": Flag("聋哑"),
        "interpreter_present": Flag("通晓手语的人到场"),
    }
)


@rule(
    "public_order.summons",
    title="治安传唤",
    source=LAW,
    since="2019-04-27",
    facts=FACTS,
    outputs={"max_hours": "最长小时数", "must_end_by": "最迟结束时刻", "violations": "违反之处"},
    parameters=(
        Parameter("询问查证", f"{USUAL} 小时；情况复杂、可能行政拘留的 {LONGEST} 小时", (BEFORE,), date(2019, 4, 27), date(2025, 12, 31)),
        Parameter("询问查证", f"{USUAL} 小时；人数众多、身份不明的 {MANY} 小时；情况复杂、可能行政拘留的 {LONGEST} 小时", (LAW,), IN_FORCE),
        Parameter("在执法办案场所询问", "应当全程同步录音录像", (LAW,), IN_FORCE),
        Parameter("询问人员", f"不得少于 {LEAST_OFFICERS} 人；在执法办案场所全程同步录音录像的可以一人", (OFFICERS,), IN_FORCE),
    ),
)
def summons(facts: Facts, as_of: date) -> Answer:
    """How long it may last and what was done against the law of its day; what is not told is no violation, and is named."""
    start, end = facts.get("start"), facts.get("end")
    if start is not None and end is not None and end < start:
        raise contradiction("facts.end", f"结束 {end:%Y-%m-%d %H:%M} 早于到案 {start:%Y-%m-%d %H:%M}")
    day = start.date() if start is not None else as_of
    hours = _hours(facts, day)
    checks = (_time(facts, hours, day), *(_duties(facts) if day >= IN_FORCE else ()))
    violations = sorted(each.id for each in checks if each.satisfied is False)
    missing = tuple(_untold(each.id, facts) for each in checks if each.satisfied is None)
    ends = None if start is None else add_hours(start, hours)
    return Answer({"max_hours": hours, "must_end_by": ends, "violations": violations}, checks, missing=missing, law_of=day)


def _hours(facts: Facts, day: date) -> int:
    if facts.get("detention_likely"):
        return LONGEST
    return MANY if facts.get("many_or_unknown") and day >= IN_FORCE else USUAL


def _time(facts: Facts, hours: int, day: date) -> Condition:
    cite = (LAW if day >= IN_FORCE else BEFORE,)
    start, end = facts.get("start"), facts.get("end")
    if start is None or end is None:
        return Condition("over_time", None, f"询问查证最长 {hours} 小时，到案或者结束时刻不明", cite)
    minutes = minutes_between(start, end)
    text = f"询问查证最长 {hours} 小时，实际 {minutes // 60} 小时 {minutes % 60} 分"
    return Condition("over_time", minutes <= hours * 60, text, cite)


def _duties(facts: Facts) -> tuple[Condition, ...]:
    found = []
    if facts.get("place") == "case_area":
        found.append(_duty_condition("not_recorded", facts.get("recorded"), "在执法办案场所询问，应当全程同步录音录像", LAW))
    if "officers" in facts:
        found.append(_officers(facts))
    if facts.get("minor"):
        found.append(_duty_condition("adult_absent", facts.get("adult_present"), "不满十八周岁，应当通知监护人或者合适成年人到场", MINORS))
    if facts.get("deaf_mute"):
        found.append(_duty_condition("interpreter_absent", facts.get("interpreter_present"), "聋哑人，应当有通晓手语等的人提供帮助", DEAF))
    return tuple(found)


def _officers(facts: Facts) -> Condition:
    """Two, or one in a case-handling area with the whole recorded."""
    number = facts["officers"]
    alone = number == 1 and facts.get("place", "case_area") == "case_area"
    state = number >= LEAST_OFFICERS or (alone and _recorded_alone(facts))
    text = f"人民警察 {number} 人，不得少于 {LEAST_OFFICERS} 人；在执法办案场所全程同步录音录像的可以一人"
    return Condition("too_few_officers", state, text, (OFFICERS,))


def _recorded_alone(facts: Facts) -> bool | None:
    return facts.get("recorded") if "place" in facts or facts.get("recorded") is False else None


def _duty_condition(name: str, fact: bool | None, duty: str, cite: str) -> Condition:
    state = {True: "已做到", False: "没有做到", None: "未见记载"}[fact]
    return Condition(name, fact, f"{duty}：{state}", (cite,))


def _untold(check: str, facts: Facts) -> str:
    names = {
        "not_recorded": "recorded",
        "too_few_officers": "recorded" if "place" in facts else "place",
        "adult_absent": "adult_present",
        "interpreter_absent": "interpreter_present",
    }
    return names.get(check) or ("start" if "start" not in facts else "end")
