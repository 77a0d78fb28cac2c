"""Boundaries of divisions from the operator's own file (GeoJSON): the place of execution as one area."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking.core.areas import Polygon, polygon_of

CODES = ("code", "adcode", "division")
MOST_BYTES = 200 * 1024 * 1024
DISTRICTS = range(1, 21)
"""Last two digits of the code of a district of a city (GB/T 2260); above are counties and cities of their own."""


@dataclass(frozen=True)
class Division:
    """A division as the file draws it; `rings` are corners in degrees."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    area: Polygon


@lru_cache(maxsize=2)
def _read(place: str, changed: float) -> Mapping[str, Division]:  # noqa: ARG001 - a changed file is read anew
    path = Path(place)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableInputError("行政区划边界文件", path.name, "大于 200 MB", "请简化边界后再放置")
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        divisions = [_division(feature) for feature in features]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableInputError(
            "行政区划边界文件", path.name, "不是可读的 GeoJSON", "请换成 FeatureCollection，要素带 code 和 name"
        ) from error
    return {one.code: one for one in divisions}


def _division(feature: Mapping[str, Any]) -> Division:
    told, geometry = feature["properties"], feature["geometry"]
    code = next(str(told[name]) for name in CODES if name in told)
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = tuple(tuple((float(corner[0]), float(corner[1])) for corner in ring) for part in parts for ring in part)
    return Division(code, str(told.get("name", code)), rings, polygon_of(rings))


def divisions_in(path: Path) -> Mapping[str, Division]:
    """Divisions of the file by their code; none where there is no file."""
    return _read(str(path), path.stat().st_mtime) if path.is_file() else {}


def place_of_execution(known: Mapping[str, Division], code: str) -> tuple[Division, ...]:
    """The divisions within which a person may move: a district with all districts of its city, a county or a county's city alone.

    Empty where the file does not draw the division itself.
    """
    if code not in known:
        return ()
    if int(code[4:]) not in DISTRICTS:
        return (known[code],)
    return tuple(one for one in known.values() if one.code[:4] == code[:4] and int(one.code[4:]) in DISTRICTS)


def one_area(divisions: tuple[Division, ...]) -> Polygon:
    """The area of several divisions: where two share a border, a line across it crosses twice and stays inside."""
    return Polygon(np.vstack([one.area.edges for one in divisions]))
