"""Serve the web pages and the API with granian on this machine, until stopped with Ctrl-C.

Listens on the loopback address unless told otherwise; other hosts must also be named in ZHIHENG_HOSTS.
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import socket
from pathlib import Path

from zhiheng.schema.errors import UnusableInputError

TARGET = "zhiheng.site.wsgi:application"
BLOCKING_THREADS = 2
PARTS = Path(__file__).parent / "static" / "vendor" / "tabler.min.css"
REASONS = {
    errno.EADDRINUSE: "端口已被其他程序占用",
    errno.EACCES: "没有监听此端口的权限",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port (default 8000)")
    parser.add_argument("--workers", type=int, default=2, help="processes, each with two threads (default 2)")


def run(options: argparse.Namespace) -> int:
    """Gather the static files, print the address, serve."""
    refuse_unusable(options.host, options.port, options.workers)
    gather_static()
    print(f"制衡已启动：http://{shown(options.host)}:{options.port}/ （按 Ctrl-C 停止）", flush=True)
    serve(options.host, options.port, options.workers)
    return 0


def refuse_unusable(host: str, port: int, workers: int) -> None:
    """Say in one line why the address cannot be listened on, before anything is started."""
    if not PARTS.is_file():
        raise UnusableInputError("前端部件", str(PARTS.parent), "还没有取来，页面会没有样式", "请运行 make setup")
    if not 0 < port < 65536:
        raise UnusableInputError("端口", str(port), "端口应在 1 与 65535 之间", "请用 --port 另选端口")
    if workers < 1:
        raise UnusableInputError("进程数", str(workers), "至少要有一个进程", "请用 --workers 指定 1 以上的数")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise UnusableInputError(
            "监听地址", f"{host}:{port}", reason_of(error), "请停止占用者，或用 --host、--port 另选地址与端口"
        ) from error


def reason_of(error: OSError) -> str:
    """Why an address cannot be bound, in Chinese where the cause is a common one."""
    return REASONS.get(error.errno or 0, str(error))


def shown(host: str) -> str:
    """The host as it is written in an address bar."""
    return f"[{host}]" if ":" in host else host


def gather_static() -> None:
    """Copy what pages load into one folder, from which it is served with its own caching headers."""
    from django.core.management import call_command

    logging.getLogger("django.contrib.staticfiles").setLevel(logging.ERROR)
    call_command("collectstatic", interactive=False, verbosity=0)


def serve(host: str, port: int, workers: int) -> None:
    """Run granian in this process until it is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.site.settings")
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
