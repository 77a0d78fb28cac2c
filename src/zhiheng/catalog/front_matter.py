"""A SQL file that introduces itself: a YAML front matter in its first comment, then one SELECT."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import Document, load, read_text

OPENING = "/* ---"
CLOSING = "--- */"


@dataclass(frozen=True)
class SqlFile:
    """Front matter and statement of a SQL file; `sql_line` is the line on which the statement begins."""

    path: Path
    text: str
    front: Document
    sql: str
    sql_line: int


def read(path: Path, faults: Faults) -> SqlFile:
    """Read a SQL file with front matter; a missing or unclosed one is a fault and leaves both parts empty."""
    return of_text(read_text(path, faults), path, faults)


def of_text(given: str, path: Path, faults: Faults) -> SqlFile:
    """The same from the text of a file; `path` is what faults name."""
    text = given.removeprefix("\ufeff").replace("\r\n", "\n")
    head, closing, body = text.partition(CLOSING)
    if not head.startswith(OPENING) or not closing:
        faults.add(path, 1, "文件头", "没有模型说明", f"文件以 {OPENING} 开头写 YAML，以 {CLOSING} 结束，其后写 SELECT。")
        return SqlFile(path, text, Document(None, path, {}), "", 1)
    front = load(head.removeprefix(OPENING), path=path, faults=faults)
    blank = len(body) - len(body.lstrip())
    return SqlFile(path, text, front, body.strip(), head.count("\n") + body[:blank].count("\n") + 1)
