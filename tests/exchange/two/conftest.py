import sqlite3
from contextlib import closing

import pytest

from tests.exchange.two.installation import ROOT, Installation, free_port

PACKS = (
    "commutation", "corrections", "cross_region", "education", "emergency", "exit_ban", "medical_release", "parole", "record_sealing",
    "supervision_document",
)  # fmt: skip
"""What these cases need, and what that opens: all packs would take longer to read."""


@pytest.fixture(scope="package")
def pair(tmp_path_factory, django_db_setup, django_db_blocker):
    """Two installations: `here` and `there`, each allowed to call the other on loopback."""
    place = tmp_path_factory.mktemp("two")
    ports = free_port(), free_port()
    two = [Installation(place / name, port, ports) for name, port in zip(("here", "there"), ports, strict=True)]
    packs = place / "packs"
    packs.mkdir()
    for name in PACKS:
        (packs / name).symlink_to(ROOT / "packs" / name)
    with django_db_blocker.unblock():
        for one in two:
            one.environment["ZHIHENG_PACKS"] = str(packs)
            one.environment["ZHIHENG_DATABASE_URL"] = copied(one.home)
    try:
        for one in two:
            one.begin()
        for one in two:
            one.ask("serve", port=one.port)
        yield tuple(two)
    finally:
        for one in two:
            one.end()
        with django_db_blocker.unblock():
            for one in two:
                dropped(one.home)


def copied(home):
    """A database of the tests' own shape for a home: a file in it, or one more on the server; its address."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(home / "zhiheng.sqlite3")) as target:
            connection.connection.backup(target)
        return ""
    at = connection.settings_dict
    connection.close()
    dropped(home)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name_of(home)}" TEMPLATE "{at["NAME"]}"')
    return f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{name_of(home)}"


def dropped(home):
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name_of(home)}" WITH (FORCE)')


def name_of(home):
    from django.db import connection

    return f"{connection.settings_dict['NAME']}_{home.name}"


def joined(here, there, ours, theirs, others=()):
    """Let organs of each exchange cases: registered on both sides, keys exchanged, addresses noted."""
    for side in (here, there):
        side.ask("organs", names=[*ours, *theirs, *others])
    for organ in ours:
        there.ask("account", organ=organ, public=here.ask("key", organ=organ))
        there.ask("peer", organ=organ, url=here.url)
    for organ in theirs:
        here.ask("account", organ=organ, public=there.ask("key", organ=organ))
        here.ask("peer", organ=organ, url=there.url)
