"""羁押与办案期限 (刑事诉讼法 第七十九条 to 第二百四十三条): how long a person may be held and a case be handled, who may extend it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhiheng.law.clocks import Due, add_days, day_of, period_due
from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Flag, WholeNumber
from zhiheng.law.limit_rules.clocked import OUTPUTS, Clock, check_order, clock_by_row, limit_facts, limit_parameters, moment_text
from zhiheng.law.limit_rules.conditions import met, unmet
from zhiheng.law.limits import Row, limits_of
from zhiheng.law.rule import Answer, Condition, Facts, rule

FAMILY = "custody.limit"
PROCEDURES = {"ordinary": "普通程序", "summary": "简易程序", "fast_track": "速裁程序"}
APPROVERS = {
    "upper_procuratorate": "上一级人民检察院",
    "provincial_procuratorate": "省级人民检察院",
    "upper_court": "上一级人民法院",
    "high_court": "高级人民法院",
}
#: The highest extension each limit knows; the others know none.
EXTENSIONS = {"investigation": 3, "trial_first": 1, "trial_second": 1}
ROUNDS = 2
TEN_YEARS_MONTHS = 120
COMPLEX = "刑事诉讼法_2018#第一百五十六条"
TEN_YEARS = "刑事诉讼法_2018#第一百五十九条"
TWICE = "刑事诉讼法_2018#第一百七十五条"
NO_EXTENSION = "刑事诉讼法_2018#第二百零八条"
REQUEST = "人民检察院刑事诉讼规则_2019#第三百零九条"

FACTS = limit_facts(
    FAMILY,
    {
        "special": Flag("特殊情况"),
        "gang": Flag("流窜、多次、结伙作案重大嫌疑"),
        "complex": Flag("重大、复杂"),
        "procedure": Code(PROCEDURES, "程序"),
        "expected_months": WholeNumber("可能判处刑期（月）", most=600),
        "extension": WholeNumber("延长档次", most=max(EXTENSIONS.values())),
        "round": WholeNumber("第几次补充侦查", least=1, most=9),
    },
)
OWN = {"allowed": "是否允许", "approver": "批准机关", "request_by": "提请延长的最后一日", "normal_due": "一审一般宣判期限"}


@rule(
    FAMILY,
    title="羁押与办案期限",
    source="刑事诉讼法 第一百五十六条",
    since="2018-10-26",
    facts=FACTS,
    outputs={**OUTPUTS, **OWN},
    parameters=limit_parameters(FAMILY),
)
def custody_limit(facts: Facts, as_of: date) -> Answer:
    """The end of the limit; where an extension or a round is not allowed, the end that stands without it."""
    check_order(facts, as_of)
    _check_extension(facts)
    permissions = _permissions(facts)
    allowed = _all_of(permissions)
    asked, law_of = limits_of(FAMILY)[facts["limit"]].governing(day_of(facts["start"]), as_of, facts)
    reckoned = clock_by_row(asked if allowed is not False else _without(facts, law_of), facts, as_of, law_of)
    usual = _normal_due(reckoned.row, facts)
    return reckoned.answer(
        *permissions,
        *_request(reckoned),
        *_usual(usual),
        allowed=allowed,
        approver=asked.more.get("approver"),
        request_by=_request_by(reckoned),
        normal_due=usual and usual.due,
        missing=("expected_months",) if allowed is None else (),
    )


def _row(facts: Facts, as_of: date) -> Row:
    return limits_of(FAMILY)[facts["limit"]].row(as_of, facts)


def _without(facts: Facts, as_of: date) -> Row:
    """The row that stands when what was asked is not allowed: one extension fewer; for a third round, no length at all."""
    if facts["limit"] == "supplement":
        return replace(_row(facts, as_of), amount=None)
    return _row({**facts, "extension": max(facts.get("extension", 0) - 1, 0)}, as_of)


def _check_extension(facts: Facts) -> None:
    most = EXTENSIONS.get(facts["limit"], 0)
    if facts.get("extension", 0) > most:
        reason = f"facts.extension 的值 {facts['extension']} 超出范围"
        raise Refused("OUT_OF_RANGE", reason, f"该事项最多延长 {most} 档" if most else "该事项没有延长档次")


def _permissions(facts: Facts) -> tuple[Condition, ...]:
    """What an extension or a further round asks for."""
    limit, extension = facts["limit"], facts.get("extension", 0)
    if limit == "supplement":
        return (_rounds(facts.get("round", 1)),)
    if limit == "investigation" and extension:
        return (_is_complex(facts), *((_ten_years(facts),) if extension == EXTENSIONS["investigation"] else ()))
    if limit == "trial_first" and extension and facts.get("procedure", "ordinary") != "ordinary":
        return (unmet("ordinary_procedure", f"{PROCEDURES[facts['procedure']]}没有经批准的延长", (NO_EXTENSION,)),)
    return ()


def _rounds(number: int) -> Condition:
    return Condition("round", number <= ROUNDS, f"第 {number} 次补充侦查，以 {ROUNDS} 次为限", (TWICE,))


def _is_complex(facts: Facts) -> Condition:
    """案情复杂; left unsaid it is for the approving procuratorate to find, and bars nothing here."""
    found = facts.get("complex")
    said_of = {True: "案情复杂", False: "案情不复杂，不得延长", None: "案情是否复杂未说明，由批准机关审查"}[found]
    return Condition("complex", found, said_of, (COMPLEX,))


def _ten_years(facts: Facts) -> Condition:
    months = facts.get("expected_months")
    if months is None:
        return Condition("ten_years", None, "可能判处的刑期不明，须为十年有期徒刑以上", (TEN_YEARS,))
    text = f"可能判处 {months} 个月，第三次延长须 {TEN_YEARS_MONTHS} 个月以上"
    return Condition("ten_years", months >= TEN_YEARS_MONTHS, text, (TEN_YEARS,))


def _all_of(permissions: tuple[Condition, ...]) -> bool | None:
    """False where one is not met; not known where the length to be expected is; an unsaid complexity bars nothing."""
    states = {each.id: each.satisfied for each in permissions}
    if False in states.values():
        return False
    return None if states.get("ten_years", True) is None else True


def _request_by(reckoned: Clock) -> date | None:
    days = reckoned.row.more.get("request_days")
    return None if days is None or reckoned.due.due is None else add_days(reckoned.due.due, -days)


def _request(reckoned: Clock) -> tuple[Condition, ...]:
    """The last day on which a further extension may be asked for."""
    last = _request_by(reckoned)
    if last is None:
        return ()
    return (met("request", f"需要再延长的，应在期满七日前即 {last} 以前提请（期满 {moment_text(reckoned.due.due)}）", (REQUEST,)),)


def _normal_due(row: Row, facts: Facts) -> Due | None:
    months = row.more.get("normal_months")
    return None if months is None else period_due(facts["start"], months, "month", in_custody=facts.get("in_custody", False))


def _usual(due: Due | None) -> tuple[Condition, ...]:
    """The two months of a first instance, beside the three it may not pass."""
    return () if due is None else (met("normal", f"应当在二个月以内即 {moment_text(due.due)} 前宣判，至迟不得超过三个月", (NO_EXTENSION,)),)
