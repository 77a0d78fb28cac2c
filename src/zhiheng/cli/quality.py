"""数据质量：各单位各数据集的完整、及时、有效、一致，异常记录，应报未报；先检查尚未检查的批次。--json 输出完整列表。"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from zhiheng.cli.output import write_json
from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from zhiheng.exchange.core.figures import Figure, QualityRow

NAMES = {"complete": "完整", "timely": "及时", "valid": "有效", "sound": "一致"}
SHOWN = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("--organ", metavar="O", help="只看该机关")
    parser.add_argument("--month", metavar="M", type=month, help="只看该月收到的数据，如 2026-06")
    parser.add_argument("--today", metavar="DATE", type=date.fromisoformat, help="应报未报算到哪一天（默认今天）")
    parser.add_argument("--json", metavar="FILE", help="列表写入文件（- 为标准输出）")


def month(text: str) -> date:
    """A month as its first day."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是月份，应如 2026-06") from error


def run(options: argparse.Namespace) -> int:
    """Exit 0; 2 for an organ nobody knows."""
    from django.utils import timezone

    from zhiheng.exchange.quality import selectors
    from zhiheng.exchange.quality.services import examine_batches
    from zhiheng.registry.selectors import COMMAND_LINE, organ_named

    organ = organ_named(options.organ) if options.organ else None
    if options.organ and organ is None:
        raise UnusableInputError("机关", options.organ, "没有登记这个机关", "请写机关全称，如“金堂县司法局”")
    examined = examine_batches(actor=COMMAND_LINE, now=timezone.now())
    if examined:
        print(f"新检查 {examined} 个批次", file=sys.stderr)
    number = organ.pk if organ else None
    rows = selectors.quality_table(COMMAND_LINE, since=options.month, until=options.month, organ=number)
    found = selectors.breaches_seen_by(COMMAND_LINE).order_by("organ__name", "dataset", "delivery_id", "row")
    found = found.filter(**{name: value for name, value in {"organ": organ, "batch__quality__month": options.month}.items() if value})
    late = selectors.missing_deliveries(COMMAND_LINE, today=options.today or timezone.localdate())
    missing = [one for one in late if number in {None, one.organ_id}]
    if options.json:
        details = {
            "figures": list(map(row_json, rows)),
            "breaches": list(map(breach_json, found)),
            "missing": list(map(missing_json, missing)),
        }
        write_json(options.json, details)
    if options.json != "-":
        print("\n".join([*map(row_line, rows[:SHOWN]), *breach_lines(found), *map(missing_line, missing[:SHOWN])]) or "还没有数据")
    return 0


def row_line(row: QualityRow) -> str:
    """An organ's dataset in one line."""
    figures = "　".join(f"{NAMES[name]} {share_text(figure)}" for name, figure in row.figures)
    return f"{row.organ}　{row.dataset}　记录 {row.records:,}　{figures}"


def share_text(figure: Figure) -> str:
    """A share with its numbers."""
    return "—" if figure.value is None else f"{figure.value:.1%}（{figure.numerator}/{figure.denominator}）"


def breach_lines(found: Any) -> list[str]:
    """Breaches counted by rule and state."""
    from zhiheng.schema.impossible import rule_named

    counted = Counter((one.rule, one.dataset, one.get_state_display()) for one in found)
    titles = {(rule, dataset): rule_named(rule, dataset) for rule, dataset, _state in counted}
    return [
        f"异常：{told.title if (told := titles[rule, dataset]) else rule}（{dataset}）{state} {count} 条"
        for (rule, dataset, state), count in sorted(counted.items())
    ]


def missing_line(one: Any) -> str:
    """A delivery that did not come."""
    return f"应报未报：{one.organ}　{one.dataset}　应报 {one.late.expected_on}，逾期 {one.late.late_days} 日；{one.late.how}"


def row_json(row: QualityRow) -> dict[str, Any]:
    """An organ's dataset for machines."""
    figures = {name: [figure.numerator, figure.denominator] for name, figure in row.figures}
    counts = {"deliveries": row.deliveries, "records": row.records, "median_days": row.median_days, "mended_rows": row.mended_rows}
    return {"organ": row.organ, "dataset": row.dataset, **counts, **figures, "breaches": dict(row.breaches)}


def breach_json(one: Any) -> dict[str, Any]:
    """A breach for machines; its record is named, not shown."""
    names = {"organ": one.organ.name, "dataset": one.dataset, "rule": one.rule, "delivery": one.delivery_id, "row": one.row}
    return {**names, "ref": one.ref, "state": one.state, "at_receipt": one.at_receipt, "mended_by": one.mended_by_id}


def missing_json(one: Any) -> dict[str, Any]:
    """A delivery that did not come, for machines."""
    late = one.late
    days = {"last_on": str(late.last_on), "expected_on": str(late.expected_on), "late_days": late.late_days}
    return {"organ": one.organ, "dataset": one.dataset, "kind": late.kind, **days, "how": late.how}
