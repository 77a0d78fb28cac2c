"""How much memory exchange packages take: one of 500 MB, and 2,000 of 4 MB one after the other, made, taken in and bound.

Each way runs in a process and a home of its own; peak memory is that of the process that takes them in, all it has loaded included.
`BENCH_PACKAGES` sets how many small ones; `python -m bench.packages --megabytes 500` takes one alone and prints a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from bench.measured import peak_megabytes
from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
PIECE = 1 << 20
FILES = 12
LARGE, SMALL, LIMIT = 500, 4, 300
"""Megabytes: of the large package, of a small one, of memory at most."""
MANY = int(os.environ.get("BENCH_PACKAGES", "2000"))


def run() -> list[Row]:
    """One large package, then many small ones."""
    return [row(1, LARGE), row(MANY, SMALL)]


def row(count: int, megabytes: int) -> Row:
    """The row of so many packages; raises RuntimeError where one was not bound."""
    told = taken(count, megabytes)
    if told["bound"] != count:
        raise RuntimeError(f"{count - told['bound']} of {count} packages of {megabytes} MB were not bound: {told['reason']}")
    speed = f"{count / told['seconds']:,.1f}/s ({told['seconds']:.1f} s, CPU {told['cpu']:.1f} s), peak {told['megabytes']:.0f} MB"
    return Row(f"{count:,} packages of {megabytes} MB", speed, f"under {LIMIT} MB", f"{told['megabytes'] / LIMIT:.2f}×")


def taken(count: int, megabytes: int) -> dict[str, Any]:
    """What it took to take the packages in, in a process and a home of its own."""
    with tempfile.TemporaryDirectory(prefix="zhiheng-bench-") as place:
        environment = {**os.environ, "ZHIHENG_HOME": str(Path(place) / "home"), "ZHIHENG_DATABASE_URL": ""}
        command = [sys.executable, "-m", "bench.packages", "--take", place, "--count", str(count), "--megabytes", str(megabytes)]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def make(target: Path, megabytes: int, number: int) -> None:
    """A package of stored scans, most of their bytes zero, so that making it is quick; number: of its case."""
    envelope = {
        "PTTYAH": f"BENCH-{number}", "SJBS": f"C{number:031d}", "AJMC": "大包", "LCJDBH": "9901A", "JSDWBH": "1",
        "JSDWMC": "资阳市中级人民法院", "FSDWBH": "2", "FSDWMC": "沱江监狱", "FSSJ": "2026-06-29 10:00:00", "SJLX": "1",
    }  # fmt: skip
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in envelope.items())
    xml = f'<?xml version="1.0" encoding="UTF-8"?><ROOT><XTXX>{inner}</XTXX><JXXX><LY>merit</LY></JXXX></ROOT>'
    files = min(FILES, megabytes)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        file.writestr("ywxx.xml", xml)
        file.writestr("WS/", b"")
        for scan_number in range(files):
            with file.open(f"JZ/{scan_number:03d}.jpg", "w", force_zip64=True) as scan:
                scan.write(b"\xff\xd8\xff" + f"{number:013d}{scan_number:013d}".encode())
                for _ in range(megabytes // files):
                    scan.write(b"\0" * PIECE)


def take(place: Path, count: int, megabytes: int) -> dict[str, Any]:
    """Make and take the packages one after the other, in a home of this process; making is not timed."""
    from django.conf import settings

    from zhiheng.cli.opening import open_database

    open_database()
    from django.utils import timezone

    from zhiheng.exchange.packages.services import receive_package
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services.organs import ensure_organ

    settings.PACKS = ROOT / "tests" / "exchange" / "packs"
    for name in ("沱江监狱", "资阳市中级人民法院"):
        ensure_organ(actor=COMMAND_LINE, name=name, now=timezone.now())
    path, told = place / "package.zip", {"bound": 0, "seconds": 0.0, "cpu": 0.0, "megabytes": 0.0, "reason": ""}
    for number in range(1, count + 1):
        make(path, megabytes, number)
        began, spent = time.perf_counter(), time.process_time()
        package = receive_package(actor=COMMAND_LINE, now=timezone.now(), path=path)
        told["seconds"] += time.perf_counter() - began
        told["cpu"] += time.process_time() - spent
        told["bound"] += package.state == "bound"
        told["reason"] = told["reason"] or package.reason
    return {**told, "megabytes": peak_megabytes()}


def main() -> int:
    """Make and take packages; 1 where memory went beyond the limit or one was not bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=LARGE)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--limit", type=int, default=LIMIT, help="megabytes of memory")
    parser.add_argument("--take", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    told = take(options.take, options.count, options.megabytes) if options.take else taken(options.count, options.megabytes)
    print(json.dumps(told))
    return 0 if options.take or (told["bound"] == options.count and told["megabytes"] < options.limit) else 1


if __name__ == "__main__":
    sys.exit(main())
