"""XML of exchange packages, read safely: no document types, no entities, bounded in size, depth and number of elements."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from zhiheng.schema.errors import UnusableInputError

MOST_BYTES: Final = 32 << 20
MOST_ELEMENTS: Final = 300_000
MOST_DEPTH: Final = 64
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNCERTAIN: Final = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff\u202a-\u202e\u2066-\u2069]")


@dataclass
class Element:
    """An element: its name without namespace, its attributes, the text directly in it, the elements in it."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    inner: list[Element] = field(default_factory=list)
    text: str = ""

    def named(self, *names: str) -> list[Element]:
        """The elements directly in it that bear one of the names."""
        return [one for one in self.inner if one.name in names]

    def walk(self) -> Iterator[Element]:
        """It and everything in it, in the order of the text."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.inner)


def read(content: bytes, name: str) -> Element:
    """The root element. Raises UnusableInputError for what is not XML, not certainly decoded, or built to do harm."""
    if len(content) > MOST_BYTES:
        raise refused(name, f"超过 {MOST_BYTES >> 20} MB", "请由来件单位核对后重新打包")
    text = _DECLARATION.sub("", decoded(content, name), count=1)
    if found := _UNCERTAIN.search(text):
        raise refused(name, f"含有不能确定的字符 U+{ord(found[0]):04X}（可能是乱码或者控制方向的字符）", "请由来件单位改正后重新发送")
    reader = _Reader(name)
    reader.feed(text)
    return reader.root[0]


def decoded(content: bytes, name: str) -> str:
    """The text by its declaration where that fits, else as the other of UTF-8 and GB18030; refused where both could be meant."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _or_none(content, "utf-16") or _undecodable(name)
    found = _DECLARED.match(content.removeprefix(codecs.BOM_UTF8))
    declared = found[1].decode().lower() if found else "utf-8"
    western = _or_none(content, "utf-8-sig")
    if content.startswith(codecs.BOM_UTF8) or content.isascii():
        return western if western is not None else _undecodable(name)
    chinese = _or_none(content, "gb18030")
    if western is not None and chinese is not None and declared in {"gbk", "gb2312", "gb18030", "cp936", "936"}:
        raise refused(name, "声明为 GBK，字节却同时合乎 UTF-8，不能确定是哪一种编码", "请由来件单位按声明的编码重新生成")
    return western if western is not None else chinese if chinese is not None else _undecodable(name)


def _or_none(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _undecodable(name: str) -> str:
    raise refused(name, "编码既不是 UTF-8 也不是 GB18030，或者有损坏的字节", "请由来件单位重新生成")


class _Reader:
    """Builds elements; every bound is checked while reading, so that nothing large is ever held."""

    def __init__(self, name: str) -> None:
        self.name, self.root, self.open, self.count = name, [], [], 0
        self.texts: list[list[str]] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse  # type: ignore[assignment]

    root: list[Element]
    open: list[Element]

    def feed(self, text: str) -> None:
        """Read the whole text."""
        try:
            self.parser.Parse(text.encode("utf-8"), True)  # noqa: FBT003 - the order of the library
        except (expat.ExpatError, UnicodeEncodeError) as error:
            line = getattr(error, "lineno", 0)
            raise refused(self.name, f"不是完整的 XML（第 {line} 行附近）", "请由来件单位重新生成") from error

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= MOST_DEPTH:
            raise refused(self.name, "元素过多或者嵌套过深，大得不合常理", "请由来件单位核对后重新打包")
        made = Element(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})
        (self.open[-1].inner if self.open else self.root).append(made)
        self.open.append(made)
        self.texts.append([])

    def _end(self, _name: str) -> None:
        self.open.pop().text = "".join(self.texts.pop()).strip()

    def _text(self, text: str) -> None:
        if self.texts:
            self.texts[-1].append(text)

    def _refuse(self, *_given: object) -> None:
        raise refused(self.name, "含有文档类型或者实体定义（可能使读取者取到别的文件，或者膨胀）", "请由来件单位去掉 DOCTYPE 后重新生成")


def written(root: Element) -> bytes:
    """The element as UTF-8 in one line, as some readers ask for."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{_text_of(root)}'.encode()


def _text_of(one: Element) -> str:
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in one.attributes.items())
    return f"<{one.name}{attributes}>{escape(one.text)}{''.join(map(_text_of, one.inner))}</{one.name}>"


def refused(name: str, reason: str, remedy: str) -> UnusableInputError:
    """The refusal of a part of a package."""
    return UnusableInputError("业务数据包", name, reason, remedy)
