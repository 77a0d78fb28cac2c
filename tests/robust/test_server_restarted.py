"""PostgreSQL stopped and started while pages are read, messages come in, the worker works: refused in words, then all goes on."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from contextlib import suppress
from datetime import date
from urllib.parse import urlparse

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.test import RequestFactory
from django.utils import timezone

from tests.exchange.peers.conftest import OFFICE, POLICE, System
from zhiheng.cli import worker
from zhiheng.client import new_key, public_of
from zhiheng.exchange.models import Incoming
from zhiheng.exchange.peers.services import open_service_account
from zhiheng.ledger.models import Entry
from zhiheng.ledger.selectors import verify
from zhiheng.ledger.services import append
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import ensure_organ

from .homes import SERVER

pytestmark = pytest.mark.skipif(not SERVER, reason="SQLite is no server")
STOPS = 2
LONGEST_SECONDS = 600
PAUSE_SECONDS = 0.02
"""Between two pieces of work, so that no load starves another."""


class Gate:
    """Stands before the server: shut, every connection is cut off and new ones are refused, as where the server is stopped."""

    def __init__(self, behind: tuple[str, int]) -> None:
        self.behind, self.open_ones = behind, set[socket.socket]()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.open()

    def open(self) -> None:
        self.door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._let_in, args=[self.door], daemon=True).start()

    def shut(self) -> None:
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for one in list(self.open_ones):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _let_in(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, far = door.accept()[0], socket.create_connection(self.behind)
                self.open_ones |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                target.sendall(piece)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Load:
    """Work done again and again in a thread: how often it was done, how often it was refused in words, what else came of it."""

    def __init__(self, name, work) -> None:
        self.name, self.work, self.done, self.refused, self.faults, self.over = name, work, 0, 0, [], False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self._go_on, daemon=True)

    def _go_on(self) -> None:
        while not self.over and not self.faults:
            try:
                good = self.work()
            except Exception as error:  # noqa: BLE001 - told by the test
                self.faults.append(repr(error))
                good = False
            with self.changed:
                self.done, self.refused = self.done + good, self.refused + (not good)
                self.changed.notify_all()
            time.sleep(PAUSE_SECONDS)
        connections.close_all()

    def until(self, what: str) -> None:
        """Wait until one more is done, or one more is refused."""
        with self.changed:
            before = getattr(self, what)
            assert self.changed.wait_for(lambda: self.faults or getattr(self, what) > before, LONGEST_SECONDS), (self.name, what)
        assert not self.faults, (self.name, self.faults)


@pytest.fixture()
def gate(transactional_db):
    """The database of the tests is reached through it."""
    at, settings = urlparse(SERVER), connections.settings["default"]
    before = settings["HOST"], settings["PORT"]
    gate = Gate((at.hostname, at.port))
    settings["HOST"], settings["PORT"] = "127.0.0.1", str(gate.port)
    connections.close_all()
    yield gate
    with suppress(OSError):
        gate.shut()
    settings["HOST"], settings["PORT"] = before
    connections.close_all()


@pytest.fixture()
def asked():
    """Asks as the server of the program is asked, connections kept and looked after as there."""
    application = get_wsgi_application()

    def ask(request):
        said = []
        answer = application(request.environ, lambda status, headers: said.append(int(status[:3])))
        body = b"".join(answer).decode()
        answer.close()
        return said[0], body

    return ask


def in_words(status, body) -> bool:
    """Whether it was done; refused, it says what is the matter."""
    words = str(json.loads(body)) if body.startswith("{") else body
    assert status in {200, 201} or (status == 503 and "数据库连接" in words), (status, words[-1500:])
    return status != 503


@pytest.fixture()
def messages(asked, now):
    """A system that sends its messages in their order, each again until it is told that it was taken; the numbers told."""
    for name in (OFFICE, POLICE):
        ensure_organ(actor=COMMAND_LINE, name=name, now=now)
    key = new_key()
    given = {"organ": POLICE, "name": "系统", "public": public_of(key), "scopes": ["notices"], "expires_on": date(2099, 1, 1)}
    system = System(POLICE, open_service_account(actor=COMMAND_LINE, now=now, **given), key, now)
    told = []

    def send():
        seq = len(told) + 1
        text, signature = system.signed("notice", b"x", seq, at=timezone.now())
        fields = {"statement": text, "signature": signature, "payload": SimpleUploadedFile("x", b"x")}
        good = in_words(*asked(RequestFactory().post("/api/v1/exchange/messages", fields)))
        told.extend([seq] if good else [])
        return good

    return Load("messages", send), told


@pytest.fixture()
def pages(asked, enter):
    """An officer who looks at a page again and again."""
    cookies = {"HTTP_COOKIE": "; ".join(f"{one.key}={one.value}" for one in enter("auditor").cookies.values())}
    page = Load("pages", lambda: in_words(*asked(RequestFactory().get("/trace/", **cookies))))
    assert page.work(), "read once before"
    return page


@pytest.fixture()
def rounds(monkeypatch, capsys):
    """Rounds of the worker, one of its works writing an entry each time; the numbers it was told."""
    told, numbers = [], itertools.count(1)

    @transaction.atomic
    def noted(now):
        number = next(numbers)
        append(actor=COMMAND_LINE, act="test.noted", thing="test:load", details={"n": number}, now=now)
        transaction.on_commit(lambda: told.append(number))
        return ""

    monkeypatch.setattr(worker, "works", lambda: {"记录": noted, "报文": worker.peers, "留痕检查点": worker.checkpoints})
    return Load("worker", lambda: not worker.one_round()), told


def test_stopped_and_started_under_load(officers, gate, messages, pages, rounds, capsys):
    loads = [messages[0], pages, rounds[0]]
    for one in loads:
        one.thread.start()
    try:
        stop_and_start(gate, loads)
    finally:
        for one in loads:
            one.over = True
    for one in loads:
        one.thread.join(LONGEST_SECONDS)
        assert not one.faults, one.faults
    said = capsys.readouterr().err
    assert "数据库连接中断" in said
    assert "server closed" not in said
    assert [row.seq for row in Incoming.objects.order_by("seq")] == messages[1]
    assert Entry.objects.filter(act="message.accepted").count() == len(messages[1])
    kept = [entry.facts["n"] for entry in Entry.objects.filter(act="test.noted").order_by("seq")]
    assert len(kept) == len(set(kept))
    assert set(rounds[1]) <= set(kept)
    assert not verify().findings


def stop_and_start(gate, loads) -> None:
    """Each load is at work before, is refused while the server is away, and is at work again as soon as it is back."""
    for _ in range(STOPS):
        for one in loads:
            one.until("done")
        gate.shut()
        for one in loads:
            one.until("refused")
        gate.open()
        refused = [one.refused for one in loads]
        for one in loads:
            one.until("done")
        assert all(one.refused - before <= 2 for one, before in zip(loads, refused, strict=True)), "what comes after the start is refused"
