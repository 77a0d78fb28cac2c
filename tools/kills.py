"""Kill processes (-9) at random points of their work: `python tools/kills.py [KILLS OF EACH [KIND…]]`.

Kinds: receiving, sending, acting, logging, backing_up. A hundred of each, five hundred in all, unless another number is given; on SQLite,
or behind `python tools/postgres.py` on PostgreSQL.
Each kind has a home of its own. Afterwards the work is finished and everything is compared: exit 1 where something was lost, doubled or
left out of the trace.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.exchange.peers.test_killed import KINDS  # noqa: E402 - found from the project's root
from tests.robust.homes import SERVER, Home, another_database, copied, drop_databases  # noqa: E402

OF_EACH = 100
DOING = (
    "from zhiheng.cli.main import open_database; open_database(); from tests.exchange.peers.killed_{where} import {kind}; {kind}({kills})"
)


def main(words: list[str]) -> int:
    kills, kinds = int(words[0]) if words else OF_EACH, words[1:] or list(KINDS)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with tempfile.TemporaryDirectory(prefix="zhiheng-kills-") as place:
        try:
            prepared = Home(Path(place) / "prepared", another_database())
            prepared.place.mkdir()
            prepared.ask("from zhiheng.cli.main import open_database; open_database(); print(1)")
            good = [done(kind, kills, copied(prepared, Path(place) / kind)) for kind in kinds]
        finally:
            drop_databases()
    return 0 if all(good) else 1


def done(kind: str, kills: int, home: Home) -> bool:
    """Kill one kind of work and say what came of it."""
    began = time.monotonic()
    process = home.begin(DOING.format(where=KINDS[kind], kind=kind, kills=kills))
    out, err = process.communicate()
    seconds, database = round(time.monotonic() - began), "postgresql" if SERVER else "sqlite"
    if process.returncode:
        print(f"{database} {kind}: FAILED after {seconds} s\n{err[-3000:]}", flush=True)
        return False
    found = json.loads(out.splitlines()[-1])
    told = ", ".join(f"{name} {count}" for name, count in found.items())
    print(f"{database} {kind}: {told}, nothing lost, doubled or unlogged ({seconds} s)", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
