"""Terms of imprisonment: beginning, end, what is set off; bounds of probation and of deprivation of rights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhiheng.dossier.core.capitals import read_whole
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText, finding
from zhiheng.dossier.core.proofing.reading import DATE, LENGTH, NUMBER, day, length
from zhiheng.dossier.core.proofing.sections import operative
from zhiheng.law.clocks import add_days, term_end
from zhiheng.law.moments import chinese_date

_SPAN = DATE.replace("P<", "P<from_") + "起?至" + DATE.replace("P<", "P<to_") + "止?"
_TERM = re.compile(rf"(?P<kind>有期徒刑|拘役|管制){LENGTH}(?P<between>[^。；]{{0,60}}?)[自从]{_SPAN}")
_CREDIT = re.compile(rf"折抵(?:刑期)?(?P<number>{NUMBER})[日天]")
_RATE = re.compile(r"(?:羁押|居住)[一二两12][日天]折抵(?:刑期|管制|拘役)?[一二两12][日天]")
"""How days are set off (羁押一日折抵刑期一日): no number of days."""
_RIGHTS_WITH = re.compile(rf"判处(?P<kind>死刑|无期徒刑|有期徒刑)(?P<between>[^。；]{{0,40}}?)剥夺政治权利(?P<years>{NUMBER})年")
_OF_OTHERS = ("减", "改", "判处", "剥夺", "决定执行")
_PROBATION = re.compile(rf"(?P<kind>有期徒刑|拘役){LENGTH}[，、]?(?:宣告)?缓刑{LENGTH.replace('P<', 'P<test_')}")
_RIGHTS = re.compile(rf"剥夺政治权利(?P<years>{NUMBER})年")
_RIGHTS_SHORT = re.compile(rf"剥夺政治权利{NUMBER}个月")
_END = re.compile(rf"(?:刑期|考验期)[^。；至]{{0,40}}至{DATE.replace('P<', 'P<to_')}")
_MOST_RIGHTS, _MOST_RIGHTS_CUT = 5, 10
_MOST_SUSPENDED = 36
_LONGEST = {"有期徒刑": 60, "拘役": 12}
_SHORTEST = {"有期徒刑": 12, "拘役": 2}


def terms(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The end of a term is its beginning, its length and what is set off (刑法 第四十一条、第四十四条、第四十七条)."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _TERM.finditer(text):
            yield from _term((number, text), found, facts)
        for found in _PROBATION.finditer(text):
            yield from _probation((number, text), found)
        for found in _RIGHTS.finditer(text):
            years = read_whole(found["years"])
            if years is not None and not 1 <= years <= _MOST_RIGHTS_CUT:
                yield finding(
                    "Q07", (number, text), found[0], "剥夺政治权利的期限为一年以上五年以下，减为有期徒刑的为三年以上十年以下", "核对期限"
                )
        if "管制" not in text and (short := _RIGHTS_SHORT.search(text)):
            yield finding("Q07", (number, text), short[0], "只有附加于管制的剥夺政治权利可以不满一年（刑法第五十五条）", "核对期限")
        yield from _rights_with((number, text))
    yield from _ends(document, facts)


def _rights_with(place: tuple[int, str]) -> Iterator[Finding]:
    """With death or life the rights are taken for life, with a fixed term for one to five years (刑法 第五十五条、第五十七条)."""
    for found in _RIGHTS_WITH.finditer(place[1]):
        years = read_whole(found["years"])
        if years is None or any(word in found["between"] for word in _OF_OTHERS):
            continue
        if found["kind"] != "有期徒刑":
            yield finding(
                "Q07", place, found[0], f"判处{found['kind']}的，应当剥夺政治权利终身（刑法第五十七条）", "改为“剥夺政治权利终身”"
            )
        elif _MOST_RIGHTS < years <= _MOST_RIGHTS_CUT:
            yield finding("Q07", place, found[0], "判处有期徒刑附加剥夺政治权利的期限为一年以上五年以下（刑法第五十五条）", "核对期限")


def _ends(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The end that the operative part gives is the one that follows from the data of the case."""
    if facts.ends is None:
        return
    for place in operative(document):
        for found in _END.finditer(place[1]):
            said = _day(found, "to")
            if said and said != facts.ends:
                due = chinese_date(facts.ends)
                yield finding("F01", place, found[0], f"按本案数据，应至{due}止", f"核对刑期数据，改为“至{due}止”")


def _term(place: tuple[int, str], found: re.Match[str], facts: Facts) -> Iterator[Finding]:
    begins, ends = _day(found, "from"), _day(found, "to")
    counted = length(found)
    if begins is None or ends is None or counted is None:
        return
    months, days = counted
    whole = term_end(begins, months, days)
    credit = _set_off(facts, found["kind"], place[1])
    due = add_days(whole, -credit) if credit else whole
    text = f"自{chinese_date(begins)}起至{chinese_date(ends)}止"
    if ends != due:
        code = "Q02" if credit and ends == whole else "Q01"
        set_off = f"，折抵{credit}日" if credit else ""
        yield finding(
            code,
            place,
            text,
            f"刑期{found['kind']}{said_length(months, days)}{set_off}，应至{chinese_date(due)}止",
            f"改为“至{chinese_date(due)}止”",
        )
    if facts.term and (begins != facts.term[0] or ends not in {facts.term[1], *facts.true_ends}):
        recorded = f"自{chinese_date(facts.term[0])}起至{chinese_date(facts.term[1])}止"
        yield finding("F01", place, text, f"判决数据为{recorded}", "核对裁判文书和数据")


def _day(found: re.Match[str], which: str) -> date | None:
    return day(*(found[f"{which}_{part}"] for part in ("year", "month", "day")))


def _set_off(facts: Facts, kind: str, text: str) -> int:
    """Days set off against a term of this kind (刑事诉讼法 第七十六条), else those that the paragraph itself says."""
    if facts.credit_days is None and facts.watched_days is None:
        return _credit_in(text)
    return (facts.credit_days or 0) + (facts.watched_days or 0) // (1 if kind == "管制" else 2)


def _credit_in(text: str) -> int:
    """Days that the paragraph itself says are set off."""
    found = _CREDIT.search(_RATE.sub("", text))
    return (read_whole(found["number"]) or 0) if found else 0


def said_length(months: int, days: int) -> str:
    """A length in words: 四年二个月."""
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest else "") + (f"{days}日" if days else "")


def _probation(place: tuple[int, str], found: re.Match[str]) -> Iterator[Finding]:
    term = length(found)
    test = [found[f"test_{name}"] for name in ("years", "months")]
    if term is None or not any(test):
        return
    years, months = ((read_whole(part) or 0) if part else 0 for part in test)
    tested = years * 12 + months
    if found["kind"] == "有期徒刑" and term > (_MOST_SUSPENDED, 0):
        yield finding("Q03", place, found[0], "判处拘役、三年以下有期徒刑的才能宣告缓刑（刑法第七十二条）", "核对刑期和缓刑")
        return
    least = max(term[0], _SHORTEST[found["kind"]])
    if not least <= tested <= _LONGEST[found["kind"]]:
        bounds = f"{said_length(least, 0)}以上{said_length(_LONGEST[found['kind']], 0)}以下"
        yield finding("Q03", place, found[0], f"考验期应为{bounds}（刑法第七十三条）", "核对考验期")
