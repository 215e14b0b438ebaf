"""Which plugins are installed, and which commands they bring, each from an index where it is fresh.

``importlib.metadata`` takes as long to import and to scan as all else that ``eventkit --help`` does. Its index
is keyed by the folders on ``sys.path`` and their times, which installing or removing a distribution changes.

To load all plugins takes as long again, and most commands call none of their hooks: it is done to tell at once of one
that fails. So the commands that they brought are kept too, where all of them loaded without a word. That index is
keyed by the files that were loaded as well, and by what else decides what becomes of a plugin.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from eventkit.folders import make_private

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import Distribution

GROUP = "eventkit"
_FORMAT = "1"
_END = "."


class FoundPlugin(NamedTuple):
    """An entry point: the plugin's id, the object it names (``module`` or ``module:attribute``), its origin."""

    id: str
    value: str
    distribution: str
    version: str


class FoundCommand(NamedTuple):
    """A command as it is listed: ``target`` is ``module:attribute``, ``plugin`` empty for one of the core."""

    name: str
    target: str
    help: str
    section: str
    plugin: str = ""


_COMMAND = len(FoundCommand._fields)


def find_plugins(index: str | None) -> list[FoundPlugin]:
    """All installed plugins, sorted by id; ``index`` is the file to keep the answer in, or None for a fresh scan."""
    state = _path_state()
    if index is not None and (rows := _read(index, state)) is not None:
        with contextlib.suppress(TypeError):  # rows of another length
            return [FoundPlugin(*row) for row in rows]
    found = _scan()
    if index is not None:
        _write(index, state, found)
    return found


def known_commands(index: str, deciding: object) -> list[FoundCommand] | None:
    """The commands of all plugins, where none has changed since they loaded without a word; else None.

    ``deciding`` is whatever else decides what becomes of a plugin, as the settings.
    """
    rows = _read(index, f"{_path_state()} {deciding!r}")
    if rows is None or any(_file_state(row[0]) != row for row in rows if len(row) < _COMMAND):
        return None
    with contextlib.suppress(TypeError):  # rows that are too long
        return [FoundCommand(*row) for row in rows if len(row) >= _COMMAND]
    return None


def keep_commands(index: str, deciding: object, modules: Iterable[str], commands: Iterable[FoundCommand]) -> None:
    """Keep what ``known_commands`` gives; ``modules`` are those that were loaded for it, Python's own aside."""
    theirs = [sys.modules[name] for name in modules if name.partition(".")[0] not in sys.stdlib_module_names]
    files = sorted({file for module in theirs if (file := getattr(module, "__file__", None))})
    _write(index, f"{_path_state()} {deciding!r}", [*filter(None, map(_file_state, files)), *commands])


def _path_state() -> str:
    """Each folder of ``sys.path`` with the time its list of entries last changed, in one line."""
    state = [_FORMAT]
    for folder in sys.path:
        with contextlib.suppress(OSError):
            state.append(f"{folder!r}:{os.stat(folder or '.').st_mtime_ns}")
    return " ".join(state)


def _scan() -> list[FoundPlugin]:
    from importlib.metadata import distributions  # 40 ms, and only where the index is stale

    found: dict[tuple[str, str], FoundPlugin] = {}
    seen: set[str] = set()
    for distribution in distributions():
        try:
            name, version = _name_and_version(distribution)
            listed = distribution.read_text("entry_points.txt") or ""
            points = distribution.entry_points.select(group=GROUP) if GROUP in listed else ()
        except Exception:  # noqa: BLE001, S112  # damaged metadata, mostly of a package that is none of ours
            continue
        if name in seen:  # an earlier folder of sys.path shadows it, as it does for import
            continue
        seen.add(name)
        for point in points:
            found[point.name, name] = FoundPlugin(point.name, point.value, name, version)
    return [found[key] for key in sorted(found)]


def _name_and_version(distribution: Distribution) -> tuple[str, str]:
    """What its metadata begins with; ``distribution.metadata`` reads all of it as a message, in fifty times as long."""
    text = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    head, _, _ = text.partition("\n\n")
    fields = dict(reversed([line.partition(":")[::2] for line in head.splitlines()]))  # the first of a name counts
    return fields.get("Name", "").strip(), fields.get("Version", "").strip()


def _file_state(file: str) -> list[str]:
    """A file with when it was last changed, and its size; nothing where there is no such file."""
    with contextlib.suppress(OSError):
        status = os.stat(file)
        return [file, str(status.st_mtime_ns), str(status.st_size)]
    return []


def _read(index: str, state: str) -> list[list[str]] | None:
    """The rows of an index, where it is of this state; None where it is stale, absent or damaged."""
    try:
        with open(index, encoding="utf-8") as stream:
            first, *lines, last = stream.read().split("\n")[:-1]
        return [line.split("\t") for line in lines] if (first, last) == (state, _END) else None
    except (OSError, ValueError):
        return None


def _write(index: str, state: str, rows: Iterable[Iterable[str]]) -> None:
    """Best effort: in a read-only home, and with what does not go into a line, all is simply done each time."""
    beside = f"{index}.{os.getpid()}"
    lines = [list(row) for row in rows]
    if not all(cell.isprintable() for line in lines for cell in line):
        return
    with contextlib.suppress(OSError):
        make_private(os.path.dirname(index))
        with open(beside, "w", encoding="utf-8") as stream:
            stream.write("\n".join([state, *map("\t".join, lines), _END, ""]))
        os.replace(beside, index)
