"""Opening a home: its database is brought to the present shape, or opened to be read only; a lost or a newer one is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from zhiheng import VERSION
from zhiheng.cli.first_shape import make_tables
from zhiheng.ledger.core import used
from zhiheng.operation.core import incoming
from zhiheng.operation.core.restoring import refuse_half_restored, sweep
from zhiheng.schema.errors import UnusableInputError

READ_ONLY = "ZHIHENG_READ_ONLY"
OWNER_ONLY = 0o077
"""Files and folders that the program makes are its own account's."""


def home_directory() -> Path:
    """The folder of database, theme library and stored files."""
    return Path(os.environ.get("ZHIHENG_HOME", "var")).resolve()


def one_line(text: str) -> str:
    """The text with its line breaks folded, so that an error stays one line."""
    return " ".join(text.split())


def open_database() -> None:
    """Make the home folder and bring its database to the present shape; an unusable one is refused in one line."""
    home = home_directory()
    os.umask(OWNER_ONLY)
    refuse_half_restored(home)
    with unusable_in_words(home):
        home.mkdir(parents=True, exist_ok=True)
        incoming.use(home)
        set_up()
        bring_to_shape(home)


def open_to_read() -> None:
    """Open the home's database without changing anything: no folder, no table, no row is made."""
    home = home_directory()
    os.environ[READ_ONLY] = "1"
    if not home.is_dir():
        raise UnusableInputError("目录", str(home), "不存在", "请用 --home 指定已在使用的目录")
    refuse_half_restored(home)
    with unusable_in_words(home):
        set_up()
        refuse_newer()


@contextmanager
def unusable_in_words(home: Path) -> Iterator[None]:
    """A fault of the database or the disk becomes one line."""
    from django.db import DatabaseError, OperationalError

    from zhiheng.records.core.faults import refusal_of

    try:
        yield
    except (OperationalError, DatabaseError, OSError) as error:
        remedy = "请检查该目录是否存在、可写、磁盘未满，或用 --home 指定另一目录"
        other = UnusableInputError("数据库不能使用", str(home), one_line(str(error)), remedy)
        raise refusal_of(error, "数据库不能使用", home) or other from error


def set_up() -> None:
    """Read the settings of this home."""
    import django

    from zhiheng.records.core.faults import open_files_allowed

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.site.settings")
    open_files_allowed()
    django.setup()


def bring_to_shape(home: Path) -> None:
    """Migrate, one process at a time: two that start at once on an empty home would both make the same tables."""
    import fcntl

    from django.core.management import call_command
    from django.utils import timezone

    with (home / ".opening").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        refuse_newer()
        used.demand_database(home, entries_now, place_of_database(), new="ledger_head" not in tables())
        if not tables():
            make_tables()
        upgraded = waits_for_migrations()
        call_command("migrate", interactive=False, verbosity=0)
        if upgraded:
            from zhiheng.procedure.services import refill_lists

            refill_lists(now=timezone.now())
        note_version(home)
        say_restored(home)


def say_restored(home: Path) -> None:
    """Put into the trace that the home was restored from a backup, where it was."""
    from zhiheng.operation.services import note_restored
    from zhiheng.registry.selectors import COMMAND_LINE

    note_restored(actor=COMMAND_LINE, now=datetime.now(UTC), home=home)
    sweep(home)


def waits_for_migrations() -> bool:
    """Whether the database is not yet in the shape of this program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def entries_now() -> int:
    """How many entries the trace has; 0 where the database has no table of them yet. A missing file is not made."""
    if "ledger_head" not in tables():
        return 0
    from zhiheng.ledger.selectors import size

    return size()


def place_of_database() -> str:
    """Where the database is, without names and passwords."""
    from django.conf import settings

    told = settings.DATABASES["default"]
    return f"{told['HOST']}:{told['PORT']}/{told['NAME']}" if told.get("HOST") else str(told["NAME"])


def refuse_newer() -> None:
    """Refuse a database that a newer program has already brought to its own shape."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    if "django_migrations" not in tables():
        return
    loader = MigrationLoader(connection)
    ours = {name.rpartition(".")[2] for name in loader.migrated_apps}
    unknown = sorted(
        f"{app}.{name}" for app, name in loader.applied_migrations if app in ours and (app, name) not in loader.disk_migrations
    )
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    unknown = [name for name in unknown if tuple(name.split(".", 1)) not in replaced]
    if unknown:
        newest = newest_version() or "更新的版本"
        reason = f"已由制衡 {newest} 升级过，本程序是 {VERSION}，不认识其结构（{'、'.join(unknown[:3])}）"
        remedy = f"请改用 {newest} 或更新的程序；要退回旧版，请恢复升级前的备份（见 docs/upgrade.md）"
        raise UnusableInputError("数据库", place_of_database(), reason, remedy)


def tables() -> list[str]:
    """Names of the tables there are; a missing file of SQLite has none and is not made."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and name.startswith("/") and not Path(name).is_file():
        return []
    return connection.introspection.table_names()


def newest_version() -> str:
    """The version of the newest program that opened the database; empty where none is noted."""
    if "ledger_programversion" not in tables():
        return ""
    from zhiheng.ledger.selectors import program_versions

    return next((row.version for row in reversed(program_versions())), "")


def note_version(home: Path) -> None:
    """Note in the database which program has opened it, and beside it how much there is to lose."""
    from zhiheng.ledger.services import note_program

    note_program(version=VERSION, now=datetime.now(UTC))
    note_use(home)


def note_use(home: Path) -> None:
    """Note beside the database how many entries there are to lose."""
    from zhiheng.ledger.selectors import size

    used.remember(home, entries=size(), at=datetime.now(UTC), version=VERSION)
