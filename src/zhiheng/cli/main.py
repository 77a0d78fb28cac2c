"""`zhiheng`: finds the commands that the rooms register, runs one, and turns what it raises into one clear line.

Exit status: 0 done; 1 the work met something the caller must act on; 2 wrong usage or unusable input.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from contextlib import suppress
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from threading import Event
from types import FrameType, ModuleType

from zhiheng import VERSION
from zhiheng.cli.opening import OWNER_ONLY, home_directory, note_use, one_line, open_database, open_to_read
from zhiheng.law.errors import Refused
from zhiheng.schema.errors import UnusableInputError

GROUP = "zhiheng.commands"
ASKED_TO_STOP = Event()
LOCK_WAIT_SECONDS = 600
"""A command waits this long for another's write; pages wait as the settings say."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; see docs/contracts of the command line for names, JSON and exit codes."""
    os.umask(OWNER_ONLY)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy brings it; nothing here multiplies matrices, and each thread takes memory
    given = list(sys.argv[1:] if argv is None else argv)
    commands = {entry.name: entry for entry in entry_points(group=GROUP)}
    head = argparse.ArgumentParser(prog="zhiheng", description="制衡：刑事执行协同与法律监督", add_help=False)
    head.add_argument("--home", default=None, help="folder of database, theme library and stored files (default ./var, or ZHIHENG_HOME)")
    known, rest = head.parse_known_args(given)
    if known.home:
        os.environ["ZHIHENG_HOME"] = known.home
    if rest and rest[0] == "--version":
        print(f"zhiheng {VERSION}")
        return 0
    if not rest or rest[0] in {"-h", "--help"}:
        print(usage(commands))
        return 0 if rest else 2
    if rest[0] not in commands:
        print(f"没有这个命令：{rest[0]}。可用：{'、'.join(sorted(commands))}", file=sys.stderr)
        return 2
    return run(commands[rest[0]], rest[1:])


def usage(commands: dict[str, EntryPoint]) -> str:
    """One line a command, in the order of their names."""
    lines = ["usage: zhiheng [--home DIR] COMMAND …", "       zhiheng --version", "", "commands (zhiheng COMMAND --help says more):"]
    lines += [f"  {name}" for name in sorted(commands)]
    return "\n".join(lines)


def run(entry: EntryPoint, arguments: list[str]) -> int:
    """Load the command, parse its arguments and run it; every foreseeable error is one line and status 2."""
    command = entry.load()
    parser = argparse.ArgumentParser(prog=f"zhiheng {entry.name}", description=command.__doc__)
    command.arguments(parser)
    options = parser.parse_args(arguments)
    for request in (signal.SIGTERM, signal.SIGINT):
        signal.signal(request, stop)
    try:
        return within_the_machine(command, entry.name, options)
    except (UnusableInputError, Refused) as refusal:
        print(one_line(str(refusal)), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("已中断；已完成的部分保留，再次运行会继续。", file=sys.stderr)
        return 1


def stop(_number: int, _frame: FrameType | None) -> None:
    """A request to end (SIGTERM) is heard like Ctrl-C: what is under way is rolled back and said in one line."""
    ASKED_TO_STOP.set()
    raise KeyboardInterrupt


def within_the_machine(command: ModuleType, name: str, options: argparse.Namespace) -> int:
    """Run the command; a fault of the machine (disk, memory, open files, database) becomes an UnusableInputError."""
    try:
        if getattr(command, "NEEDS_DATABASE", True) and getattr(command, "opens_home", opens)(options):
            if name != "serve":
                os.environ.setdefault("ZHIHENG_LOCK_SECONDS", str(LOCK_WAIT_SECONDS))
            return within_the_home(command, options)
        return int(command.run(options))
    except BrokenPipeError:
        raise
    except machine_errors() as error:
        if ASKED_TO_STOP.is_set():  # DuckDB in the middle of a query tells an interrupt in words of its own
            raise KeyboardInterrupt from error
        from zhiheng.records.core.faults import refusal_of

        fault = refusal_of(error, f"{getattr(command, 'TITLE', f'zhiheng {name}')}中止", home_directory())
        if fault is None:
            raise
        raise fault from error


def within_the_home(command: ModuleType, options: argparse.Namespace) -> int:
    """Open the home, run the command, and note beside the database what there is now."""
    if getattr(command, "only_reads", writes)(options):
        open_to_read()
        return int(command.run(options))
    open_database()
    status = int(command.run(options))
    note_what_is_there()
    return status


def note_what_is_there() -> None:
    """Note the entries there are; that this cannot be done now is no fault of the command."""
    from django.conf import settings
    from django.db import Error

    with suppress(Error, OSError):
        note_use(Path(settings.HOME))


def opens(_options: argparse.Namespace) -> bool:
    """A command that does not say otherwise works in the home."""
    return True


def writes(_options: argparse.Namespace) -> bool:
    """A command that does not say otherwise is let write."""
    return False


def machine_errors() -> tuple[type[Exception], ...]:
    """What the libraries below raise when the machine fails them; asked for only once something was raised."""
    import duckdb
    import pyarrow as pa
    from django.db import Error

    return (OSError, MemoryError, RuntimeError, Error, duckdb.Error, pa.ArrowException)


if __name__ == "__main__":
    sys.exit(main())
