"""A page in a second language: titles that packs and lower rooms bring in that language too, and what stays Chinese marked as Chinese.

Templates and forms speak through gettext. What reaches a page as data does not: the title of a step, the kind of an organ, a record.
Such a text is translated where the catalogue holds it whole, or all its parts; else it stays as it is, and carries its language, so that it
is read aloud rightly. Nothing within an element that says `lang="zh…"` or `translate="no"` is touched: law and papers are Chinese always.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext

CHINESE = "zh-Hans"
HAN = re.compile("[\u3400-\u9fff]")
NUMBER = re.compile(r"[0-9]+(?:[.,:-][0-9]+)*%?")
WITH_NUMBERS = (
    "{0}年", "{0}年{1}月", "{0}年第一季度", "{0}年第二季度", "{0}年第三季度", "{0}年第四季度", "{0}年上半年", "{0}年下半年",
    "{0}年{1}月{2}日", "{0}年{1}月{2}日{3}时{4}分", "超期 {0} 天", "剩 {0} 天", "更正前为 {0}", "第 {0} 次", "第 {0} 项", "第 {0} 行",
    "{0} 条", "{0} 件", "{0} 人", "{0} 项", "{0} 次", "{0} 天", "{0} 日", "{0}条", "{0}件", "{0}人", "{0}项", "{0}次", "{0}天", "{0}日",
    "{0} 分", "{0} 元", "{0} 个月", "{0} 分钟", "{0} 小时", "{0} 个工作日", "提前 {0} 日", "提前 {0} 个工作日", "提前 {0} 个月",
    "每次 {0} 分", "最多 {0} 分", "{0} 人分别评分", "约 {0}", "线索 {0}", "机关 {0}", "办案人员 {0}", "分子 {0}", "分母 {0}",
    "共 {0} 行", "{0} 置信区间 {1}—{2}", "已核查 {0} 条", "查实 {0} 条", "{0} 个百分点", "上升 {0}", "下降 {0}", "{0} 通过或者修正",
    "{0} 起施行", "{0} 个", "{0} 名", "{0} 起", "{0} 份", "{0}个工作日", "{0}个月", "{0}小时", "{0}分钟", "{0}年{1}个月", "相差{0}日",
    "截至{0}",
)  # fmt: skip
"""Short texts with numbers, as lower rooms compose them."""
APART = re.compile(r"( · | / | \| |[▲▼] |\n+)")
"""Between texts that have nothing to do with each other, and after the sign of a movement."""
PARTS = re.compile("([：、，；（）“”。]|: |, |; )")
RUN = re.compile("(?<![A-Za-z0-9.,])(?:[0-9][0-9.,]*)?[\u3400-\u9fff](?:[0-9\u3400-\u9fff、（）：]*[\u3400-\u9fff）])?(?![A-Za-z0-9])")
"""A stretch of Chinese within an English sentence, with the numbers that belong to it."""
LONGEST = re.compile("[《“（]?[\u3400-\u9fff](?:.*[\u3400-\u9fff])?[》”）。；，：、]*", re.S)
"""From the first Chinese character of a text to the last."""
PROSE = re.compile("[《“（]?[\u3400-\u9fff].*[，。；]", re.S)
"""A Chinese sentence, though it may hold a word in Latin letters: translated as a whole or not at all, never half."""
LATIN = re.compile("[A-Za-z]{2}|^[^0-9]+ [0-9]+$")
MARKS = {"：": ": ", "、": ", ", "，": ", ", "；": "; ", "（": " (", "）": ")", "。": ". "}
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
PLAIN = frozenset({"option", "title", "textarea"})
"""Elements that hold text alone."""
OWN_WORDS = frozenset({"textarea", "pre", "code"})
"""What people wrote themselves: marked, never translated."""
LABELS = frozenset({"aria-label", "title", "placeholder", "alt", "data-label"})


def translated(text: str) -> str:
    """A text in the language in use as far as the catalogue holds it; a line of unrelated texts piece by piece."""
    return "".join(piece if APART.fullmatch(piece) else translated_piece(piece) for piece in APART.split(text))


def translated_piece(text: str) -> str:
    """One text: whole, or in all its parts, or not at all."""
    bare = text.strip()
    if not HAN.search(bare):
        return text
    parts = PARTS.split(bare)
    whole = looked_up(bare)
    if whole != bare:
        return text.replace(bare, whole)
    if LATIN.search(bare):
        return text if PROSE.match(bare) else RUN.sub(lambda found: looked_up(found[0]), text)
    if len(parts) == 1:
        return text
    told = [MARKS.get(part, part) if PARTS.fullmatch(part) else looked_up(part.strip()) for part in parts]
    joined = re.sub(r" +(?=[ ,;:.)])", "", "".join(told)).strip()
    return text if HAN.search(joined) else text.replace(bare, joined)


def looked_up(text: str) -> str:
    """A text of the catalogue, numbers aside; as it is where the catalogue does not hold it."""
    if not HAN.search(text):
        return text
    for key in (text, text.replace("%", "%%")):
        if (told := gettext(key)) != key:
            return told.replace("%%", "%")
    numbers = NUMBER.findall(text)
    if not numbers:
        return text
    places = iter(range(len(numbers)))
    shape = NUMBER.sub(lambda _found: f"{{{next(places)}}}", text)
    told = gettext(shape)
    return told.format(*numbers) if told != shape else text


class Page(HTMLParser):
    """Writes a page anew, piece by piece as it stands, but for texts in Chinese."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.open: list[tuple[str, bool, int]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens: what it tells in attributes, and whether its content is left alone."""
        self.flush()
        given = dict(attrs)
        own = (given.get("lang") or "").startswith("zh") or given.get("translate") == "no" or tag in {"script", "style"}
        if own or not (self.open and self.open[-1][1]):
            self.out.append(self.relabelled(self.get_starttag_text() or "", attrs))
        else:
            self.out.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self.open.append((tag, own or bool(self.open and self.open[-1][1]), len(self.out) - 1))

    def relabelled(self, source: str, attrs: list[tuple[str, str | None]]) -> str:
        """A tag whose labels are in the language in use."""
        for name, value in attrs:
            if name in LABELS and value and HAN.search(value) and (told := translated(value)) != value:
                source = source.replace(f'{name}="{escape(value)}"', f'{name}="{escape(told)}"').replace(
                    f'{name}="{value}"', f'{name}="{escape(told)}"'
                )
        return source

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the parser calls it
        """An element without content, as within drawings."""
        self.flush()
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """An element closes, and with it those within it that close themselves."""
        self.flush()
        if any(name == tag for name, _own, _at in self.open):
            while self.open.pop()[0] != tag:
                pass
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """A text, or a piece of one."""
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        """A character by its name."""
        self.text.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """A character by its number."""
        self.text.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """A remark."""
        self.flush()
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """What kind of page it is."""
        self.flush()
        self.out.append(f"<!{decl}>")

    def flush(self) -> None:
        """Write the text that came since the last tag."""
        source, self.text = "".join(self.text), []
        if not source:
            return
        tag, own, at = self.open[-1] if self.open else ("", False, -1)
        if own or not HAN.search(source):
            self.out.append(source)
            return
        told = escape(translated(unescape(source)), quote=False) if self.may_be_translated(tag, at) else source
        self.out.append(self.marked(told, tag, at) if HAN.search(told) else told)

    def may_be_translated(self, tag: str, at: int) -> bool:
        """Whether a text may be translated: no words of people, no choice whose value is its text."""
        return tag not in OWN_WORDS and not (tag == "option" and " value=" not in self.out[at])

    def marked(self, text: str, tag: str, at: int) -> str:
        """A text that stays Chinese, under its language."""
        if tag in PLAIN:
            if tag != "title" and " lang=" not in self.out[at]:
                self.out[at] = f'{self.out[at][:-1]} lang="{CHINESE}">'
            return text
        return LONGEST.sub(lambda found: f'<span lang="{CHINESE}">{found[0]}</span>', text, count=1)


def in_second_language(page: str) -> str:
    """A page, or a piece of one, as readers of the second language get it."""
    reader = Page()
    reader.feed(page)
    reader.close()
    reader.flush()
    return "".join(reader.out)
