"""The server's own refusals, each one line."""

import socket
from argparse import ArgumentParser

import pytest

from zhiheng.schema.errors import UnusableInputError
from zhiheng.web import serve

pytestmark = pytest.mark.drawn


def given(*words: str):
    parser = ArgumentParser()
    serve.arguments(parser)
    return parser.parse_args(words)


def test_listens_on_loopback_unless_told_otherwise():
    options = given()
    assert (options.host, options.port, options.workers) == ("127.0.0.1", 8000, 2)


@pytest.fixture(autouse=True)
def parts(monkeypatch, tmp_path):
    """The front-end parts as if they had been fetched."""
    there = tmp_path / "there.css"
    there.write_text("")
    monkeypatch.setattr(serve, "PARTS", there)


@pytest.fixture()
def busy():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_busy_port_is_said_in_one_line(busy):
    with pytest.raises(UnusableInputError, match="端口已被其他程序占用") as refused:
        serve.run(given("--port", str(busy)))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "70000"), ("--workers", "0"), ("--host", "203.0.113.9", "--port", "8123")])
def test_unusable_addresses_are_refused(words):
    with pytest.raises(UnusableInputError):
        serve.run(given(*words))


def test_shown_address_can_be_opened():
    assert serve.host_text("::1") == "[::1]"
    assert serve.host_text("127.0.0.1") == "127.0.0.1"


def test_missing_front_end_parts_are_said_before_anything_starts(monkeypatch, tmp_path):
    monkeypatch.setattr(serve, "PARTS", tmp_path / "tabler.min.css")
    with pytest.raises(UnusableInputError, match="make setup"):
        serve.run(given("--port", "8123"))
