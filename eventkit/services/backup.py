"""Backing up a store with its home's settings, and putting a backup in its place."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from eventkit import __version__
from eventkit.errors import InputError, StoreError, UsageError
from eventkit.folders import make_private
from eventkit.services.backup_format import HOME_FOLDER, MANIFEST, TABLES_FOLDER, BackupFile, Manifest, Part, is_backup
from eventkit.services.home_files import files_of_home, put_back
from eventkit.store import SCHEMA_VERSION
from eventkit.store.references import TABLES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO

    from eventkit.app import App
    from eventkit.services.home_files import HomeFiles
    from eventkit.store.archive import Contents

    Watch = Callable[[Sequence[str]], Iterable[str]]

_LINES_AT_A_TIME = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was made, or would be: how many rows of each table, which files, and why others not."""

    file: Path
    counts: dict[str, int]
    files: list[str]
    left_out: list[str]
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup that was restored, or would be: what it held, what was lost, and where that is backed up."""

    made: str
    counts: dict[str, int]
    lost: dict[str, int]
    kept_in: Path | None = None
    files: list[str] = field(default_factory=list)
    files_kept: list[str] = field(default_factory=list)


def back_up(app: App, file: Path | None = None, *, dry_run: bool = False, watch: Watch = iter) -> BackedUp:
    """Write all that the store holds to a file, while others go on writing; ``watch`` goes through the tables.

    Without a file, or with a folder, the file is named by the day. One that is there and is no backup is refused.
    """
    target = _target(app, file)
    home = files_of_home(app)
    with app.store.archive.contents() as contents:
        if dry_run:
            size, counts = 0, dict(contents.counts())
        else:
            size, counts = _write(app, target, contents, home, watch)
    return BackedUp(
        file=target, counts=counts, files=[one.name for one in home.files], left_out=home.left_out, bytes=size
    )


def restore(app: App, file: Path, *, replace: bool = False, dry_run: bool = False, watch: Watch = iter) -> Restored:
    """Put what a backup holds into the store: an empty one, or with ``replace`` into the place of what is there.

    All of the backup is checked before anything is touched, and what is replaced is backed up first, into the folder
    of the home's data. Raises ``InputError`` for a backup that cannot be used, ``StoreError`` for a store that is not
    empty.
    """
    with BackupFile(file) as backup, tempfile.TemporaryDirectory(prefix="eventkit-") as folder:
        manifest, home = backup.manifest, backup.home_files()
        with _draft(backup, Path(folder), watch) as contents:
            if dry_run:
                lost, kept_in = _there(app), None
                if lost and not replace:
                    raise StoreError(_not_empty(lost))
            else:
                lost, kept_in = _replace(app, contents, replace=replace)
    written, kept = put_back(app, home, dry_run=dry_run)
    return Restored(
        made=manifest.made, counts=manifest.counts, lost=lost, kept_in=kept_in, files=written, files_kept=kept
    )


# --- writing ------------------------------------------------------------------------------------------


def _target(app: App, file: Path | None) -> Path:
    if file is None or file.is_dir():
        return _free((file or Path()) / f"eventkit-{app.now():%Y-%m-%d}.zip")
    if file.exists() and not is_backup(file):
        message = f"{file}: there is a file of that name that is no backup of eventkit; give another name"
        raise UsageError(message)
    return file


def _free(path: Path) -> Path:
    """The path, or one beside it with a number, where nothing is yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _write(app: App, target: Path, contents: Contents, home: HomeFiles, watch: Watch) -> tuple[int, dict[str, int]]:
    """Write beside the file and rename over it, as the user's alone; returns its size, and the rows of each table."""
    try:
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                counts = _fill(app, stream, contents, home, watch)
                stream.flush()
                os.fsync(stream.fileno())
            size = Path(beside).stat().st_size
            Path(beside).replace(target)
        except BaseException:  # whatever stops the writing, the half-written file goes
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        message = f"{target}: cannot be written: {error.strerror or error}"
        raise StoreError(message) from error
    return size, counts


def _fill(app: App, stream: IO[bytes], contents: Contents, home: HomeFiles, watch: Watch) -> dict[str, int]:
    now = app.now()
    date = now.timetuple()[:6] if now.year >= 1980 else (1980, 1, 1, 0, 0, 0)  # noqa: PLR2004  # zip knows no earlier
    parts: list[Part] = []
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:

        def put(name: str, pieces: Iterable[bytes], rows: Callable[[], int] = int) -> None:
            info = ZipInfo(name, date)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            digest, size = sha256(), 0
            with archive.open(info, "w", force_zip64=True) as part:
                for piece in pieces:
                    digest.update(piece)
                    size += len(piece)
                    part.write(piece)
            parts.append(Part(name=name, bytes=size, sha256=digest.hexdigest(), rows=rows()))

        for table in watch(TABLES):
            lines = _Lines(contents.rows(table))
            put(f"{TABLES_FOLDER}{table}.jsonl", lines, lambda lines=lines: lines.count)  # type: ignore[misc]  # bound now
        for file in home.files:
            put(f"{HOME_FOLDER}{file.name}", [file.data])
        manifest = Manifest(
            schema=contents.schema,
            eventkit=__version__,
            made=now.isoformat(),
            database=contents.kind,
            parts=list(parts),
            given={table: contents.last_given(table) for table in TABLES},
        )
        put(MANIFEST, [manifest.to_json()])
    return manifest.counts


class _Lines:
    """Rows as JSON lines, some hundred at a time, and how many they were."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        lines: list[str] = []
        for row in self._rows:
            lines.append(json.dumps(row, ensure_ascii=False))
            self.count += 1
            if len(lines) == _LINES_AT_A_TIME:
                yield ("\n".join(lines) + "\n").encode()
                lines.clear()
        if lines:
            yield ("\n".join(lines) + "\n").encode()


# --- restoring ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def _draft(backup: BackupFile, folder: Path, watch: Watch) -> Iterator[Contents]:
    """What a backup holds, wholly checked, and by the schema of today."""
    from eventkit.store.archive import Draft

    manifest = backup.manifest
    if not (len(manifest.schema) == len(SCHEMA_VERSION) and manifest.schema.isdecimal() and int(manifest.schema)):
        backup.refuse(f"it is of schema {manifest.schema!r}, which no eventkit has")
    if manifest.schema > SCHEMA_VERSION:
        backup.refuse(f"it is of schema {manifest.schema}, and this eventkit knows {SCHEMA_VERSION}: update eventkit")
    with contextlib.closing(Draft(folder, manifest.schema)) as draft:
        parts = {part.table: part for part in manifest.parts if part.table}
        if set(draft.tables()) != set(parts) or set(parts) != set(manifest.given):
            backup.refuse("the backup is damaged: it has not the tables of its schema; take another copy")
        try:
            for table in watch(draft.tables()):
                draft.fill(table, backup.rows(parts[table]))
            draft.give_on(manifest.given)
            with draft.contents() as contents:
                yield contents
        except InputError as error:
            if str(error).startswith("table "):
                backup.refuse(f"the backup makes no sense: {error}")
            raise


def _replace(app: App, contents: Contents, *, replace: bool) -> tuple[dict[str, int], Path | None]:
    """Put the contents in the place of what is there; returns how many rows that was, and where it is backed up."""
    lost: dict[str, int] = {}
    kept_in: list[Path] = []

    def check(there: Counter[str]) -> None:
        if there and not replace:
            raise StoreError(_not_empty(there))
        if there:
            lost.update(there)
            make_private(app.paths.data)
            kept_in.append(back_up(app, _free(app.paths.data / f"before-restore-{app.now():%Y-%m-%d}.zip")).file)

    app.store.archive.replace(contents, check)
    return lost, kept_in[0] if kept_in else None


def _there(app: App) -> dict[str, int]:
    with app.store.archive.contents() as contents:
        return {table: count for table, count in contents.counts().items() if count and table != "setting"}


def _not_empty(there: dict[str, int] | Counter[str]) -> str:
    from eventkit.services.backup_words import in_words

    return (
        f"the store is not empty: it holds {in_words(there)}; "
        "with --replace the backup takes its place, once that is backed up"
    )
