"""Kill processes (-9) at random points of their work, again and again; in the end nothing is lost, doubled or unlogged.

Run in a process of its own with its database open (fixture `apart`). The parent does the work once itself, so that all is loaded; then
each child is forked off and goes on with the work, saying so after each piece. The parent kills it after some pieces and a random part of
the time that pieces took lately, so that a machine under load is hit no less in the middle of them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connections

from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.ledger.selectors.files import compare_files

Work = Callable[[], Iterator[None]]
"""Goes on with the work from where the database says it stands; yields after each piece and does not end."""

MOST_PIECES = 2


@dataclass(frozen=True)
class Child:
    """A process that works, and the pipe on which it says so."""

    number: int
    heard: int

    def pieces(self, count: int) -> float:
        """Wait until it has done so many more pieces of work; the seconds of the last one."""
        began = time.monotonic()
        for _ in range(count):
            began = time.monotonic()
            assert os.read(self.heard, 1) == b".", "a child could not go on"
        return time.monotonic() - began

    def killed(self) -> None:
        """Kill it; one that had ended by itself met a fault."""
        os.kill(self.number, signal.SIGKILL)
        _, status = os.waitpid(self.number, 0)
        os.close(self.heard)
        assert status == signal.SIGKILL, "a child ended before it was killed"


def forked(work: Work) -> Child:
    """A child that goes on with the work until it is killed."""
    connections.close_all()
    heard, said = os.pipe()
    number = os.fork()
    if number:
        os.close(said)
        return Child(number, heard)
    os.close(heard)
    for _ in work():
        os.write(said, b".")
    os._exit(1)


def kill_again_and_again(kills: int, work: Work, *, at_once: int = 1, seed: int = 7) -> None:
    """Let children work, `at_once` side by side, and kill one after the other, so many in all."""
    chance = random.Random(seed)  # noqa: S311 - where a process is killed
    began = time.monotonic()
    next(work())
    took = time.monotonic() - began
    children = [forked(work) for _ in range(at_once)]
    for _ in range(kills):
        child = children.pop(0)
        pieces = chance.randint(0, MOST_PIECES)
        last = child.pieces(pieces)
        took = (took * 2 + last) / 3 if pieces else took
        time.sleep(chance.random() * 1.2 * min(took, 2))
        child.killed()
        children.append(forked(work))
    for child in children:
        child.killed()
    connections.close_all()


def entries_of(act: str) -> int:
    """How many entries of that act there are."""
    return Entry.objects.filter(act=act).count()


def sound(kills: int, kept: int) -> None:
    """Every row is what the trace says of it, and every file is what its row says; says how many kills left how much."""
    verdict, (_, amiss) = verify(), compare_files()
    assert not verdict.findings, [str(one) for one in verdict.findings]
    assert not amiss, [str(one) for one in amiss]
    print(json.dumps({"kills": kills, "kept": kept, "entries": Entry.objects.count()}))
