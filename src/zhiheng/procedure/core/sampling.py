"""A drawing by lot at a step: seed, candidates' digest and rows drawn are kept with the act, so that anybody can repeat it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from math import ceil
from typing import Any

from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.catalog.step_guards import Sample
from zhiheng.procedure.core.blocks import given_now
from zhiheng.procedure.core.fold import refused
from zhiheng.procedure.core.state import Event, State

Row = Mapping[str, Any]


def with_drawn(spec: ProcedureSpec, state: State, event: Event) -> Event:
    """The event with the rows its step draws and the digest of the candidates; refused without a seed, or with one twice."""
    asked = spec.steps[event.step].sample
    if asked is None or (asked.outcomes and event.outcome not in asked.outcomes):
        return event
    values = given_now(spec, state, event)
    rows, seed = list(values.get(asked.of) or []), values.get(asked.seed)
    if not rows:
        return event
    keys = [str(row.get(asked.key, "")) for row in rows]
    if seed in EMPTY:
        raise refused(event, "没有写明抽样种子", "请写明种子，供他人重抽核对")
    if len(set(keys)) != len(keys) or "" in keys:
        raise refused(event, "抽样总体中有重复或者没有编号的候选", "每个候选写一个不同的编号")
    drawn = draw_rows(asked, rows, str(seed), values)
    return replace(event, values={**event.values, asked.into: drawn, asked.digest: digest_of(rows)})


def draw_rows(asked: Sample, rows: Sequence[Row], seed: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows drawn, group by group in the order of the names, within a group in the order of the lot."""
    left_out = {str(one) for one in values.get(asked.without) or ()} if asked.without else set()
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.get(asked.by, "")) if asked.by else "", []).append(row)
    found: list[dict[str, Any]] = []
    for name in sorted(groups):
        able = [row for row in groups[name] if str(row[asked.key]) not in left_out]
        in_order = sorted(able, key=lambda row: lot(seed, str(row[asked.key])))
        found += [dict(row) for row in in_order[: how_many(asked, len(groups[name]), values)]]
    return found


def how_many(asked: Sample, count: int, values: Mapping[str, Any]) -> int:
    """How many of a group of `count`: the number given, or the share rounded up, at least the least; never more than there are."""
    wanted = int(values.get(asked.number) or 0) if asked.share is None else max(asked.least, ceil(asked.share * count))
    return min(count, wanted)


def lot(seed: str, key: str) -> str:
    """The lot of one candidate."""
    return sha256(f"{seed}|{key}".encode()).hexdigest()


def digest_of(rows: Sequence[Row]) -> str:
    """The digest of all candidates, in whatever order they were given."""
    lines = sorted(json.dumps(dict(row), ensure_ascii=False, sort_keys=True) for row in rows)
    return sha256("\n".join(lines).encode()).hexdigest()
