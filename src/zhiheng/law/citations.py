"""Citations of articles: the short names in use, the statute files they stand for, and the text of an article in a folder of statutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zhiheng.law import bundled
from zhiheng.law.errors import Refused
from zhiheng.law.texts import stem_called

TEXTS_NOTE = "law-texts.txt"
_NUMBER = "一二三四五六七八九十百千零〇两"
_ARTICLE = rf"第[{_NUMBER}]+条(?:之[{_NUMBER}]+)?"
_CITED = re.compile(rf"^(?P<name>.+?)\s*[#\s]\s*(?P<article>{_ARTICLE})(?P<part>(?:第[{_NUMBER}]+[款项])*)$")
_OPENS = re.compile(rf"^(?P<article>{_ARTICLE})(?=[\s\u3000]|$)")
_ITEM_OPENS = re.compile(rf"^(?P<number>[{_NUMBER}]+)、")
_POINT_OPENS = re.compile(r"^(?P<number>[1-9][0-9]?)[.．、]")
_FIGURES = "零一二三四五六七八九"
_WRITTEN = re.compile(rf"^第?([1-9][0-9]{{0,3}}|[{_NUMBER}]+)条?(?:之([1-9][0-9]?|[{_NUMBER}]+))?$", re.ASCII)


@dataclass(frozen=True)
class Citation:
    """An article of a statute: `stem` the file it stands in (or a name with its year for a text not at hand), `part` paragraph and item."""

    stem: str
    article: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.stem}#{self.article}{self.part}"


@dataclass(frozen=True)
class Article:
    """The text of a cited article and the title of its statute.

    edition     the days of the edition, where the laws that come with the product state them
    older       why these are not the words in force; empty for words that are: a paper quotes no other
    """

    citation: Citation
    title: str
    text: str
    edition: str = ""
    older: str = ""


def parse(text: str, day: date | None = None) -> Citation:
    """Read “刑法 第七十八条第二款”, “刑法#第七十八条” or a file stem with an article; anything else is refused.

    day     a short name that several texts bear (监狱法) is the text in force on this day; without one the newest
    """
    found = _CITED.match(text.strip())
    if not found:
        raise Refused("CITATION_FORM", f"引用“{text}”不是“法名#第N条”的形式", "例：刑法#第七十八条，或 刑诉法 第一百零五条第四款")
    name = found["name"].strip().strip("《》")
    return Citation(stem_called(name, day) or name, found["article"], found["part"])


def resolve(citation: Citation | str, texts_dir: Path | None, day: date | None = None) -> Article | None:
    """The cited article: in the operator's folder of statute files `<stem>.md`, else in the laws that come with the product.

    A text that lies in the folder prevails; None where neither holds the text or the text has no such article.
    day     of a law with several editions cited without its year, the one that holds on this day
    """
    cited = parse(citation, day) if isinstance(citation, str) else citation
    path = texts_dir / f"{cited.stem}.md" if texts_dir else None
    if path is None or not path.is_file():
        return _bundled(cited, day)
    title, articles = _statute(path, path.stat().st_mtime_ns)
    text = articles.get(cited.article)
    return None if text is None else Article(cited, title, text)


def _bundled(cited: Citation, day: date | None) -> Article | None:
    law = bundled.law_of(cited.stem, day)
    text = bundled.article(law, cited.article) if law else None
    return Article(cited, law.title, text, law.edition, law.older) if law and text is not None else None


def statute_in(texts_dir: Path, stem: str) -> tuple[str, dict[str, str]] | None:
    """Title and articles of a statute in the operator's folder; None where it does not lie there."""
    path = texts_dir / f"{stem}.md"
    known = {each.stem for each in texts_dir.glob("*.md")} if texts_dir.is_dir() else set()
    return _statute(path, path.stat().st_mtime_ns) if stem in known else None


@cache
def _statute(path: Path, _changed: int) -> tuple[str, dict[str, str]]:
    """Title and articles of a statute file: an article runs to the next one or the next heading."""
    written = path.read_text(encoding="utf-8").splitlines()
    title, articles, current = path.stem, dict[str, list[str]](), list[str]()
    opened = _how_opened(written)
    for line in written:
        if line.startswith("# "):
            title = line[2:].strip()
        article = opened(line)
        if article:
            current = articles.setdefault(article, [])
        elif line.startswith("#"):
            current = []
        current.append(line.strip())
    return title, {name: "\n".join(part for part in lines if part) for name, lines in articles.items()}


def _how_opened(lines: list[str]) -> Callable[[str], str | None]:
    """How the articles of a text open: 第二条; in a text without any its points 2. or else its items 二、 count as 第二条."""
    ways = (_article_opened, _point_opened, _item_opened)
    return next((way for way in ways if any(map(way, lines))), _article_opened)


def _article_opened(line: str) -> str | None:
    found = _OPENS.match(line)
    return found["article"] if found else None


def _point_opened(line: str) -> str | None:
    found = _POINT_OPENS.match(line)
    return f"第{in_figures(int(found['number']))}条" if found else None


def _item_opened(line: str) -> str | None:
    found = _ITEM_OPENS.match(line)
    return f"第{found['number']}条" if found else None


def in_figures(number: int) -> str:
    """A number from 1 to 9999 in Chinese figures, as articles are numbered."""
    for unit, name in ((1000, "千"), (100, "百")):
        if number >= unit:
            count, rest = divmod(number, unit)
            between = "" if rest >= unit // 10 or not rest else "零"
            return f"{_FIGURES[count]}{name}{between}" + (("一" if 10 <= rest < 20 else "") + in_figures(rest) if rest else "")
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_FIGURES[tens]}十")
    return head + (_FIGURES[ones] if ones else "")


def article_number(written: str) -> str:
    """The number of an article however it is written (78, 78条, 七十八, 第七十八条之一) as statutes have it; empty for what is none."""
    found = _WRITTEN.match(written.strip())
    if not found:
        return ""
    number, further = (in_figures(int(each)) if each and each.isdecimal() else each for each in found.groups())
    return f"第{number}条" + (f"之{further}" if further else "")


def remember_texts(home: Path, texts_dir: Path) -> None:
    """Note in the home folder where the statute texts are."""
    home.mkdir(parents=True, exist_ok=True)
    (home / TEXTS_NOTE).write_text(f"{texts_dir.resolve()}\n", encoding="utf-8")


def remembered_texts(home: Path) -> Path | None:
    """The folder of statute texts noted in the home folder; None where none was, or it is gone."""
    note = home / TEXTS_NOTE
    if not note.is_file():
        return None
    texts_dir = Path(note.read_text(encoding="utf-8").strip())
    return texts_dir if texts_dir.is_dir() else None
