"""后台定时工作：按期列出应履行的职责、核对是否履行并逐级提醒，把台账的变动送入数据主题库。可以同时开几个，每件事只做一次。"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from zhiheng.cli.opening import home_directory
from zhiheng.ledger.core.actor import Actor

TITLE = "后台定时工作"
WORKER = Actor("system:worker", "定时任务", "", "worker")
LEAST_SECONDS = 5


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("--once", action="store_true", help="做一遍就结束")
    parser.add_argument("--every", metavar="SECONDS", type=int, default=300, help="每隔多少秒做一遍（默认 300）")


def run(options: argparse.Namespace) -> int:
    """Exit 0; 1 where a piece of work failed in the last round."""
    while True:
        failed = one_round()
        beat(failed, options.every)
        if options.once:
            return 1 if failed else 0
        time.sleep(max(LEAST_SECONDS, options.every))


def beat(failed: list[str], every_seconds: int) -> None:
    """Say in the home that a round came to its end, for who looks after the worker."""
    from zhiheng.operation.core.beating import Beat, write_beat

    try:
        write_beat(home_directory(), Beat(time.time(), every_seconds, tuple(failed)))
    except OSError as error:
        print(f"定时任务的记录不能写入：{error.strerror}", file=sys.stderr)


def one_round() -> list[str]:
    """Do every piece of work once; one that fails is told and leaves the others alone."""
    from django.db import Error, close_old_connections, connection

    from zhiheng.cli.clock import moment
    from zhiheng.records.core.faults import refusal_of
    from zhiheng.schema.errors import UnusableInputError

    failed = []
    for title, work in works().items():
        if not connection.in_atomic_block:
            close_old_connections()  # one that a restart of the database's server cut off is made anew
        try:
            said = work(moment())
        except (UnusableInputError, Error, OSError) as error:
            failed.append(title)
            fault = error if isinstance(error, UnusableInputError) else refusal_of(error, title, home_directory())
            print(f"{title}未完成：{' '.join(str(fault or error).split())}", file=sys.stderr)
            continue
        if said:
            print(f"{title}：{said}", flush=True)
    return failed


def works() -> Mapping[str, Callable[[datetime], str]]:
    """The pieces of periodic work by their titles."""
    return {
        "台账入库": feeds, "职责": duties, "盘点差异": counts, "定位监管": positions, "手机页": pages, "留痕检查点": checkpoints,
        "临时文件": passing_files, "报文": peers, "批次文件": merging, "类案索引": judgments, "通知发送": notices, "指标": indicators,
    }  # fmt: skip


def checkpoints(now: datetime) -> str:
    """Sign the trace where the newest checkpoint is old enough."""
    from zhiheng.ledger.services import checkpoint_if_due

    signed = checkpoint_if_due(actor=WORKER, now=now)
    return f"已签署 {signed.size} 条" if signed else ""


def passing_files(now: datetime) -> str:
    """Remove what processes that were killed left behind while files came in, and readable copies that nothing names."""
    from zhiheng.ledger.core import clear
    from zhiheng.operation.core.incoming import LEFT_SECONDS, sweep
    from zhiheng.records.selectors import segment_digests

    count = sweep(home_directory(), now.timestamp())
    if clear.place():
        count += clear.sweep(segment_digests(), now.timestamp() - LEFT_SECONDS)
    return f"已清理 {count} 个" if count else ""


def merging(now: datetime) -> str:
    """Merge small files of batches, and remove those that were merged a day ago."""
    from zhiheng.records.services import merge_segments, sweep_merged

    made, swept = merge_segments(actor=WORKER, now=now), sweep_merged(actor=WORKER, now=now)
    return f"合并 {sum(one.batches for one in made)} 个，移除 {swept} 个" if made or swept else ""


def peers(now: datetime) -> str:
    """Send the outbox to other installations, finish what came, tell organs' systems."""
    from zhiheng.exchange.peers.services import work

    return work(actor=WORKER, now=now)


def judgments(now: datetime) -> str:
    """Take judgments that came into the index in which similar cases are searched."""
    from zhiheng.judgments.services import index_judgments

    done = index_judgments(actor=WORKER, now=now)
    return f"编入 {done.judgments} 件" if done.judgments or done.removed else ""


def duties(now: datetime) -> str:
    """Note what is owed, prove what was done, tell what stays undone."""
    from zhiheng.models.in_force import catalog
    from zhiheng.work.services import run_duties

    outcome = run_duties(actor=WORKER, now=now, catalog=catalog())
    return (
        f"新列 {outcome.owed} 项，已履行 {outcome.fulfilled} 项，提醒 {outcome.notified} 项"
        if outcome.owed or outcome.fulfilled or outcome.notified
        else ""
    )


def feeds(now: datetime) -> str:
    """Send what changed in ledgers to the theme library."""
    from zhiheng.models.in_force import catalog
    from zhiheng.register.services import feed_all

    outcomes = feed_all(actor=WORKER, now=now, catalog=catalog())
    refused = [f"{one.register} {row['entry']} {row['column']} {row['reason']}" for one in outcomes for row in one.rejected]
    for line in refused:
        print(f"台账条目未入库：{line}", file=sys.stderr)
    stored = sum(one.batch.rows for one in outcomes if one.batch)
    return f"{stored} 条，未入库 {len(refused)} 处" if stored or refused else ""


def counts(now: datetime) -> str:
    """Make clues of what counts found otherwise than the book says."""
    from zhiheng.models.in_force import catalog
    from zhiheng.oversight.services.counted import raise_from_counts

    added = raise_from_counts(actor=WORKER, now=now, catalog=catalog())
    return f"新增线索 {added} 条" if added else ""


def positions(now: datetime) -> str:
    """Follow orders, raise what is missing under them, and summarise positions that are over their time."""
    from zhiheng.tracking.services import summarise_positions, watch_orders

    raised, gone = watch_orders(actor=WORKER, now=now), summarise_positions(actor=WORKER, now=now)
    return f"新增警报 {raised} 条，期满汇总位置 {gone} 个" if raised or gone else ""


def pages(now: datetime) -> str:
    """Let the pages of persons go with their corrections: to the new place, and closed at the end."""
    from zhiheng.portal.services import follow_terms

    changed = follow_terms(actor=WORKER, now=now)
    return f"随执行地转交、随解矫停用 {changed} 个" if changed else ""


def indicators(now: datetime) -> str:
    """Count indicators anew where officers look at them and something they count has changed."""
    from zhiheng.models.in_force import catalog
    from zhiheng.oversight.services.keeping import recount_indicators

    count = recount_indicators(actor=WORKER, now=now, catalog=catalog())
    return f"重新计算 {count} 份" if count else ""


def notices(now: datetime) -> str:
    """Send officers what they chose to be told outside the pages."""
    from zhiheng.notices.services import work

    return work(actor=WORKER, now=now)
