"""reprieve.outcome and reprieve.expiry: what a suspended death sentence becomes, and when its two years are full.

刑法 第五十条    在死刑缓期执行期间，没有故意犯罪，二年期满以后，减为无期徒刑；确有重大立功表现，减为二十五年有期徒刑；故意犯罪，
    情节恶劣的，报请最高人民法院核准后执行死刑；故意犯罪未执行死刑的，死刑缓期执行的期间重新计算，并报最高人民法院备案.
"""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, days_between, term_after
from zhiheng.law.facts import Code, Day, Flag, Record, contradiction, need
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


DECIDED, RESTART = "适用刑事诉讼法的解释_2021#第四百九十八条", "适用刑事诉讼法的解释_2021#第四百九十七条"
MISSED = "办理减刑假释案件具体应用法律的规定_2016#第三十五条"
EXPIRY_CASES = {
    "ordinary": "没有中断",
    "restarted": "故意犯罪未执行死刑，期间重新计算",
    "missed_crime": "缓期执行期内发现漏罪，并罚仍决定执行死缓",
    "missed_reprieve": "发现的漏罪被判处死缓",
}


@rule(
    "reprieve.expiry",
    title="死缓期满日",
    source=("刑法#第五十一条", DECIDED),
    since="2021-03-01",
    facts=Record(
        {
            "case": Code(EXPIRY_CASES, "情形"),
            "served_on": Day("判决或者核准死缓的裁判文书宣告或者送达之日"),
            "new_judgment_on": Day("新判决确定之日"),
        },
        ("served_on",),
    ),
    outputs={"last_day": "缓期执行期间最后一日", "expires_on": "期满之日", "counted_days": "计入的已经执行日数"},
    parameters=(
        Parameter("起算", "判决或者核准死缓的文书宣告或者送达之日", (DECIDED,), date(2021, 3, 1)),
        Parameter("期间", f"{REPRIEVE_MONTHS} 个月", ("刑法#第四十八条", "刑法#第五十一条"), date(1997, 10, 1)),
        Parameter("故意犯罪未执行死刑", "自新判决确定之日重新计算", (ARTICLE, RESTART), date(2021, 3, 1)),
        Parameter("期内发现漏罪", "自新判决确定之日起计算，已经执行的计入；漏罪被判处死缓的不计入", (MISSED,), date(2017, 1, 1)),
    ),
)
def expiry(facts: Facts, _as_of: date) -> Answer:
    """The day on which two years are full; the first day counted after the reprieve."""
    case, served_on = facts.get("case", "ordinary"), facts["served_on"]
    begins_on, counted = served_on, 0
    if case != "ordinary":
        begins_on = need(facts, "new_judgment_on", "facts", "新判决确定之日")
        if not served_on <= begins_on < term_after(served_on, REPRIEVE_MONTHS):
            raise contradiction("facts.new_judgment_on", f"{begins_on} 不在自 {served_on} 起的缓期执行期间之内")
    if case == "missed_crime":
        counted = days_between(served_on, begins_on)
    expires_on = add_days(term_after(begins_on, REPRIEVE_MONTHS), -counted)
    cites = {"ordinary": (DECIDED,), "restarted": (ARTICLE, RESTART)}.get(case, (MISSED,))
    credited = f"，已经执行的 {counted} 日计入" if counted else ""
    says = met("expiry", f"{EXPIRY_CASES[case]}，自 {begins_on} 起二年{credited}，{expires_on} 期满", ("刑法#第五十一条", *cites))
    return Answer({"last_day": add_days(expires_on, -1), "expires_on": expires_on, "counted_days": counted}, (says,))
