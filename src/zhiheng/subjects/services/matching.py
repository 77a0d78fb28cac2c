"""Gathering identities from the theme library and listing the matches that somebody has to decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.records.core.library import open_library
from zhiheng.records.core.snapshot import Snapshot
from zhiheng.records.selectors import snapshot_now
from zhiheng.schema.errors import UnusableInputError
from zhiheng.subjects.core import gathering, linking
from zhiheng.subjects.core.linking import Found
from zhiheng.subjects.core.weights import Thresholds
from zhiheng.subjects.models import Gathering, Identity
from zhiheng.subjects.services.deciding import lock
from zhiheng.subjects.services.listing import MatchOutcome, list_matches

Progress = Callable[[str, int, int], None]
STEPS = ("汇集身份", "比对号码", "保存身份", "列出疑似")
WRITTEN = ("kind", "births", "sexes", "divisions", "former_names", "said", "organs")
INSTANTS = ("first_received_at", "last_received_at")
LONGEST_NAME = 200
ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Gathered:
    """What was read from a snapshot. rows: identities to write; gone: numbers no longer there; found: matches of any weight."""

    identities: int
    rows: list[dict[str, Any]]
    gone: list[str]
    left_out: int
    found: list[Found]


def thresholds() -> Thresholds:
    """As the settings say; raises UnusableInputError where they do not part anything."""
    told = Thresholds(settings.PERSON_MATCH_JOIN, settings.PERSON_MATCH_SPLIT)
    if not 0 < told.split <= told.join < 1:
        raise UnusableInputError(
            "同一人认定的阈值",
            f"{told.split}、{told.join}",
            "应当 0 < 核实 ≤ 认定 < 1",
            "请改正环境变量 ZHIHENG_MATCH_SPLIT、ZHIHENG_MATCH_JOIN",
        )
    return told


def find_matches(*, actor: Actor, now: datetime, on_progress: Progress | None = None) -> MatchOutcome:
    """Gather identities and list uncertain matches anew. Decisions stay; a decided match is listed again only on other evidence."""
    tell = on_progress or (lambda _step, _finished, _total: None)
    limits = thresholds()
    snapshot = snapshot_now(gathering.DATASETS_OF_PERSONS)
    read = _read(snapshot, tell)
    with transaction.atomic():
        row = lock()
        last = max((segment.seq for segment in snapshot.segments), default=0)
        if row.last_seq > last:
            return MatchOutcome(overtaken=True)
        tell(STEPS[2], 2, len(STEPS))
        _write(read)
        tell(STEPS[3], 3, len(STEPS))
        counts = list_matches(read.found, limits, now)
        outcome = replace(counts, identities=read.identities, written=len(read.rows), gone=len(read.gone), left_out=read.left_out)
        _note(row, snapshot, outcome, last, now)
        append(actor=actor, act="persons.gathered", thing="persons", details={**outcome.to_json(), "snapshot": snapshot.digest}, now=now)
    tell(STEPS[3], len(STEPS), len(STEPS))
    return outcome


def _read(snapshot: Snapshot, tell: Progress) -> Gathered:
    """Everything the library says, compared with what is kept."""
    kept = list(Identity.objects.filter(current=True).values_list("number", "digest"))
    known = pa.table({"number": pa.array([one[0] for one in kept], pa.string()), "digest": pa.array([one[1] for one in kept], pa.string())})
    with open_library(snapshot, Path(settings.LIBRARY), datasets=gathering.DATASETS_OF_PERSONS) as library:
        tell(STEPS[0], 0, len(STEPS))
        left_out = gathering.gather(library.connection)
        rows = gathering.changed(library.connection, known)
        gone = gathering.gone(library.connection)
        tell(STEPS[1], 1, len(STEPS))
        found = [*linking.find(library.connection), *linking.find_names(library.connection)]
    return Gathered(len(kept) - len(gone) + _new(rows, kept), rows, gone, left_out, found)


def _new(rows: list[dict[str, Any]], kept: list[tuple[str, str]]) -> int:
    known = {number for number, _ in kept}
    return sum(row["number"] not in known for row in rows)


def _write(read: Gathered) -> None:
    """Write what is new or changed; what is no longer there stays, marked."""
    made = [identity_of(row) for row in read.rows]
    fields = [*WRITTEN, *INSTANTS, "name", "names", "current", "digest"]
    Identity.objects.bulk_create(made, ROWS_AT_ONCE, update_conflicts=True, unique_fields=["number"], update_fields=fields)
    for start in range(0, len(read.gone), ROWS_AT_ONCE):
        Identity.objects.filter(number__in=read.gone[start : start + ROWS_AT_ONCE]).update(current=False)


def identity_of(row: dict[str, Any]) -> Identity:
    """A row of the gathering as it is kept; names too long for a list are cut there, not in what was said."""
    told = {name: row[name] for name in (*WRITTEN, *INSTANTS)} | {
        "name": row["name"][:LONGEST_NAME],
        "names": "\n".join(["", *row["names"], ""]),
    }
    return Identity(number=row["number"], digest=row["digest"], current=True, **told)


def _note(row: Gathering, snapshot: Snapshot, outcome: MatchOutcome, last: int, now: datetime) -> None:
    row.snapshot_digest, row.last_seq, row.gathered_at, row.identities = snapshot.digest, last, now, outcome.identities
    row.save()
