"""A model as one file (`<model>.zhm`) between provinces: its SQL, its cases, where it comes from, and digests over all of it.

JSON with one text line a line, so that two files can be compared line by line; the same model always gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhiheng.catalog import digest
from zhiheng.schema.errors import UnusableInputError

FORMAT: Final = "zhiheng-model"
VERSION: Final = 1
SUFFIX: Final = ".zhm"
MOST_BYTES: Final = 1_000_000
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TEXTS = ("format", "model", "pack", "title", "origin", "licence", "sql_digest", "cases_digest", "digest")
_LINES = ("sql", "cases")
_KEYS = frozenset({*_TEXTS, *_LINES, "version"})
_PARTS: Mapping[str, str] = {"sql": "查询语句（sql）", "cases": "用例（cases）"}
_LONGEST = 300


class BundleRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """An exchange file that is not taken, with the part that is wrong."""


@dataclass(frozen=True)
class Bundle:
    """What an exchange file says.

    pack         business pack it belongs to where it was made; origin: who made it; licence: terms of its use
    sql, cases   texts of the two files, in canonical form
    """

    model: str
    pack: str
    title: str
    origin: str
    licence: str
    sql: str
    cases: str


def write(bundle: Bundle) -> str:
    """Give the text of the exchange file."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "model": bundle.model,
        "pack": bundle.pack,
        "title": bundle.title,
        "origin": bundle.origin,
        "licence": bundle.licence,
        "sql_digest": digest.of_text(bundle.sql),
        "cases_digest": digest.of_text(bundle.cases),
        "sql": lines_of(bundle.sql),
        "cases": lines_of(bundle.cases),
    }
    return json.dumps({**told, "digest": digest.of_value(told)}, ensure_ascii=False, indent=1) + "\n"


def lines_of(text: str) -> list[str]:
    """The lines of the canonical text."""
    return digest.canonical_text(text).removesuffix("\n").split("\n")


def read(content: bytes, name: str) -> Bundle:
    """Read an exchange file; whatever is not exactly as it was written is refused, naming the part.

    name     of the file, for the refusal
    raises   BundleRefused
    """
    told = _parsed(content, name)
    _check_keys(told, name)
    _check_format(told, name)
    _check_digests(told, name)
    if not NAME.fullmatch(told["model"]) or not NAME.fullmatch(told["pack"]):
        reason = f"模型或业务包的名称“{told['model']}”“{told['pack']}”不合规"
        raise BundleRefused("模型文件", name, reason, "名称只用小写字母、数字和下划线，以字母开头")
    named = {key: told[key] for key in ("model", "pack", "title", "origin", "licence")}
    return Bundle(**named, sql=_joined(told["sql"]), cases=_joined(told["cases"]))


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise BundleRefused("模型文件", name, f"有 {len(content)} 字节，超过 {MOST_BYTES}", "请核对是否选错了文件")
    try:
        told = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        raise BundleRefused("模型文件", name, f"不是 UTF-8 编码（第 {error.start + 1} 字节）", "请用原文件，不要另存为其他编码") from error
    except json.JSONDecodeError as error:
        reason = f"第 {error.lineno} 行不完整或不是约定的格式"
        raise BundleRefused("模型文件", name, reason, "文件可能没有传完，请向对方重新索取") from error
    except RecursionError as error:
        raise BundleRefused("模型文件", name, "嵌套太深，不是约定的格式", "请核对是否选错了文件") from error
    if not isinstance(told, dict):
        raise BundleRefused("模型文件", name, "不是约定的格式", f"应为 zhiheng models export 写出的 {SUFFIX} 文件")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise json.JSONDecodeError("the same key twice", "", 0)
    return found


def _check_keys(content: Mapping[str, Any], name: str) -> None:
    foreign, missing = sorted(content.keys() - _KEYS), sorted(_KEYS - content.keys())
    if foreign:
        raise BundleRefused("模型文件", name, f"有不认识的项 {'、'.join(foreign)[:_LONGEST]}", "文件可能由更新的程序写出，请先升级")
    if missing:
        raise BundleRefused("模型文件", name, f"缺少 {'、'.join(missing)}", "文件可能没有传完，请向对方重新索取")
    for key in _TEXTS:
        if not _is_text(content[key]) or len(content[key]) > _LONGEST:
            raise BundleRefused("模型文件", name, f"{key} 不是一段文字", "请向对方重新索取")
    for key in _LINES:
        if not isinstance(content[key], list) or not all(_is_line(line) for line in content[key]):
            raise BundleRefused("模型文件", name, f"{_PARTS[key]}不是一行一项的文字", "请向对方重新索取")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _is_line(value: Any) -> bool:
    """A line of text; half of a surrogate pair is none."""
    return isinstance(value, str) and not any(sign in "\n\r\0" or "\ud800" <= sign <= "\udfff" for sign in value)


def _check_format(content: Mapping[str, Any], name: str) -> None:
    if content["format"] != FORMAT:
        raise BundleRefused("模型文件", name, f"格式“{content['format']}”不是 {FORMAT}", "请核对是否选错了文件")
    if content["version"] != VERSION or isinstance(content["version"], bool):
        raise BundleRefused(
            "模型文件", name, f"格式版本 {str(content['version'])[:20]} 不是 {VERSION}", "请升级程序，或请对方按这个版本导出"
        )


def _check_digests(content: Mapping[str, Any], name: str) -> None:
    for key, part in _PARTS.items():
        if digest.of_text(_joined(content[key])) != content[f"{key}_digest"]:
            raise BundleRefused("模型文件", name, f"{part}与其摘要不符，内容被改动过", "请向对方重新索取原文件")
        if lines_of(_joined(content[key])) != content[key]:
            raise BundleRefused("模型文件", name, f"{part}行尾有多余的空格或空行", "请向对方重新索取原文件")
    if digest.of_value({key: value for key, value in content.items() if key != "digest"}) != content["digest"]:
        raise BundleRefused("模型文件", name, "说明项（名称、来源、许可等）与总摘要不符，内容被改动过", "请向对方重新索取原文件")
