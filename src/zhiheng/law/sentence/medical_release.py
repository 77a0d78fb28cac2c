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

from zhiheng.law.facts import Code, Day, Flag, Items, Record
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import consistent, periods_apart
from zhiheng.law.sentence.shapes import KINDS, OFFENDER, REDUCTIONS, SENTENCE
from zhiheng.law.sentence.standing import Fact, Standing, inclusive_days, standing

WHO, RECALL = "刑事诉讼法_2018#第二百六十五条", "刑事诉讼法_2018#第二百六十八条"
PRISON = "监狱法_2012#第二十六条"
POLICE = "公安机关办理刑事案件程序规定_2020#第三百零七条"
REDUCED = "暂予监外执行规定(2014)#第五条"
GROUNDS = {
    "serious_illness": "严重疾病需要保外就医",
    "pregnant": "怀孕",
    "nursing": "正在哺乳自己的婴儿",
    "no_self_care": "生活不能自理",
}
MOTHERS = ("pregnant", "nursing")
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
_SINCE = date(2018, 10, 26)


@rule(
    "medical_release.assess",
    title="暂予监外执行",
    source=(WHO,),
    since="2018-10-26",
    facts=Record(
        {
            "sentence": SENTENCE,
            "reductions": REDUCTIONS,
            "offender": OFFENDER,
            "medical": Record(
                {
                    "ground": Code(GROUNDS, "情形"),
                    "provincial_certificate": Flag("省级人民政府指定医院的证明"),
                    "held_in": Code({name: row[1] for name, row in HELD.items()}, "羁押处所"),
                },
                ("ground", "held_in"),
                "病情与处所",
            ),
        },
        ("sentence", "medical"),
    ),
    outputs={"eligible": "可否暂予监外执行", "reasons": "障碍", "authority": "决定或者批准机关"},
    parameters=(
        Parameter("有期徒刑、拘役", "严重疾病需要保外就医；怀孕或者哺乳；生活不能自理且不致危害社会", (WHO,), _SINCE),
        Parameter("无期徒刑", "怀孕或者哺乳", (WHO,), _SINCE),
        Parameter("无期徒刑、死缓减为有期徒刑后", "同有期徒刑", (REDUCED,), date(2014, 12, 1), mark="S"),
        Parameter("不得保外就医", "可能有社会危险性；自伤自残", (WHO,), _SINCE),
        Parameter("证明", "省级人民政府指定的医院诊断并开具证明文件", (WHO,), _SINCE),
    ),
)
def assess(facts: Facts, _as_of: date) -> Answer:
    """Whether the person may serve outside, what stands in the way, and who decides."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    medical, offender = facts["medical"], facts.get("offender", {})
    authority, words, cite = HELD[medical["held_in"]]
    conditions = [_kind(now, medical["ground"]), *_bars(medical, offender)]
    reasons = sorted(each.id for each in conditions if not each.satisfied)
    conditions.append(met("authority", words, (WHO, cite)))
    return Answer({"eligible": not reasons, "reasons": reasons, "authority": authority}, tuple(conditions))


def _kind(now: Standing, ground: str) -> Condition:
    """Which sentences the ground is open to."""
    open_to = now.form in ("fixed", "detention") or (now.form == "life" and ground in MOTHERS)
    served = f"{KINDS[now.kind]}减为{KINDS[now.form]}" if now.form != now.kind else KINDS[now.form]
    words = f"{served}，情形为{GROUNDS[ground]}：{'适用' if open_to else '不适用'}暂予监外执行"
    return Condition("KIND", open_to, words, (WHO, REDUCED) if now.converted else (WHO,), "S" if now.converted else "T")


def _bars(medical: Fact, offender: Fact) -> list[Condition]:
    """Certificate, danger, self-harm, each where the ground asks for it."""
    ground = medical["ground"]
    said = []
    if ground == "serious_illness":
        proved = bool(medical.get("provincial_certificate"))
        said.append(Condition("NO_CERTIFICATE", proved, f"{'有' if proved else '没有'}省级人民政府指定医院的诊断和证明文件", (WHO,)))
        harmed = bool(offender.get("self_inflicted"))
        said.append(Condition("SELF_INFLICTED", not harmed, "自伤自残，不得保外就医" if harmed else "没有自伤自残", (WHO,)))
    if ground not in MOTHERS:
        danger = bool(offender.get("social_danger"))
        said.append(Condition("SOCIAL_DANGER", not danger, f"{'可能有' if danger else '没有'}社会危险性", (WHO,)))
    return said


@rule(
    "medical_release.recall",
    title="暂予监外执行收监",
    source=(RECALL,),
    since="2018-10-26",
    facts=Record(
        {
            "ground": Code(RECALLS, "情形"),
            "term_expired": Flag("刑期已满"),
            "periods": Items(Record({"from": Day("起"), "to": Day("止")}, ("from", "to")), "监外执行或者脱逃的期间"),
        },
        ("ground",),
    ),
    outputs={"recall": "应当收监", "not_counted_days": "不计入执行刑期的日数"},
    parameters=(
        Parameter("应当及时收监", "不符合条件；严重违反规定；情形消失后刑期未满", (RECALL,), _SINCE),
        Parameter("不计入执行刑期", "贿赂等非法手段的，全部监外执行期间；脱逃的，脱逃期间", (RECALL,), _SINCE),
    ),
)
def recall(facts: Facts, _as_of: date) -> Answer:
    """Whether the person is taken back, and the days that do not count; time not counted leaves the term unexpired."""
    ground, expired = facts["ground"], bool(facts.get("term_expired"))
    days = 0 if ground not in NOT_COUNTED else _days(facts["periods"]) if facts.get("periods") else None
    back = ground in NOT_COUNTED or not expired
    words = f"{RECALLS[ground]}，{'刑期已满' if expired else '刑期未满'}：{'应当及时收监' if back else '不再收监'}"
    conditions = [Condition("recall", back, words, (RECALL,))]
    fixed = (RECALL, "适用刑事诉讼法的解释_2021#第五百一十八条")
    if days is None:
        conditions.append(unknown("not_counted", "监外执行或者脱逃的期间没有给出，不计入执行刑期的日数不能确定", fixed))
    elif ground in NOT_COUNTED:
        conditions.append(met("not_counted", f"{days} 日不计入执行刑期，由决定收监的机关确定", fixed))
    return Answer({"recall": back, "not_counted_days": days}, tuple(conditions), missing=("facts.periods",) if days is None else ())


def _days(periods: Sequence[Fact]) -> int:
    periods_apart(periods, "facts.periods")
    return sum(inclusive_days(each) for each in periods)
