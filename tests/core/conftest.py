"""Plugins as they are installed: a module and a dist-info folder on the path, and the real command in a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
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
