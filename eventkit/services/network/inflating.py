"""Unpacking the body of an HTTP answer (RFC 9110, section 8.4.1), with a limit on what it grows to."""

from __future__ import annotations

import zlib

_GZIP, _DEFLATE, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
_GZIP_MARK = b"\x1f\x8b"


def inflate(data: bytes, encodings: str, most: int) -> bytes | None:
    """The body without its content encodings; None where it grows beyond ``most`` bytes.

    Raises ``ValueError`` where it is damaged, cut off, or packed in another way than was asked for.
    """
    for encoding in reversed([word.strip().lower() for word in encodings.split(",")]):
        if encoding in {"gzip", "x-gzip"}:
            if not data.startswith(_GZIP_MARK):
                continue  # servers exist that say so of what they did not pack
            unpacked = _unpacked(data, _GZIP, most)
        elif encoding == "deflate":
            unpacked = _unpacked(data, _DEFLATE if data[:1] == b"\x78" else _RAW, most)
        elif encoding in {"", "identity"}:
            continue
        else:
            message = f"the server packs its answer as {encoding[:20]!r}, which it was not asked to"
            raise ValueError(message)
        if unpacked is None:
            return None
        data = unpacked
    return data


def _unpacked(data: bytes, wbits: int, most: int) -> bytes | None:
    """What the data unpacks to; gzip may be several members, one after the other (RFC 1952, section 2.2)."""
    pieces: list[bytes] = []
    room = most
    while data:
        unpacker = zlib.decompressobj(wbits=wbits)
        try:
            piece = unpacker.decompress(data, room + 1)
        except zlib.error as error:
            message = f"the download is damaged: {error}"
            raise ValueError(message) from error
        if len(piece) > room:
            return None
        if not unpacker.eof:
            message = "the download was cut off; try again later"
            raise ValueError(message)
        pieces.append(piece)
        room -= len(piece)
        data = unpacker.unused_data if wbits == _GZIP and unpacker.unused_data.startswith(_GZIP_MARK) else b""
    return b"".join(pieces)
