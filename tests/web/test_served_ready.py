"""A process of `serve` has loaded what it answers with before its first request, and keeps its connection to SQLite for the next one."""

import os
import subprocess
import sys

ASKING = """
from zhiheng.cli.opening import open_database
open_database()
from zhiheng.site.served import application
import sys
assert "zhiheng.site.urls" in sys.modules and "zhiheng.api.routes.peers" in sys.modules, "the first request would load them"
from django.db.backends.signals import connection_created
made = []
connection_created.connect(lambda **_: made.append(1), weak=False)
from django.db import connections
connections.close_all()
for _ in range(3):
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": "/health/ready", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
             "HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": sys.stdin.buffer, "wsgi.errors": sys.stderr,
             "wsgi.url_scheme": "http"}
    status = []
    answer = application(given, lambda line, *_: status.append(line))
    list(answer)
    answer.close()
    print(status[0][:3])
print(len(made))
"""


def test_a_process_is_ready_before_its_first_request_and_keeps_its_connection(tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ZHIHENG_", "DJANGO_"))}
    command = [sys.executable, "-W", "ignore", "-c", ASKING]
    done = subprocess.run(command, env={**environment, "ZHIHENG_HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["200", "200", "200", "1"]
