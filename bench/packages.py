"""How much memory a large exchange package takes: made, taken in and bound in processes of their own; one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

PIECE = 1 << 20
FILES = 12
MARK = "C" * 32


def make(target: Path, megabytes: int) -> None:
    """A package of stored scans, most of their bytes zero, so that making it is quick."""
    envelope = {
        "PTTYAH": "BENCH-1", "SJBS": MARK, "AJMC": "大包", "LCJDBH": "9901A", "JSDWBH": "1", "JSDWMC": "资阳市中级人民法院",
        "FSDWBH": "2", "FSDWMC": "沱江监狱", "FSSJ": "2026-06-29 10:00:00", "SJLX": "1",
    }  # fmt: skip
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in envelope.items())
    xml = f'<?xml version="1.0" encoding="UTF-8"?><ROOT><XTXX>{inner}</XTXX><JXXX><LY>merit</LY></JXXX></ROOT>'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        file.writestr("ywxx.xml", xml)
        file.writestr("WS/", b"")
        for number in range(FILES):
            with file.open(f"JZ/{number:03d}.jpg", "w", force_zip64=True) as scan:
                scan.write(b"\xff\xd8\xff" + f"{number:013d}".encode())
                for _ in range(megabytes // FILES):
                    scan.write(b"\0" * PIECE)


def take(path: Path, packs: Path) -> None:
    """Take the package in, in a home of this process, and print what it took."""
    from django.conf import settings

    from zhiheng.cli.opening import open_database

    open_database()
    from django.utils import timezone

    from zhiheng.exchange.packages.services import receive_package
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services.organs import ensure_organ

    settings.PACKS = packs
    for name in ("沱江监狱", "资阳市中级人民法院"):
        ensure_organ(actor=COMMAND_LINE, name=name, now=timezone.now())
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    row = receive_package(actor=COMMAND_LINE, now=timezone.now(), path=path)
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {"state": row.state, "reason": row.reason, "files": len(row.parts), "bytes": row.size}
    print(json.dumps({**told, "seconds": round(time.perf_counter() - began, 2), "mb_before": before >> 10, "mb_most": taken >> 10}))


def main() -> int:
    """Make and take a package; 1 where memory went beyond the limit or the package was not bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--limit", type=int, default=300, help="megabytes of memory")
    parser.add_argument("--take", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    packs = Path(__file__).resolve().parents[1] / "tests" / "exchange" / "packs"
    if options.take:
        take(options.take, packs)
        return 0
    with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as place:
        path = Path(place) / "package.zip"
        make(path, options.megabytes)
        environment = {**os.environ, "ZHIHENG_HOME": str(Path(place) / "home"), "ZHIHENG_DATABASE_URL": ""}
        command = [sys.executable, "-m", "bench.packages", "--take", str(path)]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    print(ended.stdout.strip())
    told = json.loads(ended.stdout)
    return 0 if told["state"] == "bound" and told["mb_most"] < options.limit else 1


if __name__ == "__main__":
    sys.exit(main())
