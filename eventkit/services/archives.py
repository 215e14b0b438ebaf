"""Opening gzip and zip files that hold one agenda or one file of cards, with a limit on what they grow to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.errors import InputError

if TYPE_CHECKING:
    from zipfile import ZipFile

LARGEST = 128 * 1024 * 1024
"""Bytes that an archive may unpack to: ten times the largest schedule there is, and far from what memory holds."""

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_SUFFIXES = (".ics", ".ical", ".vcs", ".xcal", ".xml", ".json", ".vcf")


def unpack(data: bytes, location: str) -> bytes:
    """The data itself, or what an archive holds; raises ``InputError`` where that cannot be had, or is too much."""
    if data.startswith(_GZIP):
        return _gunzip(data, location)
    if data.startswith(_ZIP):
        return _unzip(data, location)
    return data


def _gunzip(data: bytes, location: str) -> bytes:
    import zlib  # most files are no archive

    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        found = unpacker.decompress(data, LARGEST)
    except zlib.error as error:
        message = f"{location}: the gzip archive is damaged: {error}"
        raise InputError(message) from error
    if unpacker.unconsumed_tail:
        raise InputError(_too_large(location))
    if not unpacker.eof:
        message = f"{location}: the gzip archive is cut off; fetch it again"
        raise InputError(message)
    return found


def _unzip(data: bytes, location: str) -> bytes:
    import io  # all of these only where there is one
    import zlib
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            name = _only_member(archive, location)
            with archive.open(name) as member:
                found = member.read(LARGEST + 1)
    except (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
        message = f"{location}: the zip archive cannot be opened: {error}"
        raise InputError(message) from error
    if len(found) > LARGEST:
        raise InputError(_too_large(location))
    return found


def _only_member(archive: ZipFile, location: str) -> str:
    """The one member that may be an agenda or cards; the leavings of a Mac beside it do not count."""
    names = [name for name in archive.namelist() if name.lower().endswith(_SUFFIXES) and "__MACOSX" not in name]
    if len(names) == 1:
        return names[0]
    several = (
        f"{len(names)} files that could be meant ({', '.join(names[:3])} …)" if names else "no agenda and no cards"
    )
    message = f"{location}: the zip archive holds {several}; unpack it, and name the file"
    raise InputError(message)


def _too_large(location: str) -> str:
    return f"{location}: unpacks to more than {LARGEST // 1024 // 1024} MiB, so it is not opened"
