"""Writing people into a folder, a file for each (vdir), beside what other programs keep there."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.errors import PluginError, StoreError, UsageError
from eventkit.exchange import ReadContext
from eventkit.services.exporting import find_exporter, people_of_query, people_to_export, write_file
from eventkit.services.reading_sources import read_by, recognise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eventkit.app import App
    from eventkit.domain.people import Person

OURS = ".eventkit-export.json"
"""The file in such a folder that says which files eventkit wrote there, each with a digest of what it wrote."""

_LONGEST_NAME = 200


@dataclass(slots=True, kw_only=True)
class FolderExport:
    """What an export into a folder did, or would do, by the names of files.

    ``stale`` are files that eventkit wrote for people who are no longer among those to export; ``left`` those that it
    did not touch, each with the reason.
    """

    people: int = 0
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def export_people_folder(
    app: App, folder: Path, *, query: str, format_name: str = "vdir", prune: bool = False, dry_run: bool = False
) -> FolderExport:
    """Write the contacts of a query into a folder, which is made where it is missing.

    A file whose content is the same is not touched, and nor is one that another program changed since: to import it
    comes first. With ``prune`` the files of people who are no longer among them go, where eventkit wrote them.
    """
    people = people_of_query(app, query)
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: is a file, and {format_name} writes a file for each person into a folder"
        raise UsageError(message)
    files = _files(app, people, format_name)
    ours = _ours(folder)
    result = FolderExport(people=len(people))
    try:
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            reason = _in_the_way(app, folder / name, data, ours.get(name, ""))
            if reason is not None:
                result.left += [(name, reason)] if reason else []
                result.unchanged += [] if reason else [name]
                continue
            if not dry_run:
                write_file(folder / name, data)
            ours[name] = _digest(data)
            result.written.append(name)
        _leave_or_remove(folder, ours, files, result, prune=prune, dry_run=dry_run)
    except OSError as error:
        message = f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        raise StoreError(message) from error
    finally:
        if not dry_run and folder.is_dir() and ours != _ours(folder):
            write_file(folder / OURS, json.dumps({"files": ours}, indent=1, sort_keys=True).encode())
    return result


def _files(app: App, people: list[Person], format_name: str) -> dict[str, bytes]:
    """The contents of the files, by name."""
    plugin_id, exporter = find_exporter(app, format_name, "write_people_files")
    write = exporter.write_people_files
    assert write is not None  # `find_exporter` chose it for that
    records, context = people_to_export(app, people)
    try:
        files = {str(name): bytes(memoryview(data)) for name, data in write(records, context).items()}
    except Exception as error:  # noqa: BLE001  # a plugin's writer may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, f"cannot write {exporter.name}", error)
    for name in files:
        if name.startswith(".") or len(name) > _LONGEST_NAME or any(mark in name for mark in '/\\:\0\n"'):
            message = f"plugin {plugin_id!r}: {name!r} is no plain name for a file"
            raise PluginError(message)
    return files


def _in_the_way(app: App, file: Path, data: bytes, digest: str) -> str | None:
    """Why a file is not written: an empty text where it says the same already; None where nothing speaks against it."""
    if file.is_symlink():
        return "is a link to somewhere else"
    if not file.exists():
        return None
    if not file.is_file():
        return "is no ordinary file"
    there = file.read_bytes()
    if there == data:
        return ""
    if _digest(there) == digest or _is_known(app, there, file):
        return None
    return "was changed by another program; `eventkit import` of the folder takes that in first"


def _is_known(app: App, data: bytes, file: Path) -> bool:
    """Whether all that a file says was imported."""
    found = recognise(app, data, str(file))
    if found is None or found[1].kind != "people":
        return False
    reading = read_by(app, *found, data, ReadContext(file=str(file), known=app.store.outgoing.digests()))
    return bool(reading.unchanged) and not reading.people and not any(problem.lost for problem in reading.problems)


def _leave_or_remove(
    folder: Path,
    ours: dict[str, str],
    files: Mapping[str, bytes],
    result: FolderExport,
    *,
    prune: bool,
    dry_run: bool,
) -> None:
    """See to the files that eventkit once wrote here for somebody who is not among the people any more."""
    for name in [name for name in ours if name not in files]:
        file = folder / name
        if file.is_symlink() or not file.is_file():
            del ours[name]
        elif _digest(file.read_bytes()) != ours[name]:
            result.left.append((name, "is of nobody to export, and was changed by another program"))
        elif prune:
            if not dry_run:
                file.unlink()
            del ours[name]
            result.removed.append(name)
        else:
            result.stale.append(name)


def _ours(folder: Path) -> dict[str, str]:
    """The files that eventkit wrote into the folder, with their digests; none where nobody can tell any more."""
    there: object = None
    with contextlib.suppress(OSError, ValueError):
        if not (folder / OURS).is_symlink():
            there = json.loads((folder / OURS).read_bytes())
    files = there.get("files") if isinstance(there, dict) else None
    if not isinstance(files, dict):
        return {}
    return {name: digest for name, digest in files.items() if isinstance(digest, str) and "/" not in name}


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
