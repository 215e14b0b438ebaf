"""QR codes, drawn and read by whichever plugin can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.errors import InputError, PluginError
from eventkit.records import Code

if TYPE_CHECKING:
    from eventkit.app import App

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
_HEIC = slice(4, 8)


def is_picture(data: bytes) -> bool:
    """Whether bytes begin as a picture does: PNG, JPEG, GIF, WebP, BMP, TIFF or HEIC."""
    return data.startswith(_PICTURES) or data[_HEIC] == b"ftyp"


def draw_code(app: App, text: str) -> bytes:
    """A picture (PNG) of a text's QR code; raises ``InputError`` where the text is too long for one."""
    plugin_id, code = _code(app)
    try:
        return bytes(memoryview(code.draw(text)))
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001  # a plugin's function may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, "cannot draw a code", error)


def read_codes(app: App, data: bytes, location: str) -> list[str]:
    """The texts of the QR codes in a picture; raises ``InputError`` where it cannot be read as one."""
    plugin_id, code = _code(app)
    try:
        return [str(text) for text in code.read(data)]
    except InputError as error:
        message = f"{location}: {error}"
        raise InputError(message) from error
    except Exception as error:  # noqa: BLE001  # a plugin's function may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, f"cannot read {location}", error)


def _code(app: App) -> tuple[str, Code]:
    """The first plugin's, in order of ids; raises ``PluginError`` where there is none."""
    found = app.plugins.contributions("eventkit_register_codes", Code)
    if not found:
        message = (
            "QR codes are drawn and read by a plugin, and none that does is loaded: "
            "the one that comes with eventkit is 'cards'; `eventkit plugins list` shows what became of it"
        )
        raise PluginError(message)
    return found[0]
