"""Receipts of packages: the XML MESSAGE that a receiver answers with; a receipt never stands for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from zhiheng.exchange.core.package_envelope import MARK
from zhiheng.exchange.core.package_xml import Element, read, refused, written

DONE, FAILED = "200", "502"
UNIT_KINDS: Final = {"procuratorate": "1", "court": "3"}
"""Kinds of units whose numbers are known from practice; others are left out."""


@dataclass(frozen=True)
class Receipt:
    """A receipt as read: id of the package's data, result, words, time as written."""

    mark: str
    ok: bool
    words: str
    at: str


def receipt(
    *, mark: str, node: str, case: str, sender: tuple[str, str, str], receiver: tuple[str, str, str], failure: str, words: str, at: datetime
) -> bytes:
    """The receipt of a package. `sender`, `receiver`: code, name, kind of the two units; `failure`: why it was refused."""
    texts = {
        "XTPTBH": "ZHIHENG", "LCJDBH": node, "LCSLBH": case, "RWH": mark,
        "JSDWBM": receiver[0], "JSDWLX": UNIT_KINDS.get(receiver[2], ""), "JSDWMC": receiver[1],
        "FSDWLX": UNIT_KINDS.get(sender[2], ""), "FSDWBM": sender[0], "FSDWMC": sender[1],
        "JGZT": FAILED if failure else DONE, "ZTMS": failure or words, "FHSJ": f"{at:%Y-%m-%d %H:%M:%S}",
    }  # fmt: skip
    return written(Element("MESSAGE", inner=[Element(key, text=value) for key, value in texts.items()]))


def read_receipt(content: bytes, name: str) -> Receipt:
    """A receipt that another system sent; refused where its result or its package cannot be told."""
    root = read(content, name)
    values = {one.name: one.text for one in root.inner}
    mark, result = values.get("RWH", ""), values.get("JGZT", "")
    if root.name != "MESSAGE" or not MARK.fullmatch(mark) or result not in {DONE, FAILED}:
        raise refused(name, "不是回执，或者没有任务号（RWH）、结果（JGZT 200 或 502）", "请由来件单位核对回执")
    return Receipt(mark, result == DONE, values.get("ZTMS", "")[:500], values.get("FHSJ", "")[:40])
