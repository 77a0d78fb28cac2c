"""刑罚执行程序的期间 (刑事诉讼法 第一百零五条, 刑事诉讼法解释 第二百零二条), by the one table of limits."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import Due, day_of
from zhiheng.law.facts import Code, Day, Flag, Items, Record
from zhiheng.law.limit_rules.clocked import COUNTING, MONTHS, OUTPUTS, counted_by, length_of, limit_parameters, moved, provisionally
from zhiheng.law.limit_rules.conditions import met, unmet
from zhiheng.law.limit_rules.in_force import dated
from zhiheng.law.limits import Row, due_by_row, limits_of
from zhiheng.law.rule import Answer, Condition, Facts, rule
from zhiheng.law.sentence.shapes import KINDS

FAMILY = "procedure.deadline"


@rule(
    FAMILY,
    title="刑罚执行程序的期间",
    source=(COUNTING, MONTHS),
    since="1997-10-01",
    facts=Record(
        {
            "limit": Code({name: limit.zh for name, limit in limits_of(FAMILY).items()}, "事项"),
            "start": Day("起算日"),
            "extended": Flag("延长"),
            "parole": Flag("假释"),
            "in_custody": Flag("在押"),
            "stage": Code(KINDS, "正在执行的刑罚"),
            "non_working_days": Items(Day(), "另定的节假日（不填按国务院公布的安排）"),
        },
        ("limit", "start"),
    ),
    outputs={name: OUTPUTS[name] for name in ("due", "nominal_due", "rolled")},
    parameters=limit_parameters(FAMILY),
)
def deadline(facts: Facts, as_of: date) -> Answer:
    """The last day of a period by the public calendar; days off handed in are then the only ones it moves past."""
    row, law_of = limits_of(FAMILY)[facts["limit"]].governing(day_of(facts["start"]), as_of, facts)
    handed_in = facts.get("non_working_days")
    given = {name: value for name, value in facts.items() if name not in ("limit", "start", "non_working_days")}
    due = due_by_row(row, facts["start"], given, non_working_days=None if handed_in is None else set(handed_in))
    result = {"due": due.due, "nominal_due": due.nominal_due, "rolled": due.rolled}
    conditions = (_counted(row, due, facts), *_refused(row, facts))
    return dated(Answer(result, conditions, mark=row.mark, provisional=due.provisional, law_of=law_of), as_of)


def _counted(row: Row, due: Due, facts: Facts) -> Condition:
    """How the period was counted."""
    length = length_of(row, facts)
    text = (
        f"{row.zh}：自{row.trigger}（{facts['start']}，当日不计入）起 {length}，{due.due} 期满{moved(due, row, facts)}{provisionally(due)}"
    )
    return met("period", text, tuple(dict.fromkeys((*counted_by(row), COUNTING, MONTHS))), row.mark)


def _refused(row: Row, facts: Facts) -> tuple[Condition, ...]:
    """That the month cannot be made longer for this sentence."""
    if not row.more.get("extension_refused"):
        return ()
    return (unmet("extension", f"{KINDS[facts['stage']]}案件没有延长一个月的规定", row.cites),)
