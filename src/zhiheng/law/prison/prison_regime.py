"""禁闭 (监狱法 2012 第五十八条; 2026 第八十四条) and 离监探亲 (2012 第五十七条; 2026 第八十五条), each by the law of its day."""

from __future__ import annotations

from datetime import date

from zhiheng.law.clocks import add_days, days_between
from zhiheng.law.facts import Code, Day, Flag, Record, WholeNumber, contradiction
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

REVISED = date(2026, 11, 1)
OLD, NEW = date(2013, 1, 1), REVISED
CONFINED = {"old": "监狱法_2012#第五十八条", "new": "监狱法_2026#第八十四条", "house": "看守所留所执行刑罚罪犯管理办法_2013#第七十条"}
LEAVE = {"old": "监狱法_2012#第五十七条", "new": "监狱法_2026#第八十五条"}
HOLDERS = {"prison": "监狱", "detention_house": "看守所"}
#: Least and most days of solitary confinement.
BOUNDS = {"old": (7, 15), "new": (1, 15), "house": (5, 10)}
GROUNDS = {
    "riot": "聚众哄闹监狱，扰乱正常监管秩序",
    "assault": "威胁、侮辱、袭击、殴打监狱人民警察或者其他人员",
    "bullying": "欺压其他罪犯",
    "theft_gambling_fight": "偷窃、赌博、打架斗殴、寻衅滋事",
    "refused_labour": "有劳动能力拒不参加劳动或者消极怠工，经教育不改",
    "labour_sabotage": "在劳动中故意违反操作规程，或者有意损坏劳动资料",
    "self_harm": "以自伤、自残、自杀、绝食等手段抗拒改造",
    "equipment": "故意破坏监狱设备、设施",
    "contraband": "传递、使用、私藏、制作违禁物品",
    "out_of_bounds": "擅自超越警戒线或者离开规定区域",
    "organising": "组织其他罪犯破坏监管秩序",
    "other": "有破坏监管秩序的其他行为",
}
#: Grounds the law of 2012 does not name.
ONLY_NEW = ("equipment", "contraband", "out_of_bounds", "organising")

CONFINEMENT = Record(
    {
        "start": Day("禁闭开始日"),
        "end": Day("禁闭结束日"),
        "ground": Code(GROUNDS, "情形"),
        "held_in": Code(HOLDERS, "执行场所"),
    },
    ("start",),
)


@rule(
    "prison.confinement",
    title="禁闭",
    source=CONFINED["new"],
    since="2013-01-01",
    facts=CONFINEMENT,
    outputs={
        "least_days": "最短日数",
        "most_days": "最长日数",
        "latest_end": "最迟结束日",
        "days": "已禁闭日数",
        "lawful": "期限、情形是否合法",
    },
    parameters=(
        Parameter("监狱禁闭", "七日至十五日", (CONFINED["old"],), OLD, add_days(REVISED, -1)),
        Parameter("监狱禁闭", "十五日以下，没有最短期限；十二种情形", (CONFINED["new"],), NEW),
        Parameter("看守所对罪犯禁闭", "五日至十日", (CONFINED["house"],), date(2013, 11, 23)),
    ),
)
def confinement(facts: Facts, as_of: date) -> Answer:
    """The bounds by the law of its first day, and whether they were kept; one that still runs is measured to the day of assessment."""
    start, end = facts["start"], facts.get("end")
    if not start <= (end or as_of) <= as_of:
        raise contradiction("facts.start", f"禁闭自 {start} 至 {end or '今'}，应不晚于核查日 {as_of}")
    text = "house" if facts.get("held_in") == "detention_house" else "old" if start < REVISED else "new"
    least, most = BOUNDS[text]
    days = days_between(start, end or as_of) + 1
    lasted = _lasted(days, least, most, text, ended=end is not None)
    known = (lasted, *_named(facts, text))
    lawful = False if any(each.satisfied is False for each in known) else None if any(each.satisfied is None for each in known) else True
    result = {"least_days": least, "most_days": most, "latest_end": add_days(start, most - 1), "days": days, "lawful": lawful}
    missing = tuple(name for name, told in (("end", end), ("ground", facts.get("ground"))) if told is None)
    return Answer(result, known, missing=missing, law_of=start)


def _lasted(days: int, least: int, most: int, text: str, *, ended: bool) -> Condition:
    words = f"禁闭 {days} 日，应为 {least} 日以上 {most} 日以下" if least > 1 else f"禁闭 {days} 日，应在 {most} 日以下"
    state = False if days > most or (ended and days < least) else True if ended else None
    return Condition("duration", state, words, (CONFINED[text],))


def _named(facts: Facts, text: str) -> tuple[Condition, ...]:
    ground = facts.get("ground")
    if ground is None:
        return (Condition("ground", None, "禁闭的情形不明", (CONFINED[text],)),)
    within = not (text != "new" and ground in ONLY_NEW)
    words = GROUNDS[ground] + ("" if within else "：该日有效的规定没有单列，属于其他破坏监管秩序行为")
    return (Condition("ground", True if within else None, words, (CONFINED[text],)),)


PENALTIES = {"fixed": "有期徒刑", "to_fixed": "被减为有期徒刑", "life": "无期徒刑", "death_reprieve": "死刑缓期二年执行"}
HOME_LEAVE = Record(
    {
        "penalty": Code(PENALTIES, "刑罚"),
        "term_months": WholeNumber("有期徒刑刑期（减为有期徒刑的为减后刑期，月）", least=1, most=600),
        "served_months": WholeNumber("已执行有期徒刑（整月）", most=600),
        "reward_ground": Flag("有监狱法2012年第五十七条所列奖励情形"),
        "consistent_conduct": Flag("服刑期间一贯表现好"),
        "no_danger": Flag("离开监狱没有再犯罪危险（不致再危害社会）"),
        "promise": Flag("本人书面承诺"),
        "guarantee": Flag("亲属担保"),
    },
    ("penalty",),
)


@rule(
    "prison.home_leave",
    title="离监探亲",
    source=LEAVE["new"],
    since="2013-01-01",
    facts=HOME_LEAVE,
    outputs={"eligible": "是否可以准许", "reasons": "不符合之处"},
    parameters=(
        Parameter(
            "离监探亲",
            "有期徒刑，执行原判刑期二分之一以上，有奖励情形，一贯表现好，不致再危害社会",
            (LEAVE["old"],),
            OLD,
            add_days(REVISED, -1),
        ),
        Parameter(
            "离监探亲",
            "有期徒刑和减为有期徒刑，执行有期徒刑二分之一以上，一贯表现好，没有再犯罪危险，本人承诺、亲属担保",
            (LEAVE["new"],),
            NEW,
        ),
    ),
)
def home_leave(facts: Facts, as_of: date) -> Answer:
    """Whether the conditions are met that let a prison grant it; the prison may still refuse. What is not told is not taken as met."""
    new = as_of >= REVISED
    cite = (LEAVE["new" if new else "old"],)
    conditions = (_penalty(facts["penalty"], cite, new=new), _half(facts, cite), *_notice_conditions(facts, cite, new=new))
    states = [each.satisfied for each in conditions]
    eligible = False if False in states else None if None in states else True
    missing = tuple(name for each in conditions if each.satisfied is None for name in _asked(each.id))
    reasons = sorted(each.id for each in conditions if each.satisfied is False)
    return Answer({"eligible": eligible, "reasons": reasons}, conditions, missing=tuple(name for name in missing if name not in facts))


def _asked(condition: str) -> tuple[str, ...]:
    return ("term_months", "served_months") if condition == "half_served" else (condition,)


def _penalty(penalty: str, cite: tuple[str, ...], *, new: bool) -> Condition:
    fit = penalty == "fixed" or (penalty == "to_fixed" and new)
    base = "有期徒刑和被减为有期徒刑的" if new else "原判有期徒刑的"
    return Condition("penalty", fit, f"{PENALTIES[penalty]}，限于{base}", cite)


def _half(facts: Facts, cite: tuple[str, ...]) -> Condition:
    term, served = facts.get("term_months"), facts.get("served_months")
    if term is None or served is None:
        return Condition("half_served", None, "刑期或者已执行刑期不明，须执行二分之一以上", cite)
    return Condition("half_served", served * 2 >= term, f"刑期 {term} 个月，已执行 {served} 个月，须执行二分之一以上", cite)


def _notice_conditions(facts: Facts, cite: tuple[str, ...], *, new: bool) -> tuple[Condition, ...]:
    names = ("consistent_conduct", "no_danger", *(("promise", "guarantee") if new else ("reward_ground",)))
    said = {True: "是", False: "否", None: "未说明"}
    return tuple(
        Condition(name, facts.get(name), f"{HOME_LEAVE.fields[name].zh}：{said[facts.get(name)]}", cite) for name in names
    )  # fmt: skip
