"""What a backup is: a zip archive of one part of JSON lines for each table, files of the home, and a manifest.

The manifest names every part with its rows, its bytes and its digest (SHA-256), the schema that the rows are of, and
the number that each table gave last. Whatever is not as the manifest says makes the whole archive unusable: half a
backup is none.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zlib
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NoReturn, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from eventkit.errors import InputError
from eventkit.services.home_files import HomeFile, is_of_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from zipfile import ZipInfo

FORMAT, VERSION = "eventkit-backup", 1
MANIFEST = "manifest.json"
TABLES_FOLDER, HOME_FOLDER = "tables/", "home/"
_LARGEST_MANIFEST = 4 * 1024 * 1024
_LONGEST_LINE = 256 * 1024 * 1024
_SMALL = 16 * 1024 * 1024
_MOST_TIMES = 200
"""How many times its own size a large part may unpack to: rows of people do to ten times, and a bomb to a thousand."""

_DAMAGED = (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the archive, as the manifest has it; ``rows`` are those of a table."""

    name: str
    bytes: int
    sha256: str
    rows: int = 0

    @property
    def table(self) -> str:
        """The table that it is of; empty for a file of the home."""
        return self.name[len(TABLES_FOLDER) : -len(".jsonl")] if self.name.startswith(TABLES_FOLDER) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself."""

    schema: str
    eventkit: str
    made: str
    database: str
    parts: list[Part]
    given: dict[str, int]
    """The highest number that each table ever gave to a row."""

    format: str = FORMAT
    version: int = field(default=VERSION)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table there are."""
        return {part.table: part.rows for part in self.parts if part.table}

    def to_json(self) -> bytes:
        """The manifest as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


class BackupFile:
    """A backup that is read, every part of it checked against the manifest."""

    def __init__(self, file: Path) -> None:
        """Open it and read its manifest; raises ``InputError`` where it is no backup, or was tampered with."""
        self._file = file
        try:
            self._zip = ZipFile(file)
        except FileNotFoundError:
            self.refuse("there is no such file")
        except (BadZipFile, NotImplementedError, ValueError):
            self.refuse("it is no backup of eventkit, or it is damaged or cut off")
        except OSError as error:
            self.refuse(f"it cannot be read: {error.strerror or error}")
        try:
            self.manifest = self._manifest()
            self._check_members()
        except BaseException:  # whatever it is, the file is let go of
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def refuse(self, reason: str) -> NoReturn:
        """Raise ``InputError``: why the archive cannot be used."""
        message = f"{self._file}: {reason}"
        raise InputError(message)

    def rows(self, part: Part) -> Iterator[object]:
        """The rows of a table; raises ``InputError`` at the end of a part that is not as the manifest says."""
        digest, size, count = sha256(), 0, 0
        for line in self._lines(part):
            digest.update(line)
            size += len(line)
            count += 1
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                self.refuse(f"{part.name}, line {count}, is no JSON")
        if (size, digest.hexdigest(), count) != (part.bytes, part.sha256, part.rows):
            self._refuse_damaged(part)

    def home_files(self) -> list[HomeFile]:
        """The files of the home; raises ``InputError`` where one is not as the manifest says."""
        return [
            HomeFile(part.name.removeprefix(HOME_FOLDER), self._whole(part))
            for part in self.manifest.parts
            if not part.table
        ]

    def _lines(self, part: Part) -> Iterator[bytes]:
        try:
            with self._zip.open(part.name) as stream:
                while line := stream.readline(_LONGEST_LINE):
                    yield line
        except _DAMAGED:
            self._refuse_damaged(part)

    def _whole(self, part: Part) -> bytes:
        try:
            with self._zip.open(part.name) as stream:
                data = stream.read(part.bytes + 1)
        except _DAMAGED:
            self._refuse_damaged(part)
        if (len(data), sha256(data).hexdigest()) != (part.bytes, part.sha256):
            self._refuse_damaged(part)
        return data

    def _refuse_damaged(self, part: Part) -> NoReturn:
        self.refuse(f"the backup is damaged: {part.name} is not as it was written; take another copy")

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as stream:
                data = stream.read(_LARGEST_MANIFEST + 1)
        except KeyError:
            self.refuse("it is no backup of eventkit, which has a manifest")
        except _DAMAGED:
            self.refuse("the backup is damaged: its manifest cannot be read; take another copy")
        try:
            told = json.loads(data)
            if told["format"] != FORMAT:
                self.refuse("it is no backup of eventkit")
            if told["version"] != VERSION:
                self.refuse(f"it is a backup of kind {told['version']!r}, of a newer eventkit; update eventkit")
            return _parsed(told)
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
            self.refuse("it is no backup of eventkit: its manifest makes no sense")

    def _check_members(self) -> None:
        """Refuse what the manifest does not name, what leads out of the home, and what unpacks beyond measure."""
        members = {info.filename: info for info in self._zip.infolist()}
        parts = {part.name: part for part in self.manifest.parts}
        if (
            {*members} != {*parts, MANIFEST}
            or len(members) != len(self._zip.infolist())
            or len(parts) != len(self.manifest.parts)
        ):
            self.refuse("the backup is damaged: it does not hold what its manifest says; take another copy")
        for name, part in parts.items():
            info = members[name]
            if not (part.table or (name.startswith(HOME_FOLDER) and is_of_home(name.removeprefix(HOME_FOLDER)))):
                self.refuse(f"it holds {name!r}, which no backup does")
            if info.compress_type not in {ZIP_DEFLATED, ZIP_STORED} or info.file_size != part.bytes:
                self._refuse_damaged(part)
            if _is_bomb(info):
                self.refuse(f"{name} unpacks to more than {_MOST_TIMES} times its size, so it is not opened")
        needed, free = 3 * sum(part.bytes for part in parts.values()), shutil.disk_usage(tempfile.gettempdir()).free
        if needed > free:
            self.refuse(f"to check it takes {needed >> 20} MiB, and {tempfile.gettempdir()} has {free >> 20}")


def is_backup(file: Path) -> bool:
    """Whether a file is a backup of eventkit's, in whatever state."""
    try:
        with ZipFile(file) as archive, archive.open(MANIFEST) as stream:
            return FORMAT.encode() in stream.read(_LARGEST_MANIFEST)
    except (*_DAMAGED, KeyError, ValueError):
        return False


def _is_bomb(info: ZipInfo) -> bool:
    return info.file_size > _SMALL and info.file_size > _MOST_TIMES * max(info.compress_size, 1)


def _parsed(told: dict[str, Any]) -> Manifest:
    """The manifest, every value of the type that it has to be; raises ``TypeError``, ``KeyError`` or ``ValueError``."""
    parts = [
        Part(
            name=_text(part["name"]),
            bytes=_number(part["bytes"]),
            sha256=_text(part["sha256"]),
            rows=_number(part["rows"]),
        )
        for part in told["parts"]
    ]
    return Manifest(
        schema=_text(told["schema"]),
        eventkit=_text(told["eventkit"]),
        made=_text(told["made"]),
        database=_text(told["database"]),
        parts=parts,
        given={_text(name): _number(value) for name, value in told["given"].items()},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 62:
        raise TypeError(value)
    return value
