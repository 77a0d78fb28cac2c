"""medical_release.assess and medical_release.recall: serving outside prison for illness, pregnancy or helplessness, and being taken back.

刑事诉讼法 第二百六十五条    有期徒刑、拘役：（一）有严重疾病需要保外就医的；
    （二）怀孕或者正在哺乳自己婴儿的妇女；（三）生活不能自理，不致危害社会的.
    无期徒刑：第二项.  可能有社会危险性的，或者自伤自残的，不得保外就医.  由省级人民政府指定的医院诊断并开具证明文件.
    交付执行前由人民法院决定；交付执行后报省级以上监狱管理机关或者设区的市一级以上公安机关批准.
第二百六十八条    不符合条件的、严重违反规定的、情形消失后刑期未满的，及时收监；贿赂等非法手段的、脱逃的，期间不计入执行刑期.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.law.facts import Code, Day, Flag, Items, Record, WholeNumber
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import consistent, periods_apart
from zhiheng.law.sentence.medical_bars import (
    CODE_SINCE,
    LIFE_SERVED_MONTHS,
    MOTHERS,
    OLD_WHO,
    OPINION,
    OPINION_SINCE,
    RULES,
    RULES_SINCE,
    WHO,
    bars,
    lacking,
    served_enough_on,
    statute,
    valid_until,
)
from zhiheng.law.sentence.shapes import KINDS, OFFENDER, REDUCTIONS, SENTENCE
from zhiheng.law.sentence.standing import Fact, Standing, inclusive_days, standing

RECALL, OLD_RECALL = "刑事诉讼法_2018#第二百六十八条", "刑事诉讼法(2012)#第二百五十七条"
PRISON_2026, PRISON_LAW_2026_SINCE = "监狱法_2026#第四十五条", date(2026, 11, 1)
PRISON = "监狱法_2012#第二十六条"
POLICE = "公安机关办理刑事案件程序规定_2020#第三百零七条"
REDUCED = f"{RULES}#第五条"
GROUNDS = {
    "serious_illness": "严重疾病需要保外就医",
    "pregnant": "怀孕",
    "nursing": "正在哺乳自己的婴儿",
    "no_self_care": "生活不能自理",
}
HELD = {
    "before_delivery": ("court", "交付执行前，由交付执行的人民法院决定", WHO),
    "prison": ("provincial_prison_administration", "由监狱提出书面意见，报省级以上监狱管理机关批准", PRISON),
    "detention_house": ("city_public_security", "由看守所提出书面意见，报设区的市一级以上公安机关批准", POLICE),
}
RECALLS = {
    "not_qualified": "发现不符合暂予监外执行条件",
    "serious_violation": "严重违反有关监督管理规定",
    "condition_gone": "暂予监外执行的情形消失",
    "bribery": "通过贿赂等非法手段被暂予监外执行",
    "escape": "在暂予监外执行期间脱逃",
}
NOT_COUNTED = ("bribery", "escape")
_SINCE, INTERPRETATION_SINCE = CODE_SINCE, date(2021, 3, 1)


MEDICAL = Record(
    {
        "ground": Code(GROUNDS, "情形"),
        "provincial_certificate": Flag("省级人民政府指定医院的证明"),
        "held_in": Code({name: row[1] for name, row in HELD.items()}, "羁押处所"),
        "refuses_treatment": Flag("不配合治疗"),
        "danger_shortly": Flag("短期内有生命危险"),
        "acts_lost": WholeNumber("五项日常生活行为中需要协助的项数", 0, 5),
        "observed_months": WholeNumber("治疗、护理和观察的月数", 0, 1200),
        "diagnosed_on": Day("诊断书出具之日"),
        "doctors_of_rank": WholeNumber("作出诊断的副高以上医师人数", 0, 20),
    },
    ("ground", "held_in"),
    "病情与处所",
)
SHAPE = Record(
    {"sentence": SENTENCE, "reductions": REDUCTIONS, "offender": OFFENDER, "medical": MEDICAL},
    ("sentence", "medical"),
)
OUTPUTS = {
    "eligible": "可否暂予监外执行",
    "reasons": "障碍",
    "authority": "决定或者批准机关",
    "earliest_date": "最低执行时间届满之日",
    "valid_until": "诊断书有效至",
    "assumed": "没有给出、按以下情形计算",
}
PARAMETERS = (
    Parameter("有期徒刑、拘役", "严重疾病需要保外就医；怀孕或者哺乳；生活不能自理且不致危害社会", (WHO,), _SINCE),
    Parameter("无期徒刑", "怀孕或者哺乳", (WHO,), _SINCE),
    Parameter("无期徒刑、死缓减为有期徒刑后", "同有期徒刑", (REDUCED,), RULES_SINCE),
    Parameter("不得保外就医", "可能有社会危险性；自伤自残；不配合治疗", (WHO, f"{RULES}#第六条"), _SINCE),
    Parameter("职务、金融、涉黑罪犯", "短期内没有生命危险的，不得保外就医", (f"{RULES}#第六条",), RULES_SINCE),
    Parameter(
        "累犯、暴力性犯罪，原判死缓、无期徒刑", f"减为有期徒刑后执行 {LIFE_SERVED_MONTHS} 个月以上", (f"{RULES}#第七条",), RULES_SINCE
    ),
    Parameter(
        "累犯、暴力性犯罪，原判十年以上",
        "执行三分之一以上；短期内有生命危险的不受限制；老残少可以适度从宽",
        (f"{RULES}#第七条",),
        RULES_SINCE,
    ),
    Parameter("生活不能自理", "五项中三项，经六个月；六十五周岁以上一项", (f"{OPINION}#第五条",), OPINION_SINCE),
    Parameter("诊断书", "三个月内有效；两名副高以上医师", (f"{OPINION}#第八条", f"{RULES}#第九条"), OPINION_SINCE),
    Parameter("证明", "省级人民政府指定的医院诊断并开具证明文件", (WHO,), _SINCE),
)


def assess(facts: Facts, as_of: date) -> Answer:
    """Whether the person may serve outside, what stands in the way, and who decides."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    medical = facts["medical"]
    authority, words, cite = HELD[medical["held_in"]]
    if cite == PRISON and as_of >= PRISON_LAW_2026_SINCE:
        cite = PRISON_2026
    conditions = [_kind(now, medical["ground"], as_of), *bars(facts, now, as_of)]
    reasons = sorted(each.id for each in conditions if each.satisfied is False)
    untold = any(each.satisfied is None for each in conditions)
    served = any(each.id == "SERVED_TOO_SHORT" for each in conditions) and not medical.get("danger_shortly")
    result = {
        "eligible": False if reasons else None if untold else True,
        "reasons": reasons,
        "authority": authority,
        "earliest_date": served_enough_on(now) if served else None,
        "valid_until": valid_until(medical, as_of),
        "assumed": [] if "KIND" in reasons else _assumed(facts, as_of),
    }
    conditions.append(met("authority", words, (statute(as_of)[0], cite), statute(as_of)[1]))
    return Answer(result, tuple(conditions), missing=lacking(facts, now, conditions))


rule(
    "medical_release.assess", title="暂予监外执行", source=(WHO, f"{RULES}#第五条"), since="2018-10-26",
    facts=SHAPE, outputs=OUTPUTS, parameters=PARAMETERS,
)(assess)  # fmt: skip
rule(
    "medical_release.assess", title="暂予监外执行（2012 年刑事诉讼法和 2014 年规定）", source=(OLD_WHO, f"{RULES}#第五条"),
    since="2014-12-01", until="2018-10-25", facts=SHAPE, outputs=OUTPUTS, parameters=PARAMETERS[2:7], mark="S",
)(assess)  # fmt: skip
rule(
    "medical_release.assess", title="暂予监外执行（2012 年刑事诉讼法）", source=(OLD_WHO,),
    since="2013-01-01", until="2014-11-30", facts=SHAPE, outputs=OUTPUTS, mark="S",
)(assess)  # fmt: skip


def _assumed(facts: Facts, as_of: date) -> list[str]:
    """What the facts leave out of the bars and the answer takes for granted."""
    medical = facts["medical"]
    said: list[str] = []
    if as_of < RULES_SINCE or medical["ground"] in MOTHERS:
        return said
    if not facts["sentence"].get("offences"):
        said.append("没有给出各罪：按不属于职务、金融、涉黑犯罪和暴力性犯罪计算")
    if "recidivist" not in facts.get("offender", {}):
        said.append("没有给出是否累犯：按不是累犯计算")
    if "refuses_treatment" not in medical:
        said.append("没有给出是否配合治疗：按配合治疗计算")
    if as_of >= OPINION_SINCE and medical["ground"] == "no_self_care" and "acts_lost" not in medical:
        said.append("没有给出鉴别情况：按已经鉴别为生活不能自理计算")
    if as_of >= OPINION_SINCE and medical["ground"] == "serious_illness" and "diagnosed_on" not in medical:
        said.append("没有给出诊断书出具之日：按在三个月有效期内计算")
    return said


def _kind(now: Standing, ground: str, as_of: date) -> Condition:
    """Which sentences the ground is open to."""
    open_to = now.form in ("fixed", "detention") or (now.form == "life" and ground in MOTHERS)
    served = f"{KINDS[now.kind]}减为{KINDS[now.form]}" if now.form != now.kind else KINDS[now.form]
    words = f"{served}，情形为{GROUNDS[ground]}：{'适用' if open_to else '不适用'}暂予监外执行"
    cite, mark = statute(as_of)
    if now.converted:
        return Condition("KIND", open_to, words, (cite, REDUCED), mark if as_of >= RULES_SINCE else "S")
    return Condition("KIND", open_to, words, (cite,), mark)


RECALL_SHAPE = Record(
    {
        "ground": Code(RECALLS, "情形"),
        "term_expired": Flag("刑期已满"),
        "periods": Items(Record({"from": Day("起"), "to": Day("止")}, ("from", "to")), "监外执行或者脱逃的期间"),
    },
    ("ground",),
)
RECALL_OUTPUTS = {"recall": "应当收监", "not_counted_days": "不计入执行刑期的日数"}
RECALL_PARAMETERS = (
    Parameter("应当及时收监", "不符合条件；严重违反规定；情形消失后刑期未满", (RECALL,), _SINCE),
    Parameter("不计入执行刑期", "贿赂等非法手段的，全部监外执行期间；脱逃的，脱逃期间", (RECALL,), _SINCE),
)


def recall(facts: Facts, as_of: date) -> Answer:
    """Whether the person is taken back, and the days that do not count; time not counted leaves the term unexpired."""
    ground, expired = facts["ground"], bool(facts.get("term_expired"))
    days = 0 if ground not in NOT_COUNTED else _days(facts["periods"]) if facts.get("periods") else None
    back = ground in NOT_COUNTED or not expired
    words = f"{RECALLS[ground]}，{'刑期已满' if expired else '刑期未满'}：{'应当及时收监' if back else '不再收监'}"
    cite, mark = (RECALL, "T") if as_of >= CODE_SINCE else (OLD_RECALL, "S")
    conditions = [Condition("recall", back, words, (cite,), mark)]
    fixed = (cite, "适用刑事诉讼法的解释_2021#第五百一十八条") if as_of >= INTERPRETATION_SINCE else (cite,)
    if days is None:
        conditions.append(unknown("not_counted", "监外执行或者脱逃的期间没有给出，不计入执行刑期的日数不能确定", fixed, mark))
    elif ground in NOT_COUNTED:
        conditions.append(met("not_counted", f"{days} 日不计入执行刑期，由决定收监的机关确定", fixed, mark))
    return Answer({"recall": back, "not_counted_days": days}, tuple(conditions), missing=("facts.periods",) if days is None else ())


rule(
    "medical_release.recall", title="暂予监外执行收监", source=(RECALL,), since="2018-10-26",
    facts=RECALL_SHAPE, outputs=RECALL_OUTPUTS, parameters=RECALL_PARAMETERS,
)(recall)  # fmt: skip
rule(
    "medical_release.recall", title="暂予监外执行收监（2012 年刑事诉讼法）", source=(OLD_RECALL,), since="2013-01-01", until="2018-10-25",
    facts=RECALL_SHAPE, outputs=RECALL_OUTPUTS, mark="S",
)(recall)  # fmt: skip


def _days(periods: Sequence[Fact]) -> int:
    periods_apart(periods, "facts.periods")
    return sum(inclusive_days(each) for each in periods)
