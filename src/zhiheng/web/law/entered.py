"""What officers type, as rules read it: dates in any usual form, times, terms of imprisonment in words, sums with their unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.dossier.core.capitals import read_whole
from zhiheng.dossier.core.proofing.reading import LENGTH, NUMBER, amount, length

KINDS = {"管制": "control", "拘役": "detention", "有期徒刑": "fixed"}
_FIGURES: Mapping[str, int] = {figure: value for value, figure in enumerate("〇一二三四五六七八九")} | {"零": 0}
_DAY = re.compile(
    rf"(?P<y>[0-9]{{4}}|[〇零一二三四五六七八九]{{4}})\s*(?:年|[-./])\s*(?P<m>{NUMBER})\s*(?:月|[-./])\s*(?P<d>{NUMBER})\s*(?:日|号)?"
    r"|(?P<y2>[0-9]{4})(?P<m2>[0-9]{2})(?P<d2>[0-9]{2})"
)
_CLOCK = re.compile(r"\s*T?\s*(?P<h>[0-9]{1,2})\s*[:时点]\s*(?P<min>[0-9]{1,2})?\s*分?(?::[0-9]{2})?")
_TERM = re.compile(rf"(?P<kind>{'|'.join(KINDS)})?{LENGTH}")
_HALF = re.compile(rf"(?P<kind>{'|'.join(KINDS)})?(?P<years>{NUMBER})年半")


@dataclass(frozen=True)
class Term:
    """A length of punishment: whole months and days over; the punishment where it was named."""

    months: int
    days: int
    kind: str | None = None


def day_of(text: str) -> str:
    """A typed day as YYYY-MM-DD; what is no existing day stays as it was typed and is refused by the rule."""
    found = _DAY.fullmatch(_plain(text))
    return (found and _day(found)) or text


def time_of(text: str) -> str:
    """A typed time as YYYY-MM-DDTHH:MM, a day alone as a day; what is neither stays."""
    plain = _plain(text)
    head = _DAY.match(plain)
    day = head and _day(head)
    if not head or not day:
        return text
    rest = plain[head.end() :]
    clock = _CLOCK.fullmatch(rest)
    if clock:
        return f"{day}T{int(clock['h']):02}:{int(clock['min'] or 0):02}"
    return text if rest.strip() else day


def term_of(text: str) -> Term | None:
    """A term in words (三年六个月, 拘役五个月七日, 一年半) or a number of months; None for what is none."""
    plain = _plain(text).replace(" ", "")
    if re.fullmatch(r"[0-9]{1,9}", plain):
        return Term(int(plain), 0)
    half = _HALF.fullmatch(plain)
    if half:
        years = read_whole(half["years"])
        return None if years is None else Term(years * 12 + 6, 0, KINDS.get(half["kind"] or ""))
    found = _TERM.fullmatch(plain)
    read = length(found) if found else None
    return Term(*read, KINDS.get(found["kind"] or "")) if found and read else None


def sum_of(text: str) -> float | None:
    """A sum in yuan, with 万 and 元 or in capitals as written; None for what is none."""
    read = amount(_plain(text).replace(" ", "").removesuffix("整").removeprefix("人民币")) if len(text) <= 30 else None
    return None if read is None or not read.is_finite() else float(read)


def _day(found: re.Match[str]) -> str | None:
    year, month, day = (found[name] or found[f"{name}2"] for name in "ymd")
    numbers = (int("".join(str(_FIGURES.get(sign, sign)) for sign in year)), read_whole(month), read_whole(day))
    try:
        return date(*numbers).isoformat()
    except (TypeError, ValueError):
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
