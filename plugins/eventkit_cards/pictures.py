"""Pictures to the texts of the QR codes in them; they are decoded in a process of its own, see ``looking``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from eventkit.api import InputError
from eventkit_cards.looking.limits import MAX_BYTES
from eventkit_cards.looking.process import Decoder

if TYPE_CHECKING:
    from pathlib import Path


def codes_in(data: bytes) -> list[str]:
    """The text of each QR code in a picture's bytes; raises ``InputError`` with what is wrong, and no name of it."""
    with Decoder() as decoder:
        return [code.text for code in decoder.read(data).codes]


def content_of(file: Path) -> bytes:
    """What is in a file; what is no file, or has nothing in it, is refused without its name."""
    try:
        if file.is_dir():
            _refuse("is a folder, not a picture")
        if file.exists() and not file.is_file():
            _refuse("is not an ordinary file")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        _refuse("there is no such file")
    except (OSError, ValueError) as error:
        _refuse(f"cannot be read: {getattr(error, 'strerror', None) or error}")
    return allowed(data)


def allowed(data: bytes) -> bytes:
    """The bytes, neither none nor too many; raises ``InputError``."""
    if not data:
        _refuse("is empty")
    if len(data) > MAX_BYTES:
        _refuse(f"is larger than the {MAX_BYTES // 1_000_000} MB that a picture may have")
    return data


def _refuse(reason: str) -> NoReturn:
    raise InputError(reason)
