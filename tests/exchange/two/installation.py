"""A whole installation for a test: its home, its web server on loopback, its officers' desk; each a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[3]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Installation:
    """`ask(do, **given)` lets its desk do something; `url` is where its server listens."""

    def __init__(self, home, allowed, database=""):
        home.mkdir()
        self.home, self.port, self.server, self.desk = home, None, None, None
        self.environment = {
            **os.environ, "ZHIHENG_HOME": str(home), "ZHIHENG_DATABASE_URL": database, "ZHIHENG_PEERS_ALLOWED": ",".join(f"127.0.0.1:{one}" for one in allowed),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "zhiheng.site.settings",
        }
        self.environment.pop("ZHIHENG_TEST_DATABASE_URL", None)

    def start_desk(self):
        self.desk = subprocess.Popen(
            [sys.executable, "-m", "tests.exchange.two.desk"], cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=(self.home / "desk.err").open("w"), text=True,
        )
        return self

    def serve(self, port):
        self.port = port
        self.server = subprocess.Popen(
            [sys.executable, "-m", "zhiheng.cli.main", "serve", "--port", str(port), "--workers", "1"], cwd=ROOT, env=self.environment,
            stdout=(self.home / "serve.out").open("w"), stderr=subprocess.STDOUT, start_new_session=True,
        )
        until = time.monotonic() + 40
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/sign-in/", timeout=2).read()
                return self
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.home / "serve.out").read_text())

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, do, **given):
        self.desk.stdin.write(json.dumps({"do": do, **given}, ensure_ascii=False) + "\n")
        self.desk.stdin.flush()
        text = self.desk.stdout.readline()
        assert text, (self.home / "desk.err").read_text()[-3000:]
        told = json.loads(text)
        assert "error" not in told, told["error"]
        return told["answer"]

    def stop_server(self):
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def end(self):
        self.stop_server()
        if self.desk:
            self.desk.kill()
            self.desk.wait()
