"""What courts send: effective judgments, property items, rulings of commutation and parole, steps of trials."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.simulate.days import plus, term_after
from zhiheng.simulate.persons import Person
from zhiheng.simulate.world import Values, World

CRIMES = (
    "盗窃罪",
    "诈骗罪",
    "开设赌场罪",
    "聚众斗殴罪",
    "寻衅滋事罪",
    "非法持有毒品罪",
    "帮助信息网络犯罪活动罪",
    "敲诈勒索罪",
    "故意伤害罪",
)
VIOLENT_CRIMES = ("抢劫罪", "强奸罪", "故意杀人罪", "绑架罪")
STEPS = ("立案", "送达起诉书副本", "开庭", "合议", "宣判", "送达裁判文书")


def judge(
    world: World,
    person: Person,
    *,
    effective_on: date,
    penalty: str = "fixed",
    months: int | None = None,
    start_on: date | None = None,
    **facts: Any,
) -> Values:
    """Record an effective judgment; its dates follow the law and its term, where it has a start, ends on the lawful day.

    facts       further fields of the dataset; those given replace what is made here
    """
    judged_on = facts.pop("judged_on", None) or plus(effective_on, -world.rng.randint(11, 15))
    court = person.district
    sentence = world.add(
        court.court,
        "sentences",
        person,
        judgment_no=f"（{judged_on.year}）{court.court_mark}{world.number(court.court_mark, str(judged_on.year))}号",
        court=court.court,
        judged_on=judged_on,
        effective_on=effective_on,
        crimes=facts.pop("crimes", None) or [world.rng.choice(CRIMES)],
        crime_committed_on=facts.pop("crime_committed_on", None) or plus(start_on or judged_on, -world.rng.randint(70, 300)),
        intentional=facts.pop("intentional", True),
        recidivist=facts.pop("recidivist", False),
        violent=facts.pop("violent", False),
        penalty=penalty,
        term_months=months,
        term_days=facts.pop("term_days", 0 if months else None),
        custody_days=facts.pop("custody_days", 0),
        term_start=start_on,
        **facts,
    )
    end = lawful_end(sentence)
    if end and "term_end" not in sentence:
        sentence["term_end"] = end
    return sentence


def lawful_end(sentence: Values, *, cut_months: int = 0) -> date | None:
    """The last day of the term after cuts: the term is shortened and counted again from its start, then custody is credited."""
    if not sentence.get("term_start") or not sentence.get("term_months"):
        return None
    credit = sentence["custody_days"] * (2 if sentence["penalty"] == "control" else 1)
    return plus(term_after(sentence["term_start"], sentence["term_months"] - cut_months, sentence["term_days"]), -1 - credit)


def order_property(
    world: World, person: Person, sentence: Values, *, item: str = "fine", ordered: int | None = None, **facts: Any
) -> Values:
    """Record a property item of a judgment, referred for enforcement in time and paid in full unless the facts say otherwise."""
    amount = Decimal(ordered if ordered is not None else world.rng.randrange(2000, 30000, 500))
    year = sentence["effective_on"].year
    row: Values = {
        "judgment_no": sentence["judgment_no"],
        "item": item,
        "ordered": amount,
        "paid": amount,
        "referred_on": plus(sentence["effective_on"], world.rng.randint(5, 25)),
        "enforcement_no": f"（{year}）{person.district.court_mark[:-2]}执{world.number('执', person.district.court, str(year))}号",
        "enforcement_status": "fulfilled",
        "status_on": plus(sentence["effective_on"], world.rng.randint(30, 60)),
    }
    return world.add(person.district.court, "property_items", person, **{**row, **facts})


def rule(world: World, person: Person, sentence: Values, kind: str, *, proposed_on: date, **facts: Any) -> Values:
    """Record a ruling that keeps every period of the procedure: accepted, published for five days, ruled within a month, served."""
    rng = world.rng
    accepted_on = plus(proposed_on, rng.randint(1, 3))
    notice_from = plus(accepted_on, rng.randint(1, 4))
    ruled_on = facts.pop("ruled_on", None) or plus(accepted_on, rng.randint(14, 27))
    mark = person.district.ruling_mark
    hearing = facts.pop("hearing", None)
    return world.add(
        person.district.intermediate_court,
        "rulings",
        person,
        ruling_no=f"（{ruled_on.year}）{mark}{world.number(mark, str(ruled_on.year))}号",
        judgment_no=sentence["judgment_no"],
        kind=kind,
        proposed_on=proposed_on,
        notice_from=notice_from,
        notice_to=plus(notice_from, 5),
        accepted_on=accepted_on,
        hearing=hearing if hearing is not None else must_hear(sentence, facts) or rng.random() < 0.3,
        ruled_on=ruled_on,
        merit=facts.pop("merit", "none"),
        repentance=facts.pop("repentance", True),
        copied_on=plus(ruled_on, rng.randint(1, 5)),
        prosecutor_opinion_on=plus(proposed_on, rng.randint(4, 9)),
        **facts,
    )


def must_hear(sentence: Values, facts: Values) -> bool:
    """Whether a hearing is compulsory: major merit, a relaxed class, an office, gang or financial offender (解释 第五百三十八条)."""
    return facts.get("merit") == "major" or bool(facts.get("relaxed_class")) or bool(sentence.get("strict_class"))


def follow_trial(world: World, person: Person, sentence: Values) -> None:
    """Record the steps of the trial that led to the judgment."""
    filed_on = plus(sentence["judged_on"], -world.rng.randint(25, 55))
    for step, offset in zip(STEPS, (0, 3, 12, 18, 22, 25), strict=True):
        world.add(
            person.district.court,
            "trial_nodes",
            case_no=sentence["judgment_no"],
            case_type="刑事一审",
            node=step,
            due_on=plus(filed_on, offset + 5),
            reached_on=plus(filed_on, offset + world.rng.randint(0, 4)),
            judge=f"{person.district.court[0]}审{world.rng.randint(1, 9)}",
            labels=["群体性纠纷"] if world.chance(0.05) else None,
        )
