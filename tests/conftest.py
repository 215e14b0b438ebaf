"""What every test gets: no network, fixed zone, folders of its own, and the corpus where it is there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from hypothesis import settings

# no timing is asserted; CI tries the same examples each time, a developer new ones
settings.register_profile("eventkit", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.register_profile("quick", deadline=None, max_examples=20)  # `make test-quick`
settings.load_profile("eventkit")

DATA = Path(__file__).parent / "data"
EXAMPLES = Path(__file__).parent.parent / "examples"
CORPUS = Path(os.environ.get("EVENTKIT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))


def missing(reason):
    """Skip for want of something that the machine has not; where CI promises to have it, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def isolated(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith(("EVENTKIT_", "XDG_"))]:
        monkeypatch.delenv(name)
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / f"xdg-{name.lower()}"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    connect = socket.socket.connect

    def only_loopback(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            pytest.fail(f"a test may not reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


@pytest.fixture
def data():
    """The folder of files written for these tests."""
    return DATA


@pytest.fixture
def pyconf():
    """The folder of the sample conference."""
    return EXAMPLES / "pyconf"


@pytest.fixture
def unprivileged():
    """What to put before a command to run it as permissions mean it: root's power to pass them over is dropped."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        missing("root writes everywhere, and there is no setpriv (util-linux) to take that away")
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.fixture
def corpus():
    """The folder of real files by others; skips where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real files at {CORPUS}")
    return CORPUS


@pytest.fixture(scope="session")
def postgresql_server():
    """A PostgreSQL server of this run's own; skips where none can be started."""
    spec = importlib.util.spec_from_file_location("postgresql_for_tests", Path(__file__).with_name("postgresql.py"))
    servers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(servers)
    try:
        server = servers.Server()
    except servers.Unavailable as reason:
        missing(str(reason))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server):
    """A database with eventkit's tables, to be copied: that takes less than to make them."""
    from eventkit.store.engine import bring_server_up_to_date

    name = postgresql_server.new_database()
    bring_server_up_to_date(postgresql_server.address(name), name)
    return name


@pytest.fixture
def postgresql(postgresql_server, postgresql_template):
    """The address of a database of the test's own, with no row in it."""
    name = postgresql_server.new_database(postgresql_template)
    yield postgresql_server.address(name)
    postgresql_server.drop(name)


@pytest.fixture
def empty_postgresql(postgresql_server):
    """The address of a database of the test's own, with no table in it."""
    name = postgresql_server.new_database()
    yield postgresql_server.address(name)
    postgresql_server.drop(name)
