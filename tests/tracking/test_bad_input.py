"""Too much at once: a million positions of one person are judged as in parts, a batch of more than ten thousand is refused whole."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.tracking.conftest import HOME
from tests.tracking.test_routes import gateway, position
from zhiheng.tracking.core.areas import METRES_A_DEGREE, Circle
from zhiheng.tracking.core.fences import REQUIRED, Fence, FenceSet
from zhiheng.tracking.core.watching import Carried, Points, advance
from zhiheng.tracking.models import Position

__all__ = ["gateway"]
MILLION, PARTS = 1_000_000, 4


def test_a_million_positions_of_one_person_are_judged_as_in_parts():
    """A day out and in again a hundred times: two hundred turns, and nothing is carried at the end."""
    at = np.arange(MILLION, dtype=float) * 10
    away = np.where(np.arange(MILLION) // 5_000 % 2 == 1, 3000.0, 0.0) / METRES_A_DEGREE
    bearer, radius = np.zeros(MILLION, np.int64), np.full(MILLION, 20.0)
    fences = FenceSet((Fence("home", "执行地", REQUIRED, Circle(*HOME, 1000)),), (0,))

    def walked(cuts):
        carried, found = Carried(), []
        for part in np.array_split(np.arange(MILLION), cuts):
            lat = np.full(len(part), HOME[1]) + away[part]
            carried, turns = advance(fences, Points(bearer[part], at[part], np.full(len(part), HOME[0]), lat, radius[part]), carried)
            found += [(turn.began, turn.since) for turn in turns]
        return found, len(carried)

    whole, carried = walked(1)
    assert whole == walked(PARTS)[0] and len(whole) == 199 and carried <= 1


@pytest.mark.django_db()
def test_a_batch_of_more_than_ten_thousand_is_refused_whole(client, gateway, monkeypatch):
    body = json.dumps({"positions": [position()] * 10_001})
    answer = client.post("/api/v1/tracking/positions", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {gateway}")
    assert 400 <= answer.status_code < 500 and not Position.objects.exists()
