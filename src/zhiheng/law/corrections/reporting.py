"""报告义务 (社区矫正法 第二十三条; 社区矫正法实施办法 第二十四条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Record, WholeNumber
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule

DUTY = "社区矫正法_2019#第二十三条"
REPORTS = "社区矫正法实施办法_2020#第二十四条"
CATEGORIES = {"control": "管制", "probation": "缓刑", "parole": "假释", "medical_release": "暂予监外执行"}
HEALTH_MONTHS = 1
REVIEW_MONTHS = 3
PROVINCE_MONTHS = 3
COUNTED = "社区矫正法实施办法_2020#第五十八条"
APPROVERS = {"upper": "上一级社区矫正机构", "province": "省级社区矫正机构"}
SINCE = date(2020, 7, 1)

FACTS = Record(
    {
        "category": Code(CATEGORIES, "类别"),
        "illness_release": Flag("保外就医"),
        "prohibition": Flag("禁止令"),
        "change_event": Flag("居所、工作等变动"),
        "longer_months": WholeNumber("拟延长报告、复查期限的月数", least=1, most=24),
    },
    required=("category",),
)
OUTPUTS = {
    "health_report_months": "每几个月报告身体情况",
    "review_months": "每几个月提交病情复查情况",
    "prohibition_report": "是否定期报告遵守禁止令情况",
    "prompt_report": "是否及时报告变动",
    "longer_approver": "延长报告、复查期限由谁批准",
    "notify_procuratorate": "延长的是否通报同级检察院",
}
PARAMETERS = (
    Parameter("暂予监外执行报告身体情况", f"每 {HEALTH_MONTHS} 个月", (REPORTS,), SINCE),
    Parameter("保外就医提交病情复查情况", f"每 {REVIEW_MONTHS} 个月", (REPORTS,), SINCE),
    Parameter("延长报告、复查期限", "一个月至不满三个月的由上一级、三个月以上的由省级社区矫正机构批准", (REPORTS, COUNTED), SINCE),
)


@rule("corrections.report", title="报告义务", source=DUTY, since="2020-07-01", facts=FACTS, outputs=OUTPUTS, parameters=PARAMETERS)
def report(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one text since 2020
    """What a person in corrections must report and how often; None where nothing of the kind is asked."""
    released = facts["category"] == "medical_release"
    ill = released and facts.get("illness_release", False)
    prohibited, changed = facts.get("prohibition", False), facts.get("change_event", False)
    who = CATEGORIES[facts["category"]]
    conditions = (
        Condition(
            "health_report",
            released,
            f"{who}，" + (f"每 {HEALTH_MONTHS} 个月报告身体情况" if released else "无须报告身体情况"),
            (DUTY, REPORTS),
        ),
        Condition("review", ill, f"每 {REVIEW_MONTHS} 个月提交病情复查情况" if ill else "不是保外就医，无须提交病情复查情况", (REPORTS,)),
        Condition("prohibition", prohibited, "被宣告禁止令，定期报告遵守情况" if prohibited else "未被宣告禁止令", (REPORTS,)),
        Condition("change_event", changed, "发生变动，应当及时报告" if changed else "没有须及时报告的变动", (REPORTS,)),
        *_longer(facts, released=released),
    )
    approver = _approver(facts, released=released)
    result = {
        "health_report_months": HEALTH_MONTHS if released else None,
        "review_months": REVIEW_MONTHS if ill else None,
        "prohibition_report": prohibited,
        "prompt_report": changed,
        "longer_approver": approver,
        "notify_procuratorate": approver is not None,
    }
    return Answer(result, conditions)


def _approver(facts: Facts, *, released: bool) -> str | None:
    """Under three months the level above, three months and more the province: 以下 leaves the number out, 以上 takes it in (第五十八条)."""
    months = facts.get("longer_months")
    if not released or months is None:
        return None
    return "province" if months >= PROVINCE_MONTHS else "upper"


def _longer(facts: Facts, *, released: bool) -> tuple[Condition, ...]:
    approver = _approver(facts, released=released)
    if approver is None:
        return ()
    return (met("longer", f"延长 {facts['longer_months']} 个月，由{APPROVERS[approver]}批准，并通报同级人民检察院", (REPORTS, COUNTED)),)
