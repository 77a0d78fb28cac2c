"""property.assess: whether property judgments were performed, and what that means for commutation and parole.

2024 第二条 亲属代为履行的，视为罪犯本人履行.  第三条 未执行完毕的，着重审查履行能力.  第四条 确有履行能力而不履行的，不予认定其确有
    悔改表现；确无履行能力的，不影响认定.  第六条 拒不交代去向、隐瞒转移、妨害执行、拒不或者虚假申报、违规消费的，认定确有履行能力而不履行；
    情形消失或者执行完毕六个月后方可减刑、假释.  第七条 经查控未发现可供执行财产的，确无履行能力.  第八条 罚金免除、分期.
    第九条 没收财产.  第十条 民事赔偿提存、分期、谅解.  第十二条 职务、金融、涉黑罪犯不积极退赃的，不认定确有悔改表现 (2016 第三条第二款).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from zhiheng.law.calendar import Days, Flags
from zhiheng.law.clocks import term_after
from zhiheng.law.facts import Record
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, met, rule, unknown, unmet
from zhiheng.law.sentence.columns import CATEGORY_BIT, Codes, Columns, columns_of, columns_of_rows, open_columns, row_of, settled
from zhiheng.law.sentence.consistency import consistent
from zhiheng.law.sentence.shapes import HIDING, PROPERTY, RESTITUTION_CATEGORIES, SENTENCE_PARTS, SPENDING

_2024 = "审查财产性判项执行问题的规定_2024"
_2016 = "办理减刑假释案件具体应用法律的规定_2016"
IN_FORCE = date(2024, 5, 1)
_FROM_2024 = np.datetime64(IN_FORCE, "D")
WAIT_MONTHS = 6
RESTITUTION_BITS = sum(CATEGORY_BIT[each] for each in RESTITUTION_CATEGORIES)

FINDINGS = ("performed", "excused", "unable", "able_refuses", "undetermined")
PERFORMED, EXCUSED, UNABLE, ABLE_REFUSES, UNDETERMINED = range(5)

#: Each test of the table in its order: what it finds, in words, with its articles.
TESTS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (PERFORMED, "财产性判项已经全部履行（亲属代为履行、连带责任人履行的计入）", (f"{_2024}#第二条",)),
    (ABLE_REFUSES, "未履行完毕并有第六条所列情形，认定确有履行能力而不履行", (f"{_2024}#第六条", f"{_2024}#第四条")),
    (EXCUSED, "未履行部分为分期未逾期的罚金、赔偿，或者已经提存、谅解放弃、裁定免除", (f"{_2024}#第八条", f"{_2024}#第十条")),
    (EXCUSED, "未履行部分为没收财产，没有第六条第一款所列情形", (f"{_2024}#第九条",)),
    (ABLE_REFUSES, "有履行能力而不履行或者不全部履行", (f"{_2024}#第三条", f"{_2024}#第四条")),
    (EXCUSED, "罚金已由执行法院裁定免除，没有认定其他履行能力", (f"{_2024}#第八条",)),
    (UNABLE, "经执行法院查控未发现可供执行财产，且没有第六条所列情形，确无履行能力", (f"{_2024}#第七条", f"{_2024}#第四条")),
    (UNDETERMINED, "履行能力尚未查明，由人民法院审查", (f"{_2024}#第三条",)),
)


@dataclass(frozen=True)
class Performance:
    """What property judgments mean, one place a case.

    test            place in TESTS of the first that fits; `finding` what it finds
    excluded        repentance may not be found; `lacks_restitution` for want of restitution
    wait_until      first day after the six months of 2024 第六条第三款; NaT when none runs
    """

    test: Codes
    finding: Codes
    excluded: Flags
    lacks_restitution: Flags
    wait_until: Days


_FINDING_OF_TEST = np.array([finding for finding, _, _ in TESTS], dtype=np.int8)


def performance(at: Columns) -> Performance:
    """Judge property judgments on the day of filing; before 2024-05-01 refusal did not yet exclude repentance and no wait ran."""
    ongoing = (at.hides | at.overspends) & ~(at.conduct_ended_on <= at.as_of)
    hiding = at.hides & ongoing
    fits = [
        ~at.unpaid,
        (at.open_other & ongoing) | (at.open_confiscation & hiding),
        ~at.open_not_excused & ~at.open_confiscation,
        ~at.open_not_excused,
        at.able == 1,
        at.fine_remitted,
        at.no_assets_found & ~ongoing,
    ]
    test = np.full(len(at), len(fits), dtype=np.int8)
    for place in range(len(fits) - 1, -1, -1):
        test[fits[place]] = place
    finding = _FINDING_OF_TEST[test]
    in_force = at.as_of >= _FROM_2024
    lacks = ((at.categories & RESTITUTION_BITS) != 0) & (at.restitution == 0)
    return Performance(test, finding, (in_force & (finding == ABLE_REFUSES)) | lacks, lacks, _wait(at, in_force))


def _wait(at: Columns, in_force: Flags) -> Days:
    """Six months from the earlier of the conduct's end and full performance, for those who had such conduct."""
    begins_on = np.fmin(at.conduct_ended_on, at.completed_on)
    runs = in_force & (at.hides | at.overspends) & ~np.isnat(begins_on)
    places = np.flatnonzero(runs)
    wait = np.full(len(at), np.datetime64("NaT"), dtype="datetime64[D]")
    wait[places] = term_after(begins_on[places], WAIT_MONTHS)
    return wait


@rule(
    "property.assess",
    title="财产性判项履行情况",
    source=(f"{_2024}#第二条", f"{_2024}#第六条", f"{_2016}#第三条"),
    since="2017-01-01",
    facts=Record({"property": PROPERTY, "sentence": SENTENCE_PARTS}, ("property",)),
    outputs={"finding": "认定", "repentance_excluded": "不认定确有悔改表现", "wait_until": "六个月期满之日"},
    parameters=(
        *(
            Parameter(words, f"{FINDINGS[finding]}", cites, IN_FORCE if place not in (0, 4) else date(2017, 1, 1))
            for place, (finding, words, cites) in enumerate(TESTS)
        ),
        Parameter("确有履行能力而不履行", "不认定确有悔改表现", (f"{_2024}#第四条",), IN_FORCE),
        Parameter("情形消失或者执行完毕后", f"{WAIT_MONTHS} 个月", (f"{_2024}#第六条",), IN_FORCE),
        Parameter("职务、金融、涉黑罪犯不积极退赃", "不认定确有悔改表现", (f"{_2016}#第三条", f"{_2024}#第十二条"), date(2017, 1, 1)),
    ),
)
def assess(facts: Facts, as_of: date) -> Answer:
    """The finding, whether it excludes repentance (None: the court must examine), and the day the six months end."""
    consistent(facts, filed_on=as_of)
    found = performance(columns_of([(facts, as_of)]))
    open_found, lacking = _if_open(facts, as_of)
    if lacking and open_found.finding[0] != found.finding[0]:
        told = {"finding": "undetermined", "repentance_excluded": True if found.lacks_restitution[0] else None}
        says = unknown("finding", "财产性判项的内容或者履行数额没有给出，不能认定是否履行", (f"{_2024}#第三条",))
        return Answer(told | {"wait_until": found.wait_until[0].item()}, (says,), missing=(lacking,))
    finding = FINDINGS[found.finding[0]]
    excluded = True if found.excluded[0] else None if finding == "undetermined" else False
    wait_until = found.wait_until[0].item()
    said = property_conditions(facts, as_of, found)
    return Answer({"finding": finding, "repentance_excluded": excluded, "wait_until": wait_until}, tuple(said))


def _if_open(facts: Facts, as_of: date) -> tuple[Performance, str | None]:
    """The finding if what is not told is open, and the fact that would tell it."""
    judged = facts["property"]
    harsher, lacking = open_columns(judged)
    return performance(columns_of_rows([{**row_of(facts, as_of), **harsher}])), lacking


def property_conditions(facts: Facts, as_of: date, found: Performance) -> list[Condition]:
    """The finding, restitution and the wait as conditions of one case."""
    finding, words, cites = TESTS[found.test[0]]
    conduct = "、".join({**HIDING, **SPENDING}[each] for each in facts.get("property", {}).get("conduct", ()))
    detail = f"{words}{f'（{conduct}）' if conduct else ''}；{_sums(facts)}"
    said = [unknown("finding", detail, cites) if finding == UNDETERMINED else Condition("finding", finding != ABLE_REFUSES, detail, cites)]
    if found.lacks_restitution[0]:
        text = "职务、金融、涉黑罪犯不积极退赃、协助追缴、赔偿损失，不认定确有悔改表现"
        said.append(unmet("restitution", text, (f"{_2016}#第三条", f"{_2024}#第十二条")))
    if not np.isnat(found.wait_until[0]):
        until = found.wait_until[0].item()
        text = f"第六条所列情形消失或者执行完毕满 {WAIT_MONTHS} 个月之日为 {until}，核查日 {as_of}"
        said.append(Condition("wait", as_of >= until, text, (f"{_2024}#第六条",)))
    if as_of < IN_FORCE and finding == ABLE_REFUSES:
        said.append(
            met(
                "version",
                "2024-05-01 以前，拒不履行从严掌握减刑、不予假释，尚不排除悔改表现的认定",
                (f"{_2016}#第七条", f"{_2016}#第二十七条"),
            )
        )
    return said


def _sums(facts: Facts) -> str:
    items = facts.get("property", {}).get("items", ())
    if any(each.get("all_property") for each in items):
        return "没收个人全部财产" + ("，已经执行完毕" if all(settled(each) for each in items) else "")
    if any("amount" not in each or "paid" not in each for each in items):
        return "应履行、已履行数额没有全部给出"
    return f"应履行 {sum(each['amount'] for each in items):g} 元，已履行 {sum(each['paid'] for each in items):g} 元"
