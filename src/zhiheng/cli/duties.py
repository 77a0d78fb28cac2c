"""职责：run 立即核对一遍；list 列出应履行和未报告的机关（--json 输出列表，有逾期未报告的退出码为 1）。"""

from __future__ import annotations

import argparse
from typing import Any

from zhiheng.cli.output import write_json


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("act", choices=["run", "list"], nargs="?", default="list")
    parser.add_argument("--duty", metavar="D", default="", help="只看这一项职责")
    parser.add_argument("--period", metavar="P", default="", help="只看这一期间，如 2026-06")
    parser.add_argument("--json", metavar="FILE", help="列表写入文件（- 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """Exit 0; 1 where somebody has not reported what is due."""
    from zhiheng.cli.clock import moment
    from zhiheng.cli.worker import WORKER
    from zhiheng.models.in_force import catalog
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.work import selectors
    from zhiheng.work.services import run_duties

    now, packs = moment(), catalog()
    if options.act == "run":
        outcome = run_duties(actor=WORKER, now=now, catalog=packs, duties=[options.duty] if options.duty else None)
        print(f"新列 {outcome.owed} 项，已履行 {outcome.fulfilled} 项，提醒 {outcome.notified} 项")
    rows = list(selectors.duties_seen_by(COMMAND_LINE, duty=options.duty, period=options.period))
    late = [row for row in rows if row.done_at is None and row.due_at < now]
    if options.json:
        write_json(options.json, [duty_json(row, packs, now) for row in rows])
    elif options.act == "list":
        print("\n".join(line(duty_json(row, packs, now)) for row in rows) or "没有应履行的职责")
    return 1 if late else 0


def duty_json(row: Any, packs: Any, now: Any) -> dict[str, Any]:
    """A duty owed, as the list gives it."""
    state = "done" if row.done_at else "overdue" if row.due_at < now else "open"
    proof = getattr(row, "proof", None)
    return {
        "duty": row.duty, "title": packs.duties[row.duty].title if row.duty in packs.duties else row.duty, "organ": row.organ.name,
        "unit": row.unit.name if row.unit else None, "period": row.period, "subject": row.subject or None,
        "due": row.due_at.isoformat(timespec="minutes"), "state": state, "late": row.late,
        "proof": {"kind": proof.kind, "refs": proof.refs, "reason": proof.reason} if proof else None,
    }  # fmt: skip


STATES = {"done": "已履行", "overdue": "逾期未报告", "open": "未到期"}


def line(one: dict[str, Any]) -> str:
    """A duty owed, for people."""
    whose = f"{one['organ']}{one['unit'] or ''}"
    return f"{one['period']}  {one['title']}  {whose}{'（' + one['subject'] + '）' if one['subject'] else ''}  {STATES[one['state']]}"
