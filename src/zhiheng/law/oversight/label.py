"""四类案件识别 (适用刑事诉讼法的解释 第二百一十六条; 地方实施细则): which situations a case is in, and who at least must supervise it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zhiheng.law.clocks import months_after
from zhiheng.law.facts import Amount, Code, Day, Flag, Items, Record, WholeNumber
from zhiheng.law.rule import Answer, Condition, Facts, Parameter, rule

COMMITTEE = "适用刑事诉讼法的解释_2021#第二百一十六条"
SINCE = date(2021, 11, 4)
MANY_PEOPLE, MANY_CASES, NEW_MONTHS, LONG_MONTHS, HELD_MONTHS, GRAVE_AMOUNT = 30, 10, 36, 12, 36, 3_000_000
ORIGINS = {
    "indicted": "提起公诉",
    "appealed": "上诉",
    "remanded": "上级法院发回重审",
    "retrial_ordered": "上级法院指令再审",
    "other": "其他",
}
CRIMES = {"state_security": "危害国家安全犯罪", "gang": "黑社会性质组织、恶势力犯罪", "duty": "职务犯罪", "other": "其他犯罪"}
PLANS = {
    "open": "尚未评议", "ordinary": "法定刑以内判处刑罚", "death": "拟判处死刑", "acquittal": "拟宣告无罪", "exempt": "拟免予刑事处罚",
    "below": "拟在法定刑以下判处",
}  # fmt: skip
POSTS = {"division": "庭长", "vice_president": "分管副院长", "president": "院长"}
FACTS = Record(
    {
        "origin": Code(ORIGINS, "案件来源"),
        "crimes": Items(Code(CRIMES, "罪名类别"), "罪名类别"),
        "duty_amount": Amount("职务犯罪数额（元）"),
        "grave_duty": Flag("职务犯罪有其他特别严重情节"),
        "plan": Code(PLANS, "拟裁判结果"),
        "accepted_on": Day("受理日"),
        "no_earlier": Flag("本院没有受理过同一案由的案件"),
        "earlier_on": Day("本院上一件同一案由案件的受理日"),
        "held": Flag("有被告人在押"),
        "held_since": Day("被告人羁押日"),
        "people": WholeNumber("当事人、被害人人数"),
        "same_open": WholeNumber("同一被告人同一案由在审件数（含本案）"),
        "public_interest": Flag("涉及国家利益、社会公共利益"),
        "disputed": Flag("事实认定、法律适用有较大争议或者合议庭有不同意见"),
        "guiding": Flag("具有普遍法律适用指导意义"),
        "sensitive": Flag("涉及国家安全、外交、民族、宗教等敏感因素"),
        "ordered": Flag("领导机关、上级法院交办督办，代表委员依法监督"),
        "protested": Flag("人民检察院抗诉"),
        "compensation": Flag("国家赔偿案件（本院或者同级司法机关为赔偿义务机关）"),
        "attention": Flag("可能或者已经引发社会广泛关注、存在激化矛盾风险"),
        "industry": Flag("对行业、群体、社会和谐稳定影响较大"),
        "conflict_effective": Flag("可能与本院或者上级法院近三年类案生效裁判冲突"),
        "conflict_pending": Flag("可能与本院正在审理的类案结果冲突"),
        "split": Flag("类案生效裁判存在重大法律适用分歧"),
        "complaint": Flag("实名反映法官违法审判并有具体线索"),
        "letter": Flag("纪检监察机关或者有关单位反映违法审判"),
        "inquiry": Flag("过问记录指向本案"),
        "petition": Flag("重点信访督办"),
    }
)
Test = Callable[[Facts, date], bool | None]


def _flag(name: str) -> Test:
    return lambda facts, _day: facts.get(name)


def _among(name: str, *codes: str) -> Test:
    return lambda facts, _day: facts[name] in codes if name in facts else None


def _crime(code: str) -> Test:
    return lambda facts, _day: code in facts["crimes"] if facts.get("crimes") else None


def _least(name: str, bound: int) -> Test:
    return lambda facts, _day: facts[name] >= bound if name in facts else None


def _either(*tests: Test) -> Test:
    def found(facts: Facts, day: date) -> bool | None:
        return _or(*(test(facts, day) for test in tests))

    return found


def _or(*answers: bool | None) -> bool | None:
    return True if True in answers else None if None in answers else False


def _new_cause(facts: Facts, _day: date) -> bool | None:
    """The first of its cause in the court within three years."""
    if facts.get("no_earlier"):
        return True
    if "earlier_on" not in facts or "accepted_on" not in facts:
        return None
    return bool(months_after(facts["earlier_on"], NEW_MONTHS) < facts["accepted_on"])


def _grave_duty(facts: Facts, day: date) -> bool | None:
    """A crime of office of three million yuan, or otherwise most grave; how much is not known: not known."""
    duty = _crime("duty")(facts, day)
    return _or(_least("duty_amount", GRAVE_AMOUNT)(facts, day), facts.get("grave_duty")) if duty else duty


def _long_pending(facts: Facts, day: date) -> bool | None:
    """More than twelve months since acceptance, or three years held."""
    pending = months_after(facts["accepted_on"], LONG_MONTHS) < day if "accepted_on" in facts else None
    since = facts.get("held_since")
    held = facts.get("held") if since is None else months_after(since, HELD_MONTHS) <= day
    return _or(pending, None if held and since is None else held)


@dataclass(frozen=True)
class Situation:
    """One situation: its number, its words, what decides it, the facts that takes, the least post that supervises it."""

    id: str
    zh: str
    test: Test
    needs: tuple[str, ...]
    post: str = "vice_president"
    asked: bool = True


def _plain(number: str, fact: str, post: str = "vice_president", *, asked: bool = True) -> Situation:
    return Situation(number, FACTS.fields[fact].zh, _flag(fact), (fact,), post, asked)


FEW = 3
SITUATIONS = (
    _plain("F01", "public_interest"),
    _plain("F02", "disputed"),
    Situation("F03", f"{NEW_MONTHS} 个月以内本院首次出现的案由", _new_cause, ("no_earlier", "earlier_on", "accepted_on")),
    _plain("F04", "guiding"),
    Situation("F05", "危害国家安全犯罪或者有敏感因素", _either(_crime("state_security"), _flag("sensitive")), ("crimes", "sensitive")),
    Situation("F06", "上级法院发回重审、指令再审", _among("origin", "remanded", "retrial_ordered"), ("origin",)),
    _plain("F07", "ordered"),
    Situation(
        "F08", f"涉黑涉恶，或者数额 {GRAVE_AMOUNT // 10_000} 万元以上、情节特别严重的职务犯罪", _either(_crime("gang"), _grave_duty),
        ("crimes", "duty_amount", "grave_duty"),
    ),
    Situation("F09", PLANS["death"], _among("plan", "death"), ("plan",), "president"),
    Situation("F10", "拟宣告无罪、免予刑事处罚或者在法定刑以下判处", _among("plan", "acquittal", "exempt", "below"), ("plan",)),
    _plain("F11", "protested"),
    _plain("F12", "compensation"),
    Situation("F13", f"当事人、被害人 {MANY_PEOPLE} 人以上", _least("people", MANY_PEOPLE), ("people",), "division"),
    _plain("F14", "attention", "division"),
    Situation("F15", f"同一被告人同一案由在审 {MANY_CASES} 件以上", _least("same_open", MANY_CASES), ("same_open",), "division"),
    _plain("F16", "industry", "division"),
    _plain("F17", "conflict_effective", "division"),
    _plain("F18", "conflict_pending", "division"),
    _plain("F19", "split", "division"),
    _plain("F20", "complaint", "president"),
    _plain("F21", "letter", "president"),
    _plain("F22", "inquiry", "president", asked=False),
    Situation("F23", f"受理超过 {LONG_MONTHS} 个月或者羁押 {HELD_MONTHS} 个月以上", _long_pending, ("accepted_on", "held", "held_since")),
    _plain("F24", "petition"),
)  # fmt: skip
POLICIES = {
    "人数": f"当事人、被害人 {MANY_PEOPLE} 人以上",
    "批量": f"同一被告人同一案由在审 {MANY_CASES} 件以上",
    "首案": f"本院上一件同一案由案件受理满 {NEW_MONTHS} 个月以后",
    "超长期未结": f"受理超过 {LONG_MONTHS} 个月，或者羁押满 {HELD_MONTHS} 个月",
    "重大职务犯罪": f"数额 {GRAVE_AMOUNT // 10_000} 万元以上，或者有其他特别严重情节",
    "监督人": "拟判死刑、反映违法审判、过问记录指向的由院长；重大疑难复杂敏感、超长期未结的由副院长以上；其他由庭长以上",
}


@rule(
    "trial.label",
    title="四类案件识别",
    source=COMMITTEE,
    since=SINCE.isoformat(),
    facts=FACTS,
    outputs={
        "situations": "属于的情形",
        "hit": "是否应当提出标注",
        "words": "属于的情形（文字）",
        "undecided": "尚不能确定的情形",
        "least_post": "监督人至少为",
    },
    parameters=tuple(Parameter(name, value, (COMMITTEE,), SINCE, mark="U") for name, value in POLICIES.items()),
    mark="S",
)
def label(facts: Facts, as_of: date) -> Answer:
    """The situations the case is in; one that the facts leave open is named, and is not taken for absent."""
    answers = {each: each.test(facts, as_of) for each in SITUATIONS}
    hit = [each for each, found in answers.items() if found]
    left = [each for each, found in answers.items() if found is None and each.asked]
    missing = {name for each in left for name in each.needs if name not in facts}
    conditions = [_condition(each, found) for each, found in answers.items() if each.asked or found]
    words = _left_open(left) if left else "二十四种情形均已判断"
    whole = Condition("ANSWERED", not left or None, words, mark="S")
    post = max((each.post for each in hit), key=list(POSTS).index, default=None)
    result = {
        "situations": [each.id for each in hit],
        "hit": _or(bool(hit), None if left else False),
        "undecided": [each.id for each in left],
    }
    named = "；".join(each.zh for each in hit) or None
    found = Condition(
        "hit", _or(bool(hit), None if left else False), "；".join(f"{each.zh}：属于" for each in hit) or "没有属于的情形", mark="S"
    )
    return Answer({**result, "words": named, "least_post": post}, (found, whole, *conditions), missing=tuple(sorted(missing)))


def _left_open(left: list[Situation]) -> str:
    """What is not known, the first of many by name: each stands beside as a condition of its own."""
    named = "、".join(each.zh for each in left[:FEW])
    return f"尚不能确定的情形：{named}" + (f"等 {len(left)} 种" if len(left) > FEW else "")


def _condition(situation: Situation, found: bool | None) -> Condition:
    words = "是否属于尚不能确定" if found is None else "属于" if found else "不属于"
    cites = (COMMITTEE,) if situation.id == "F09" else ()
    return Condition(situation.id, None if found is None else not found, f"{situation.zh}：{words}", cites, "T" if cites else "S")
