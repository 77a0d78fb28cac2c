"""One connection serves for many messages; what the other side closed meanwhile is opened anew, and nothing is asked of another address."""

import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from zhiheng.client.wire import Lines, UnreachableError, _connection, kept_open, post


@contextmanager
def serving(closes=False, sends_on=""):
    """A server on loopback; `.came` counts connections, `.asked` requests.

    closes     it hangs up after each answer without saying so
    sends_on   it answers that what is asked for lies elsewhere
    """

    class Taker(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            server.came += 1

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            server.asked += 1
            self.send_response(307 if sends_on else 201)
            if sends_on:
                self.send_header("Location", sends_on)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
            self.close_connection = closes

        def log_message(self, *_):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    server.came = server.asked = 0
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def url_of(server):
    return f"http://127.0.0.1:{server.server_port}/x"


def test_one_connection_serves_for_all_that_is_asked_within(monkeypatch):
    with serving() as server:
        with kept_open():
            assert [post(url_of(server), {"a": "b"})[0] for _ in range(3)] == [201] * 3
        assert (server.came, server.asked) == (1, 3)
        post(url_of(server), {})
        post(url_of(server), {})
        assert server.came == 3, "outside of it each has its own"


def test_what_the_other_side_closed_is_opened_anew():
    with serving(closes=True) as server, kept_open():
        assert [post(url_of(server), {})[0] for _ in range(3)] == [201] * 3
        assert (server.came, server.asked) == (3, 3)


def test_a_name_that_leads_elsewhere_by_now_gets_no_old_connection():
    with serving() as server, Lines() as lines, lines.used():
        post(url_of(server), {})
        with pytest.raises(UnreachableError):
            post(url_of(server), {}, resolve=lambda _host, _port: "127.0.0.2" if server.asked > 5 else "256.1.1.1")
        asked = []

        def refused(_host, _port):
            asked.append(1)
            raise PermissionError("inside")

        with pytest.raises(PermissionError):
            post(url_of(server), {}, resolve=refused)
        assert asked, "the address is looked at again though a connection is open"
        assert server.asked == 1


def test_a_request_does_not_wait_until_its_head_is_acknowledged(monkeypatch):
    """Head and content go as two segments: with the system's default the second waits for the other side's delayed acknowledgement."""
    made, really = [], socket.create_connection

    def connected(*given):
        made.append(really(*given))
        return made[-1]

    monkeypatch.setattr(socket, "create_connection", connected)
    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda _context, plain, **_names: plain)  # the server speaks no TLS
    with serving() as server, kept_open():
        for scheme in ("http", "https"):
            connection = _connection(scheme, "127.0.0.1", server.server_port, "127.0.0.1")
            connection.connect()
            assert made[-1].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), scheme
            connection.close()
    assert len(made) == 2


def test_an_answer_that_sends_on_elsewhere_is_an_answer_and_is_not_followed():
    """Else who runs the other side, or an address for words to be told at, would have the program call any address inside."""
    with serving() as inside, serving(sends_on=url_of(inside)) as other:
        status, _content = post(url_of(other), {})
        assert (status, other.asked, inside.asked) == (307, 1, 0)
