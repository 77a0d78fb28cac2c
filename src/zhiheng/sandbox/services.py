"""Writers of the sandbox (试查): an officer's own query starts, runs apart, ends or is stopped; each leaves its trace before and after."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import snapshot_now
from zhiheng.registry.rights import demand, may_read_sensitive
from zhiheng.registry.selectors import barred_numbers, organs_seen_by, sees_everything
from zhiheng.registry.services import record_sensitive_read
from zhiheng.sandbox.core import preparing as sandbox
from zhiheng.sandbox.core import running
from zhiheng.sandbox.core.limits import LIMITS, Limits
from zhiheng.sandbox.core.queries import LOST, Claim, Outcome, Query, Store, fresh_id
from zhiheng.sandbox.core.sensitivity import asks_purpose, sensitive_words, takes_numbers_apart
from zhiheng.sandbox.selectors import tables_for
from zhiheng.schema.errors import UnusableInputError

RIGHT = "sandbox.use"


def start_query(
    *, actor: Actor, now: datetime, reader: Any, text: str, purpose: str = "", clock: Callable[[], datetime], limits: Limits = LIMITS
) -> Query:
    """Start a query of the reader on the tables they may see; it runs in a thread of its own and a process of its own.

    A query the guard refuses is kept and traced as refused, and comes back like any other. clock: gives the instant of its end.
    raises   PermissionDenied; UnusableInputError where a purpose is missing or a query is running already
    """
    demand(reader, RIGHT, on=timezone.localdate(now))
    store = Store(Path(settings.HOME) / "sandbox")
    _sweep(store, actor, now)
    try:
        prepared = sandbox.prepare(text, [dataset.name for dataset in tables_for(reader)], as_of=timezone.localdate(now), limits=limits)
    except sandbox.RefusedQueryError as refused:
        return _refuse(store, actor, now, text, refused)
    if not may_read_sensitive(reader) and (words := sensitive_words(prepared.sql, prepared.datasets)):
        raise UnusableInputError("试查", "、".join(words), "本岗位无权查阅敏感记录", "请只写不敏感的字段，或由办案人员查阅")
    query = Query(fresh_id(), reader.username, text, prepared.digest, now, purpose.strip(), prepared.datasets, dict(prepared.columns))
    claim = _claimed(store, reader.username, limits)
    try:
        _note_start(actor, now, query, apart=takes_numbers_apart(prepared.sql, prepared.datasets))
        store.tidy(reader.username, listed=limits.listed - 1, kept_hours=limits.kept_hours)
        store.begin(query, claim)
        snapshot = snapshot_seen_by(reader, prepared.datasets)
        ask = partial(
            running.run,
            prepared.sql,
            list(prepared.datasets),
            snapshot,
            Path(settings.LIBRARY),
            limits=limits,
            barred=barred_numbers(reader),
        )
        job = _job(store, actor, query, ask, claim, clock)
        launch(job)
    except BaseException:
        claim.release()
        raise
    return query


def stop_query(*, actor: Actor, now: datetime, reader: Any, query_id: str) -> None:
    """End a running query of the reader's own: its process is killed within a fraction of a second, and the trace says so."""
    store = Store(Path(settings.HOME) / "sandbox")
    query = store.query(query_id)
    if query is None or query.officer != reader.username:
        raise UnusableInputError("试查", query_id[:40], "没有这次试查", "请从“我的试查”中选")
    with transaction.atomic():
        append(actor=actor, act="query.stop_asked", thing=f"query:{query.id}", details={}, now=now)
        store.ask_to_stop(query.id)


def snapshot_seen_by(reader: Any, datasets: tuple[str, ...]) -> Snapshot:
    """The segments of these datasets, of organs whose rows the reader may see: no other file is opened."""
    every = snapshot_now(datasets)
    if sees_everything(reader):
        return every
    organs = frozenset(organs_seen_by(reader).values_list("name", flat=True))
    return Snapshot.of(segment for segment in every.segments if segment.organ in organs)


def _claimed(store: Store, officer: str, limits: Limits) -> Claim:
    claim = store.claim(officer, limits.at_once)
    if claim is None:
        raise UnusableInputError(
            "试查", "同时运行", f"您已有一次试查在运行，或者全站已有 {limits.at_once} 次在运行", "请等它结束，或者先取消自己的"
        )
    return claim


@transaction.atomic
def _note_start(actor: Actor, now: datetime, query: Query, *, apart: bool) -> None:
    """The trace before anything runs; of datasets with sensitive fields, and of numbers taken apart, also the read and its purpose."""
    if asks_purpose(query.datasets) or apart:
        record_sensitive_read(actor=actor, purpose=query.purpose, what=f"query:{query.id}", now=now)
    details = {"sql": query.text, "digest": query.digest, "datasets": list(query.datasets), "purpose": query.purpose}
    append(actor=actor, act="query.started", thing=f"query:{query.id}", details=details, now=now)


def _refuse(store: Store, actor: Actor, now: datetime, text: str, refused: sandbox.RefusedQueryError) -> Query:
    """Keep and trace a query that the guard did not let through."""
    kept = text[: LIMITS.text_chars]
    query = Query(fresh_id(), actor.id, kept, sandbox.digest_of(text), now)
    outcome = replace(Outcome("refused", now), thing=refused.thing, place=refused.place, reason=refused.reason, remedy=refused.remedy)
    with transaction.atomic():
        details = {"sql": kept, "digest": query.digest, "thing": refused.thing, "place": refused.place, "reason": refused.reason}
        append(actor=actor, act="query.refused", thing=f"query:{query.id}", details=details, now=now)
        store.tidy(actor.id, listed=LIMITS.listed - 1, kept_hours=LIMITS.kept_hours)
        store.begin(query)
        store.end(query.id, outcome)
    return query


def _job(
    store: Store, actor: Actor, query: Query, ask: Callable[..., running.QueryEnd], claim: Claim, clock: Callable[[], datetime]
) -> Callable[[], None]:
    """What the thread does: run, note the end, let others run."""

    def work() -> None:
        try:
            ended = ask(stopped=lambda: store.is_to_stop(query.id))
            _note_end(store, actor, query, ended, clock())
        finally:
            claim.release()

    return work


def launch(work: Callable[[], None]) -> None:
    """Do a work in a thread of its own, which leaves no database connection behind."""

    def apart() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=apart, name="sandbox", daemon=True).start()


@transaction.atomic
def _note_end(store: Store, actor: Actor, query: Query, ended: running.QueryEnd, now: datetime) -> None:
    """The trace after; only then can the rows be seen."""
    details = {"how": ended.state, "rows": len(ended.rows), "truncated": ended.truncated, "seconds": round(ended.seconds, 2)}
    outcome = Outcome(ended.state, now, ended.seconds, len(ended.rows), ended.truncated, columns=tuple(ended.columns))
    if words := ended.words:
        position = sandbox.position_of(query.text, words.name)
        place = f"第 {position[0]} 行第 {position[1]} 列" if position else "全文"
        outcome = replace(outcome, thing=words.thing, place=place, reason=words.reason, remedy=words.remedy)
        details |= {"thing": words.thing, "place": place, "reason": words.reason}
    append(actor=actor, act="query.ended", thing=f"query:{query.id}", details={**details, "walls": list(ended.walls)}, now=now)
    store.end(query.id, outcome, ended.rows)


def _sweep(store: Store, actor: Actor, now: datetime) -> None:
    """Note the end of queries whose server was stopped under them."""
    for query in store.lost():
        with transaction.atomic():
            append(actor=actor, act="query.ended", thing=f"query:{query.id}", details={"how": LOST, "rows": 0}, now=now)
            store.end(query.id, Outcome(LOST, now, thing="试查", place="全文", reason="服务中途停止，没有结果", remedy="请重新运行。"))
