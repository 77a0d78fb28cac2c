"""交付执行的期限 (刑事诉讼法 第二百六十四条; 监狱法 第十五条; 社区矫正法 第二十条, 第二十一条)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, day_of
from zhiheng.law.limit_rules.clocked import OUTPUTS, Clock, clock, is_overdue, limit_facts, limit_parameters
from zhiheng.law.rule import Answer, Condition, Facts, rule

FAMILY = "delivery.limit"
SUPERVISED_DAYS = 30
SUPERVISED = "人民检察院刑事诉讼规则_2019#第六百二十五条"


@rule(
    FAMILY,
    title="交付执行期限",
    source="刑事诉讼法 第二百六十四条",
    since="2018-10-26",
    facts=limit_facts(FAMILY),
    outputs={**OUTPUTS, "supervised_from": "检察监督标准：该日以后仍未送交的提出纠正"},
    parameters=limit_parameters(FAMILY),
)
def delivery_limit(facts: Facts, as_of: date) -> Answer:
    """The end of the limit; for prison, also the later of one month and the procuratorate's thirty days."""
    reckoned = clock(FAMILY, facts, as_of)
    if facts["limit"] != "prisoner_to_prison":
        return reckoned.answer(supervised_from=None)
    last = _supervised_from(reckoned, facts)
    text = f"监狱法定一个月，检察规则定三十日；两者以后到者 {last} 为监督起点"
    timely = Condition("supervised_from", not is_overdue(last, facts.get("done"), as_of), text, (SUPERVISED,))
    return reckoned.answer(timely, supervised_from=last)


def _supervised_from(reckoned: Clock, facts: Facts) -> date:
    """One month and thirty days differ; correction is asked for only when both have passed."""
    thirtieth = add_days(day_of(facts["start"]), SUPERVISED_DAYS)
    return max(thirtieth, reckoned.due.due or thirtieth)
