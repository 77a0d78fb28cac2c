"""How each organ writes its files: kind of file, language of the headers, forms of dates and of yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

KINDS = ("csv", "csv", "csv", "xlsx", "xlsx", "jsonl", "parquet")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
DATE_FORMS = ("iso", "compact", "chinese", "slash", "cell", "serial")
TRUTHS = (("是", "否"), ("1", "0"), ("Y", "N"), ("true", "false"))
JOINTS = ("、", "，", ",", ";", "；", "json")
EXTRA_HEADERS = ("备注", "remark", "序号", "更新人", "录入人员", "数据来源标识", "etl_batch")


@dataclass(frozen=True)
class Style:
    """The habits of one organ for one dataset.

    kind        csv, xlsx, jsonl or parquet; encoding and line_end matter for csv only
    chinese     Chinese headers, file names and code spellings; else field names and codes
    dates       iso, compact, chinese, slash; cell: the file format's own dates where it has them; serial: Excel's day numbers
    native      numbers and booleans as such where the file format has them; else text
    """

    kind: str
    encoding: str
    line_end: str
    chinese: bool
    dates: str
    truths: tuple[str, str]
    joint: str
    native: bool
    thousands: bool


def style_of(seed: int, organ: str, dataset: str) -> Style:
    """The habits of an organ: most are the same in all its files, the kind of file differs by dataset."""
    house = Random(f"style:{seed}:{organ}")  # noqa: S311 - a synthetic world, no secret
    chinese = house.random() < 0.8
    shared = {
        "encoding": house.choice(ENCODINGS),
        "line_end": house.choice(("\r\n", "\r\n", "\n")),
        "dates": house.choice(DATE_FORMS),
        "truths": house.choice(TRUTHS),
        "joint": house.choice(JOINTS),
        "thousands": house.random() < 0.4,
    }
    favourite = house.choice(KINDS)
    desk = Random(f"style:{seed}:{organ}:{dataset}")  # noqa: S311 - a synthetic world, no secret
    kind = favourite if desk.random() < 0.4 else desk.choice(KINDS)
    return Style(kind=kind, chinese=chinese, native=desk.random() < 0.7, **shared)  # type: ignore[arg-type]
