"""Where a command's machine-readable answer goes: a file, or standard output for `-`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zhiheng.schema.errors import UnusableInputError


def write_text(place: str, text: str, remedy: str = "请换一个可写的位置") -> None:
    """Write the text; a place that cannot be written to is refused with the remedy."""
    if place == "-":
        sys.stdout.write(text)
        return
    try:
        Path(place).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnusableInputError("输出文件", place, f"不能写入（{error.strerror}）", remedy) from error


def write_json(place: str, value: Any, remedy: str = "请换一个可写的位置") -> None:
    """Write one JSON document."""
    write_text(place, json.dumps(value, ensure_ascii=False, indent=1) + "\n", remedy)


def write_lines(place: str | None, rows: Iterable[Any]) -> None:
    """Write a JSON line a row; nothing without a place."""
    if place:
        write_text(place, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
