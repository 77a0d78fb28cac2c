"""社区矫正的期限 (社区矫正法 第三十三条, 第四十七条 to 第四十九条, and its 实施办法 of 2020)."""

from __future__ import annotations

from datetime import date

from zhiheng.law.facts import Day, Flag, missing
from zhiheng.law.limit_rules.clocked import EARLY, OUTPUTS, check_order, clock, clock_by_row, limit_facts, limit_parameters, with_early
from zhiheng.law.limits import limits_of
from zhiheng.law.rule import Answer, Facts, rule

FAMILY = "corrections.limit"
#: Reckoned backwards, from the end of the term.
BACKWARDS = "closing_summary"


@rule(
    FAMILY,
    title="社区矫正期限",
    source="社区矫正法 第四十八条",
    since="2020-07-01",
    facts=limit_facts(FAMILY, {"fast_track": Flag("速裁"), "parole": Flag("假释"), "term_end": Day("矫正期满日")}, required=("limit",)),
    outputs={**OUTPUTS, **EARLY},
    parameters=limit_parameters(FAMILY),
)
def corrections_limit(facts: Facts, as_of: date) -> Answer:
    """The end of the limit; that of the closing summary is counted back from the end of the term."""
    if facts["limit"] == BACKWARDS:
        return _counted_back(facts, as_of)
    if "start" not in facts:
        raise missing("facts.start", "起算时点")
    return with_early(clock(FAMILY, facts, as_of), facts)


def _counted_back(facts: Facts, as_of: date) -> Answer:
    """The term may end after `as_of`: only the completion is held against the day of evaluation."""
    if "term_end" not in facts:
        raise missing("facts.term_end", "矫正期满日")
    check_order({name: moment for name, moment in facts.items() if name == "done"}, as_of)
    row = limits_of(FAMILY)[BACKWARDS].row(as_of, facts)
    return with_early(clock_by_row(row, {**facts, "start": facts["term_end"]}, as_of, as_of), facts)
