"""Steps that several procedures share, written once: `tracks/<id>.yaml`, taken in by `{track: id, with: {name: value}}` among the steps.

A track is `track`, `title`, `takes` (name → what stands there when the procedure gives none; null: it must give one), `roles` (the
procedure's own prevail) and `steps`. A value written `$name` is replaced as a whole by what was given, be it a text, a list or a mapping;
a mapping loses the keys whose value becomes null (one written as null stays: `when: {served_on: null}`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhiheng.catalog import yaml_strict
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.yaml_strict import Document, Place


def read_all(packs: Path, faults: Faults) -> dict[str, Document]:
    """Give every track of every pack by its name."""
    found = (yaml_strict.load_file(path, faults) for path in sorted(packs.glob("*/tracks/*.yaml")))
    return {document.path.stem: document for document in found}


def expand(document: Document, tracks: Mapping[str, Document], faults: Faults) -> Document:
    """The procedure with its tracks written out; each step of a track keeps the line of the entry that took it in."""
    steps = document.value.get("steps") if isinstance(document.value, dict) else None
    if not isinstance(steps, list) or not any(_is_track(step) for step in steps):
        return document
    written: list[Any] = []
    lines: dict[Place, int] = {place: line for place, line in document.lines.items() if place[:1] != ("steps",) or len(place) == 1}
    for index, step in enumerate(steps):
        for taken in _with_tracks(document, index, step, tracks, faults) if _is_track(step) else [step]:
            _keep_lines(document, index, len(written), lines, whole=_is_track(step))
            written.append(taken)
    roles = {**_roles_of(steps, tracks), **(document.value.get("roles") or {})}
    return Document({**document.value, "roles": roles, "steps": written}, document.path, lines)


def used_by(document: Document) -> tuple[str, ...]:
    """Names of the tracks that a procedure takes in; their packs' forms and papers may be used in it too."""
    steps = document.value.get("steps") if isinstance(document.value, dict) else None
    return tuple(str(step["track"]) for step in steps if _is_track(step)) if isinstance(steps, list) else ()


def _roles_of(steps: list[Any], tracks: Mapping[str, Document]) -> dict[str, Any]:
    taken = [tracks[str(step["track"])].value for step in steps if _is_track(step) and str(step["track"]) in tracks]
    return {name: role for track in taken if isinstance(track, dict) for name, role in (track.get("roles") or {}).items()}


def _is_track(step: Any) -> bool:
    return isinstance(step, dict) and "track" in step


def _keep_lines(document: Document, old: int, new: int, lines: dict[Place, int], *, whole: bool) -> None:
    """Lines of a step under its new number; steps of a track all stand on the line of the entry."""
    lines[("steps", new)] = document.line_of(("steps", old))
    if not whole:
        lines.update({("steps", new, *place[2:]): line for place, line in document.lines.items() if place[:2] == ("steps", old)})


def _with_tracks(document: Document, index: int, step: Mapping[str, Any], tracks: Mapping[str, Document], faults: Faults) -> list[Any]:
    name, given = str(step["track"]), step.get("with") or {}
    line = document.line_of(("steps", index))
    track = tracks.get(name)
    if track is None or not isinstance(track.value, dict):
        faults.add(document.path, line, f"共用节点 {name}", "没有这组共用节点", did_you_mean(name, tracks))
        return []
    takes = track.value.get("takes") or {}
    for word in given:
        if word not in takes:
            faults.add(document.path, line, f"共用节点 {name} with.{word}", "没有这一项", did_you_mean(word, takes))
    for word, usual in takes.items():
        if usual is None and word not in given:
            faults.add(document.path, line, f"共用节点 {name}", f"缺少 with.{word}", f"在 with 中写 {word}。")
    values = {**takes, **given}
    return [_filled(part, values) for part in track.value.get("steps") or []]


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        return values.get(value[1:], value)
    if isinstance(value, list):
        return _spliced(value, values)
    if isinstance(value, dict):
        filled = {key: _filled(part, values) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part is not None or value[key] is None}
    return value


def _spliced(items: list[Any], values: Mapping[str, Any]) -> list[Any]:
    """Entries of a list; where an entry is replaced by a list, its entries stand in its place."""
    found: list[Any] = []
    for item in items:
        part = _filled(item, values)
        replaced = isinstance(item, str) and item.startswith("$") and isinstance(part, list)
        found += part if replaced else [part]
    return found
