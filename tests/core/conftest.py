"""Plugins as they are installed: a module and a dist-info folder on the path, and the real command in a process."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from textwrap import dedent

import pytest

GOOD = """
    from eventkit.api import Command, echo, hookimpl

    @hookimpl
    def eventkit_register_commands():
        return [Command(name="greet", target="{module}_cli:greet", help="Greet.", section="at")]

    @hookimpl
    def eventkit_encounter_logged(person):
        echo(f"good: {person.name}")
"""
GOOD_CLI = """
    import click

    @click.command()
    def greet():
        click.echo("Hello")
"""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        return json.loads(self.stdout)


@dataclass(slots=True)
class Site:
    """A folder on the path with plugins of the test's own; the bundled ones are left out."""

    GOOD = GOOD
    GOOD_CLI = GOOD_CLI

    folder: object
    home: object
    ids: list = field(default_factory=list)

    def install(self, plugin_id, source, *, distribution="", attribute="", **others):
        """Install a distribution with one plugin: its module, and other modules by their suffix."""
        distribution = distribution or f"{plugin_id}-dist"
        module = distribution.replace("-", "_")
        (self.folder / f"{module}.py").write_text(dedent(source).replace("{module}", module), encoding="utf-8")
        for suffix, text in others.items():
            (self.folder / f"{module}_{suffix}.py").write_text(dedent(text), encoding="utf-8")
        info = self.folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[eventkit]\n{plugin_id} = {module}{attribute}\n", encoding="utf-8")
        self.ids.append(plugin_id)

    def install_good(self, plugin_id="zeta"):
        """Install a plugin that is in order; its id comes after those of the broken ones."""
        self.install(plugin_id, self.GOOD, cli=self.GOOD_CLI)

    def run(self, *args, code=0, **environ):
        """Run ``eventkit ARGS…`` in a process of its own."""
        path = os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH")]))
        ran = subprocess.run(
            [sys.executable, "-m", "eventkit", "--home", str(self.home), *map(str, args)],
            env={**os.environ, "PYTHONPATH": path, "EVENTKIT_PLUGINS": ",".join(self.ids), **environ},
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert (ran.returncode, "Traceback" in ran.stderr) == (code, False), ran.stderr
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def states(self, **environ):
        """State and error of the plugins that were to be loaded, by distribution."""
        rows = self.run("plugins", "list", "--format", "json", **environ).json
        return {row["distribution"]: (row["state"], row["error"]) for row in rows if row["id"] in self.ids}


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder, tmp_path / "home")


class Web:
    """A server on this machine: each path answers as the test says, and every request is kept."""

    def __init__(self, context=None):
        self.requests = []
        self.over = threading.Event()
        self._answers = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]
        self.scheme = "https" if context else "http"
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def address(self, path, user=""):
        return f"{self.scheme}://{user}127.0.0.1:{self.port}{path}"

    def answer(self, path, body="", status=200, **headers):
        """Answer with this; a body that is a function gets the handler, and writes after the headers by itself."""
        self._answers[path] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)

    def write(self, path, *pieces):
        """Answer with these bytes and nothing else, headers included: one piece after the other, slowly."""
        self.answer(path, lambda handler: self.drip(handler, pieces), status=0)

    def drip(self, handler, pieces):
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            if self.over.wait(0.05):
                return

    def redirect(self, path, target, status=302):
        self.answer(path, status=status, location=target)

    @property
    def paths(self):
        return [path for path, _ in self.requests]

    def close(self):
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self):
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.requests.append((self.path, {name.title(): value for name, value in self.headers.items()}))
                status, headers, body = web._answers.get(self.path, (404, {}, "nothing here"))
                known = [headers.get("etag"), headers.get("last-modified")]
                asked = [self.headers["If-None-Match"], self.headers["If-Modified-Since"]]
                if any(asked) and asked == known:
                    status, body = 304, b""
                if status == 0:
                    with contextlib.suppress(OSError):
                        body(self)
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if not callable(body):
                    body = body.encode() if isinstance(body, str) else body
                    if "content-length" not in headers and status != 304:
                        self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(OSError):  # whoever asked may have heard enough
                    body(self) if callable(body) else self.wfile.write(body)

            def do_CONNECT(self):
                web.requests.append((f"CONNECT {self.path}", {}))
                self.send_error(502)

            def log_message(self, *_):
                pass

        return Handler


@pytest.fixture
def web(monkeypatch):
    """Start servers: ``web()`` is one, ``web(context)`` one that speaks TLS; the environment names no proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    started = []

    def start(context=None):
        started.append(Web(context))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def imported(eventkit_run, web):
    """A server whose agenda is imported already, and must be as it was afterwards."""
    server = web()
    event = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:{0}\r\nDTSTART:20270514T090000Z\r\nEND:VEVENT\r\n"
    events = event.format("Tea") + event.format("Cake")
    server.answer("/agenda.ics", f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n", etag='"one"')
    eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup")
    before = [eventkit_run(*command, "--format", "json").stdout for command in (["agenda", "meetup"], ["history"])]
    server.requests.clear()
    yield server
    after = [eventkit_run(*command, "--format", "json").stdout for command in (["agenda", "meetup"], ["history"])]
    assert after == before


@pytest.fixture
def refused(eventkit_run):
    """The one sentence that an import ends with, without the address that it begins with."""

    def run(address, code=7):
        ran = eventkit_run("import", address, "--event", "meetup", code=code)
        head = f"eventkit: {address}: "
        assert (ran.stdout, ran.stderr[: len(head)], ran.stderr.count("\n")) == ("", head, 1)
        return ran.stderr.removeprefix(head).rstrip("\n")

    return run
