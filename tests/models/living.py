"""Two prisons in two cities that send monthly scores, and the model that reads them (score_irregular)."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

from zhiheng.models.services import ParameterChange
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.identity import check_character

MODEL = "score_irregular"
CHENGDU, MIANYANG, NOWHERE = "成都市监狱", "绵阳市监狱", "蓝天监狱"
AS_OF = date(2026, 6, 30)
WANTED = ParameterChange(
    parameter="bonus_max", value="80", since_on=date(2026, 1, 1), reason="本市口径", basis="川监通〔2026〕1号", region="510100"
)


def number(serial: int) -> str:
    first = f"510104198001{serial % 28 + 1:02d}{serial % 1000:03d}"
    return first + check_character(first)


def send_scores(folder: Path, now: datetime, rows: list[tuple[int, str, int]], *, name: str = "conduct_scores.csv") -> None:
    """Receive bonuses of 2026-05: person, prison, points, all reviewed by everybody; one file an organ."""
    from zhiheng.exchange import services as exchange

    for prison in sorted({row[1] for row in rows}):
        path = folder / f"{prison}-{name}"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id_number", "name", "prison", "scored_on", "item", "kind", "points", "reviews"])
            for serial, _, points in (row for row in rows if row[1] == prison):
                writer.writerow([number(serial), f"张{serial}", prison, "2026-05-10", "立功", "bonus", points, "分监区;监区;监狱"])
        report = exchange.receive(register_organ=True, actor=COMMAND_LINE, now=now, path=path, dataset="conduct_scores", organ=prison)
        assert report.accepted == report.rows > 0, report


def changed_text(spec, old: str, new: str) -> str:
    assert old in spec.text
    return spec.text.replace(old, new, 1)


def persons(outcome) -> set[str]:
    return {clue.subject for clue in outcome.clues}
