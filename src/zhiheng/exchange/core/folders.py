"""Which files are meant by the paths given, which are passed over, and under which names of folders they lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zhiheng.exchange.core.source import KINDS, READABLE, REMEDIES, readable, unusable

_UNSAID = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class PassedOver:
    """A file or folder that was not taken, with the reason and what to do."""

    path: str
    reason: str
    remedy: str


@dataclass
class Gathered:
    """files: to be taken in, in the order of their names; passed_over: what lies beside them and is not taken."""

    files: list[Path] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)


def gathered(places: list[Path]) -> Gathered:
    """The files meant by these paths: a file is itself, a folder all its exchange files at any depth.

    Hidden files and lock files of office programs are passed over without a word. Raises UnusableInputError for a path that does not
    exist and a folder with nothing to take in.
    """
    found: dict[Path, None] = {}
    beside: dict[str, PassedOver] = {}
    for place in places:
        if not os.path.lexists(place):
            raise unusable(place, "路径不存在", "请检查路径")
        inside = [place] if not place.is_dir() else []
        for path in _inside(place) if place.is_dir() else ():
            if path.suffix.lower() in KINDS:
                inside.append(path)
            else:
                remedy = REMEDIES.get(path.suffix.lower(), READABLE)
                beside[str(path)] = PassedOver(readable(str(path)), f"不是能够导入的文件类型（{path.suffix or '没有扩展名'}）", remedy)
        if not inside:
            raise unusable(place, "目录中没有可以导入的文件", READABLE)
        found |= dict.fromkeys(inside)
    return Gathered(sorted(found, key=lambda path: path.parts), [beside[path] for path in sorted(beside)])


def files_under(places: list[Path]) -> list[Path]:
    """The files meant by these paths, in the order of their names."""
    return gathered(places).files


def _inside(directory: Path) -> Iterator[Path]:
    """Every file below, through linked folders too, each folder once."""
    seen: set[str] = set()
    for where, inner, names in os.walk(directory, followlinks=True):
        real = os.path.realpath(where)
        if real in seen:
            inner.clear()
            continue
        seen.add(real)
        inner[:] = sorted(name for name in inner if not name.startswith((".", "__MACOSX")))
        yield from (Path(where, name) for name in sorted(names) if not name.startswith((".", "~$")) and name.lower() not in _UNSAID)


def directory_names(path: Path) -> list[str]:
    """Names of the folders in which the file lies, the nearest first: as it was given, then where links lead."""
    given = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links
    real, target = Path(os.path.realpath(given.parent)), Path(os.path.realpath(path))
    places = (*given.parents, real, *real.parents, *target.parents)
    return list(dict.fromkeys(readable(place.name) for place in places if place.name))
