"""Content lines (RFC 5545 section 3.1, RFC 6350 section 3.2): unfolded, and split into name, parameters and value.

iCalendar and vCard are the same kind of text, and real files break strict readers in the same ways. Nothing here
raises for what is in a line. Nearly every stretch of a file is plain UTF-8, folded as it should be; it is unfolded as
text, in one go. Whatever else there is, is unfolded as bytes, so that a character which was split by folding becomes
whole too.
"""

from __future__ import annotations

import quopri
import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FALLBACK_CHARSET = "windows-1252"
"""What text is that is neither UTF-8 nor says what it is: every legacy exporter in the field wrote this."""

BORDER = re.compile(rb"(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*(?=\n|\Z)", re.IGNORECASE)
"""A line that begins or ends a component."""

_PRINTABLE = re.compile(rb"-(?<=[Qq][Uu][Oo][Tt][Ee][Dd]-)[Pp][Rr][Ii][Nn][Tt][Aa][Bb][Ll][Ee]")
_BASE64 = re.compile(rb"64(?<=[Bb][Aa][Ss][Ee]64)")
"""Both in the form that the search engine is quickest with: what is rare comes first."""

_FOLDED_OR_BLANK = re.compile(r"\n[ \t\n]")
_BLANKS = (b" ", b"\t")
_BORDERS = {"BEGIN", "END"}
_USUAL_BORDERS = {f"{border}:{name}" for border in _BORDERS for name in ("VCARD", "VEVENT")}
"""Nearly every one there is; to find it in a set takes a fifth of the time of a match."""

_BORDER_TEXT = re.compile(BORDER.pattern.decode(), re.IGNORECASE | re.ASCII)
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


def plain_lines(stretch: bytes, first: int) -> tuple[Sequence[int], list[str]] | None:
    """The logical lines of a stretch of a file, and where each begins; None where they cannot be had in one go.

    ``first`` is the number of the first line. That is for what is no UTF-8, and where lines are blank, or may go on
    without a fold.
    """
    try:
        text = stretch.removesuffix(b"\n").decode()
    except UnicodeDecodeError:
        return None
    if text[:1] in " \t\n" or text[-1] == "\n":  # the first is of an empty text too
        return None
    if "\x0b" in text or "\x0c" in text:  # there may be lines of nothing else, which are blank too
        return None
    if not _FOLDED_OR_BLANK.search(text):  # as most cards are
        physical = text.split("\n")
        return range(first, first + len(physical)), physical
    numbers: list[int] = []
    lines: list[str] = []
    folded: list[str] = []
    for number, line in enumerate(text.split("\n"), first):
        if not line:
            return None
        if line[0] in " \t":
            folded.append(line[1:])
            continue
        if folded:
            lines[-1] += "".join(folded)
            folded.clear()
        numbers.append(number)
        lines.append(line)
    if folded:
        lines[-1] += "".join(folded)
    return numbers, lines


def unfold(raw: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The logical lines of whatever there is, as bytes, each with the number of its first line."""
    current, begun = bytearray(), first  # a picture is a line of a million octets, gathered from 76 at a time
    legacy = is_legacy(raw)
    for number, physical in enumerate(raw.split(b"\n"), first):
        if not physical:
            if legacy and current.endswith(b"=") and b"QUOTED-PRINTABLE" in _head_of(current):
                del current[-1:]  # a soft line break before nothing: the value ends here
            continue  # else nothing ends or begins here: some writers leave one within a folded line
        if physical[:1] in _BLANKS and current:
            current += physical[1:]
        elif legacy and _goes_on(current, physical):
            if current.endswith(b"="):
                del current[-1:]
            current += physical
        else:
            if current and not current.isspace():
                yield begun, bytes(current)
            current, begun = bytearray(physical), number
    if current and not current.isspace():
        yield begun, bytes(current)


def is_legacy(raw: bytes) -> bool:
    """Whether there may be values in the encodings of the nineties, which go on in the next line without a fold."""
    return _PRINTABLE.search(raw) is not None or _BASE64.search(raw) is not None


def _goes_on(current: bytearray, physical: bytes) -> bool:
    """Whether a 2.1 line goes on without a blank: after a quoted-printable ``=``, or within base64."""
    if not current or not physical or BORDER.match(physical):
        return False
    if current.endswith(b"="):
        return b"QUOTED-PRINTABLE" in _head_of(current)
    return b":" not in physical and b"BASE64" in _head_of(current)


def _head_of(line: bytearray) -> bytearray:
    """What stands before the colon, in capitals."""
    colon = line.find(b":")
    return (line[:colon] if colon >= 0 else line).upper()


_new = tuple.__new__
"""Makes a named tuple three times as fast as its own constructor: there are a million lines in a large file."""


def parse_line(raw: bytes, number: int = 0) -> ContentLine | None:
    """Split an unfolded line into group, name, parameters and value; None where it is no content line."""
    return parse_text(decode(raw), number)


def parse_lines(told: Iterable[tuple[int, str]]) -> tuple[list[ContentLine], list[tuple[int, str]]]:
    """The content lines among numbered lines of text, without those that begin or end a component; and what is none.

    Nearly every line has a head that was met before, so that there is nothing to split but its value.
    """
    lines: list[ContentLine] = []
    none: list[tuple[int, str]] = []
    for number, text in told:
        head, colon, value = text.partition(":")
        plain = _plain_head(head) if colon else None
        if plain is not None:
            name, params, group = plain
            lines.append(_new(ContentLine, (number, name, value, params, group, text)))
        elif text not in _USUAL_BORDERS and not _BORDER_TEXT.match(text):
            line = parse_text(text, number)
            if line is None:
                none.append((number, text))
            else:
                lines.append(line)
    return lines, none


def parse_text(text: str, number: int = 0) -> ContentLine | None:
    """Split a line that is text already."""
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
        decoded = quopri.decodestring(text.encode()[len(head.encode()) + 1 :])
        value = decode(decoded, next(iter(params.get("CHARSET", ())), ""))
    return _new(ContentLine, (number, name, value, params, group, text))


def decode(raw: bytes, charset: str = "") -> str:
    """Text of a line: UTF-8, else the character set it declares, else Windows-1252."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    for candidate in (charset or declared_charset(raw), FALLBACK_CHARSET):
        try:
            return raw.decode(candidate or FALLBACK_CHARSET)
        except (ValueError, LookupError):  # not its bytes, or no such character set
            continue
    return raw.decode("latin-1")  # has a character for every byte


@lru_cache(maxsize=1024)
def _plain_head(head: str) -> tuple[str, Mapping[str, tuple[str, ...]], str] | None:
    """Name, parameters and group of what stands before a colon; None where it has to be looked at with the value.

    That is what may begin or end a component, too.
    """
    names, semicolon, rest = head.partition(";")
    group, name = _group_and_name(names)
    params = _params(f";{rest}") if semicolon and '"' not in rest else _NO_PARAMS
    if not name or name in _BORDERS or '"' in rest or _is_quoted_printable(params):
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
