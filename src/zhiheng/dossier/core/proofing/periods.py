"""Periods counted in the text, the day of the signature, numbers of the own series."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from zhiheng.dossier.core.capitals import read_whole
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import WHOLE, Finding, ProofText, finding
from zhiheng.dossier.core.proofing.reading import DATE, NUMBER, day
from zhiheng.law.clocks import next_working_day, period_due
from zhiheng.law.errors import Refused
from zhiheng.law.moments import chinese_date

_UNITS = {"个工作日": "workday", "工作日": "workday", "个月": "month", "日": "day", "天": "day"}
_PERIOD = re.compile(
    rf"自{DATE.replace('P<', 'P<from_')}(?:起|之日起|次日起|之次日起)(?P<number>{NUMBER})(?P<unit>个工作日|工作日|个月|日|天)(?:以?内)?"
    rf"[，（(]?(?:即|应当?于|应于|至|截至|届满日为|期满日为)+{DATE.replace('P<', 'P<to_')}"
)
_SIGNED = re.compile(rf"\s*{DATE}\s*$")
_SERIAL = re.compile(r"(?P<series>.*?)(?P<serial>\d+)号$")


def counted(document: ProofText, _facts: Facts) -> Iterator[Finding]:
    """The last day that a text gives for a period is the one that the law counts."""
    for number, text in enumerate(document.paragraphs, start=1):
        for found in _PERIOD.finditer(text):
            begun, said = _day(found, "from"), _day(found, "to")
            amount = read_whole(found["number"])
            due = _due(begun, amount, _UNITS[found["unit"]]) if begun and amount else None
            if said and due and said != due:
                yield finding(
                    "D03", (number, text), found[0], f"这一期限的最后一日应为{chinese_date(due)}", f"核对期限，改为{chinese_date(due)}"
                )


def _due(begun: date, amount: int, unit: str) -> date | None:
    """The last day; None where the calendar of that day is not known."""
    try:
        due = period_due(begun, amount, unit, in_custody=False).due
    except Refused:
        return None
    return date(due.year, due.month, due.day) if due else None


def _day(found: re.Match[str], which: str) -> date | None:
    return day(*(found[f"{which}_{part}"] for part in ("year", "month", "day")))


def signed(document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The day under the document is a working day and not after its service, where the case asks for it."""
    if facts.served_on is None and not facts.on_workdays:
        return
    number, text = next(((at, one) for at, one in reversed(list(enumerate(document.paragraphs, start=1))) if _SIGNED.match(one)), WHOLE)
    found = _SIGNED.match(text)
    at = day(found["year"], found["month"], found["day"]) if found else None
    if at is None:
        return
    if facts.served_on and at > facts.served_on:
        yield finding("D04", (number, text), text.strip(), f"晚于送达日{chinese_date(facts.served_on)}", "核对落款日期和送达日期")
    elif facts.on_workdays and next_working_day(at) != at:
        yield finding("D04", (number, text), text.strip(), "不是工作日", "核对落款日期；确在休息日签发的，说明理由")


def own_number(_document: ProofText, facts: Facts) -> Iterator[Finding]:
    """The document's own number is not taken and follows the last of its series."""
    number = facts.own_number
    if not number:
        return
    if number in facts.taken_numbers:
        yield finding("N04", WHOLE, number, "这个文号已经用过", "核对编号台账，另行编号")
    found = _SERIAL.match(number)
    serials = [
        int(one["serial"]) for taken in facts.taken_numbers if (one := _SERIAL.match(taken)) and found and one["series"] == found["series"]
    ]
    if found and number not in facts.taken_numbers and serials and int(found["serial"]) > max(serials) + 1:
        yield finding("N04", WHOLE, number, f"与上一个文号之间有断号（上一个为{max(serials)}号）", "核对编号台账")
