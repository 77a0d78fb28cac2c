"""The words an answer is shown in: codes by their Chinese names, yes and no, lengths with their unit, marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.law.rule import MARKS

NOT_KNOWN = "不明"
CODES: Mapping[str, str] = {
    "control": "管制",
    "detention": "拘役",
    "fixed": "有期徒刑",
    "life": "无期徒刑",
    "death_reprieve": "死刑缓期二年执行",
    "death_review": "报最高人民法院核准执行",
    "restart": "死缓期间重新计算",
    "with_principal": "与主刑同时执行",
    "after_release_or_parole": "自主刑执行完毕或者假释之日起",
    "stand": "裁定继续有效",
    "void": "裁定自动失效",
    "none": "无",
    "full": "全部重新确认",
    "within_total": "在原减刑幅度内酌情",
    "article_71": "刑法第七十一条",
    "article_70": "刑法第七十条",
    "court": "人民法院",
    "provincial_prison_administration": "省级监狱管理机关",
    "city_public_security": "设区的市级公安机关",
    "performed": "已履行",
    "excused": "可不影响",
    "unable": "确无履行能力",
    "able_refuses": "有履行能力而不履行",
    "undetermined": "须由法院审查认定",
    "high": "高级人民法院",
    "intermediate": "中级人民法院",
    "upper_procuratorate": "上一级人民检察院",
    "provincial_procuratorate": "省级人民检察院",
    "upper_court": "上一级人民法院",
    "high_court": "高级人民法院",
    "prison": "监狱",
    "detention_house": "看守所",
    "juvenile_facility": "未成年犯管教所",
    "corrections_agency": "社区矫正机构",
    "police": "公安机关",
    "office": "司法所（受委托）",
    "county": "县级社区矫正机构",
    "city": "上一级社区矫正机构",
    "admonition": "训诫",
    "warning": "警告",
    "new_crime_court": "审判新罪的法院",
    "original_or_local_court": "原审法院或者执行地法院",
    "decision_organ": "原决定机关或者执行地同级机关",
    "urge": "督促回复",
    "report_upper": "报告上一级人民检察院",
    "written_correction": "书面纠正",
    "correction_notice": "发出纠正违法通知书",
    "upper_consult": "报上一级人民检察院商同级公安机关",
    "NO_GROUND": "没有减刑的法定理由",
    "NOT_STARTED": "未到减刑起始时间",
    "INTERVAL": "未满间隔期",
    "NEW_CRIME_BAR": "又故意犯罪后的不减刑期未满",
    "PROPERTY_WAIT": "财产性判项等待期未满",
    "HALF_TERM_REACHED": "已达最低实际执行刑期",
    "SUSPENDED_SENTENCE": "缓刑一般不适用减刑",
    "REPRIEVE_RUNNING": "死缓考验期未满",
    "LIFE_WITHOUT": "终身监禁不得减刑、假释",
    "KIND": "刑种不适用",
    "RECIDIVIST": "累犯",
    "VIOLENT_10Y": "暴力性犯罪被判处十年以上",
    "PAROLE_REVOKED": "假释曾被撤销",
    "SERVED_TOO_SHORT": "实际执行刑期不足",
    "INTERVAL_AFTER_REDUCTION": "减刑后间隔不足",
    "PROPERTY_REFUSAL": "有能力不履行财产性判项",
    "NOT_REPENTANT": "未认定确有悔改表现",
    "REOFFEND_RISK": "有再犯罪的危险",
    "NO_CERTIFICATE": "没有省级指定医院证明",
    "SOCIAL_DANGER": "可能有社会危险性",
    "SELF_INFLICTED": "自伤自残",
    "TERM_OVER_3Y": "刑期超过三年",
    "RINGLEADER": "犯罪集团首要分子",
    "MAJOR_MERIT": "重大立功",
    "IRREGULAR": "起始、间隔或者幅度不符合一般规定",
    "PUBLIC_OBJECTION": "公示期间有异议",
    "PROCURATOR_OBJECTS": "检察机关有异议",
    "CATEGORY": "职务、涉黑、金融犯罪",
    "PUBLIC_ATTENTION": "社会影响重大",
    "over_time": "超时",
    "interval_short": "间隔不足",
    "too_few_officers": "讯问人员少于二人",
    "wrong_place": "地点不合法",
    "not_recorded": "未录音录像",
    "adult_absent": "无合适成年人",
    "female_staff_absent": "无女工作人员",
    "interpreter_absent": "无手语翻译",
    "no_ground": "无法定情形",
    "wrong_approver": "批准人不符",
    "over_three_months": "超过三个月",
    "not_reassessed": "未重新评估",
    "purpose_violation": "用于其他目的",
    "daily_over": "每日劳动超时",
    "weekly_over": "每周劳动超时",
    "no_rest_day": "没有休息日",
    "rest_not_made_up": "占用休息时间未补休",
    "counting": "正在计算",
    "stopped": "停止计算",
    "penalty": "刑罚种类不符",
    "half_served": "执行不满二分之一",
    "reward_ground": "没有奖励情形",
    "consistent_conduct": "不是一贯表现好",
    "no_danger": "有再犯罪危险",
    "promise": "没有本人书面承诺",
    "guarantee": "没有亲属担保",
    "SENTENCE_ENDED": "刑罚已经执行完毕",
    "SENTENCE_NOT_BEGUN": "判决尚未生效或者刑罚尚未开始执行",
    "PROBATION_LENGTH": "考验期不在法定幅度内",
    "REFUSES_TREATMENT": "不配合治疗",
    "SPECIAL_NOT_CRITICAL": "职务、金融、涉黑罪犯，短期内没有生命危险",
    "SELF_CARE_NOT_MET": "未达到生活不能自理的标准",
    "DIAGNOSIS_EXPIRED": "诊断书已过三个月有效期",
    "DIAGNOSIS_DEFECTIVE": "作出诊断的副高以上医师不足二名",
    "unbroken_custody": "不间断羁押的首日",
    "execution": "判决执行之日",
    "not_begun": "尚未起算",
    "running": "正在进行",
    "interrupted": "中断",
    "over": "已经届满",
    "lifelong": "终身",
    "new_term": "新判决决定的刑期",
    "reprieve": "新的死刑缓期执行期间",
    "next_reduction": "再减为有期徒刑时扣减",
}


@dataclass(frozen=True)
class Line:
    """One result in words."""

    title: str
    text: str


def result_lines(result: Mapping[str, Any], outputs: Mapping[str, str], *, unknown: bool) -> list[Line]:
    """Every output in the order of the rule; None means that it does not apply, or, where a condition is not known, not known."""
    return [Line(title, value_text(result[name], unknown=unknown)) for name, title in outputs.items() if name in result]


def value_text(value: Any, *, unknown: bool = False) -> str:
    """A value in Chinese."""
    if value is None:
        return NOT_KNOWN if unknown else "不适用"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(value_text(each) for each in value) or "无"
    return CODES.get(str(value), str(value))


def mark_title(mark: str) -> str:
    """What a mark means."""
    return MARKS.get(mark, mark)
