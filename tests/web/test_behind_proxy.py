"""The product as officers reach it: a browser, a proxy where TLS ends, and the served program behind it."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest

from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError
from zhiheng.web import outside, serve

pytestmark = pytest.mark.drawn

HOST = "zhiheng.example"
CALLER = "127.0.0.2"
"""The browser's address, another than the proxy's."""
PASSWORD = "kx7-mountain-river"
CERTIFIED_DAYS = 2

MAKING = f"""
from datetime import datetime, timezone
from zhiheng.cli.main import open_database
open_database()
from zhiheng.registry.selectors import COMMAND_LINE as actor
from zhiheng.registry.services import appoint, change_password, enlist, ensure_organ
now = datetime.now(timezone.utc)
organ = ensure_organ(actor=actor, name="金堂县司法局", now=now)
officer = enlist(actor=actor, now=now, username="li", name="李经办", organ=organ)
appoint(actor=actor, now=now, officer=officer, role="organ_handler", from_on=now.date())
change_password(actor=actor, now=now, officer=officer, password={PASSWORD!r})
"""
LOOKING = """
import json
from zhiheng.cli.main import open_database
open_database()
from zhiheng.ledger.selectors import recent
newest = recent(1)[0]
seen = [entry.facts["address"] for entry in recent(50, act="session.begun")]
print(json.dumps({"addresses": seen, "act": newest.act, "actor": newest.actor, "via": newest.via}))
"""
NGINX = """
daemon off; pid {place}/nginx.pid; error_log {place}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {place}/body; proxy_temp_path {place}/passing;
  fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  server {{
    listen 127.0.0.1:{port} ssl; server_name {host};
    ssl_certificate {place}/cert.pem; ssl_certificate_key {place}/key.pem;
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto https;
    }}
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process=None):
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        assert process is None or process.poll() is None, process.stderr.read()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A folder with a key and a certificate of the host, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    place, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name, today = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]), datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(today - timedelta(days=1))
    made = made.not_valid_after(today + timedelta(days=CERTIFIED_DAYS))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False).sign(key, hashes.SHA256())
    (place / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (place / "key.pem").write_bytes(key.private_bytes(*plain))
    return place


class Passing(BaseHTTPRequestHandler):
    """Passes a request on in plain HTTP, with the caller's address behind whatever the caller wrote of it."""

    behind = 0

    def do_GET(self):
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = ", ".join(filter(None, [self.headers.get("X-Forwarded-For"), self.client_address[0]]))
        given = {name: value for name, value in self.headers.items() if name.lower() not in {"x-forwarded-for", "x-forwarded-proto"}}
        with closing(http.client.HTTPConnection("127.0.0.1", self.behind, timeout=60)) as onward:
            onward.request(self.command, self.path, content, {**given, "X-Forwarded-For": told, "X-Forwarded-Proto": "https"})
            answer = onward.getresponse()
            body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length", "server", "date"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_words):
        pass


def python_proxy(place, port, behind):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "cert.pem", place / "key.pem")
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Here", (Passing,), {"behind": behind}))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop():
        server.shutdown()
        server.server_close()

    return stop


def nginx_proxy(place, port, behind):
    program = shutil.which("nginx") or (shutil.which("nginx", path="/usr/sbin:/usr/local/sbin"))
    if program is None:
        pytest.fail("nginx is not installed") if os.environ.get("CI") else pytest.skip("nginx is not installed (apt-get install nginx)")
    (place / "nginx.conf").write_text(NGINX.format(place=place, port=port, behind=behind, host=HOST))
    process = subprocess.Popen(
        [program, "-p", place, "-c", place / "nginx.conf", "-e", place / "error.log"], stderr=subprocess.PIPE, text=True
    )

    def stop():
        process.terminate()
        process.communicate(timeout=20)

    wait_for(port, process)
    return stop


def in_home(home, code, **more):
    environment = {**os.environ, "ZHIHENG_HOME": str(home), "ZHIHENG_DATABASE_URL": "", **more}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory, certificate):
    """A home with one officer, served for the outside address; gives home, port of the proxy to come, port behind it."""
    if not serve.PARTS.is_file():
        pytest.skip("the front-end parts are not fetched (make setup)")
    home, port, behind = tmp_path_factory.mktemp("home"), free_port(), free_port()
    in_home(home, MAKING)
    ways = {"ZHIHENG_ORIGIN": f"https://{HOST}:{port}", "ZHIHENG_PROXIES": "127.0.0.1"}
    environment = {**os.environ, "ZHIHENG_HOME": str(home), "ZHIHENG_DATABASE_URL": "", **ways}
    command = [sys.executable, "-m", "zhiheng.cli.main", "serve", "--port", str(behind), "--workers", "1"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(behind, process)
        yield home, port, behind
    finally:
        process.terminate()
        process.communicate(timeout=30)


class Browser:
    """Keeps cookies as a browser does, sends Origin with forms, and knows the proxy by its certificate alone."""

    def __init__(self, port, certificate):
        self.port, self.cookies, self.said = port, {}, {}
        self.context = ssl.create_default_context(cafile=str(certificate / "cert.pem"))

    def ask(self, path, form=None, *, multipart=None, origin=None):
        headers = {"Host": f"{HOST}:{self.port}", "X-Forwarded-For": "203.0.113.7"}
        headers["Cookie"] = "; ".join(f"{name}={value.partition(';')[0]}" for name, value in self.cookies.items())
        body, kind = (urlencode(form), "application/x-www-form-urlencoded") if form else (multipart, "multipart/form-data; boundary=cut")
        if body:
            headers |= {"Origin": origin or f"https://{HOST}:{self.port}", "Content-Type": kind}
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=(CALLER, 0))
        with self.context.wrap_socket(raw, server_hostname=HOST) as secured:
            line = http.client.HTTPConnection(HOST)
            line.sock = secured
            line.request("POST" if body else "GET", path, body.encode() if body else None, headers)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        for value in answer.msg.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest
        self.said = answer.headers
        return answer.status, page

    def token(self, page):
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


@pytest.fixture(params=[python_proxy, nginx_proxy], ids=["python", "nginx"])
def browser(request, served, certificate):
    _, port, behind = served
    stop = request.param(certificate, port, behind)
    yield Browser(port, certificate)
    stop()


def sign_in(browser, **more):
    _, page = browser.ask("/sign-in/")
    return browser.ask("/sign-in/", {"csrfmiddlewaretoken": browser.token(page), "username": "li", "password": PASSWORD}, **more)


def test_signs_in_and_does_an_act(browser, served):
    assert sign_in(browser)[0] == 302
    assert browser.said["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert all("Secure" in browser.cookies[f"__Host-{name}"] for name in ("sessionid", "csrftoken", "device"))
    status, page = browser.ask("/data/")
    assert status == 200
    given = {"csrfmiddlewaretoken": browser.token(page), "organ": "金堂县司法局", "dataset": "leaves"}
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in given.items()]
    parts.append('--cut\r\nContent-Disposition: form-data; name="file"; filename="leaves_1.csv"\r\nContent-Type: text/csv\r\n\r\n')
    fields = DATASETS["leaves"].fields.values()
    content = ",".join(field.zh for field in fields) + "\n" + ",".join(f"无此值{time.monotonic_ns()}" for _ in fields)
    status, page = browser.ask("/data/send/", multipart="".join(parts) + content + "\r\n--cut--\r\n")
    assert status in {200, 422}, page[:300]

    seen = json.loads(in_home(served[0], LOOKING))
    assert (seen["act"], seen["actor"], seen["via"]) == ("delivery.returned", "li", "web")
    assert set(seen["addresses"]) == {CALLER}


def test_a_form_of_another_site_is_refused(browser):
    assert sign_in(browser, origin="https://elsewhere.example")[0] == 403


@pytest.mark.parametrize(
    "text", ["http://a.example", "a.example", "https://", "https://a.example/z", "https://*", "https://a.example:port"]
)
def test_an_origin_that_protects_nothing_is_refused(text):
    with pytest.raises(UnusableInputError, match="ZHIHENG_ORIGIN"):
        outside.read({"ZHIHENG_ORIGIN": text})


def test_a_proxy_that_is_no_address_is_refused():
    with pytest.raises(UnusableInputError, match="ZHIHENG_PROXIES"):
        outside.read({"ZHIHENG_ORIGIN": "https://a.example", "ZHIHENG_PROXIES": "proxy.example"})


def test_the_origin_names_the_host_and_believes_the_proxy_of_this_machine():
    read = outside.read({"ZHIHENG_ORIGIN": "https://a.example:8443, https://b.example/"})
    assert read.origins == ("https://a.example:8443", "https://b.example")
    assert {"a.example", "b.example", "127.0.0.1"} <= set(read.hosts)
    assert (read.proxies, read.proxies_named) == (("127.0.0.1", "::1"), False)
    assert outside.read({}).proxies == ()


@pytest.mark.parametrize(
    ("environment", "words"),
    [({}, "ZHIHENG_ORIGIN"), ({"ZHIHENG_ORIGIN": "https://a.example"}, "ZHIHENG_PROXIES")],
)
def test_other_machines_are_let_in_only_through_tls(settings, environment, words):
    settings.OUTSIDE = outside.read(environment)
    parser = ArgumentParser()
    serve.arguments(parser)
    with pytest.raises(UnusableInputError, match=words):
        serve.run(parser.parse_args(["--host", "::", "--port", str(free_port())]))
