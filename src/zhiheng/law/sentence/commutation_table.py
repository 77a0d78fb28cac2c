"""The table of commutation: start, interval and amplitude for each class of sentence, with the articles and the day they hold from.

2016 第六、七条 (有期徒刑), 第八、九条 (无期徒刑), 第十、十一条 (死缓), 第十三、十四条 (限制减刑), 第十六条 (管制、拘役);
2019 第二至五条 (刑法修正案九施行后判处的贪污贿赂罪犯). Lengths in months. Levels: 1 repentance or merit, 2 both, 3 major merit,
4 repentance and major merit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from zhiheng.law.rule import Parameter

_2016, _2019 = "办理减刑假释案件具体应用法律的规定_2016", "办理减刑假释案件具体应用法律的补充规定_2019"
SINCE, GRAFT_SINCE = date(2017, 1, 1), date(2019, 6, 1)
NONE = -1
#: No figure caps one ruling; only half of the original term does.
HALF_ONLY = 10_000

PLAIN = (9, 12, 18, 24)
STRICT = (9, 12, 12, 12)
GRAFT = (6, 9, 12, 12)
RESTRICTED = (6, 6, 12, 12)
BY_HALF = (HALF_ONLY, HALF_ONLY, HALF_ONLY, HALF_ONLY)
OPEN = (NONE, NONE, NONE, NONE)


@dataclass(frozen=True)
class Row:
    """One class: months served before the first reduction, between two, the most for one ruling or the new term of a life sentence.

    start, interval     NONE where no such bar is set
    most                most months for one ruling, by level 1 to 4 (HALF_ONLY: as far as half of the term leaves)
    least_term          least new fixed term, by level; most_term the greatest (NONE: open)
    lifts_start         major merit lifts the start; lifts_interval the interval
    """

    zh: str
    articles: tuple[str, ...]
    start: int = NONE
    interval: int = NONE
    most: tuple[int, int, int, int] = OPEN
    least_term: tuple[int, int, int, int] = OPEN
    most_term: tuple[int, int, int, int] = OPEN
    lifts_start: bool = True
    lifts_interval: bool = True
    text: str = _2016

    @property
    def cites(self) -> tuple[str, ...]:
        """The articles of the class."""
        return tuple(f"{self.text}#{article}" for article in self.articles)


ROWS: tuple[Row, ...] = (
    Row("管制、拘役", ("第十六条",), NONE, NONE, BY_HALF),
    Row("不满五年有期徒刑", ("第六条",), 12, 12, PLAIN),
    Row("五年以上不满十年有期徒刑", ("第六条",), 18, 12, PLAIN),
    Row("十年以上有期徒刑", ("第六条",), 24, 18, PLAIN),
    Row("从严掌握的罪犯，不满十年有期徒刑", ("第七条",), 24, 12, STRICT),
    Row("从严掌握的罪犯，十年以上有期徒刑", ("第七条",), 24, 18, STRICT),
    Row("贪污贿赂罪犯，不满十年有期徒刑", ("第二条",), 24, 18, GRAFT, text=_2019),
    Row("贪污贿赂罪犯，十年以上有期徒刑", ("第二条",), 36, 24, GRAFT, text=_2019),
    Row("无期徒刑", ("第八条",), 24, NONE, OPEN, (264, 252, 240, 228), (264, 264, 252, 240)),
    Row("从严掌握的罪犯，无期徒刑", ("第九条",), 36, NONE, OPEN, (264, 252, 240, 240)),
    Row("贪污贿赂罪犯，无期徒刑", ("第三条",), 48, NONE, OPEN, (276, 264, 252, 252), (276, 276, 264, 264), text=_2019),
    Row("死缓减为无期徒刑", ("第十条",), 36, NONE, OPEN, (300, 288, 276, 264), (300, 300, 288, 276), lifts_start=False),
    Row("从严掌握的罪犯，死缓减为无期徒刑", ("第十一条",), 36, NONE, OPEN, (300, 288, 276, 276), (300, 300, 300, 300), lifts_start=False),
    Row("贪污贿赂罪犯，死缓减为无期徒刑", ("第四条",), 48, NONE, OPEN, (300, 294, 288, 288), (300, 300, 294, 294), text=_2019),
    Row(
        "限制减刑，死缓减为无期徒刑",
        ("第十三条", "第十一条"),
        60,
        NONE,
        OPEN,
        (300, 288, 276, 276),
        (300, 300, 300, 300),
        lifts_start=False,
    ),
    Row("无期徒刑减为有期徒刑", ("第八条", "第六条"), NONE, 24, PLAIN),
    Row("从严掌握的罪犯，无期徒刑减为有期徒刑", ("第九条", "第六条"), NONE, 24, STRICT),
    Row("贪污贿赂罪犯，无期徒刑减为有期徒刑", ("第三条", "第二条"), NONE, 24, GRAFT, text=_2019),
    Row("死缓减为有期徒刑", ("第十条", "第八条"), NONE, 24, PLAIN),
    Row("从严掌握的罪犯，死缓减为有期徒刑", ("第十一条", "第六条"), NONE, 24, STRICT, lifts_interval=False),
    Row("贪污贿赂罪犯，死缓减为有期徒刑", ("第四条", "第二条"), NONE, 24, GRAFT, text=_2019),
    Row("限制减刑，死缓减为有期徒刑", ("第十四条",), NONE, 24, RESTRICTED),
)
(
    TIMED_SHORT,
    UNDER_5Y,
    UNDER_10Y,
    FROM_10Y,
    STRICT_UNDER_10Y,
    STRICT_FROM_10Y,
    GRAFT_UNDER_10Y,
    GRAFT_FROM_10Y,
    LIFE,
    LIFE_STRICT,
    LIFE_GRAFT,
    REPRIEVED,
    REPRIEVED_STRICT,
    REPRIEVED_GRAFT,
    REPRIEVED_RESTRICTED,
    LIFE_FIXED,
    LIFE_FIXED_STRICT,
    LIFE_FIXED_GRAFT,
    REPRIEVED_FIXED,
    REPRIEVED_FIXED_STRICT,
    REPRIEVED_FIXED_GRAFT,
    REPRIEVED_FIXED_RESTRICTED,
) = map(np.int8, range(len(ROWS)))

START = np.array([row.start for row in ROWS], dtype=np.int64)
INTERVAL = np.array([row.interval for row in ROWS], dtype=np.int64)
LIFTS_START = np.array([row.lifts_start for row in ROWS])
LIFTS_INTERVAL = np.array([row.lifts_interval for row in ROWS])
#: Levels of a class, and the amounts by class and level, one class after the other; level 0 (no ground) sets none.
LEVELS = np.int8(5)
MOST = np.array([(NONE, *row.most) for row in ROWS], dtype=np.int64).ravel()
LEAST_TERM = np.array([(NONE, *row.least_term) for row in ROWS], dtype=np.int64).ravel()
MOST_TERM = np.array([(NONE, *row.most_term) for row in ROWS], dtype=np.int64).ravel()

#: Months from the final judgment for a new intentional crime, and from the reduction to life for one within the reprieve (第二十一条).
NEW_FIXED_BAR, NEW_LIFE_BAR, REPRIEVE_CRIME_BAR = 36, 48, 60
SHORT_REMAINDER = 24
LEAST_PROBATION = {"detention": 2, "fixed": 12}


def parameters() -> tuple[Parameter, ...]:
    """The table in words, by effective date."""
    rows = [Parameter(row.zh, _words(row), (*row.cites, *_lifting(row)), GRAFT_SINCE if row.text == _2019 else SINCE) for row in ROWS]
    return (
        *rows,
        Parameter("两次减刑间隔", "不得低于上次减刑减去的刑期", (f"{_2016}#第六条",), SINCE),
        Parameter(
            "判决生效后剩余刑期不满二年", "减刑起始时间可以适当缩短（没有数字），实际执行不少于二分之一", (f"{_2016}#第十六条",), SINCE
        ),
        Parameter("缓刑", "重大立功方可减刑；考验期拘役不少于 2 个月，有期徒刑不少于 12 个月", (f"{_2016}#第十八条",), SINCE),
        Parameter(
            "未成年罪犯；老病残且生活难以自理",
            "起始、间隔缩短或者幅度放宽不超过三分之一",
            (f"{_2016}#第十九条", f"{_2016}#第二十条"),
            SINCE,
        ),
        Parameter(
            "又故意犯罪", f"新罪有期徒刑 {NEW_FIXED_BAR} 个月、无期徒刑 {NEW_LIFE_BAR} 个月内不减刑", (f"{_2016}#第二十一条",), SINCE
        ),
        Parameter("缓期执行期间又故意犯罪", f"减为无期徒刑后 {REPRIEVE_CRIME_BAR} 个月内不减刑", (f"{_2016}#第二十一条",), SINCE),
        Parameter("最低实际执行", "管制、拘役、有期徒刑为原判刑期的二分之一", ("刑法#第七十八条",), date(1997, 10, 1)),
        Parameter("终身监禁", "不得减刑", ("刑法#第三百八十三条", f"{_2016}#第十五条"), SINCE),
    )


def _lifting(row: Row) -> tuple[str, ...]:
    return (f"{_2019}#第五条",) if row.text == _2019 else ()


def _words(row: Row) -> str:
    parts = [] if row.start == NONE else [f"执行 {row.start} 个月以上"]
    parts += [] if row.interval == NONE else [f"间隔 {row.interval} 个月以上"]
    if row.most == BY_HALF:
        parts.append("酌情减刑，没有幅度和间隔，实际执行不少于原判刑期的二分之一")
    elif row.most != OPEN:
        parts.append(f"一次减刑不超过 {'/'.join(map(str, row.most))} 个月")
    else:
        terms = [
            f"{least}" + ("" if most == least else f"–{most}" if most != NONE else " 以上")
            for least, most in zip(row.least_term, row.most_term, strict=True)
        ]
        parts.append(f"减为 {'/'.join(terms)} 个月有期徒刑")
    lifted = [
        word
        for word, lifts, bar in (("起始", row.lifts_start, row.start), ("间隔", row.lifts_interval, row.interval))
        if lifts and bar != NONE
    ]
    if row.start != NONE or row.interval != NONE:
        parts.append(f"重大立功不受{'、'.join(lifted)}时间限制" if lifted else "重大立功亦受时间限制")
    return "；".join(parts)
