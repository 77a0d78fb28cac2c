"""Labels with a QR code, as PDF by typst; values reach the layout as data, never as markup."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst

from zhiheng.dossier.core.pdf import FONTS

LAYOUTS = Path(__file__).parent
_ONE_AT_A_TIME = Lock()


def qr(content: str) -> str:
    """A QR code as SVG; the same content gives the same picture."""
    made = io.BytesIO()
    segno.make(content, error="m", micro=False).save(made, kind="svg", xmldecl=False, border=1)
    return made.getvalue().decode()


def labels(title: str, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """One label an entry, three across an A4 page. entries: `code` (what the QR code holds), `number`, `lines` (texts)."""
    rows = [{"qr": qr(str(one["code"])), "number": str(one["number"]), "lines": [str(line) for line in one["lines"]]} for one in entries]
    return _compiled("labels.typ", {"title": title, "labels": rows})


def _compiled(layout: str, data: Mapping[str, Any]) -> bytes:
    with _ONE_AT_A_TIME:
        pages = _compiler().compile(LAYOUTS / layout, format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    if not isinstance(pages, bytes):
        raise TypeError("typst gives a PDF as one value")
    return pages


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(LAYOUTS), font_paths=[FONTS] if FONTS.is_dir() else [])
