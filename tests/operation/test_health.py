"""Health, readiness, measures: what machines are told, whom, and that nothing in it names a person."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import OperationalError

from zhiheng.operation.core.beating import Beat, write_beat
from zhiheng.operation.selectors import ready, standing

pytestmark = pytest.mark.django_db


def test_a_process_that_lives_says_so_without_asking_the_database(client, monkeypatch):
    monkeypatch.setattr(standing, "reachable", lambda: pytest.fail("asked"))
    assert (client.get("/health/live").status_code, client.get("/health/live").json()) == (200, {"live": True})


def test_ready_where_database_and_home_are_there(client, home):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": []})


def test_not_ready_names_what_is_missing(client, home, monkeypatch):
    def gone():
        raise OperationalError("for 张三")

    (home / ".restoring").mkdir()
    monkeypatch.setattr(standing, "reachable", gone)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": ["home", "database"]})


def test_a_database_that_waits_for_its_upgrade_is_not_ready_and_is_asked_again(client, home, monkeypatch):
    from zhiheng.operation.core.findings import FAULT, Check

    ready._shape_once.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(standing, "shape", lambda: Check("migrations", FAULT, ""))
        assert client.get("/health/ready").json()["missing"] == ["migrations"]
    assert client.get("/health/ready").status_code == 200


def test_measures_are_for_this_machine(client, home, now):
    write_beat(home, Beat(now.timestamp(), 300, ()))
    client.get("/health/live")
    told = client.get("/metrics").content.decode()
    assert "zhiheng_ledger_entries 0.0" in told
    assert "zhiheng_database_up 1.0" in told
    assert "zhiheng_worker_age_seconds" in told
    assert 'zhiheng_requests_total{method="GET",route="health/live",status="200"}' in told


@pytest.mark.parametrize("given", [{"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "10.1.2.3"}, {"HTTP_VIA": "1.1 proxy"}])
def test_others_are_answered_as_if_nothing_were_there_unless_they_bear_the_token(client, home, settings, given):
    assert client.get("/metrics", **given).status_code == 404
    settings.METRICS_TOKEN = "a long token"
    assert client.get("/metrics", **given, HTTP_AUTHORIZATION="Bearer another").status_code == 404
    assert client.get("/metrics", **given, HTTP_AUTHORIZATION="Bearer a long token").status_code == 200


def test_measures_name_patterns_of_addresses_and_nobody(client, home):
    client.get("/persons/?q=510107199004075992")
    client.get("/nobody/510107199004075992/")
    told = client.get("/metrics").content.decode()
    assert "510107199004075992" not in told
    assert 'route="unknown",status="404"' in told


def test_a_database_that_is_gone_is_a_measure(client, home, monkeypatch):
    from zhiheng.operation.selectors import measured

    def gone():
        raise OperationalError

    monkeypatch.setattr(measured, "size", gone)
    assert "zhiheng_database_up 0.0" in client.get("/metrics").content.decode()


def test_only_looking_is_possible(client):
    assert client.post("/metrics").status_code == 405


COUNTED = """
import os
from zhiheng.operation.core.measures import count, text_of
if os.fork() == 0:
    count("GET", "cases/", 200, 0.1)
    os._exit(0)
os.wait()
count("GET", "cases/", 200, 0.1)
print(text_of([]).decode())
"""


def test_processes_that_serve_together_count_together(tmp_path):
    """Whichever of them Prometheus asks tells of all."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", COUNTED], env=environment, capture_output=True, text=True, check=True)
    assert 'zhiheng_requests_total{method="GET",route="cases/",status="200"} 2.0' in done.stdout


def test_serving_makes_the_place_where_they_count_and_removes_it(monkeypatch, tmp_path):
    from zhiheng.web.serve import shared_measures

    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR")
    with shared_measures():
        assert os.environ["PROMETHEUS_MULTIPROC_DIR"].startswith(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert "PROMETHEUS_MULTIPROC_DIR" not in os.environ
