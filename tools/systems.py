"""Which system is carried by what: `python tools/systems.py` writes docs/systems.md from config/systems.yaml and the packs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "systems.md"
HEAD = """# Systems

Made by `python tools/systems.py` from `config/systems.yaml` and the packs; a test holds it true. Every case type opens from 办件
(`/cases/open/…/`, `POST /api/v1/cases`), every ledger from 台账 (`/ledgers/…/`, `/api/v1/registers/…`), every indicator from
指标. Stories are run by `zhiheng packs check packs --stories`.

| # | System | Case types | Ledgers | Models · indicators | Stories | Pages and rooms | Not there yet |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def main() -> int:
    PAGE.write_text(page_text(), encoding="utf-8")
    return 0


def declared() -> dict[int, dict[str, Any]]:
    """The rows of config/systems.yaml."""
    found: dict[int, dict[str, Any]] = yaml.safe_load((ROOT / "config" / "systems.yaml").read_text(encoding="utf-8"))
    return found


def page_text() -> str:
    """The page as it is made."""
    from zhiheng.catalog import packs

    catalog = packs.loaded(ROOT / "packs")
    return HEAD + "".join(f"| {' | '.join(cells(number, row, catalog))} |\n" for number, row in sorted(declared().items()))


def cells(number: int, row: Mapping[str, Any], catalog: Any) -> Iterator[str]:
    """The cells of one row."""
    names = row.get("packs") or []
    procedures = [spec.title for spec in catalog.procedures.values() if spec.pack in names]
    registers = [spec.shape.title for spec in catalog.registers.values() if spec.pack in names]
    counted = [sum(spec.pack in names for spec in kind.values()) for kind in (catalog.models, catalog.indicators)]
    yield str(number)
    yield f"{row['title']}" + (f"（{'、'.join(names)}）" if names else "")
    yield "、".join(procedures) or "—"
    yield "、".join(registers) or "—"
    yield f"{counted[0]} · {counted[1]}" if any(counted) else "—"
    yield str(stories_of(names, catalog) or "—")
    rooms = [f"[{name}](rooms/{name}.md)" for name in row.get("rooms", ())]
    yield "、".join([*(f"`{name}`" for name in row.get("pages", ())), *rooms]) or "—"
    yield row.get("lacks", "—")


def stories_of(names: list[str], catalog: Any) -> int:
    """How many stories the packs tell."""
    told = [one for one in catalog.stories if one.path.parent.parent.name in names]
    return sum(len(one.shape.stories) if one.shape else len(one.document.value.get("stories") or []) for one in told)


if __name__ == "__main__":
    sys.exit(main())
