"""The paths of the benchmark of messages, each printing its figures as one JSON line: `in`, `in_bundles`, `out`."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECONDS = float(os.environ.get("ZHIHENG_BENCH_SECONDS") or 10)
OFFICE, SYSTEMS = "成都市人民检察院", ("沱江监狱", "川西监狱")


def opened():
    from zhiheng.cli.opening import open_database

    open_database()
    from django.utils import timezone

    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import ensure_organ

    for name in (OFFICE, *SYSTEMS):
        ensure_organ(actor=COMMAND_LINE, name=name, now=timezone.now())
    return COMMAND_LINE, timezone.now()


def came(together: int = 1) -> dict[str, float]:
    """Systems send to the served interface for some seconds; messages accepted a second, by the clock and by the processor of all."""
    from zhiheng.client import new_key, public_of

    actor, now = opened()
    from zhiheng.exchange.peers.services import open_service_account

    keys = {}
    for name in SYSTEMS:
        keys[name] = new_key()
        open_service_account(
            actor=actor, now=now, organ=name, name="系统", scopes=["notices"], expires_on=date(2099, 1, 1), public=public_of(keys[name])
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "zhiheng.cli.main", "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        ready(port)
        given = [(f"http://127.0.0.1:{port}", name, key.private_bytes_raw(), together) for name, key in keys.items()]
        with multiprocessing.get_context("spawn").Pool(len(given)) as pool:
            pool.starmap(warm, given)
            rested(server.pid)
            before = spent_by(server.pid)
            sent = pool.starmap(sender, given)
            spent = spent_by(server.pid) - before
    finally:
        server.terminate()
        server.wait()
    return {"rate": sum(rate for rate, _ in sent), "rate_of_processor": sum(count for _, count in sent) / spent}


def spent_by(pid: int) -> float:
    """Seconds of processor of the server and its workers so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(spent_by(int(one)) for one in children)


def ready(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def rested(pid: int) -> None:
    """Wait until the server's processes stand still: each has read its packs, which is no part of taking messages in."""
    until, before = time.monotonic() + 120, -1.0
    while time.monotonic() < until and (now := spent_by(pid)) > before + 0.02:
        before = now
        time.sleep(2)


def client_of(url: str, name: str, raw: bytes, next_seq: int):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from zhiheng.client import Client

    return Client(url, name, OFFICE, Ed25519PrivateKey.from_private_bytes(raw), next_seq)


def warm(url: str, name: str, raw: bytes, _together: int) -> None:
    """The first message of a system, before time is taken."""
    client_of(url, name, raw, 1).send("notice", "第一份".encode())


def sender(url: str, name: str, raw: bytes, together: int) -> tuple[float, int]:
    """One system: messages a second, and how many."""
    client = client_of(url, name, raw, 2)
    began, count = time.monotonic(), 0
    while time.monotonic() < began + SECONDS:
        if together == 1:
            assert client.send("notice", f"第 {count} 份".encode()).state == "accepted"
        else:
            answers = client.send_several("notice", [f"{name}第 {count + number} 份".encode() for number in range(together)])
            assert [one.state for one in answers] == ["accepted"] * together
        count += together
    return count / (time.monotonic() - began), count


class Taker(BaseHTTPRequestHandler):
    """Takes everything at once, over one connection."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = {"state": "accepted", "reason": "", "receipts": []}
        if self.path.endswith("/bundles"):
            answer = {"answers": [{"status": 201, **answer}] * body.count(b'"signature"')}
        answer = json.dumps(answer).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        return


def went() -> dict[str, float]:
    """The outbox is sent; messages a second by the clock and by the processor of the sender."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    actor, now = opened()
    from django.conf import settings

    from zhiheng.dossier.core import keeping
    from zhiheng.exchange.models import Outgoing, Peer
    from zhiheng.exchange.peers.services import deliver, make_message_key, note_peer
    from zhiheng.registry.selectors import organ_named

    settings.PEERS_ALLOWED = [f"127.0.0.1:{server.server_port}"]
    note_peer(actor=actor, now=now, organ=SYSTEMS[0], url=f"http://127.0.0.1:{server.server_port}")
    make_message_key(actor=actor, now=now, organ=OFFICE)
    sender_organ, peer, digest = organ_named(OFFICE), Peer.objects.get(), keeping.keep(Path(settings.FILES), "一".encode())
    rows = [
        Outgoing(
            sender=sender_organ, peer=peer, seq=seq, kind="notice", digest=digest, key=f"k{seq}", title="告知", made_at=now, next_at=now
        )
        for seq in range(1, int(1_500 * SECONDS))
    ]
    Outgoing.objects.bulk_create(rows)
    began, spent = time.monotonic(), time.process_time()
    done = deliver(actor=actor, now=now)
    return {"rate": done / (time.monotonic() - began), "rate_of_processor": done / (time.process_time() - spent)}


if __name__ == "__main__":
    print(json.dumps({"in": came, "in_bundles": lambda: came(200), "out": went}[sys.argv[1]]()))
