"""The dossier index of a package (JZJBXX): which files it names, by which titles; written for what is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from zhiheng.exchange.core.package_xml import Element

MISSING_NUMBER: Final = "4"
"""Kind of an entry that stands for a number without a page."""


@dataclass(frozen=True)
class Named:
    """A file that the index names: its path as written, and its title."""

    path: str
    title: str
    ending: str = ""

    def among(self, entries: Collection[str]) -> str | None:
        """The entry that is meant: at the path or below JZ or WS, with or without the file's own name; None where none or several fit."""
        path = self.path.replace("\\", "/").strip("/").removeprefix("./")
        file = f"{self.title}.{self.ending.lstrip('.')}" if self.ending else ""
        ways = [path, *([f"{path}/{file}", f"{path}.{self.ending.lstrip('.')}"] if file else [])]
        wanted = {f"{branch}{way}".lstrip("/").casefold() for way in ways for branch in ("", "JZ/", "WS/")}
        found = [entry for entry in entries if entry.casefold() in wanted]
        return found[0] if len(found) == 1 else None


def named_files(root: Element) -> Iterator[Named]:
    """The files that the XML names, in the index of the dossier (JZWJ) and by PATH elsewhere."""
    for one in root.walk():
        if one.name == "JZWJ" and one.attributes.get("WJLX") != MISSING_NUMBER:
            own = {key: value.strip() for key, value in one.attributes.items()}
            yield Named(own.get("WJLJ", ""), own.get("WJMC") or own.get("WJXSMC", ""), own.get("WJHZ", ""))
        elif one.attributes.get("PATH"):
            yield Named(one.attributes["PATH"], one.attributes.get("WSMC", ""))
        elif one.name == "PATH" and one.text:
            yield Named(one.text, "")


def index_element(number: str, title: str, entries: Collection[tuple[str, int]]) -> Element:
    """The index of the files sent: one volume a folder, an entry a file."""
    made = Element("JZJBXX", {"JZBH": number, "AJMC": title})
    for order, branch in enumerate(("WS", "JZ"), start=1):
        shown = "文书" if branch == "WS" else "卷宗"
        base = {"JZBH": number, "MLBH": branch, "FMLBH": "", "MLXSMC": shown, "MLXX": "", "MLSXH": str(order), "MLLX": "1", "SFSM": "N"}
        made.inner.append(Element("JZMLJ", base))
    for order, (path, size) in enumerate(entries, start=1):
        place = PurePosixPath(path)
        own = {"JZBH": number, "MLBH": place.parts[0], "WJXH": str(order), "WJLJ": path, "WJMC": place.stem, "WJXSMC": place.name}
        made.inner.append(Element("JZWJ", {**own, "WJHZ": place.suffix[1:], "WJSXH": str(order), "WJDX": _size(size), "WJLX": "3"}))
    return made


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f}M" if size >= 1 << 20 else f"{max(size, 1) / 1024:.1f}K"
