"""训诫与警告 (社区矫正法 第二十八条; 社区矫正法实施办法 第三十四条, 第三十五条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Record, WholeNumber
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

MEASURES = "社区矫正法_2019#第二十八条"
ADMONITION = "社区矫正法实施办法_2020#第三十四条"
WARNING = "社区矫正法实施办法_2020#第三十五条"
DEGREES = {"none": "没有", "minor": "情节轻微", "serious": "情节较重"}
ADMONISHED_DAYS = 10
ADMONITIONS = 2
SINCE = date(2020, 7, 1)

FACTS = Record(
    {
        "absent_days": WholeNumber("未报到或脱管日数", most=36_600),
        "movement_breach": Code(DEGREES, "违反报告、会客、外出、迁居规定"),
        "prohibition_breach": Code(DEGREES, "违反禁止令"),
        "missed_education": Flag("经教育仍不参加教育学习"),
        "missed_review": Flag("经教育仍不提交病情复查"),
        "admonitions": WholeNumber("训诫次数", most=1_000),
        "uncorrected": Flag("仍不改正"),
    }
)
PARAMETERS = (
    Parameter("训诫", f"未按时报到或者脱离监管 {ADMONISHED_DAYS} 日以内；违反报告等规定情节轻微", (ADMONITION,), SINCE),
    Parameter("警告", f"超过 {ADMONISHED_DAYS} 日；违反禁止令情节轻微；{ADMONITIONS} 次训诫仍不改正", (WARNING,), SINCE),
)


@rule(
    "corrections.discipline",
    title="训诫、警告",
    source=MEASURES,
    since="2020-07-01",
    facts=FACTS,
    outputs={"measure": "应给予的最低处分"},
    parameters=PARAMETERS,
)
def discipline(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one text since 2020
    """The lowest measure the rules call for: warning where one of its grounds is met, else admonition where one of its is."""
    warned, admonished = _warning_grounds(facts), _admonition_grounds(facts)
    measure = "warning" if _met(warned) else "admonition" if _met(admonished) else "none"
    return Answer({"measure": measure}, (*warned, *admonished), (MEASURES,))


def _met(grounds: tuple[Condition, ...]) -> bool:
    return any(each.satisfied for each in grounds)


def _warning_grounds(facts: Facts) -> tuple[Condition, ...]:
    absent, prohibition = facts.get("absent_days", 0), facts.get("prohibition_breach", "none")
    movement, times = facts.get("movement_breach", "none"), facts.get("admonitions", 0)
    uncorrected = facts.get("uncorrected", False)
    corrected = "仍不改正" if uncorrected else "未见仍不改正"
    return (
        _ground("absent_long", absent > ADMONISHED_DAYS, f"未报到或脱管 {absent} 日，超过 {ADMONISHED_DAYS} 日的警告", WARNING),
        _ground("prohibition_breach", prohibition != "none", f"违反禁止令：{DEGREES[prohibition]}", WARNING),
        _ground("movement_serious", movement == "serious", f"违反报告、会客、外出、迁居规定：{DEGREES[movement]}", WARNING),
        _ground("missed_review", facts.get("missed_review", False), "保外就医经教育仍不提交病情复查", WARNING),
        _ground("admonitions", times >= ADMONITIONS and uncorrected, f"训诫 {times} 次（{ADMONITIONS} 次以上），{corrected}", WARNING),
    )


def _admonition_grounds(facts: Facts) -> tuple[Condition, ...]:
    absent, movement = facts.get("absent_days", 0), facts.get("movement_breach", "none")
    return (
        _ground("absent_short", 0 < absent <= ADMONISHED_DAYS, f"未报到或脱管 {absent} 日，{ADMONISHED_DAYS} 日以内的训诫", ADMONITION),
        _ground("movement_minor", movement == "minor", f"违反报告、会客、外出、迁居规定：{DEGREES[movement]}", ADMONITION),
        _ground("missed_education", facts.get("missed_education", False), "经教育仍不参加教育学习", ADMONITION),
    )


def _ground(name: str, met: bool, detail: str, cite: str) -> Condition:
    return Condition(name, met, detail, (cite,))
