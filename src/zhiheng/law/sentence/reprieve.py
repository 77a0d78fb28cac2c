"""reprieve.outcome: what a suspended death sentence becomes.

刑法 第五十条    在死刑缓期执行期间，没有故意犯罪，二年期满以后，减为无期徒刑；确有重大立功表现，减为二十五年有期徒刑；故意犯罪，
    情节恶劣的，报请最高人民法院核准后执行死刑；故意犯罪未执行死刑的，死刑缓期执行的期间重新计算，并报最高人民法院备案.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Code, Flag, Record
from zhiheng.law.rule import Answer, Facts, Parameter, met, rule

ARTICLE = "刑法#第五十条"
REVIEW = "刑事诉讼法_2018#第二百六十一条"
REPRIEVE_MONTHS, FIXED_MONTHS = 24, 300
CRIMES = {"none": "没有故意犯罪", "grave": "故意犯罪，情节恶劣", "not_executed": "故意犯罪，未执行死刑"}
OUTCOMES = {"life": "减为无期徒刑", "fixed": "减为有期徒刑", "death_review": "报请核准执行死刑", "restart": "缓期执行期间重新计算"}


@rule(
    "reprieve.outcome",
    title="死缓期满",
    source=(ARTICLE, REVIEW),
    since="2015-11-01",
    facts=Record({"intentional_crime": Code(CRIMES, "缓期执行期间的故意犯罪"), "major_merit": Flag("重大立功")}, ("intentional_crime",)),
    outputs={"outcome": "结果", "months": "减为有期徒刑的月数"},
    parameters=(
        Parameter("缓期执行期间", f"{REPRIEVE_MONTHS} 个月", (ARTICLE, "刑法#第五十一条"), date(1997, 10, 1)),
        Parameter("重大立功", f"减为 {FIXED_MONTHS} 个月有期徒刑", (ARTICLE,), date(2011, 5, 1)),
        Parameter("故意犯罪", "情节恶劣的报请核准执行；未执行的期间重新计算并备案", (ARTICLE,), date(2015, 11, 1)),
    ),
)
def outcome(facts: Facts, _as_of: date) -> Answer:
    """The outcome; an intentional crime weighs before any merit."""
    crime = facts["intentional_crime"]
    merit = bool(facts.get("major_merit"))
    reached = {"grave": "death_review", "not_executed": "restart"}.get(crime, "fixed" if merit else "life")
    cites = (ARTICLE,) if crime == "none" else (ARTICLE, REVIEW)
    words = f"{CRIMES[crime]}" + ("，确有重大立功表现" if merit and crime == "none" else "")
    months = FIXED_MONTHS if reached == "fixed" else None
    return Answer({"outcome": reached, "months": months}, (met("outcome", f"{words}：{OUTCOMES[reached]}", cites),))
