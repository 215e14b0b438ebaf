r"""pytest fixtures for plugin authors; eventkit's own tests use them too.

``eventkit_run`` runs commands as the shell would, in a home of the test's own, at a fixed time, with every
fault of a plugin turned into an error::

    def test_greet_names_the_person(eventkit_run):
        assert eventkit_run("greet", "Ada").stdout == "Hello Ada\n"

``eventkit_app`` is the application on that home, for calling services directly.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from eventkit.app import create_app
from eventkit.config import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eventkit.app import App

NOW = "2027-05-14T09:00:00+02:00"
"""The time in tests, unless one sets ``EVENTKIT_NOW``: the first morning of the sample conference."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    exit_code: int
    stdout: str
    stderr: str
    stdout_bytes: bytes = b""

    @property
    def json(self) -> Any:  # noqa: ANN401  # whatever the command promises
        """Standard output as JSON."""
        return json.loads(self.stdout)


class Run(Protocol):
    """Runs one command."""

    def __call__(self, *args: object, input: str = "", code: int = 0) -> Ran:  # noqa: A002  # as subprocess has it
        """Run ``eventkit ARGS…`` and fail unless it ends with ``code``."""


@pytest.fixture
def eventkit_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, and an environment that says nothing else."""
    home = tmp_path / "home"
    for setting in SETTINGS.values():
        monkeypatch.delenv(setting.env, raising=False)
    monkeypatch.setenv("EVENTKIT_HOME", str(home))
    monkeypatch.setenv("EVENTKIT_NOW", NOW)
    monkeypatch.setenv("EVENTKIT_STRICT", "1")
    return home


@pytest.fixture
def eventkit_app(eventkit_home: Path) -> Iterator[App]:
    """The application on the test's home."""
    app = create_app(eventkit_home)
    yield app
    app.close()


@pytest.fixture
def eventkit_run(eventkit_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, on the test's home, as the shell would."""
    from eventkit.cli.main import main  # click, only for tests that run commands

    def run(*args: object, input: str = "", code: int = 0) -> Ran:  # noqa: A002  # as subprocess has it
        streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for name in ("stdout", "stderr")}
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(input.encode()), "utf-8"))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            try:
                main(["--home", str(eventkit_home), *map(str, args)])
            except SystemExit as ended:
                exit_code = ended.code if isinstance(ended.code, int) else 1
        out, err = (_content(stream) for stream in streams.values())
        if exit_code != code:
            shown = " ".join(map(str, args))
            pytest.fail(f"eventkit {shown}: exit code {exit_code}, not {code}\n{out.decode()}\n{err.decode()}")
        return Ran(exit_code, out.decode(), err.decode(), out)

    return run


def _content(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)  # made so above
    return buffer.getvalue()
