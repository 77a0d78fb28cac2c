"""What agreement and difference of two identities weigh: the one table that matching runs on, and that docs/subjects.md explains.

m is how often a level is met when both are one person (once written rightly, once with a slip); u how often when they are two persons
taken at random. The weight is log2(m / u). They are set by hand, not trained, so that the same library always gives the same matches:
u from counting (18 000 birth dates of the living and tried, some hundred counties of a province, 1000 order codes a day and county,
common names), m from what clerks get wrong (a digit, two digits swapped, the division of another county).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from types import MappingProxyType

PRIOR = 1e-6
"""Of two identities taken at random, how often they are one person."""
SLIP = "one_slip"


@dataclass(frozen=True)
class Level:
    """How two values stand to each other. zh: for people; sql: on columns `…_l` and `…_r`, empty for what only
    two names under one number are held to; m, u: see above, None where nothing is known."""

    name: str
    zh: str
    sql: str
    m: float | None
    u: float | None

    @property
    def weight(self) -> float:
        """log2(m / u), 0 where nothing is known."""
        return log2(self.m / self.u) if self.m and self.u else 0.0


@dataclass(frozen=True)
class Comparison:
    """What is compared. columns: of the identities, for showing."""

    name: str
    zh: str
    column: str
    levels: tuple[Level, ...]

    def level(self, weight: float) -> Level:
        """The level of this weight (levels of a comparison all weigh differently)."""
        return min(self.levels, key=lambda level: abs(level.weight - weight))

    def named(self, name: str) -> Level:
        """The level of this name."""
        return next(level for level in self.levels if level.name == name)


def _slip(column: str) -> str:
    """SQL: one digit differs, or two neighbours are swapped (DuckDB counts bytes: right for digits, not for Chinese names)."""
    return f"length({column}_l) = length({column}_r) and damerau_levenshtein({column}_l, {column}_r) = 1"


def _missing(column: str) -> Level:
    return Level("unknown", "至少一方没有，不计", f"{column}_l is null or {column}_r is null", None, None)


_SEX_TOLD_ELSEWHERE = "order_l is not null and order_r is not null or sex_l is null or sex_r is null"
NAME = Comparison(
    "name",
    "姓名",
    "name",
    (
        Level("same", "姓名相同", "name_l = name_r", 0.93, 0.0005),
        Level("former", "一方的姓名是另一方的曾用名", "list_has_any(names_l, names_r)", 0.05, 0.0002),
        Level("close", "姓名只差一个字", "", 0.012, 0.008),
        Level("other", "姓名不同", "ELSE", 0.008, 0.9913),
    ),
)
BIRTH = Comparison(
    "birth",
    "出生日期",
    "birth",
    (
        _missing("birth"),
        Level("same", "出生日期相同", "list_has_any(births_l, births_r)", 0.97, 0.00005),
        Level(SLIP, "出生日期只差一个数字或相邻两位颠倒", _slip("birth"), 0.025, 0.0008),
        Level("other", "出生日期不同", "ELSE", 0.005, 0.99915),
    ),
)
SEX = Comparison(
    "sex",
    "性别",
    "sex",
    (
        Level(
            "unknown",
            "顺序码已含性别，或者没有性别，不计",
            _SEX_TOLD_ELSEWHERE,
            None,
            None,
        ),
        Level("same", "性别相同", "sex_l = sex_r", 0.995, 0.6),
        Level("other", "性别不同", "ELSE", 0.005, 0.4),
    ),
)
AREA = Comparison(
    "area",
    "号码中的地址码",
    "area",
    (
        _missing("area"),
        Level("same", "地址码相同", "area_l = area_r", 0.9, 0.01),
        Level(SLIP, "地址码只差一个数字或相邻两位颠倒", _slip("area"), 0.06, 0.03),
        Level("other", "地址码不同", "ELSE", 0.04, 0.96),
    ),
)
ORDER = Comparison(
    "order",
    "号码中的顺序码",
    "order",
    (
        _missing("order"),
        Level("same", "顺序码相同", "order_l = order_r", 0.93, 0.002),
        Level(SLIP, "顺序码只差一个数字或相邻两位颠倒", _slip("order"), 0.06, 0.03),
        Level("other", "顺序码不同", "ELSE", 0.01, 0.968),
    ),
)
NUMBER = Comparison("number", "号码", "number", (Level("same", "号码相同", "", 0.97 * 0.9 * 0.93, 0.00005 * 0.01 * 0.002),))
"""Two names under one number: birth date, area and order agree all at once."""
COMPARISONS = (NAME, BIRTH, SEX, AREA, ORDER)
BY_NAME: Mapping[str, Comparison] = MappingProxyType({one.name: one for one in (*COMPARISONS, NUMBER)})


@dataclass(frozen=True)
class Thresholds:
    """Probabilities that part suggestions: from `join` on 建议认定, from `split` on 需要核实, below it nothing is listed."""

    join: float
    split: float

    def suggestion(self, probability: float) -> str:
        """join, unsure, or empty where the match is not listed."""
        return "join" if probability >= self.join else "unsure" if probability >= self.split else ""


def prior_weight() -> float:
    """The weight of knowing nothing."""
    return log2(PRIOR / (1 - PRIOR))


def probability(weight: float) -> float:
    """The probability of a weight (binary logarithm of the odds)."""
    return float(1 / (1 + 2.0**-weight))
