"""Areas on the ground: circles and polygons in degrees of WGS-84, and how far positions lie from their edge in metres.

Metres are measured on the plane that touches the earth at each position's own latitude: exact where it matters, near the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhiheng.schema.errors import UnusableInputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
METRES_A_DEGREE = 6_371_008.8 * np.pi / 180
CHUNK = 512
MOST_VERTICES = 200_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Circle:
    """All places within `radius_m` metres of a place."""

    lon: float
    lat: float
    radius_m: float

    @cached_property
    def box(self) -> Box:
        """Least longitude and latitude, greatest longitude and latitude."""
        high = self.radius_m / METRES_A_DEGREE
        wide = high / max(float(np.cos(np.radians(self.lat))), 0.01) * 1.001
        return self.lon - wide, self.lat - high, self.lon + wide, self.lat + high

    def contains(self, lon: Floats, lat: Floats) -> Flags:
        """Which positions lie in the area."""
        return np.asarray(self._from_middle(lon, lat) <= self.radius_m)

    def edge_m(self, lon: Floats, lat: Floats) -> Floats:
        """Metres from each position to the edge, whichever side it lies on."""
        return np.abs(self._from_middle(lon, lat) - self.radius_m)

    def _from_middle(self, lon: Floats, lat: Floats) -> Floats:
        return distance_m(np.full_like(lon, self.lon), np.full_like(lat, self.lat), lon, lat)


@dataclass(frozen=True, eq=False)
class Polygon:
    """An area with several rings, holes among them: a place is in it where an odd number of rings goes around it.

    edges   rows of longitude and latitude of both ends: n × 4
    """

    edges: Floats

    @cached_property
    def box(self) -> Box:
        """Least longitude and latitude, greatest longitude and latitude."""
        lon, lat = self.edges[:, [0, 2]], self.edges[:, [1, 3]]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    @cached_property
    def _slope(self) -> Floats:
        high = self.edges[:, 3] - self.edges[:, 1]
        return np.where(high == 0, 0.0, (self.edges[:, 2] - self.edges[:, 0]) / np.where(high == 0, 1.0, high))

    def contains(self, lon: Floats, lat: Floats) -> Flags:
        """Which positions lie in the area."""
        found = np.zeros(len(lon), np.bool_)
        left, right = self.edges[:, 1], self.edges[:, 3]
        for start in range(0, len(lon), CHUNK):
            x, y = lon[start : start + CHUNK, None], lat[start : start + CHUNK, None]
            crossed = ((left > y) != (right > y)) & (x < self.edges[:, 0] + (y - left) * self._slope)
            found[start : start + CHUNK] = np.count_nonzero(crossed, axis=1) & 1
        return found

    def edge_m(self, lon: Floats, lat: Floats) -> Floats:
        """Metres from each position to the nearest edge."""
        found = np.empty(len(lon))
        for start in range(0, len(lon), CHUNK):
            found[start : start + CHUNK] = self._edge_m(lon[start : start + CHUNK], lat[start : start + CHUNK])
        return found

    def _edge_m(self, lon: Floats, lat: Floats) -> Floats:
        wide = np.cos(np.radians(lat))[:, None] * METRES_A_DEGREE
        x, y = (self.edges[:, 0] - lon[:, None]) * wide, (self.edges[:, 1] - lat[:, None]) * METRES_A_DEGREE
        along, up = (self.edges[:, 2] - self.edges[:, 0]) * wide, (self.edges[:, 3] - self.edges[:, 1]) * METRES_A_DEGREE
        length = along * along + up * up
        share = np.clip(-(x * along + y * up) / np.where(length == 0, 1.0, length), 0.0, 1.0)
        x += share * along
        y += share * up
        nearest: Floats = np.sqrt(np.min(x * x + y * y, axis=1))
        return nearest


Area = Circle | Polygon


def distance_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Metres between places, pair by pair."""
    a, b = np.radians(lat), np.radians(other_lat)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(other_lon - lon) / 2) ** 2
    return np.asarray(2 * np.degrees(np.arcsin(np.sqrt(np.minimum(half, 1.0)))) * METRES_A_DEGREE)


def polygon_of(rings: Iterable[Sequence[Sequence[float]]]) -> Polygon:
    """The area within these rings of (longitude, latitude), each closed or not; refused where a ring has fewer than three corners."""
    parts = []
    for ring in rings:
        corners = np.asarray([corner[:2] for corner in ring], float)
        if len(corners) and np.array_equal(corners[0], corners[-1]):
            corners = corners[:-1]
        if len(np.unique(corners, axis=0)) < 3:
            raise UnusableInputError("围栏", "", "多边形的顶点不足三个", "请至少给出三个不同的顶点")
        _demand_degrees(corners[:, 0], corners[:, 1])
        parts.append(np.hstack([corners, np.roll(corners, -1, axis=0)]))
    if not parts or sum(map(len, parts)) > MOST_VERTICES:
        raise UnusableInputError("围栏", "", f"多边形没有顶点，或者多于 {MOST_VERTICES:,} 个", "请简化边界后再登记")
    return Polygon(np.vstack(parts))


def area_of(shape: Mapping[str, Any]) -> Area:
    """The area a shape names: `{circle: [lon, lat], radius_m}` or a GeoJSON Polygon or MultiPolygon."""
    try:
        if "circle" in shape:
            lon, lat = map(float, shape["circle"])
            radius = float(shape["radius_m"])
            _demand_degrees(np.asarray([lon]), np.asarray([lat]))
            if not 0 < radius <= 500_000:
                raise UnusableInputError("围栏", "", "半径不在 0 至 500 公里之间", "请核对半径（米）")
            return Circle(lon, lat, radius)
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        return polygon_of(ring for part in parts for ring in part)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UnusableInputError("围栏", "", "不是圆形，也不是 GeoJSON 的多边形", "请按说明给出圆心和半径，或者多边形顶点") from error


def _demand_degrees(lon: Floats, lat: Floats) -> None:
    if not (np.all(np.abs(lon) <= 180) and np.all(np.abs(lat) <= 90)):
        raise UnusableInputError("围栏", "", "经纬度超出范围", "请先写经度、后写纬度（WGS-84，度）")
