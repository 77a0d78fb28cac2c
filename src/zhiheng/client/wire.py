"""One request over HTTP or HTTPS; redirects are never followed, answers are limited in length."""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Final
from urllib.parse import urlsplit

WAIT_SECONDS: Final = 30
MOST_BYTES: Final = 4 << 20
Resolve = Callable[[str, int], str]
"""Host and port → the address to connect to; raises where the host is not to be called."""


class UnreachableError(OSError):
    """The other side did not answer, or not in a way that can be read."""


def anywhere(host: str, port: int) -> str:
    """The first address of a host."""
    return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])


def post(url: str, fields: Mapping[str, str], payload: bytes | None = None, *, resolve: Resolve = anywhere) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer; raises UnreachableError."""
    kind, body = form(fields, payload)
    return send(url, body, {"Content-Type": kind, "Accept": "application/json"}, resolve=resolve)


def send(
    url: str, body: bytes, headers: Mapping[str, str], *, resolve: Resolve = anywhere, method: str = "POST"
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer to a body sent as it is; raises UnreachableError."""
    status, content = ask(method, url, body, headers, resolve=resolve)
    return status, _read(content)


def ask(method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, resolve: Resolve = anywhere) -> tuple[int, bytes]:
    """Status and content of the answer; raises UnreachableError. Within `kept_open` over a connection that is open already."""
    lines = _lines.get()
    if lines is not None:
        return lines.ask(method, url, body, headers, resolve)
    with Lines() as once:
        return once.ask(method, url, body, headers, resolve)


class Lines:
    """Connections that stay open, one for each address that was checked; what is asked over them may be asked twice without harm."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, str, int, str], http.client.HTTPConnection] = {}

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close them all."""
        while self._open:
            self._open.popitem()[1].close()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Within the block all is asked over these connections."""
        before = _lines.set(self)
        try:
            yield
        finally:
            _lines.reset(before)

    def ask(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], resolve: Resolve) -> tuple[int, bytes]:
        """Status and content of the answer; what the other side closed meanwhile is opened anew. Raises UnreachableError."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        place = (parts.scheme, host, port, resolve(host, port))
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        kept = self._open.pop(place, None)
        try:
            if kept is not None:
                with suppress(ConnectionError):
                    return self._asked(place, kept, (method, target, body, dict(headers)))
            return self._asked(place, _connection(*place), (method, target, body, dict(headers)))
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableError(str(error) or type(error).__name__) from error

    def _asked(self, place: tuple[str, str, int, str], connection: http.client.HTTPConnection, request: Any) -> tuple[int, bytes]:
        whole = False
        try:
            connection.request(*request)
            answer = connection.getresponse()
            content = answer.read(MOST_BYTES + 1)
            whole = answer.isclosed() and not answer.will_close
        finally:
            if not whole:
                connection.close()
        if whole:
            others = self._open.pop(place, None)
            self._open[place] = connection
            if others is not None:
                others.close()
        return answer.status, content


_lines: ContextVar[Lines | None] = ContextVar("lines", default=None)


@contextmanager
def kept_open() -> Iterator[None]:
    """Within the block one connection to each other side is used again and again."""
    with Lines() as lines, lines.used():
        yield


def _read(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content) if content and len(content) <= MOST_BYTES else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _connection(scheme: str, host: str, port: int, address: str) -> http.client.HTTPConnection:
    """A connection to the address that was checked, in the host's name."""
    if scheme == "https":
        return _Pinned(address, host, port)
    connection = http.client.HTTPConnection(host, port, timeout=WAIT_SECONDS)
    connection.connect = lambda: setattr(connection, "sock", _reached(address, port))  # type: ignore[method-assign]
    return connection


class _Pinned(http.client.HTTPSConnection):
    """TLS to one address, the certificate held to the host's name."""

    def __init__(self, address: str, host: str, port: int) -> None:
        super().__init__(host, port, timeout=WAIT_SECONDS, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        """Connect to the address that was checked, whatever the name says by now."""
        self.sock = ssl.create_default_context().wrap_socket(_reached(self.address, self.port), server_hostname=self.host)


def _reached(address: str, port: int) -> socket.socket:
    """A connection that sends at once: a content would wait some 40 ms until the other side acknowledges the head before it."""
    found = socket.create_connection((address, port), WAIT_SECONDS)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def form(fields: Mapping[str, str], payload: bytes | None, *, field: str = "payload", name: str = "payload") -> tuple[str, bytes]:
    """Content type and body of a multipart form; field and name: of the file in it."""
    mark = f"zhiheng-{secrets.token_hex(16)}"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + text.encode() + b"\r\n"
        for name, text in fields.items()
    ]
    if payload is not None:
        shown = name.replace('"', "%22").replace("\r", "").replace("\n", "")
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{shown}"\r\n'
        head += "Content-Type: application/octet-stream\r\n\r\n"
        parts.append(head.encode() + payload + b"\r\n")
    return f"multipart/form-data; boundary={mark}", b"".join([*parts, f"--{mark}--\r\n".encode()])
