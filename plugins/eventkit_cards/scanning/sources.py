"""Where codes are looked for: pictures, folders of them, PDFs, standard input, the clipboard, and texts."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import InputError
from eventkit_cards.looking.limits import MAX_BYTES
from eventkit_cards.pictures import allowed, content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit_cards.looking.process import Decoder, Picture

PICTURES = frozenset(
    {".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".pdf"}
)
_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"%PDF")
_FTYP = slice(4, 8)
_LONGEST_TEXT = 1_000_000
_IMPORTED = (b"BEGIN:VCARD", b"BEGIN:VCALENDAR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A picture in a file or in memory, or a text; ``name`` is what it is called in messages."""

    name: str
    file: Path | None = None
    data: bytes = b""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A text that a source holds, with what is known of its picture."""

    name: str
    text: str
    picture: Picture | None = None
    modified: datetime | None = None


def in_files(paths: Iterable[str]) -> Iterator[Source | InputError]:
    """A source for each path, ``-`` for standard input; of a folder its pictures, by name. Faults come among them."""
    for path in paths:
        try:
            if path == "-":
                yield of_bytes("standard input", sys.stdin.buffer.read(MAX_BYTES + 1))
            elif os.path.isdir(path):  # noqa: PTH112  # most are no folders
                yield from _in_folder(Path(path))
            else:
                yield Source(name=path, file=Path(path))
        except InputError as error:
            yield error


def of_bytes(name: str, data: bytes) -> Source:
    """A picture or a PDF by what it begins as, else a text; raises ``InputError`` where it is neither."""
    try:
        allowed(data)
    except InputError as error:
        message = f"{name}: {error}"
        raise InputError(message) from error
    if data.startswith(_STARTS) or data[_FTYP] == b"ftyp":
        return Source(name=name, data=data)
    try:
        if len(data) <= _LONGEST_TEXT and data.strip():
            return Source(name=name, text=data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    message = f"{name}: is neither a picture of a kind that can be read nor a text"
    raise InputError(message)


def look_into(source: Source, decoder: Decoder) -> list[Found]:
    """The texts in a source; raises ``InputError`` with its name where it cannot be read."""
    if source.text:
        return [Found(name=source.name, text=source.text.strip("\ufeff"))]
    try:
        modified = None
        data = source.data
        if source.file is not None:
            data = content_of(source.file)
            modified = datetime.fromtimestamp(source.file.stat().st_mtime, UTC)
            if data[: len(_IMPORTED[1])].upper().startswith(_IMPORTED):
                message = "is no picture: `eventkit import` reads cards and agendas"
                raise InputError(message)  # noqa: TRY301  # it is told as those from below are
        picture = decoder.read(data)
    except (InputError, OSError) as error:
        message = f"{source.name}: {error}"
        raise InputError(message) from error
    return [
        Found(
            name=f"{source.name}, page {code.page}" if code.page else source.name,
            text=code.text,
            picture=picture,
            modified=modified,
        )
        for code in picture.codes
    ]


def _in_folder(folder: Path) -> list[Source]:
    try:
        files = sorted(folder.iterdir(), key=lambda file: (file.name.casefold(), file.name))
    except OSError as error:
        message = f"{folder}: cannot be read: {error.strerror or error}"
        raise InputError(message) from error
    pictures = [
        Source(name=str(file), file=file)
        for file in files
        if file.suffix.casefold() in PICTURES and not file.name.startswith(".") and not file.is_dir()
    ]
    if not pictures:
        message = f"{folder}: is a folder without a picture in it"
        raise InputError(message)
    return pictures
