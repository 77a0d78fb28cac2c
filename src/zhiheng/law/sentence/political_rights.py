"""term.political_rights: how long political rights are deprived, and from when it runs.

刑法 第五十五条    为一年以上五年以下；判处管制附加剥夺的，与管制的期限相等，同时执行.    第五十七条    死刑、无期徒刑剥夺政治权利终身；
    减为有期徒刑的，改为三年以上十年以下.    第五十八条    从徒刑、拘役执行完毕之日或者从假释之日起计算.
2016 第十七条    有期徒刑减刑时酌减后不得少于一年；死缓、无期徒刑减为有期徒刑时减为七年以上十年以下，最终不得少于三年.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Record
from zhiheng.law.rule import Answer, Facts, Parameter, met, rule, unknown
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import KINDS, REDUCTIONS, SENTENCE
from zhiheng.law.sentence.standing import Standing, standing
from zhiheng.law.sentence.term import length

LENGTH, LIFELONG, RUNS = "刑法#第五十五条", "刑法#第五十七条", "刑法#第五十八条"
REDUCED = "办理减刑假释案件具体应用法律的规定_2016#第十七条"
LEAST, MOST = 12, 60
CONVERTED_LEAST, CONVERTED_MOST, FINALLY_LEAST = 84, 120, 36

SHAPE = Record({"sentence": SENTENCE, "reductions": REDUCTIONS}, ("sentence",))
OUTPUTS = {"lifelong": "终身", "min_months": "最短月数", "max_months": "最长月数", "runs": "起算"}
_OLD, _NEW = date(1997, 10, 1), date(2017, 1, 1)
PARAMETERS = (
    Parameter("有期徒刑、拘役", f"{LEAST} 至 {MOST} 个月；减刑后不少于 {LEAST} 个月", (LENGTH, REDUCED), _OLD),
    Parameter("管制", "与管制的期限相等，同时执行", (LENGTH,), _OLD),
    Parameter("无期徒刑、死缓", "终身", (LIFELONG,), _OLD),
    Parameter("减为有期徒刑", f"{FINALLY_LEAST} 至 {CONVERTED_MOST} 个月", (LIFELONG,), _OLD, date(2016, 12, 31)),
    Parameter(
        "减为有期徒刑", f"{CONVERTED_LEAST} 至 {CONVERTED_MOST} 个月；再减刑后最终不少于 {FINALLY_LEAST} 个月", (LIFELONG, REDUCED), _NEW
    ),
)


@rule(
    "term.political_rights",
    title="剥夺政治权利",
    source=(LENGTH, LIFELONG, RUNS, REDUCED),
    since="2017-01-01",
    facts=SHAPE,
    outputs=OUTPUTS,
    parameters=(*PARAMETERS[:3], PARAMETERS[4]),
)
def political_rights(facts: Facts, _as_of: date) -> Answer:
    """The range for the sentence as it stands since 2016 第十七条."""
    consistent(facts)
    now = standing(facts["sentence"], facts.get("reductions", ()))
    least = FINALLY_LEAST if any(each["type"] == "cut" for each in now.reductions) else CONVERTED_LEAST
    return _answer(now, least)


@rule(
    "term.political_rights",
    title="剥夺政治权利（2016 年规定施行前）",
    source=(LENGTH, LIFELONG, RUNS),
    since="1997-10-01",
    until="2016-12-31",
    facts=SHAPE,
    outputs=OUTPUTS,
    parameters=PARAMETERS[:4],
)
def political_rights_by_statute(facts: Facts, _as_of: date) -> Answer:
    """The range of the statute alone."""
    consistent(facts)
    return _answer(standing(facts["sentence"], facts.get("reductions", ())), FINALLY_LEAST)


def _answer(now: Standing, converted_least: int) -> Answer:
    if now.form in ("life", "death_reprieve"):
        says = met("length", f"{KINDS[now.form]}，剥夺政治权利终身", (LIFELONG,))
        return Answer({"lifelong": True, "min_months": None, "max_months": None, "runs": None}, (says,))
    if now.kind == "control":
        return _with_control(now)
    least, most = (converted_least, CONVERTED_MOST) if now.converted else (LEAST, MOST)
    cites = (LIFELONG, REDUCED, RUNS) if now.converted else (LENGTH, RUNS)
    says = met("length", f"{least} 至 {most} 个月，从徒刑、拘役执行完毕或者假释之日起计算，主刑执行期间当然适用", cites)
    return Answer({"lifelong": False, "min_months": least, "max_months": most, "runs": "after_release_or_parole"}, (says,))


def _with_control(now: Standing) -> Answer:
    """Equal to the control and concurrent with it, also once it is shortened."""
    left = now.months_left
    result = {"lifelong": False, "min_months": left, "max_months": left, "runs": "with_principal"}
    if left is None:
        says = unknown("length", "与管制的期限相等，同时执行；管制的期限没有给出", (LENGTH,))
        return Answer(result, (says,), missing=("facts.sentence.months",))
    return Answer(result, (met("length", f"与管制 {length(left, now.days - now.cut_days)}相等，同时执行", (LENGTH,)),))
