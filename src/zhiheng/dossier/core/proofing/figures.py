"""Dates, ages and sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise

from zhiheng.dossier.core.capitals import read_capitals
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import WHOLE, Finding, ProofText, finding
from zhiheng.dossier.core.proofing.reading import CAPITALS, DIGITS, NUMBER, amount, dates_in, well_grouped

FINE_FLOOR = Decimal(1000)
MINOR_FLOOR = Decimal(500)
_BOTH = re.compile(
    rf"(?:人民币)?(?P<words>{CAPITALS})\s*[（(]\s*(?:人民币|¥|￥)?(?P<digits>{DIGITS})(?P<unit>万|亿)?元?\s*[)）]"
    rf"|(?P<digits2>{DIGITS})(?P<unit2>万|亿)?元\s*[（(]\s*(?:大写)?[：:]?(?:人民币)?(?P<words2>{CAPITALS})\s*[)）]"
)
_DIGITS = re.compile(rf"(?<![0-9.,])({DIGITS})(?=万?元)")
_FINE = re.compile(rf"罚金(?:人民币)?(?P<amount>{CAPITALS}|(?:{NUMBER}|{DIGITS})万?元)")
_PAID = re.compile(r"(?:缴|交|履行|执行|退|剩|余|欠|到位)[^，。；]{0,6}$")
_AGE = re.compile(r"现年(\d{1,3})(?:周)?岁")
_CELL = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?元?")
_IN_CELL = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)元")


def days(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Days that exist, events in their order, ages that fit the birth."""
    for number, text in enumerate(document.paragraphs, start=1):
        for written, day in dates_in(text):
            if day is None:
                yield finding("D01", (number, text), written, "没有这一天", "核对日期")
        yield from _ages((number, text), document, facts)
    for (earlier, first), (later, second) in pairwise(facts.order):
        if second < first:
            reason = f"{later}（{second:%Y-%m-%d}）早于{earlier}（{first:%Y-%m-%d}）"
            yield finding("D02", WHOLE, later, reason, "核对两个日期")


def _ages(place: tuple[int, str], document: ProofText, facts: Facts) -> Iterator[Finding]:
    found, known = _AGE.search(place[1]), [person for person in facts.persons if person.name in place[1] and person.born_on]
    if not found or len(known) != 1 or known[0].born_on is None:
        return
    born = known[0].born_on
    age = document.on.year - born.year - ((document.on.month, document.on.day) < (born.month, born.day))
    if int(found[1]) != age:
        yield finding("D05", place, found[0], f"{known[0].name}出生于{born:%Y-%m-%d}，到文书之日{age}周岁", f"改为“现年{age}岁”")


def amounts(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """Capitals equal digits, digits are well grouped, fines reach the floor and are those of the record."""
    for number, text in enumerate(document.paragraphs, start=1):
        place = (number, text)
        for found in _BOTH.finditer(text):
            yield from _both(place, found)
        for found in _DIGITS.finditer(text):
            if not well_grouped(found[1]):
                yield finding("M03", place, found[1], "千位分隔的位置不对", "核对数额，按三位一节书写")
        for found in _FINE.finditer(text):
            yield from _fine(place, found, facts)


def _both(place: tuple[int, str], found: re.Match[str]) -> Iterator[Finding]:
    words, digits = found["words"] or found["words2"], found["digits"] or found["digits2"]
    said, counted = read_capitals(words), amount(digits + (found["unit"] or found["unit2"] or ""))
    if said is None:
        yield finding("M01", place, words, "大写金额读不通", "按规范重写大写金额")
    elif said != counted:
        yield finding("M01", place, found[0], f"大写为{said}元，小写为{counted}元", "核对后改正其中一个")


def _fine(place: tuple[int, str], found: re.Match[str], facts: Facts) -> Iterator[Finding]:
    said = read_capitals(found["amount"]) if "整" in found["amount"] else amount(found["amount"])
    if said is None:
        return
    minors = {person.minor for person in facts.persons if person.name in place[1]} or {person.minor for person in facts.persons}
    floor = MINOR_FLOOR if minors == {True} else FINE_FLOOR
    if said < floor:
        certain = said < MINOR_FLOOR or minors == {False}
        reason = f"罚金的最低数额为{floor}元" + ("" if certain or minors == {True} else "（未成年人为500元，当事人是否成年未知）")
        yield finding("M04", place, found[0], reason, "核对罚金数额（适用财产刑规定第二条）", level="stop" if certain else "ask")
    if facts.fine is not None and said != facts.fine and not _PAID.search(place[1][: found.start()]):
        yield finding("F02", place, found[0], f"财产性判项记录为{facts.fine}元", "核对裁判文书和记录")


def sums(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The total under a table is the sum of the one column of amounts above it."""
    numbered = list(enumerate(document.paragraphs, start=1))
    for tabled, group in groupby(numbered, key=lambda one: "\t" in one[1]):
        if tabled:
            yield from _total(list(group))


def _total(lines: list[tuple[int, str]]) -> Iterator[Finding]:
    rows = [(number, text, text.split("\t")) for number, text in lines]
    at = next((index for index, row in enumerate(rows) if row[2][0].strip().startswith(("合计", "总计"))), None)
    if not at:
        return
    body = [row[2] for row in rows[:at]]
    width = max(len(row) for row in body)
    money = [column for column in range(width) if any(_is_money(row, column) for row in body)]
    totals = {Decimal(found.replace(",", "")) for cell in rows[at][2] for found in _IN_CELL.findall(cell)}
    if len(money) != 1 or len(totals) != 1:
        return
    counted = sum((amount(row[money[0]]) or Decimal(0) for row in body if _is_money(row, money[0])), Decimal(0))
    if counted not in totals:
        place = rows[at][:2]
        yield finding("M02", place, str(totals.pop()), f"各行之和为{counted}元", "核对各行和合计")


def _is_money(row: list[str], column: int) -> bool:
    return column < len(row) and row[column].endswith("元") and bool(_CELL.fullmatch(row[column]))
