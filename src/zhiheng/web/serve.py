"""Serve the web pages and the API with granian on this machine, until stopped with Ctrl-C.

Listens on the loopback address unless told otherwise. Behind a TLS proxy ZHIHENG_ORIGIN names the address in the browser,
and ZHIHENG_PROXIES the proxy where it is on another machine (docs/operate.md).
"""

from __future__ import annotations

import argparse
import errno
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from zhiheng.schema.errors import UnusableInputError
from zhiheng.web.outside import is_loopback

TARGET = "zhiheng.site.served:application"
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
    refuse_open(options.host)
    refuse_unusable(options.host, options.port, options.workers)
    with shared_measures():
        gather_static()
        print(f"制衡已启动：{address(options.host, options.port)} （按 Ctrl-C 停止）", flush=True)
        serve(options.host, options.port, options.workers)
    return 0


@contextmanager
def shared_measures() -> Iterator[None]:
    """A folder in which the processes that serve count together, so that each of them tells Prometheus of all."""
    within = os.environ.get("RUNTIME_DIRECTORY") or "/tmp"  # noqa: S108 - made with mode 700
    with TemporaryDirectory(prefix="zhiheng-metrics-", dir=within) as place:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = place
        try:
            yield
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


def refuse_open(host: str) -> None:
    """Refuse to be reached from other machines without TLS in front, or with a demonstration's printed password."""
    from django.conf import settings

    if is_loopback(host):
        return
    if settings.DEMONSTRATION:
        raise UnusableInputError(
            "监听地址", host, "这是演示环境，账号口令是公开的，不能让其他计算机访问", "请只监听 127.0.0.1，或换一个目录正式启用"
        )
    outside, remedy = (
        settings.OUTSIDE,
        "请在前面设 TLS 代理，用 ZHIHENG_ORIGIN=https://域名 说明地址（见 docs/operate.md），或只监听 127.0.0.1",
    )
    if not outside.encrypted:
        raise UnusableInputError("监听地址", host, "没有设 ZHIHENG_ORIGIN，密码、会话和个人信息会以明文经过网络", remedy)
    if not outside.proxies_named:
        where = "请用 ZHIHENG_PROXIES 写明代理服务器的 IP 地址或网段，如 10.1.2.3"
        raise UnusableInputError("监听地址", host, "没有设 ZHIHENG_PROXIES，分不清请求来自代理还是他人", where)


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


def address(host: str, port: int) -> str:
    """What to type into the browser: the declared addresses, else where the program listens."""
    from django.conf import settings

    here = f"http://{host_text(host)}:{port}/"
    return f"{'、'.join(f'{one}/' for one in settings.OUTSIDE.origins)}（本机监听 {here}）" if settings.OUTSIDE.origins else here


def host_text(host: str) -> str:
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
