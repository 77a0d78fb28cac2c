"""A whole installation for a test: a process of its own with its home, its web server on loopback, its officers and its worker."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Installation:
    """`ask(do, **given)` lets its desk do something; `url` is where its server listens; `begin` and `end` start and kill it."""

    def __init__(self, home, port, allowed):
        home.mkdir()
        self.home, self.port, self.url, self.desk = home, port, f"http://127.0.0.1:{port}", None
        self.environment = {
            **os.environ,
            "ZHIHENG_HOME": str(home),
            "ZHIHENG_DATABASE_URL": "",
            "ZHIHENG_PEERS_ALLOWED": ",".join(f"127.0.0.1:{one}" for one in allowed),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "zhiheng.site.settings",
        }
        self.environment.pop("ZHIHENG_TEST_DATABASE_URL", None)

    def begin(self):
        self.desk = subprocess.Popen(
            [sys.executable, "-m", "tests.exchange.two.desk"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.home / "desk.err").open("a"),
            text=True,
        )
        return self

    def ask(self, do, **given):
        self.desk.stdin.write(json.dumps({"do": do, **given}, ensure_ascii=False) + "\n")
        self.desk.stdin.flush()
        text = self.desk.stdout.readline()
        assert text, (self.home / "desk.err").read_text()[-3000:]
        answer = json.loads(text)
        assert "error" not in answer, answer["error"] + (self.home / "desk.err").read_text()[-3000:]
        return answer["answer"]

    def end(self):
        if self.desk:
            self.desk.kill()
            self.desk.wait()
            self.desk = None
