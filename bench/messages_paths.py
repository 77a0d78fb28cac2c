"""The paths of the benchmark of messages, each printing its figures as one JSON line: `in`, `out`."""

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


def came() -> dict[str, float]:
    """Systems send to the served interface for some seconds; how many messages were accepted a second."""
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
        given = [(f"http://127.0.0.1:{port}", name, key.private_bytes_raw()) for name, key in keys.items()]
        with multiprocessing.get_context("spawn").Pool(len(given)) as pool:
            sent = pool.starmap(sender, given)
    finally:
        server.terminate()
        server.wait()
    return {"rate": sum(sent)}


def ready(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return


def sender(url: str, name: str, raw: bytes) -> float:
    """One system: messages a second."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from zhiheng.client import Client

    client = Client(url, name, OFFICE, Ed25519PrivateKey.from_private_bytes(raw))
    client.send("notice", "第一份".encode())
    began, count = time.monotonic(), 0
    while time.monotonic() < began + SECONDS:
        assert client.send("notice", f"第 {count} 份".encode()).state == "accepted"
        count += 1
    return count / (time.monotonic() - began)


class Taker(BaseHTTPRequestHandler):
    """Takes everything at once."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = json.dumps({"state": "accepted", "reason": "", "receipts": []}).encode()
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
        for seq in range(1, int(100 * SECONDS))
    ]
    Outgoing.objects.bulk_create(rows)
    began, spent = time.monotonic(), time.process_time()
    done = deliver(actor=actor, now=now)
    return {"rate": done / (time.monotonic() - began), "rate_of_processor": done / (time.process_time() - spent)}


if __name__ == "__main__":
    print(json.dumps({"in": came, "out": went}[sys.argv[1]]()))
