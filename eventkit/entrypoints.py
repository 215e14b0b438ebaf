"""Which plugins are installed: the entry points of the group ``eventkit``, from an index where it is fresh.

``importlib.metadata`` takes as long to import and to scan as all else that ``eventkit --help`` does. The index
is keyed by the folders on ``sys.path`` and their times, which installing or removing a distribution changes.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NamedTuple

from eventkit.folders import make_private

GROUP = "eventkit"
_FORMAT = "1"
_END = "."


class FoundPlugin(NamedTuple):
    """An entry point: the plugin's id, the object it names (``module`` or ``module:attribute``), its origin."""

    id: str
    value: str
    distribution: str
    version: str


def find_plugins(index: str | None) -> list[FoundPlugin]:
    """All installed plugins, sorted by id; ``index`` is the file to keep the answer in, or None for a fresh scan."""
    state = _path_state()
    if index is not None and (known := _read(index, state)) is not None:
        return known
    found = _scan()
    if index is not None:
        _write(index, state, found)
    return found


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
            name, version = distribution.metadata["Name"] or "", distribution.metadata["Version"] or ""
            points = [point for point in distribution.entry_points if point.group == GROUP]
        except Exception:  # noqa: BLE001, S112  # damaged metadata, mostly of a package that is none of ours
            continue
        if name in seen:  # an earlier folder of sys.path shadows it, as it does for import
            continue
        seen.add(name)
        for point in points:
            found[point.name, name] = FoundPlugin(point.name, point.value, name, version)
    return [found[key] for key in sorted(found)]


def _read(index: str, state: str) -> list[FoundPlugin] | None:
    """The plugins of the index, where it is of this state; None where it is stale, absent or damaged."""
    try:
        with open(index, encoding="utf-8") as stream:
            first, *lines, last = stream.read().splitlines()
        whole = (first, last) == (state, _END)
        return [FoundPlugin(*line.split("\t")) for line in lines] if whole else None
    except (OSError, ValueError, TypeError):
        return None


def _write(index: str, state: str, found: list[FoundPlugin]) -> None:
    """Best effort: in a read-only home the scan is simply done each time."""
    beside = f"{index}.{os.getpid()}"
    lines = ["\t".join(plugin) for plugin in found]
    with contextlib.suppress(OSError):
        make_private(os.path.dirname(index))
        with open(beside, "w", encoding="utf-8") as stream:
            stream.write("\n".join([state, *lines, _END, ""]))
        os.replace(beside, index)
