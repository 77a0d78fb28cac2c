"""计分考核：一项加扣分由谁决定、专项加分的上限；周期等级与奖励 (监狱计分考核罪犯工作规定, 2021-10-01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.law.errors import Refused
from zhiheng.law.facts import Code, Flag, Record, WholeNumber, shortened
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

TEXT = "监狱计分考核罪犯工作规定_2021"
QUORUM, DECIDES, SPECIAL, SHARE, GRADE, RATED, AWARD = (
    f"{TEXT}#第{number}条" for number in ("二十五", "二十七", "十四", "二十一", "二十二", "二十三", "三十八")
)
SINCE = date(2021, 10, 1)
#: All points are counted in tenths.
MOST = 10_000
ON_SPOT, GROUP_BONUS, GROUP_DEDUCTION = 20, 50, 100
SPECIAL_EACH, SPECIAL_YEAR = 1000, 3000
#: At most so many of a hundred rated may be positive; so many months below 60 points make a cycle unqualified.
POSITIVE_SHARE, LOW_MONTHS = 15, 3
DECIDERS = {"officer": "管教民警", "ward": "监区计分考核工作小组", "prison": "监狱计分考核工作组"}
KINDS = {"bonus": "日常加分", "deduction": "日常扣分", "special": "专项加分", "penalty": "处罚扣分"}
SPECIAL_KINDS = {
    "report_crime": "检举揭发违法犯罪或提供破案线索",
    "stop_crime": "报告或制止罪犯违法犯罪",
    "prevent_harm": "检举制止自伤自杀脱逃行凶",
    "report_contraband": "检举私藏使用违禁品",
    "hidden_danger": "发现报告重大安全隐患",
    "disaster": "抗灾救灾处置事故积极",
    "innovation": "技术革新或传授技术突出",
    "other": "省局认定的其他突出行为",
}
IN_YEARLY_CAP = ("disaster", "innovation", "other")
GRADES = {"positive": "积极", "qualified": "合格", "unqualified": "不合格"}
VOTES = {"members": WholeNumber("组成人员数", 1), "voted_for": WholeNumber("同意人数")}
AWARDS = {"praise": "表扬", "praise_and_goods": "表扬并物质奖励", "goods": "物质奖励", "none": "不予奖励"}


@dataclass(frozen=True)
class Points:
    """Points in tenths; a deduction may be written with its sign."""

    zh: str

    def read(self, raw: Any, place: str) -> int:
        """A JSON integer within 1000 points either way."""
        if isinstance(raw, bool) or not isinstance(raw, int):
            raise Refused("WRONG_TYPE", f"{place}（{self.zh}）应为{self.expects()}，收到“{shortened(raw)}”", "请改正该字段的类型或格式")
        if abs(raw) > MOST:
            raise Refused("OUT_OF_RANGE", f"{place} 的值 {shortened(raw)} 超出范围", f"应为{self.expects()}")
        return raw

    def expects(self) -> str:
        """What is expected."""
        return f"-{MOST} 至 {MOST} 的整数"


@rule(
    "conduct.item",
    title="加扣分的决定权限与专项加分上限",
    source=(DECIDES, SPECIAL),
    since="2021-10-01",
    facts=Record(
        {
            "kind": Code(KINDS, "类别"),
            "tenths": Points("分值（十分之一分，扣分可为负数）"),
            "facts_clear": Flag("事实清楚"),
            "decided_by": Code(DECIDERS, "决定主体"),
            "special_kind": Code(SPECIAL_KINDS, "专项加分种类"),
            "special_year_tenths": WholeNumber("本年度已获受限专项加分（十分之一分）"),
            **VOTES,
        },
        ("kind", "tenths"),
    ),
    outputs={"decider": "应由谁决定", "points": "计入的分值（分，扣分为负）"},
    parameters=(
        Parameter("管教民警当场决定", "事实清楚的二分以下扣分", (DECIDES,), SINCE),
        Parameter("监狱计分考核工作组决定", "五分以上加分、十分以上扣分、专项加分", (DECIDES,), SINCE),
        Parameter("专项加分", "每次不超过一百分；第六项以下每年累计不超过三百分", (SPECIAL,), SINCE),
    ),
)
def item(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one version, the same on every day
    """Who must decide the item, and whether a special bonus passes its caps."""
    decider = _decider(facts)
    said = [_level(facts, decider), *_quorum(facts)]
    if facts["kind"] == "special":
        said += _special(facts)
    missing = [name for name, one in (("decided_by", "LEVEL"), ("special_kind", "SPECIAL_YEAR")) if _open(said, one)]
    return Answer({"decider": decider, "points": _points(facts)}, tuple(said), (DECIDES,), missing=tuple(missing))


def _open(conditions: list[Condition], name: str) -> bool:
    return any(one.id == name and one.satisfied is None for one in conditions)


def _decider(facts: Facts) -> str:
    """A fact whose clarity is not known is not decided on the spot."""
    kind, tenths = facts["kind"], abs(facts["tenths"])
    if kind in ("special", "penalty") or tenths >= (GROUP_BONUS if kind == "bonus" else GROUP_DEDUCTION):
        return "prison"
    return "officer" if kind == "deduction" and tenths <= ON_SPOT and facts.get("facts_clear") else "ward"


def _points(facts: Facts) -> str:
    """The points that count, with their sign: what is taken is below zero, however it was written."""
    tenths = abs(facts["tenths"]) if facts["kind"] in ("bonus", "special") else -abs(facts["tenths"])
    return str(Decimal(tenths) / 10)


def _level(facts: Facts, decider: str) -> Condition:
    by = facts.get("decided_by")
    text = f"{KINDS[facts['kind']]}{abs(facts['tenths']) / 10:g}分应由{DECIDERS[decider]}决定"
    order = list(DECIDERS)
    enough = None if by is None else order.index(by) >= order.index(decider)
    return Condition("LEVEL", enough, f"{text}，现由{DECIDERS[by]}决定" if by else text, (DECIDES,))


def _quorum(facts: Facts) -> Iterator[Condition]:
    members, agreed = facts.get("members"), facts.get("voted_for")
    if members is not None:
        fits = None if agreed is None else agreed <= members and agreed * 3 >= members * 2
        yield Condition("QUORUM", fits, f"组成人员{members}人，同意{_count(agreed)}人，应当经三分之二以上组成人员同意", (QUORUM,))


def _special(facts: Facts) -> Iterator[Condition]:
    tenths, kind, before = facts["tenths"], facts.get("special_kind"), facts.get("special_year_tenths")
    yield Condition("SPECIAL_EACH", tenths <= SPECIAL_EACH, f"专项加分{tenths / 10:g}分，每次不超过一百分", (SPECIAL,))
    if kind and kind not in IN_YEARLY_CAP:
        return
    fits = None if kind is None or before is None else before + tenths <= SPECIAL_YEAR
    had = "不明" if before is None else f"{before / 10:g}分"
    yield Condition("SPECIAL_YEAR", fits, f"本年度已获专项加分{had}，连同本次累计不超过三百分", (SPECIAL,))


@rule(
    "conduct.award",
    title="计分考核等级与奖励",
    source=(SHARE, GRADE, RATED, AWARD),
    since="2021-10-01",
    facts=Record(
        {
            "grade": Code(GRADES, "等级"),
            "award": Code(AWARDS, "奖励"),
            "below_base": Flag("有月份得分低于当月基础总分"),
            "barred": Flag("有不得评定为积极的情形"),
            "low_months": WholeNumber("不足六十分的月数", most=60),
            "confined": Flag("受过禁闭"),
            "other_ground": Flag("有第二十三条其他应当评为不合格的情形"),
            "heavy_penalties": WholeNumber("警告、记过次数", most=60),
            "rated": WholeNumber("本期参评人数"),
            "positive": WholeNumber("积极人数（含本人）"),
            **VOTES,
        },
        ("grade",),
    ),
    outputs={"awards": "可以给予的奖励"},
    parameters=(
        Parameter("积极等级", "不超过本期参加等级评定罪犯总人数的百分之十五", (SHARE,), SINCE),
        Parameter(
            "不合格等级", "受禁闭，或者警告、记过累计两次以上，或者三个月考核分低于六十分，或者有第二十三条其他情形", (RATED,), SINCE
        ),
        Parameter("奖励", "积极予以表扬；合格且每月不低于基础分予以表扬，有低于的予以物质奖励；不合格不予奖励", (AWARD,), SINCE),
    ),
)
def award(facts: Facts, as_of: date) -> Answer:  # noqa: ARG001 - one version, the same on every day
    """Whether the grade stands, and which awards it may carry."""
    grade, below = facts["grade"], facts.get("below_base")
    said, missing = [_unqualified(facts), *_quorum(facts)], []
    if grade == "positive":
        said += [_barred(facts), _share(facts)]
        missing = [name for name in ("barred", "rated", "positive") if name not in facts]
    fits = _awards(grade, below)
    if fits is None:
        missing.append("below_base")
    given = facts.get("award")
    if given:
        shown = "须先查明各月是否低于基础分" if fits is None else f"{GRADES[grade]}等级可以{'、'.join(AWARDS[one] for one in fits)}"
        said.append(Condition("AWARD", None if fits is None else given in fits, f"{shown}，拟{AWARDS[given]}", (AWARD,)))
    return Answer({"awards": list(fits) if fits else None}, tuple(said), (AWARD,), missing=tuple(missing))


def _awards(grade: str, below: bool | None) -> tuple[str, ...] | None:
    if grade == "unqualified":
        return ("none",)
    if grade == "positive":
        return ("praise", "praise_and_goods")
    return None if below is None else ("goods",) if below else ("praise",)


def _unqualified(facts: Facts) -> Condition:
    low, twice = facts.get("low_months"), facts.get("heavy_penalties")
    must = facts.get("confined") or facts.get("other_ground") or (low or 0) >= LOW_MONTHS or (twice or 0) >= 2
    known = None not in (low, twice, facts.get("confined"), facts.get("other_ground"))
    fits = facts["grade"] == "unqualified" or (False if must else True if known else None)
    confined = "受过" if facts.get("confined") else "未受"
    text = f"不足六十分{_count(low)}个月、警告记过{_count(twice)}次、{confined}禁闭{'、有其他情形' if facts.get('other_ground') else ''}"
    return Condition("UNQUALIFIED", fits, f"{text}：{'应当' if must else '不必'}评定为不合格", (RATED,))


def _count(value: int | None) -> str:
    return "不明" if value is None else str(value)


def _barred(facts: Facts) -> Condition:
    barred = facts.get("barred")
    said = {True: "有", False: "没有", None: "不明是否有"}[barred]
    return Condition("GRADE_BARRED", None if barred is None else not barred, f"{said}不得评定为积极等级的情形", (GRADE,))


def _share(facts: Facts) -> Condition:
    rated, positive = facts.get("rated"), facts.get("positive")
    fits = None if rated is None or positive is None else positive * 100 <= rated * POSITIVE_SHARE
    return Condition("POSITIVE_SHARE", fits, f"积极{_count(positive)}人、参评{_count(rated)}人，积极不超过百分之十五", (SHARE,))
