"""A text that several files of a kind have in common: those of this program lie in `shared/` beside this module, others in
`models/shared/`, `indicators/shared/` and `duties/shared/` of any pack. A file that says `takes: name` is that text with the values of its
`with` at the places, and with the keys it writes beside them at the end of the head.

What is read is the whole text, as if the file had written it out: its digest, its exchange and its page know of no other.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from zhiheng.catalog import front_matter
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.front_matter import CLOSING, SqlFile
from zhiheng.catalog.yaml_strict import Document, read_text

PLACE: Final = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
SHARED: Final = Path(__file__).parent / "shared"
OWN: Final = "name"
"""The place that stands for the file's own name; nobody writes it."""


def read(path: Path, faults: Faults) -> SqlFile:
    """Read a SQL file with front matter, whole where it takes a shared text; a fault is told at the line of the file that led to it."""
    file = front_matter.read(path, faults)
    if not isinstance(file.front.value, dict) or "takes" not in file.front.value:
        return file
    fields = Fields(file.front, faults, f"{path.stem}")
    values = {key: str(value) for key, value in fields.mapping("with").items()}
    shared = _shared(path, file, fields)
    if shared is None:
        return file
    lacking = _check(shared, values, fields)
    return _whole(file, shared, {**dict.fromkeys(lacking, "—"), **values, OWN: path.stem}, faults)


def _shared(path: Path, file: SqlFile, fields: Fields) -> str | None:
    name = fields.text("takes")
    kind = path.parent.name
    known = {one.stem: one for one in [*path.parent.parent.parent.glob(f"*/{kind}/shared/*.sql"), *(SHARED / kind).glob("*.sql")]}
    if name not in known:
        fields.fault("takes", f"没有共用的文本 {name}", did_you_mean(name, known))
        return None
    if file.sql:
        fields.fault("takes", "写了 takes，又写了 SELECT", "只留其一。")
    return read_text(known[name], fields.faults).replace("\r\n", "\n")


def _check(shared: str, values: dict[str, str], fields: Fields) -> list[str]:
    """Note values without a place and places without a value, and give the latter."""
    places = {*PLACE.findall(shared)} - {OWN}
    lacking = sorted(places - values.keys())
    for place in lacking:
        fields.fault("with" if values else "takes", f"缺少 {place}", f"在 with 中补上 {place}。")
    inner = fields.inner("with") if values else fields
    for key in sorted(values.keys() - places):
        inner.fault(key, "共用的文本没有这一处", did_you_mean(key, places))
    return lacking


def _whole(file: SqlFile, shared: str, values: dict[str, str], faults: Faults) -> SqlFile:
    """Put the text together; its faults are told at lines of the file: those of a value at the value, all others at `takes`."""
    at, lines = file.front.line_of(("takes",)), list[tuple[str, int]]()
    for line in shared.rstrip("\n").split("\n"):
        if line.startswith(CLOSING):
            lines += _own(file)
        place = PLACE.search(line)
        from_line = file.front.line_of(("with", place[1])) if place and place[1] != OWN else at
        filled = PLACE.sub(lambda found: values[found[1]], line)
        lines += [(one, from_line) for one in filled.split("\n")]
    found = Faults()
    whole = front_matter.of_text("\n".join(text for text, _ in lines) + "\n", file.path, found)
    for fault in found:
        faults.add(fault.path, _told_at(lines, fault.line), fault.thing, fault.reason, fault.remedy)
    told = {place: _told_at(lines, line) for place, line in whole.front.lines.items()}
    return SqlFile(file.path, whole.text, Document(whole.front.value, file.path, told), whole.sql, at)


def _told_at(lines: list[tuple[str, int]], line: int) -> int:
    return lines[min(line, len(lines)) - 1][1]


def _own(file: SqlFile) -> list[tuple[str, int]]:
    """The lines of the keys that the file writes beside `takes` and `with`, each with its number."""
    value: dict[str, Any] = file.front.value
    begins = {file.front.line_of((key,)): key for key in value}
    found, key = list[tuple[str, int]](), ""
    for number, line in enumerate(file.text.partition(CLOSING)[0].split("\n"), start=1):
        key = begins.get(number, key)
        if key not in {"", "takes", "with"} and line.strip():
            found.append((line, number))
    return found
