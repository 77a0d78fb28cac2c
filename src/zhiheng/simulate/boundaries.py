"""Invented boundaries of the districts of the synthetic province: no map of anywhere, only shapes to draw and to judge by."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random
from typing import Any

from zhiheng.simulate.corrections import CENTRES
from zhiheng.simulate.organs import DISTRICTS

VERTICES = 48
REACH_DEGREES = (0.13, 0.17)
SEED = 20260701


def drawn() -> dict[str, Any]:
    """A GeoJSON FeatureCollection: one area around the middle of each district, with its code and name."""
    return {"type": "FeatureCollection", "features": [_feature(one.division, one.name) for one in DISTRICTS]}


def _feature(code: str, name: str) -> dict[str, Any]:
    lon, lat = (float(part) for part in CENTRES[code])
    rng = Random(f"{SEED}{code}")  # noqa: S311 - a shape, no secret
    corners = []
    for step in range(VERTICES):
        turn, reach = 2 * pi * step / VERTICES, rng.uniform(*REACH_DEGREES)
        corners.append([round(lon + reach * cos(turn), 6), round(lat + reach * sin(turn), 6)])
    ring = [*corners, corners[0]]
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
