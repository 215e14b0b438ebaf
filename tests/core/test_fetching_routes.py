"""The way to a host: through a proxy of the environment, and by a certificate that is trusted."""

from __future__ import annotations

import shutil
import socketserver
import ssl
import subprocess
import threading

import pytest


def calendar(title):
    lines = "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", f"SUMMARY:{title}", "DTSTART:20270514T090000Z", "END:VEVENT"
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def counts(result):
    return tuple(result.json[name] for name in ("added", "updated", "unchanged", "removed"))


def test_the_proxy_of_the_environment_is_asked_with_its_password(eventkit_run, web, monkeypatch):
    server = web()
    monkeypatch.setenv("http_proxy", server.address("", user="ann:secret@").removeprefix("http://"))
    server.answer("http://agenda.example.org/a.ics", calendar("Tea"))
    eventkit_run("import", "http://agenda.example.org/a.ics")
    assert server.requests[0][1]["Proxy-Authorization"] == "Basic YW5uOnNlY3JldA=="


def test_a_host_that_needs_no_proxy_is_asked_itself(eventkit_run, web, monkeypatch):
    server = web()
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.answer("/a.ics", calendar("Tea"))
    eventkit_run("import", server.address("/a.ics"))
    assert server.paths == ["/a.ics"]


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        (
            "http://ann:secret@127.0.0.1:1",
            "http://a.example.org/: the proxy that the environment names does not help: Connection refused",
        ),
        (
            "socks5://ann:secret@127.0.0.1:1",
            "the proxy socks5://127.0.0.1:1, which the environment names, is of a kind that cannot be used",
        ),
        ("http://a:x", "the proxy http://a:x, which the environment names, is no address"),
    ],
)
def test_a_proxy_that_does_not_help_is_told_without_its_password(eventkit_run, monkeypatch, proxy, said):
    monkeypatch.setenv("http_proxy", proxy)
    assert eventkit_run("import", "http://a.example.org/", code=7).stderr == f"eventkit: {said}\n"


@pytest.fixture
def certificate(tmp_path):
    """A certificate for this machine, which nobody signed but itself."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2",
               "-keyout", key, "-out", cert]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context


def test_a_certificate_that_nobody_vouches_for_is_refused(refused, web, certificate):
    server = web(certificate[1])
    said = refused(server.address("/agenda.ics"))
    assert said.startswith("the certificate of 127.0.0.1 is not trusted: self")
    assert server.paths == []


def test_a_certificate_that_the_user_trusts_is_taken(eventkit_run, web, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = web(certificate[1])
    server.answer("/agenda.ics", calendar("Tea"))
    assert counts(eventkit_run("import", server.address("/agenda.ics"), "--format", "json")) == (1, 0, 0, 0)


def test_a_redirect_from_https_to_http_is_not_followed(refused, web, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server, plain = web(certificate[1]), web()
    server.redirect("/agenda.ics", plain.address("/agenda.ics"))
    said = refused(server.address("/agenda.ics"))
    assert said == f"leads from https to {plain.address('/agenda.ics')}, which is not safe, so it was not followed"
    assert plain.paths == []


@pytest.fixture
def plain():
    """The port of a host that says in plain HTTP that it was asked wrongly, whatever it is asked."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.recv(65536)
            self.request.sendall(b"HTTP/1.0 400 No\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_host_without_tls_is_told(refused, plain):
    said = refused(f"https://127.0.0.1:{plain}/a.ics")
    assert said.startswith("127.0.0.1 does not speak https there (")
