"""The database is reached by TLS where the address says so, by the program and by what makes backups: never in plain instead (A15)."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.db.utils import ConnectionHandler
from psycopg import OperationalError

from tests.operation.certificate import write_certificate
from tools import postgres
from zhiheng.operation.core.postgres import dump
from zhiheng.schema.errors import UnusableInputError
from zhiheng.site.database import read

BIN = postgres.programs()
pytestmark = pytest.mark.skipif(BIN is None, reason="PostgreSQL is not installed")
NAME = "zhiheng.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A cluster without TLS: its address."""
    with postgres.cluster(BIN) as url:
        yield url


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The certificate that the server shows and another of the same name."""
    place = tmp_path_factory.mktemp("tls")
    for name in ("server", "other"):
        write_certificate(place / f"{name}.pem", place / f"{name}.key")
    return place


@pytest.fixture(scope="module")
def with_tls(server, certificate):
    """The same cluster once it offers TLS."""
    data = Path(asked(server, "SHOW data_directory"))
    for name in ("server.pem", "server.key"):
        shutil.copy(certificate / name, data / name)
        shutil.chown(data / name, data.owner())
        (data / name).chmod(0o600)
    for line in ("ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.key'", "ssl = on"):
        asked(server, f"ALTER SYSTEM SET {line}")
    asked(server, "SELECT pg_reload_conf()")
    until = time.monotonic() + 20
    while asked(server, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", mode="prefer") is not True:
        assert time.monotonic() < until, "the server never offered TLS"
        time.sleep(0.2)
    return server


def settings_of(server, **options):
    """As the program reads them from the address that an operator writes."""
    parts = urlparse(server)
    given = "&".join(f"{name}={value}" for name, value in options.items())
    url = f"postgresql://{parts.username}@{NAME}:{parts.port}{parts.path}?hostaddr=127.0.0.1&connect_timeout=10&{given}"
    return read({"ZHIHENG_DATABASE_URL": url}, Path("/nowhere"), read_only=False)


def asked(server, statement, **options):
    """The one value of a statement, over a connection of its own."""
    mode = options.pop("mode", "disable")
    connection = ConnectionHandler({"default": settings_of(server, sslmode=mode, **options)})["default"]
    with closing(connection.get_new_connection(connection.get_connection_params())) as opened:
        opened.autocommit = True
        found = opened.execute(statement)
        return found.fetchone()[0] if found.description else None


@pytest.mark.parametrize("mode", ["require", "verify-ca", "verify-full"])
def test_a_server_without_tls_is_not_spoken_to_in_plain_where_tls_is_asked_for(server, certificate, mode):
    root = certificate / "server.pem"
    with pytest.raises(OperationalError, match="SSL"):
        asked(server, "SELECT 1", mode=mode, sslrootcert=root)
    with pytest.raises(UnusableInputError, match="SSL"):
        dump(settings_of(server, sslmode=mode, sslrootcert=root), "00000003-1", certificate / "dump")


def test_the_connection_is_enciphered_and_another_servers_certificate_is_refused(with_tls, certificate):
    own, other = {"mode": "verify-full", "sslrootcert": certificate / "server.pem"}, certificate / "other.pem"
    assert asked(with_tls, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", **own) is True
    with pytest.raises(OperationalError, match="certificate"):
        asked(with_tls, "SELECT 1", **{**own, "sslrootcert": other})
    with pytest.raises(UnusableInputError, match="certificate"):
        dump(settings_of(with_tls, sslmode="verify-full", sslrootcert=other), "00000003-1", certificate / "dump")
