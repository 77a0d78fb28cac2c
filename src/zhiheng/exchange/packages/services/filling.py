"""Writers of what a bound package carries as records: each business set with a dataset is taken in like a file of its sender."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from zhiheng.exchange.core.package_sets import RecordSet
from zhiheng.exchange.core.report import FileReport
from zhiheng.exchange.models import Package
from zhiheng.exchange.services import receive
from zhiheng.exchange.several import report_or_refusal
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.standard import DATASETS


def take_records(*, actor: Actor, now: datetime, package: Package, sets: Sequence[RecordSet]) -> list[str]:
    """Take the sets in, in the name of the organ that sent the package; what became of each, in words. The same again changes nothing."""
    if package.sender is None or package.state != Package.State.BOUND:
        return []
    sender, found = package.sender.name, []
    with tempfile.TemporaryDirectory(prefix="zhiheng-package-") as aside:
        for place, one in enumerate(sets, start=1):
            file = Path(aside) / f"{place}.jsonl"
            file.write_bytes(one.lines)
            label = f"{package.mark or package.md5}_{one.name}.jsonl"
            take = partial(receive, actor=actor, now=now, path=file, dataset=one.dataset, organ=sender, name=label, label=label)
            found.append(_words(one, report_or_refusal(take, label)))
    return found


def _words(one: RecordSet, report: FileReport) -> str:
    title = f"业务数据 {one.name}"
    if report.refusal and not report.delivery:
        return f"{title} 没有转入“{DATASETS[one.dataset].zh}”：{report.refusal.reason}。{report.refusal.remedy}"
    parts = [f"{title} 转入“{DATASETS[one.dataset].zh}” {report.accepted} 行"]
    if report.rejected_rows:
        parts.append(f"退回 {report.rejected_rows} 行")
    if report.unknown_columns:
        parts.append(f"没有对照的列：{'、'.join(report.unknown_columns)}")
    return "，".join(parts) + f"（第 {report.delivery} 号交付）"
