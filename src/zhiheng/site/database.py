"""Where the database is and how it is spoken to, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlparse

from zhiheng.schema.errors import UnusableInputError

KEPT_OPEN_SECONDS = 60
TEXTS = "application_name channel_binding gssencmode hostaddr passfile sslcert sslcrl sslkey sslmode sslpassword sslrootcert"
NUMBERS = "connect_timeout keepalives keepalives_idle target_session_attrs tcp_user_timeout"
PASSED_ON = frozenset([*TEXTS.split(), *NUMBERS.split()])
"""Options of an address of PostgreSQL that are passed on to its driver; others are refused rather than dropped."""


def read(environment: Mapping[str, str], home: Path, *, read_only: bool) -> dict[str, object]:
    """Django's settings of the database: PostgreSQL where an address is given, else SQLite in the home."""
    url = environment.get("ZHIHENG_DATABASE_URL", "")
    if url:
        return _postgresql(url, read_only=read_only)
    return _sqlite_to_read(home) if read_only else _sqlite(environment, home)


def _sqlite(environment: Mapping[str, str], home: Path) -> dict[str, object]:
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": float(environment.get("ZHIHENG_LOCK_SECONDS") or 20),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    test = {"NAME": str(home / "test.sqlite3")} if environment.get("ZHIHENG_TEST_FILE_DB") else {}
    return {
        "ENGINE": "zhiheng.ledger.engines.sqlite",
        "NAME": str(home / "zhiheng.sqlite3"),
        "CONN_MAX_AGE": KEPT_OPEN_SECONDS,  # a new one makes the triggers of every table, and the last to close empties the side log
        "OPTIONS": options,
        "TEST": test,
    }


def _sqlite_to_read(home: Path) -> dict[str, object]:
    """The file opened to be read only; where there is none, an empty database in memory stands for it."""
    place = home / "zhiheng.sqlite3"
    name = f"file:{quote(str(place))}?mode=ro" if place.is_file() else ":memory:"
    return {"ENGINE": "zhiheng.ledger.engines.sqlite", "NAME": name, "OPTIONS": {"uri": True, "timeout": 20.0}}


def _postgresql(url: str, *, read_only: bool) -> dict[str, object]:
    parts = urlparse(url)
    return {
        "ENGINE": "zhiheng.ledger.engines.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,  # a connection that a restart of the server cut off is made anew, not found dead by a reader
        "OPTIONS": {**_options(parts.query), **(_reading_only() if read_only else {})},
    }


def _options(query: str) -> dict[str, str]:
    """Options of the address, such as `sslmode=verify-full`; one that is not known is refused."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(given) - PASSED_ON)
    if unknown:
        remedy = "请核对拼写；可用：" + "、".join(sorted(PASSED_ON))
        raise UnusableInputError("ZHIHENG_DATABASE_URL", "、".join(unknown), "没有这个连接选项", remedy)
    return given


def _reading_only() -> dict[str, object]:
    from psycopg import IsolationLevel

    return {"options": "-c default_transaction_read_only=on", "isolation_level": IsolationLevel.REPEATABLE_READ}
