"""传唤、拘传、继续盘问与讯问 (刑事诉讼法 第一百一十八条 to 第一百二十三条, 第二百八十一条; 人民警察法 第九条; 继续盘问规定)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from zhiheng.law.facts import Code, Flag, Record, Time, WholeNumber, contradiction, missing
from zhiheng.law.limit_rules.conditions import met
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

LIMITS = {"summons": "传唤", "compelled": "拘传", "continued_questioning": "继续盘问", "interrogation": "讯问"}
ORGANS = {"police": "公安机关", "procuratorate": "人民检察院"}
PLACES = {
    "detention_house_room": "看守所讯问室",
    "case_area": "执法办案场所",
    "scene": "现场",
    "residence": "住处",
    "hospital": "医疗机构",
}
HOURS = "刑事诉讼法_2018#第一百一十九条"
OFFICERS = "刑事诉讼法_2018#第一百一十八条"
SIGN = "刑事诉讼法_2018#第一百二十一条"
RECORDING = "刑事诉讼法_2018#第一百二十三条"
MINORS = "刑事诉讼法_2018#第二百八十一条"
QUESTIONING = "人民警察法_2012#第九条"
STEPS = "公安机关适用继续盘问规定_2004#第十一条"
STEP_APPROVED = "公安机关适用继续盘问规定_2004#第十七条"
FOUR_HOURS = "公安机关适用继续盘问规定_2004#第十条"
#: Hours of continued questioning for persons who may not be kept longer, and by how often it was extended with approval.
TENDER_HOURS = 4
STEP_HOURS = (12, 24, 48)
POLICE = "公安机关办理刑事案件程序规定_2020#第{}条"
RULES = "人民检察院刑事诉讼规则_2019#第{}条"
POLICE_HOURS = {"summons": POLICE.format("二百"), "compelled": POLICE.format("八十")}
RULES_HOURS = {"summons": RULES.format("一百八十五"), "compelled": RULES.format("八十三")}
#: The hours of each measure: usual, and where grave (and, for the police, approved). Interrogation itself has no greatest length.
MOST_HOURS = {"summons": (12, 24), "compelled": (12, 24), "continued_questioning": (24, 48)}
INTERVAL_HOURS = 12
LEAST_OFFICERS = 2
SINCE = date(2020, 9, 1)

FACTS = Record(
    {
        "limit": Code(LIMITS, "事项"),
        "organ": Code(ORGANS, "机关"),
        "start": Time("到案"),
        "end": Time("结束"),
        "previous_end": Time("上次结束"),
        "grave": Flag("案情特别重大复杂且需拘留逮捕"),
        "approved": Flag("法定负责人已批准"),
        "extensions": WholeNumber("继续盘问已批准的延长次数", most=2),
        "tender": Flag("怀孕或者哺乳、不满十六周岁、已满七十周岁"),
        "officers": WholeNumber("讯问人数", most=100),
        "held": Flag("已送看守所"),
        "place": Code(PLACES, "地点"),
        "major_case": Flag("可能无期、死刑或其他重大犯罪"),
        "self_investigated": Flag("检察院直接受理"),
        "recorded": Flag("全程录音录像"),
        "minor": Flag("未成年"),
        "female": Flag("女"),
        "deaf_mute": Flag("聋哑"),
        "adult_present": Flag("成年人到场"),
        "female_staff_present": Flag("女工作人员到场"),
        "interpreter_present": Flag("手语翻译到场"),
    },
    required=("limit",),
)
OUTPUTS = {"max_hours": "最长小时数", "must_end_by": "最迟结束时刻", "violations": "违反之处"}
PARAMETERS = (
    Parameter("传唤、拘传", "12 小时；案情特别重大、复杂，需要采取拘留、逮捕措施的 24 小时", (HOURS,), SINCE),
    Parameter("传唤、拘传延至 24 小时（公安机关）", "须经批准", tuple(POLICE_HOURS.values()), SINCE),
    Parameter("两次传唤、拘传间隔（检察机关）", f"一般不少于 {INTERVAL_HOURS} 小时", tuple(RULES_HOURS.values()), SINCE),
    Parameter("继续盘问", "24 小时；特殊情况经批准 48 小时", (QUESTIONING,), SINCE),
    Parameter(
        "继续盘问的延长",
        "一般 12 小时；延至 24 小时由值班负责人、延至 48 小时由主管负责人审批，不得直接由 12 小时延至 48 小时",
        (STEPS, STEP_APPROVED),
        SINCE,
    ),
    Parameter("孕妇、哺乳、不满十六周岁、已满七十周岁的继续盘问", f"{TENDER_HOURS} 小时以内盘问完毕，不得送入候问室", (FOUR_HOURS,), SINCE),
    Parameter("讯问人员", f"不少于 {LEAST_OFFICERS} 人", (OFFICERS,), SINCE),
    Parameter(
        "录音录像", "可能判处无期徒刑、死刑或者其他重大犯罪案件，检察机关直接受理的案件", (RECORDING, RULES.format("一百九十")), SINCE
    ),
)


@rule(
    "interrogation.limit", title="传唤、拘传、讯问", source=HOURS, since="2020-09-01", facts=FACTS, outputs=OUTPUTS, parameters=PARAMETERS
)
def interrogation_limit(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - it may run past the day asked about
    """How long it may last and what was done against the law; what the facts do not tell is no violation.

    The organ is needed only where the answer turns on it: whether a grave case without approval may take the longer hours.
    """
    _check(facts)
    hours = _most_hours(facts)
    checks = (
        _time(facts, hours),
        *_steps(facts),
        *_marked(facts, (*_interval(facts), *_officers(facts), *_place(facts), *_recording(facts), *_present(facts))),
    )
    violations = sorted(each.id for each in checks if each.satisfied is False)
    untold = tuple(_untold(each.id, facts) for each in checks if each.satisfied is None)
    return Answer({"max_hours": hours, "must_end_by": _must_end_by(facts, hours), "violations": violations}, checks, missing=untold)


def _marked(facts: Facts, checks: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """That the duties of interrogation bind continued questioning too is not verified here."""
    doubtful = facts["limit"] == "continued_questioning"
    return tuple(replace(each, mark="U") for each in checks) if doubtful else checks


#: The fact that would settle each check left open.
UNTOLD = {
    "over_time": "end",
    "steps_unknown": "extensions",
    "interval_short": "organ",
    "wrong_place": "place",
    "not_recorded": "recorded",
    "adult_absent": "adult_present",
    "female_staff_absent": "female_staff_present",
    "interpreter_absent": "interpreter_present",
}


def _untold(check: str, facts: Facts) -> str:
    return "start" if check == "over_time" and "start" not in facts else UNTOLD[check]


def _check(facts: Facts) -> None:
    if facts["limit"] == "continued_questioning" and facts.get("organ") == "procuratorate":
        raise contradiction("facts.organ", "继续盘问只由公安机关的人民警察进行")
    start, end, previous = (facts.get(name) for name in ("start", "end", "previous_end"))
    if start is not None and end is not None and end < start:
        raise contradiction("facts.end", f"结束 {end:%Y-%m-%d %H:%M} 早于到案 {start:%Y-%m-%d %H:%M}")
    if start is not None and previous is not None and previous > start:
        raise contradiction("facts.previous_end", f"上次结束 {previous:%Y-%m-%d %H:%M} 晚于本次到案 {start:%Y-%m-%d %H:%M}")


def _most_hours(facts: Facts) -> int | None:
    """The greatest length; the procuratorate's rules ask for no approval, the police's do (公安规定 第八十条, 第二百条)."""
    if facts["limit"] not in MOST_HOURS:
        return None
    if facts["limit"] == "continued_questioning" and (facts.get("tender") or "extensions" in facts):
        return TENDER_HOURS if facts.get("tender") else STEP_HOURS[facts["extensions"]]
    usual, longer = MOST_HOURS[facts["limit"]]
    if not facts.get("grave"):
        return usual
    organ = facts.get("organ", "police" if facts["limit"] == "continued_questioning" else None)
    if facts.get("approved") or organ == "procuratorate":
        return longer
    if organ is None:
        raise missing("facts.organ", "机关")
    return usual


def _must_end_by(facts: Facts, hours: int | None) -> datetime | None:
    start = facts.get("start")
    return None if start is None or hours is None else start + timedelta(hours=hours)


def _time(facts: Facts, hours: int | None) -> Condition:
    if hours is None:
        return met("over_time", "讯问本身没有最长时间", (HOURS,))
    what, cites, mark = LIMITS[facts["limit"]], _hours_cites(facts), "T"
    last, end = _must_end_by(facts, hours), facts.get("end")
    if last is None or end is None:
        return Condition("over_time", None, f"{what}最长 {hours} 小时，到案或者结束时刻不明", cites, mark)
    minutes = int((end - facts["start"]).total_seconds() // 60)
    text = f"{what}最长 {hours} 小时，至 {last:%Y-%m-%d %H:%M}；实际 {minutes // 60} 小时 {minutes % 60} 分"
    return Condition("over_time", end <= last, text, cites, mark)


def _hours_cites(facts: Facts) -> tuple[str, ...]:
    limit = facts["limit"]
    if limit == "continued_questioning":
        return (QUESTIONING, *((FOUR_HOURS,) if facts.get("tender") else ()), *((STEPS, STEP_APPROVED) if "extensions" in facts else ()))
    own = {"police": POLICE_HOURS, "procuratorate": RULES_HOURS}.get(facts.get("organ", ""), {})
    return (HOURS, *((own[limit],) if own else ()))


def _steps(facts: Facts) -> tuple[Condition, ...]:
    """Questioning is lengthened step by step; from 24 to 48 hours only where name, address or identity are kept back."""
    if facts["limit"] != "continued_questioning" or "extensions" in facts or facts.get("tender"):
        return ()
    text = "一般 12 小时；不能证实或者排除嫌疑的可延至 24 小时，不讲真实身份的可延至 48 小时，逐级审批；已批准的延长次数不明"
    return (Condition("steps_unknown", None, text, (STEPS, STEP_APPROVED)),)


def _interval(facts: Facts) -> tuple[Condition, ...]:
    """Twelve hours between two summonses bind the procuratorate; the police text only forbids disguised detention."""
    limit, start, previous = facts["limit"], facts.get("start"), facts.get("previous_end")
    if facts.get("organ") == "police" or limit not in RULES_HOURS or start is None or previous is None:
        return ()
    minutes = int((start - previous).total_seconds() // 60)
    text = f"两次{LIMITS[limit]}间隔 {minutes // 60} 小时 {minutes % 60} 分，一般不得少于 {INTERVAL_HOURS} 小时"
    state = None if "organ" not in facts else minutes >= INTERVAL_HOURS * 60
    return (Condition("interval_short", state, text, (RULES_HOURS[limit],)),)


def _officers(facts: Facts) -> tuple[Condition, ...]:
    number = facts.get("officers")
    if number is None:
        return ()
    text = f"讯问人员 {number} 人，不得少于 {LEAST_OFFICERS} 人"
    return (Condition("too_few_officers", number >= LEAST_OFFICERS, text, (OFFICERS, *_own(facts, "二百零二", "一百八十二"))),)


def _place(facts: Facts) -> tuple[Condition, ...]:
    if not facts.get("held"):
        return ()
    place, cites = facts.get("place"), (OFFICERS, *_own(facts, "一百九十八", "一百八十六"))
    if place is None:
        return (Condition("wrong_place", None, "已送看守所，讯问地点不明", cites),)
    text = f"已送看守所，在{PLACES[place]}讯问，应当在看守所讯问室进行"
    return (Condition("wrong_place", place == "detention_house_room", text, cites),)


def _recording(facts: Facts) -> tuple[Condition, ...]:
    major, own = facts.get("major_case", False), facts.get("self_investigated", False)
    if not major and not own:
        return ()
    cites = (RECORDING, *_own(facts, "二百零八", "一百九十" if own else ""))
    why = "重大犯罪案件" if major else "检察机关直接受理的案件"
    return (_duty_condition("not_recorded", facts.get("recorded"), f"{why}，应当全程录音录像", cites),)


def _present(facts: Facts) -> tuple[Condition, ...]:
    found = []
    if facts.get("minor"):
        cites = (MINORS, *_own(facts, "三百二十三", "四百六十五"))
        found.append(
            _duty_condition("adult_absent", facts.get("adult_present"), "未成年人，应当通知法定代理人或者其他合适成年人到场", cites)
        )
    if facts.get("minor") and facts.get("female"):
        cites = (MINORS, *_own(facts, "三百二十四", "四百六十五"))
        found.append(_duty_condition("female_staff_absent", facts.get("female_staff_present"), "女性未成年人，应当有女工作人员在场", cites))
    if facts.get("deaf_mute"):
        cites = (SIGN, *_own(facts, "二百零四", ""))
        found.append(_duty_condition("interpreter_absent", facts.get("interpreter_present"), "聋、哑人，应当有通晓手势的人参加", cites))
    return tuple(found)


def _own(facts: Facts, police: str, procuratorate: str) -> tuple[str, ...]:
    """The article of the organ's own rules; none where they have none or the organ is not told."""
    number, text = {"police": (police, POLICE), "procuratorate": (procuratorate, RULES)}.get(facts.get("organ", ""), ("", ""))
    return (text.format(number),) if number else ()


def _duty_condition(name: str, fact: bool | None, duty: str, cites: tuple[str, ...]) -> Condition:
    state = {True: "已做到", False: "没有做到", None: "未见记载"}[fact]
    return Condition(name, fact, f"{duty}：{state}", cites)
