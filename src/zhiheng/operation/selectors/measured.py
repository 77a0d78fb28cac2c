"""What is measured of the installation when somebody asks: the trace, the backup, the worker, the disk. No person is in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import Error

from zhiheng import VERSION
from zhiheng.ledger.selectors import latest_checkpoint, recent, size
from zhiheng.operation.core.beating import read_beat
from zhiheng.operation.core.measures import Gauge, text_of
from zhiheng.operation.services.backing_up import BACKED_UP
from zhiheng.operation.services.reading_back import READ_BACK


def metrics(now: datetime) -> bytes:
    """All measures as Prometheus reads them; a database that does not answer is one of them."""
    gauges = [Gauge("zhiheng_info", "Version of the program", 1, (("version", VERSION),)), *_of_home(now)]
    try:
        gauges += [*_of_database(now), Gauge("zhiheng_database_up", "Whether the database answers", 1)]
    except Error:
        gauges.append(Gauge("zhiheng_database_up", "Whether the database answers", 0))
    return text_of(gauges)


def _of_home(now: datetime) -> Iterator[Gauge]:
    home = Path(settings.HOME)
    try:
        yield Gauge("zhiheng_disk_free_bytes", "Free space where the home stands", shutil.disk_usage(home).free)
    except OSError:
        yield Gauge("zhiheng_disk_free_bytes", "Free space where the home stands", 0)
    if beat := read_beat(home):
        yield Gauge("zhiheng_worker_age_seconds", "Since the worker's last round", now.timestamp() - beat.at_seconds)
        yield Gauge("zhiheng_worker_failed_works", "Works that failed in the worker's last round", len(beat.failed))


def _of_database(now: datetime) -> Iterator[Gauge]:
    yield Gauge("zhiheng_ledger_entries", "Entries of the trace", size())
    if point := latest_checkpoint():
        yield Gauge("zhiheng_checkpoint_age_seconds", "Since the newest signed checkpoint", (now - point.at).total_seconds())
    for entry in recent(1, act=BACKED_UP):
        yield Gauge("zhiheng_backup_age_seconds", "Since the newest backup", (now - entry.at).total_seconds())
        yield Gauge("zhiheng_backup_faults", "Found damaged while the newest backup was made", int(entry.facts.get("faults", 0)))
    for entry in recent(1, act=READ_BACK):
        yield Gauge("zhiheng_backup_read_back_age_seconds", "Since a backup was last read back", (now - entry.at).total_seconds())
        yield Gauge("zhiheng_backup_read_back_faults", "What was not as its manifest says", int(entry.facts["faults"]))
