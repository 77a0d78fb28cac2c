"""Citations of articles: the short names in use, the statute files they stand for, and the text of an article in a folder of statutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhiheng.law.errors import Refused

SHORT_NAMES = {
    "刑法": "刑法",
    "刑诉法": "刑事诉讼法_2018",
    "刑事诉讼法": "刑事诉讼法_2018",
    "解释": "适用刑事诉讼法的解释_2021",
    "刑事诉讼法解释": "适用刑事诉讼法的解释_2021",
    "刑诉法解释": "适用刑事诉讼法的解释_2021",
    "2016": "办理减刑假释案件具体应用法律的规定_2016",
    "减刑假释规定": "办理减刑假释案件具体应用法律的规定_2016",
    "法释〔2016〕23号": "办理减刑假释案件具体应用法律的规定_2016",
    "2019": "办理减刑假释案件具体应用法律的补充规定_2019",
    "减刑假释补充规定": "办理减刑假释案件具体应用法律的补充规定_2019",
    "2024": "审查财产性判项执行问题的规定_2024",
    "法释〔2024〕5号": "审查财产性判项执行问题的规定_2024",
    "审查财产性判项执行问题的规定": "审查财产性判项执行问题的规定_2024",
    "2014": "减刑假释案件审理程序的规定_2014",
    "审理程序规定": "减刑假释案件审理程序的规定_2014",
    "最高人民法院关于减刑、假释案件审理程序的规定": "减刑假释案件审理程序的规定_2014",
    "规则": "人民检察院刑事诉讼规则_2019",
    "人民检察院刑事诉讼规则": "人民检察院刑事诉讼规则_2019",
    "公安规定": "公安机关办理刑事案件程序规定_2020",
    "公安机关办理刑事案件程序规定": "公安机关办理刑事案件程序规定_2020",
    "监狱法": "监狱法_2012",
    "社区矫正法": "社区矫正法_2019",
    "矫正法": "社区矫正法_2019",
    "行政处罚法": "行政处罚法_2021",
    "适用财产刑规定": "适用财产刑若干问题的规定_2000",
    "看守所条例": "看守所条例_1990",
    "310号令": "行政执法机关移送涉嫌犯罪案件的规定_2020",
    "行政执法机关移送涉嫌犯罪案件的规定": "行政执法机关移送涉嫌犯罪案件的规定_2020",
    "高检2001": "人民检察院办理行政执法机关移送涉嫌犯罪案件的规定_2001",
    "个保法": "个人信息保护法_2021",
    "个人信息保护法": "个人信息保护法_2021",
    "数安法": "数据安全法_2021",
    "数据安全法": "数据安全法_2021",
    "组织法": "人民检察院组织法_2018",
    "人民检察院组织法": "人民检察院组织法_2018",
    "死缓限制减刑规定": "死缓限制减刑案件审理程序的规定_2011",
    "国家赔偿法": "国家赔偿法_2012",
    "法律援助法": "法律援助法_2021",
}

TEXTS_NOTE = "law-texts.txt"
_NUMBER = "一二三四五六七八九十百千零〇两"
_ARTICLE = rf"第[{_NUMBER}]+条(?:之[{_NUMBER}]+)?"
_CITED = re.compile(rf"^(?P<name>.+?)\s*[#\s]\s*(?P<article>{_ARTICLE})(?P<part>(?:第[{_NUMBER}]+[款项])*)$")
_OPENS = re.compile(rf"^(?P<article>{_ARTICLE})(?=[\s\u3000]|$)")
_DIGITS = "零一二三四五六七八九"
_DIGIT_OPENS = re.compile(r"^(?P<number>[1-9][0-9]?)[.．、]")
_ITEM_OPENS = re.compile(rf"^(?P<number>[{_NUMBER}]+)、")


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
    """The text of a cited article and the title of its statute."""

    citation: Citation
    title: str
    text: str


def parse(text: str) -> Citation:
    """Read “刑法 第七十八条第二款”, “刑法#第七十八条” or a file stem with an article; anything else is refused."""
    found = _CITED.match(text.strip())
    if not found:
        raise Refused("CITATION_FORM", f"引用“{text}”不是“法名#第N条”的形式", "例：刑法#第七十八条，或 刑诉法 第一百零五条第四款")
    name = found["name"].strip().strip("《》")
    return Citation(SHORT_NAMES.get(name, name), found["article"], found["part"])


def resolve(citation: Citation | str, texts_dir: Path) -> Article | None:
    """The cited article in a folder of statute files `<stem>.md`; None where the statute or the article is not there."""
    cited = parse(citation) if isinstance(citation, str) else citation
    path = texts_dir / f"{cited.stem}.md"
    if not path.is_file():
        return None
    title, articles = _statute(path, path.stat().st_mtime_ns)
    text = articles.get(cited.article)
    return None if text is None else Article(cited, title, text)


@cache
def _statute(path: Path, _changed: int) -> tuple[str, dict[str, str]]:
    """Title and articles of a statute file: an article runs to the next one or the next heading."""
    title, articles, current = path.stem, dict[str, list[str]](), list[str]()
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = not any(_OPENS.match(line) for line in lines)
    for line in lines:
        if line.startswith("# "):
            title = line[2:].strip()
        opened = (_numbered(line) if numbered else None) or _opened(line)
        if opened:
            current = articles.setdefault(opened, [])
        elif line.startswith("#"):
            current = []
        current.append(line.strip())
    return title, {name: "\n".join(part for part in lines if part) for name, lines in articles.items()}


def _opened(line: str) -> str | None:
    """The article a line opens; an item “二、” of a text without articles counts as 第二条."""
    found = _OPENS.match(line)
    if found:
        return found["article"]
    item = _ITEM_OPENS.match(line)
    return f"第{item['number']}条" if item else None


def _numbered(line: str) -> str | None:
    """The item “5.” a line of a text without articles opens, as 第五条."""
    found = _DIGIT_OPENS.match(line)
    if not found:
        return None
    tens, ones = divmod(int(found["number"]), 10)
    spelled = (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    return f"第{spelled}条"


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
