"""The catalogue of a case type's dossier: `packs/<pack>/catalogues/<procedure>.csv`, one item a row.

item      the item's number, 02.01                part     the part of the dossier it stands in (may be empty)
title     what it is                              step     the step by whose end it must be there (may be empty)
required  yes, no, or `field=value` (several joined by `;`, any of them): needed when the case says so
source    `document:<id>`, `file:<step>` or `file:<step>.<field>`, `upload`
article   what asks for it (may be empty)
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from zhiheng.catalog import digest, yaml_strict
from zhiheng.catalog.errors import Faults, did_you_mean

COLUMNS = ("item", "part", "title", "required", "source", "step", "article")
_WHEN = re.compile(r"[a-z][a-z0-9_.]*=[^=;]+(?:;[a-z][a-z0-9_.]*=[^=;]+)*")
_SOURCE = re.compile(r"upload|document:[a-z][a-z0-9_]*|file:[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?")


@dataclass(frozen=True)
class Item:
    """An item of a dossier. `when`: pairs of field and value, any of which makes it needed; empty with `required` for always."""

    no: str
    part: str
    title: str
    required: bool
    when: tuple[tuple[str, str], ...]
    source: str
    step: str
    article: str


@dataclass(frozen=True)
class CatalogueSpec:
    """All items of a case type, in their order; `id` is the procedure's."""

    id: str
    pack: str
    items: tuple[Item, ...]
    digest: str
    path: Path


def read(path: Path, pack: str, faults: Faults) -> CatalogueSpec | None:
    """Read a catalogue; faults name their line."""
    text = yaml_strict.read_text(path, faults)
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != COLUMNS:
        faults.add(path, 1, f"卷宗目录 {path.stem}", "表头不对", f"第一行写：{','.join(COLUMNS)}")
        return None
    items = tuple(_item(row, rows.line_num, path, faults) for row in rows)
    seen: set[str] = set()
    for item in items:
        if item.no in seen:
            faults.add(path, 1, f"卷宗目录 {path.stem}", f"项目号 {item.no} 重复", "给其中一项改号。")
        seen.add(item.no)
    return CatalogueSpec(path.stem, pack, items, digest.of_text(text), path)


def _item(row: dict[str, str | None], line: int, path: Path, faults: Faults) -> Item:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    thing = f"卷宗目录 {path.stem} {cells['item']}"
    for name in ("item", "title"):
        if not cells[name]:
            faults.add(path, line, thing, f"缺少 {name}", f"补上 {name}。")
    when = cells["required"] not in {"yes", "no"}
    if when and not _WHEN.fullmatch(cells["required"]):
        faults.add(path, line, thing, f"required“{cells['required']}”读不懂", "写 yes、no，或 字段=值（几个用 ; 隔开）。")
    if not _SOURCE.fullmatch(cells["source"]):
        remedy = did_you_mean(cells["source"].partition(":")[0], ("document", "file", "upload"))
        faults.add(path, line, thing, f"source“{cells['source']}”读不懂", f"{remedy} 写 document:文书、file:节点.字段 或 upload。")
    pairs = tuple((part.partition("=")[0], part.partition("=")[2]) for part in cells["required"].split(";")) if when else ()
    return Item(
        cells["item"], cells["part"], cells["title"], cells["required"] != "no", pairs, cells["source"], cells["step"], cells["article"]
    )


def check_documents(spec: CatalogueSpec, known: set[str], faults: Faults) -> None:
    """Note every item whose document the pack does not have."""
    for line, item in enumerate(spec.items, start=2):
        kind, _, name = item.source.partition(":")
        if kind == "document" and name not in known:
            faults.add(spec.path, line, f"卷宗目录 {spec.id} {item.no}", f"没有文书 {name}", did_you_mean(name, known))
