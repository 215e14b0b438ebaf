"""What is in the clipboard: a picture, a text, or the names of files.

Windows and macOS are asked through Pillow for pictures; on Linux, and for texts anywhere, a small program is asked.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from eventkit.api import InputError
from eventkit_cards.looking.limits import MAX_BYTES
from eventkit_cards.scanning.sources import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = "the clipboard"
_SECONDS = 10
_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/bmp", "image/tiff", "image/gif")
_TEXTS = ("text/plain;charset=utf-8", "UTF8_STRING", "text/plain", "STRING", "TEXT")
_LIST = {"wl-paste": ("--list-types",), "xclip": ("-selection", "clipboard", "-t", "TARGETS", "-o")}
_GET = {"wl-paste": ("--no-newline", "--type"), "xclip": ("-selection", "clipboard", "-o", "-t")}


def in_clipboard() -> list[Source]:
    """What is to be scanned of it; raises ``InputError`` where it is empty, or cannot be read here."""
    found = _from_the_system() if sys.platform in {"win32", "darwin"} else _from_a_program()
    if not found:
        message = f"{_NAME}: has no picture and no text in it"
        raise InputError(message)
    return found


def _from_a_program() -> list[Source]:
    """On Linux, and other systems with Wayland or X11."""
    tool = next((name for name in _LIST if shutil.which(name)), None)
    if tool is None:
        message = (
            f"{_NAME}: cannot be read here without wl-paste (wl-clipboard) or xclip; save the picture, and scan that"
        )
        raise InputError(message)
    kinds = _run([tool, *_LIST[tool]]).decode("utf-8", "replace").split("\n")
    kinds = [kind.strip() for kind in kinds]
    if "text/uri-list" in kinds:
        files = [_file(line) for line in _run([tool, *_GET[tool], "text/uri-list"]).decode("utf-8", "replace").split()]
        named = [Source(name=str(file), file=file) for file in files if file is not None]
        if named:
            return named
    for kind in _PICTURES:
        if kind in kinds:
            return [Source(name=_NAME, data=_run([tool, *_GET[tool], kind]))]
    text = next((_run([tool, *_GET[tool], kind]) for kind in _TEXTS if kind in kinds), b"")
    return _as_text(text)


def _from_the_system() -> list[Source]:
    """On Windows and macOS."""
    from PIL import ImageGrab  # only who asks for the clipboard needs it

    try:
        grabbed = ImageGrab.grabclipboard()
    except (OSError, NotImplementedError, ValueError) as error:
        message = f"{_NAME}: cannot be read: {error}"
        raise InputError(message) from error
    if isinstance(grabbed, list):
        return [Source(name=name, file=Path(name)) for name in grabbed if isinstance(name, str)]
    if grabbed is not None:
        buffer = io.BytesIO()
        grabbed.save(buffer, "PNG")
        return [Source(name=_NAME, data=buffer.getvalue())]
    paste = ["pbpaste"] if sys.platform == "darwin" else ["powershell.exe", "-NoProfile", "-Command", "Get-Clipboard"]
    return _as_text(_run(paste))


def _as_text(data: bytes) -> list[Source]:
    text = data.decode("utf-8", "replace")
    return [Source(name=_NAME, text=text)] if text.strip() else []


def _file(line: str) -> Path | None:
    """The path of a ``file:`` address, None for another."""
    parts = urlsplit(line)
    return Path(unquote(parts.path)) if parts.scheme == "file" and parts.path else None


def _run(command: Sequence[str]) -> bytes:
    try:
        ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # names of our own
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"{_NAME}: cannot be read: {error}"
        raise InputError(message) from error
    return ran.stdout[: MAX_BYTES + 1] if ran.returncode == 0 else b""
