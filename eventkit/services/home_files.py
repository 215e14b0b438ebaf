"""The files of a home that a backup takes along: the settings and the user's own templates, and never a secret."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.errors import StoreError
from eventkit.folders import make_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eventkit.app import App

LARGEST = 1024 * 1024
SETTINGS, TEMPLATES = "config.toml", "templates"
_SECRET = re.compile(r"(password|passwd|secret|token|api_?key|credentials?)$|^database_url$", re.IGNORECASE)


class HomeFile(NamedTuple):
    """A file of the home by its name within it, and what is in it."""

    name: str
    data: bytes


class HomeFiles(NamedTuple):
    """The files that go along, and a sentence for each that does not."""

    files: list[HomeFile]
    left_out: list[str]


def files_of_home(app: App) -> HomeFiles:
    """The settings and templates of a home, where they are small enough and hold no secret."""
    files: list[HomeFile] = []
    left_out: list[str] = []
    for name, path in _candidates(app):
        data = _read(path)
        if data is None or len(data) > LARGEST:
            left_out.append(f"{name} is left out: {'it cannot be read' if data is None else 'it is too large'}")
        elif name == SETTINGS and (key := _secret_in(data)):
            left_out.append(f"{name} is left out: its {key} is for this home alone")
        else:
            files.append(HomeFile(name, data))
    return HomeFiles(files, left_out)


def is_of_home(name: str) -> bool:
    """Whether a backup may hold a file of that name: nothing that leads out of the home, or anywhere else in it."""
    path = PurePosixPath(name)
    whole = str(path) == name and not path.is_absolute() and "\\" not in name and ":" not in name and "\0" not in name
    return name == SETTINGS or (whole and path.parts[0] == TEMPLATES and len(path.parts) > 1 and ".." not in path.parts)


def put_back(app: App, files: list[HomeFile], *, dry_run: bool = False) -> tuple[list[str], list[str]]:
    """Write the files that the home has not; returns their names, and of those that it has otherwise, and keeps."""
    written, kept = [], []
    for file in files:
        path = app.paths.config / file.name
        if path.exists() or path.is_symlink():
            if _read(path) != file.data:
                kept.append(file.name)
            continue
        written.append(file.name)
        if not dry_run:
            _write(path, file.data)
    return written, kept


def _candidates(app: App) -> Iterator[tuple[str, Path]]:
    settings, templates = app.paths.config / SETTINGS, app.paths.templates
    if settings.is_file():
        yield SETTINGS, settings
    for path in sorted(templates.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and is_of_home(name := f"{TEMPLATES}/{path.relative_to(templates).as_posix()}")
        ):
            yield name, path


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError:
        return None


def _write(path: Path, data: bytes) -> None:
    try:
        make_private(path.parent)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            stream.write(data)
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}; all else is restored"
        raise StoreError(message) from error


def _secret_in(data: bytes) -> str:
    """The first key of the settings that is nobody else's business, or that leads another home to this one's data."""
    import tomllib

    try:
        return next(_secrets(tomllib.loads(data.decode("utf-8-sig"))), "")
    except (ValueError, RecursionError):
        return "text, which is no TOML,"


def _secrets(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _secrets(value, f"{prefix}{key}.")
        elif _SECRET.search(key):
            yield f"{prefix}{key}"
