"""Content lines (RFC 5545 section 3.1, RFC 6350 section 3.2): one unfolded line as name, parameters and value.

iCalendar and vCard are the same kind of text, and real files break strict readers in the same ways. Nothing here
raises for what is in a line.
"""

from __future__ import annotations

import quopri
import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK_CHARSET = "windows-1252"
"""What text is that is neither UTF-8 nor says what it is: every legacy exporter in the field wrote this."""

_HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+(?=:)')
_NAME = re.compile(r"(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z0-9][\w ./-]*)")
_PARAM = re.compile(r';([^=;"]+)(?:=((?:[^";]++|"[^"]*+")*+))?')
_PARAM_VALUE = re.compile(r'"([^"]*)"|([^,]+)')
_CARET = re.compile(r"\^([n'^])")
_CARET_MEANS = {"n": "\n", "'": '"', "^": "^"}
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"}
_NO_PARAMS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class ContentLine(NamedTuple):
    """One unfolded line. ``name`` and the names of ``params`` are in capitals; a bare 2.1 type is a TYPE.

    ``value`` is as in the file, with its backslashes, but decoded where it was quoted-printable; ``text`` is
    the whole line as it was, unfolded.
    """

    line: int
    name: str
    value: str
    params: Mapping[str, tuple[str, ...]]
    group: str
    text: str

    def param(self, name: str) -> str:
        """The first value of a parameter, or an empty text."""
        values = self.params.get(name)
        return values[0] if values else ""

    def plain(self) -> str:
        """The line for a strict library: without an encoding or character set, which are already undone."""
        head = f"{self.group}.{self.name}" if self.group else self.name
        for name, values in self.params.items():
            if name == "CHARSET" or (name == "ENCODING" and not _is_base64(values)):
                continue
            head += f";{name}=" + ",".join(_quoted_param(value) for value in values)
        return f"{head}:" + self.value.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


_new = tuple.__new__
"""Makes a named tuple three times as fast as its own constructor: there are a million lines in a large file."""


def parse_line(raw: bytes, number: int = 0) -> ContentLine | None:
    """Split an unfolded line into group, name, parameters and value; None where it is no content line."""
    return parse_text(*decode(raw), number)


def parse_text(text: str, encoded: bytes | None = None, number: int = 0) -> ContentLine | None:
    """Split a line that is text already; ``encoded`` are its bytes, where they are at hand."""
    head, colon, value = text.partition(":")
    if not colon:
        return None
    plain = _plain_head(head)
    if plain is not None:
        return _new(ContentLine, (number, plain[0], value, plain[1], plain[2], text))
    names, semicolon, rest = head.partition(";")
    if '"' in rest:
        match = _HEAD.match(text)
        if match:  # else a quotation mark is never closed, and the first colon it is
            head = match.group()
            rest, value = head[len(names) + 1 :], text[len(head) + 1 :]
    group, name = _group_and_name(names)
    if not name:
        return None
    params = _params(f";{rest}") if semicolon else _NO_PARAMS
    if params and _is_quoted_printable(params):
        decoded = quopri.decodestring((encoded or text.encode())[len(head.encode()) + 1 :])
        value, _ = decode(decoded, next(iter(params.get("CHARSET", ())), ""))
    return _new(ContentLine, (number, name, value, params, group, text))


def decode(raw: bytes, charset: str = "") -> tuple[str, bytes]:
    """Text of a line: UTF-8, else the character set it declares, else Windows-1252; and the text as UTF-8."""
    try:
        return raw.decode(), raw
    except UnicodeDecodeError:
        pass
    declared = charset or declared_charset(raw)
    for candidate in (declared, FALLBACK_CHARSET):
        try:
            text = raw.decode(candidate or FALLBACK_CHARSET)
        except (ValueError, LookupError):  # not its bytes, or no such character set
            continue
        return text, text.encode()
    text = raw.decode("latin-1")  # has a character for every byte
    return text, text.encode()


@lru_cache(maxsize=1024)
def _plain_head(head: str) -> tuple[str, Mapping[str, tuple[str, ...]], str] | None:
    """Name, parameters and group of what stands before a colon; None where it has to be looked at with the value."""
    names, semicolon, rest = head.partition(";")
    group, name = _group_and_name(names)
    params = _params(f";{rest}") if semicolon and '"' not in rest else _NO_PARAMS
    if not name or '"' in rest or _is_quoted_printable(params):
        return None
    return name, params, group


@lru_cache(maxsize=1024)
def _group_and_name(text: str) -> tuple[str, str]:
    """``item1.TEL`` as its group and its name in capitals; two empty texts for what is no name."""
    match = _NAME.fullmatch(text.strip())
    return (match["group"] or "", match["name"].upper()) if match else ("", "")


@lru_cache(maxsize=1024)
def _params(text: str) -> Mapping[str, tuple[str, ...]]:
    """The parameters of ``;NAME=value,"value";BARE``; a repeated one is one with more values."""
    params: dict[str, tuple[str, ...]] = {}
    for name, value in _PARAM.findall(text):
        key = name.strip().upper()
        values: tuple[str, ...] = tuple(
            _CARET.sub(lambda match: _CARET_MEANS[match[1]], quoted or plain.strip())
            for quoted, plain in _PARAM_VALUE.findall(value)
        )
        if not values and key in _ENCODINGS:
            key, values = "ENCODING", (key,)
        elif not values and f"{name}=" not in text:
            key, values = "TYPE", (name.strip(),)
        params[key] = params.get(key, ()) + values
    return MappingProxyType(params)


def _quoted_param(value: str) -> str:
    """A parameter value for a strict reader (RFC 6868 for what quotation marks cannot hold)."""
    value = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{value}"' if re.search(r"[;:,]", value) else value


def _is_base64(values: tuple[str, ...]) -> bool:
    return any(value.upper() in {"B", "BASE64"} for value in values)


def _is_quoted_printable(params: Mapping[str, tuple[str, ...]]) -> bool:
    return any(value.upper() == "QUOTED-PRINTABLE" for value in params.get("ENCODING", ()))


def declared_charset(raw: bytes) -> str:
    """The character set that a line says it is in, or an empty text."""
    match = re.search(rb';CHARSET="?([A-Za-z0-9_.:-]+)', raw.partition(b":")[0], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""
