"""Paths of the benchmark of the trace, each in a process and a home of its own; figures as JSON on the last line."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice

A_COMMIT = 200
SINGLE = 300
ROWS = 20_000
PROOFS = 2_000
FILLED_AT_ONCE = 50_000


def append(count: int) -> dict[str, float]:
    """Append, one by one and many a commit; bind rows; verify all."""
    from django.db import transaction
    from django.utils import timezone

    from zhiheng.ledger.core.actor import Actor
    from zhiheng.ledger.selectors import verify
    from zhiheng.ledger.services import append_all

    actor, now = Actor("prosecutor", "检察官", "四川省检察院", "bench"), timezone.now()

    def write(first: int, many: int) -> None:
        with transaction.atomic():
            acts = [("clue.verified", f"clue:{first + one}", {"reason": "已核实", "n": first + one}) for one in range(many)]
            append_all(actor=actor, acts=acts, now=now)

    flushed()
    single = SINGLE / timed(lambda: [write(one, 1) for one in range(SINGLE)])
    spent = time.process_time()
    rate = count / timed(lambda: [write(one, A_COMMIT) for one in range(0, count, A_COMMIT)])
    rate_of_processor = count / (time.process_time() - spent)
    rows = ROWS / timed(lambda: bound_rows(actor, now))
    began, spent = time.perf_counter(), time.process_time()
    verdict = verify()
    seconds, spent = time.perf_counter() - began, time.process_time() - spent
    if not verdict.ok or verdict.size < count:
        raise RuntimeError(f"the trace of the benchmark is not sound: {verdict.findings[:3]}")
    processor = {"rate_of_processor": rate_of_processor, "verify_of_processor": spent * count / verdict.size}
    return {"single": single, "rate": rate, "rows": rows, "verify": seconds * count / verdict.size, **processor}


def bound_rows(actor: object, now: object) -> None:
    """One act that writes many rows."""
    from django.db import transaction

    from zhiheng.ledger.coverage import all_of, covered
    from zhiheng.ledger.services import append as write

    one = covered()["oversight_cursor"]
    with transaction.atomic():
        all_of(one).bulk_create([one.model(name=f"c{number}", position=number) for number in range(ROWS)], batch_size=500)
        write(actor=actor, act="rows.written", thing="bench:rows", details={}, now=now)


def proof(count: int) -> dict[str, float]:
    """Proofs in a tree of so many leaves; its rows are written directly, with true leaves and subtree roots."""
    from zhiheng.ledger.core import tree
    from zhiheng.ledger.selectors import consistency, inclusion, root_at

    fill(count)
    drawn = random.Random(7)
    root, places = root_at(count), [drawn.randrange(1, count) for _ in range(PROOFS)]
    for seq in places[:50]:
        if not tree.included(leaf(seq - 1), seq - 1, count, inclusion(seq, count), root):
            raise RuntimeError(f"the proof of entry {seq} does not hold")
    made = [1000 * timed(lambda seq=seq: inclusion(seq, count)) for seq in places]
    grown = [1000 * timed(lambda seq=seq: consistency(seq, count)) for seq in places]
    return {**named("", made), **named("grown_", grown)}


def named(prefix: str, figures: list[float]) -> dict[str, float]:
    """Median and 95th of a hundred."""
    figures.sort()
    return {f"{prefix}p50": figures[len(figures) // 2], f"{prefix}p95": figures[len(figures) * 95 // 100]}


def leaf(index: int) -> bytes:
    """The leaf of an entry of the filled tree."""
    return sha256(index.to_bytes(8)).digest()


def filled(count: int) -> Iterator[tuple[object, ...]]:
    """Rows of the tree: number, leaf, roots of the subtrees that it ends."""
    from zhiheng.ledger.core.tree import CompactRange

    grown = CompactRange()
    for index in range(count):
        at = leaf(index)
        grown, roots = grown.grown(at)
        yield index + 1, at.hex(), "".join(root.hex() for root in roots)


def fill(count: int) -> None:
    """Write the rows of a tree directly."""
    from django.db import connection, transaction

    columns = "seq, leaf, subroots, at, actor, actor_name, organ, via, act, thing, details_digest, link, version, rows_digest"
    other = "'2026-06-30', '', '', '', '', '', '', '', '', 2, ''"
    rows = filled(count)
    while part := list(islice(rows, FILLED_AT_ONCE)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO ledger_entry ({columns}) VALUES (%s, %s, %s, {other})", part)


def flushed() -> None:
    """Every commit reaches the disk before it is answered."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")


def timed(work: Callable[[], object]) -> float:
    """Seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    from zhiheng.cli.main import open_database

    open_database()
    path, size = sys.argv[1:]
    print(json.dumps({"append": append, "proof": proof}[path](int(size))))
