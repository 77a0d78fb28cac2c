"""The laws that come with the product: one SQLite file, only read; each law with its day of force and how it stands on a day.

The file holds a law as it was last written out. Where an amendment passed later stands apart from it, the law is an older text: it is
marked so, with the amendments, and never given as the words in force.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from zhiheng.law.clocks import add_days
from zhiheng.law.texts import Text, texts

PLACE = Path(__file__).with_name("statutes") / "laws.db"
STATE = "中华人民共和国"
IN_FORCE, NOT_YET, REPLACED, ENDED, OLDER = "现行有效", "尚未施行", "已由新文本取代", "已废止", "旧文本"
MOST_FOUND = 200
ARTICLE = r"第[一二三四五六七八九十百千零〇两]+条(?:之[一二三四五六七八九十百千零〇两]+)?"
_YEAR = re.compile(r"_(\d{4})$")
_AMENDS = re.compile(r"关于修改《(?P<decided>.+?)》的决定|^(?P<amended>.+?)修正案")
_NEXT_PART = re.compile(r"\n(?:第[一二三四五六七八九十百]+(?:编|分编|章|节)\s[^\n]*|附\s*则|附件[一二三]?\n.*)\Z", re.DOTALL)
_QUOTED = re.compile(r'"([^"\n]*)("|$)', re.MULTILINE)


@dataclass(frozen=True)
class Law:
    """One edition of a law in the file.

    since       the day of force of this edition; None where the file states only that of the first edition (`first`)
    until       the last day before a later edition in the file or the table of texts
    later       amendments passed after this edition that stand apart from it: the text is an older one
    """

    number: str
    title: str
    kind: str
    passed: date
    first: date
    since: date | None
    until: date | None
    ended: bool
    later: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name a citation bears: that of the table of texts, else the title without the state's name."""
        short = self.title.removeprefix(STATE)
        dated = f"{short}_{self.passed.year}"
        return dated if dated in texts() else short if short in texts() or self.until is None else dated

    @property
    def edition(self) -> str:
        """From when this edition holds, as people read it."""
        if self.since is None:
            return f"{self.first} 起施行，{self.passed} 修正"
        return f"{self.passed} 通过或者修正，{self.since} 起施行" if self.passed != self.since else f"{self.since} 起施行"

    @property
    def older(self) -> str:
        """Why these are not the words in force; empty for a law that holds them all."""
        return f"旧文本：截至 {self.passed}，其后的{'、'.join(_short(each) for each in self.later)}另载" if self.later else ""

    def state_on(self, day: date) -> str:
        """How the edition stands on a day; a text with later amendments apart is older, whatever the day."""
        if self.later:
            return OLDER
        if day < (self.since or self.passed):
            return NOT_YET
        if self.until is not None and day > self.until:
            return REPLACED
        return ENDED if self.ended else IN_FORCE


@dataclass(frozen=True)
class Found:
    """An article found in the file."""

    law: Law
    article: str
    text: str


def laws() -> tuple[Law, ...]:
    """Every law of the file; none where it was not fetched."""
    return _laws(PLACE, PLACE.stat().st_mtime_ns) if PLACE.is_file() else ()


def law_of(stem: str, day: date | None = None) -> Law | None:
    """The edition a citation names: its year, else the one that holds on the day, else the newest."""
    year = _YEAR.search(stem)
    name = _YEAR.sub("", stem)
    known = [law for law in laws() if law.title in (name, STATE + name)]
    if year:
        return next((law for law in known if law.passed.year == int(year[1])), None)
    fitting = [law for law in known if day is not None and law.state_on(day) in (IN_FORCE, OLDER)] or known
    return max(fitting, key=lambda law: law.passed, default=None)


def article(law: Law, number: str) -> str | None:
    """The words of an article, opened by its number; None where the law has none of that number."""
    with closing(_opened(PLACE)) as file:
        row = file.execute(
            "SELECT article_text FROM articles WHERE law_id = ? AND article_no = ? ORDER BY id LIMIT 1", (law.number, number)
        ).fetchone()
    return None if row is None else f"{number}\u3000{_clean(row[0])}"


def articles(law: Law) -> list[Found]:
    """All articles of a law in their order."""
    with closing(_opened(PLACE)) as file:
        rows = file.execute("SELECT article_no, article_text FROM articles WHERE law_id = ? ORDER BY id", (law.number,)).fetchall()
    return [Found(law, number, _clean(text)) for number, text in rows]


def amendments(law: Law) -> Mapping[str, tuple[Found, ...]]:
    """What the amendments that stand apart from an older text say, by the article they name."""
    return _amendments(law, PLACE)


def search(words: Sequence[str], numbers: Collection[str] | None = None, number: str = "") -> list[Found]:
    """Articles in which all the words stand, of the laws of these numbers, of that number of article; the first `MOST_FOUND` of them."""
    known = {law.number: law for law in laws()}
    if not known:
        return []
    asked: list[tuple[str, ...]] = [("instr(article_text, ?)", word) for word in words]
    if number:
        asked.append(("article_no = ?", number))
    if numbers is not None:
        asked.append((f"law_id IN ({', '.join('?' * len(numbers))})", *numbers))
    where = " AND ".join(condition for condition, *_ in asked) or "1"
    with closing(_opened(PLACE)) as file:
        rows = file.execute(
            f"SELECT law_id, article_no, article_text FROM articles WHERE {where} ORDER BY id LIMIT ?",  # noqa: S608 - fixed conditions
            (*(value for _, *values in asked for value in values), MOST_FOUND),
        ).fetchall()
    return [Found(known[law_id], article_no, _clean(text)) for law_id, article_no, text in rows]


@cache
def _amendments(law: Law, _place: Path) -> Mapping[str, tuple[Found, ...]]:
    named = re.compile(rf"{law.title.removeprefix(STATE)}({ARTICLE})")
    said: dict[str, tuple[Found, ...]] = {}
    for found in (found for each in laws() if each.title in law.later for found in articles(each)):
        for number in dict.fromkeys(named.findall(found.text)):
            said[number] = (*said.get(number, ()), found)
    return said


def _opened(place: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True)


@cache
def _laws(place: Path, _changed: int) -> tuple[Law, ...]:
    with closing(_opened(place)) as file:
        rows = file.execute("SELECT law_id, law_name, doc_type, version_date, effective_date, status FROM laws ORDER BY law_id").fetchall()
    read = [_law(*row) for row in rows]
    amendments = [(found["decided"] or found["amended"], law) for law in read if (found := _AMENDS.search(law.title))]
    return tuple(_placed(law, read, amendments) for law in read)


def _law(number: str, title: str, kind: str, passed: str, effective: str, status: str) -> Law:
    day, first = date.fromisoformat(passed), date.fromisoformat(effective)
    return Law(number, title, kind, day, first, first if first >= day else None, None, status in (ENDED, "历史版本"))


def _placed(law: Law, read: list[Law], amendments: list[tuple[str, Law]]) -> Law:
    """The law with its days from the table of texts, its end by the next edition, and the amendments that stand apart."""
    text = _text_of(law)
    following = min(
        (each for each in read if each.title == law.title and each.passed > law.passed), key=lambda each: each.passed, default=None
    )
    until = text.until if text else _eve(following)
    apart = sorted(
        (each for name, each in amendments if name == law.title and each.passed > law.passed and following is None),
        key=lambda each: each.passed,
    )
    since = text.since if text and text.since >= law.passed else law.since
    return replace(law, since=since, until=until, ended=law.ended and until is None, later=tuple(each.title for each in apart))


def _text_of(law: Law) -> Text | None:
    short = law.title.removeprefix(STATE)
    return texts().get(f"{short}_{law.passed.year}")


def _eve(following: Law | None) -> date | None:
    return None if following is None else add_days(following.since or following.passed, -1)


def _clean(text: str) -> str:
    """The article without the heading of the next part or the annexes at its end, in Chinese quotation marks."""
    return _QUOTED.sub(lambda found: f"“{found[1]}{found[2] and '”'}", _NEXT_PART.sub("", text.strip()))


def _short(title: str) -> str:
    return title.removeprefix(STATE).removeprefix("全国人民代表大会常务委员会")
