"""Which positions are held against fences: not the invalid, the too inexact, the doubled, nor a jump that nobody can have made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhiheng.tracking.core.areas import Floats, distance_m

MOST_ACCURACY_M = 2_000.0
UNKNOWN_ACCURACY_M = 500.0
"""A position without its accuracy counts as inexact as a network's."""
MOST_SPEED_MPS = 60.0
JUDGED, INVALID, INEXACT, DRIFT = 0, 1, 2, 3
VERDICTS = {JUDGED: "参与判断", INVALID: "设备注明无效", INEXACT: "误差过大", DRIFT: "速度不可能（漂移）"}
Verdicts = NDArray[np.int8]


def radius_of(accuracy: Floats) -> Floats:
    """The error radius in metres; NaN stands for an accuracy that was not said."""
    return np.where(np.isnan(accuracy), UNKNOWN_ACCURACY_M, accuracy)


def sift(at: Floats, lon: Floats, lat: Floats, radius: Floats, valid: NDArray[np.bool_]) -> Verdicts:
    """A verdict for each position of one bearer, in the order of instants; a drift moves no anchor, so that the way back is no jump."""
    found = np.where(~valid, INVALID, np.where(radius > MOST_ACCURACY_M, INEXACT, JUDGED)).astype(np.int8)
    kept = np.flatnonzero(found == JUDGED)
    if len(kept) < 2 or not np.any(_jumps(at, lon, lat, radius, kept)):
        return found
    anchor = kept[0]
    for place in kept[1:]:
        if _jumps(at, lon, lat, radius, np.asarray([anchor, place]))[0]:
            found[place] = DRIFT
        else:
            anchor = place
    return _unless_moved(found, kept)


def _jumps(at: Floats, lon: Floats, lat: Floats, radius: Floats, kept: NDArray[np.intp]) -> NDArray[np.bool_]:
    """From each position to the next: whether even the nearest places of both error circles are too far apart for the time."""
    one, next_one = kept[:-1], kept[1:]
    apart = distance_m(lon[one], lat[one], lon[next_one], lat[next_one]) - radius[one] - radius[next_one]
    return np.asarray(apart > MOST_SPEED_MPS * (at[next_one] - at[one]))


def _unless_moved(found: Verdicts, kept: NDArray[np.intp]) -> Verdicts:
    """Where the first position was the drift, all the others would be: then it is the one that does not count."""
    judged = found[kept]
    if len(kept) > 2 and np.count_nonzero(judged == DRIFT) == len(kept) - 1:
        found[kept] = JUDGED
        found[kept[0]] = DRIFT
    return found
