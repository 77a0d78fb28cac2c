"""In which order sources are searched, as seen from the court that searches: computed, never kept with a judgment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhiheng.judgments.core.building import Numbers
from zhiheng.judgments.core.index import Index

TIERS: Final[Mapping[int, str]] = {
    1: "最高人民法院指导性案例",
    2: "最高人民法院典型案例及裁判生效的案件",
    3: "本省高级人民法院参考性案例及裁判生效的案件",
    4: "上一级人民法院及本院裁判生效的案件",
    0: "其他法院裁判生效的案件",
}
EFFECTS: Final[Mapping[int, str]] = {1: "应当参照", 2: "可以参考", 3: "可以参考", 4: "可以参考", 0: "仅供了解"}
NEWEST_YEARS: Final = 3


@dataclass(frozen=True)
class Searcher:
    """Who searches: the court, and the courts above it from the next one up."""

    court: str = ""
    above: tuple[str, ...] = ()


def tiers_of(index: Index, searcher: Searcher) -> Numbers:
    """The tier of every judgment; 0: of another court."""
    found = np.zeros(index.count, np.uint8)
    found[index.having("court", [one for one in (searcher.court, *searcher.above[:1]) if one])] = 4
    found[index.having("court", searcher.above) & (index.having("court_level", ["high"]) | index.having("standing", ["reference"]))] = 3
    found[index.having("court_level", ["supreme"]) | index.having("standing", ["typical"])] = 2
    found[index.having("standing", ["guiding"])] = 1
    return found
