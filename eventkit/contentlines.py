"""Content lines (RFC 5545 section 3.1, RFC 6350 section 3.2), read from files as they really are.

iCalendar and vCard are the same kind of text, and real files break strict readers in the same ways. This reader
never raises: it cuts a file into components that keep their own bytes, and tells what is wrong with which line.
A strict library can then be shown one component at a time.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from eventkit.contentvalues import unescape
from eventkit.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FALLBACK_CHARSET = "windows-1252"
"""What text is that is neither UTF-8 nor says what it is: every legacy exporter in the field wrote this."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip  # a table reads better
_BORDER = re.compile(rb"^(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_BLANKS = (b" ", b"\t")
_LINE_END = re.compile(rb"\r+\n")
_CR_BEFORE_LINE = re.compile(rb"\r(?=[A-Za-z][A-Za-z0-9-]*[;:]|[ \t])")
_HEAD = re.compile(r'(?:[^":]++|"[^"]*+")*+(?=:)')
_NAME = re.compile(r"(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z0-9][\w ./-]*)")
_PARAM = re.compile(r';([^=;"]+)(?:=((?:[^";]++|"[^"]*+")*+))?')
_PARAM_VALUE = re.compile(r'"([^"]*)"|([^,]+)')
_CARET = re.compile(r"\^([n'^])")
_CARET_MEANS = {"n": "\n", "'": '"', "^": "^"}
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"}
_NO_PARAMS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NESTS_IN_ITSELF = {"VCARD"}  # vCard 2.1 has one card inside another, after AGENT:


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


@dataclass(slots=True)
class _Lines:
    lines: list[ContentLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(eq=False)
class Component:
    """What stands between a BEGIN and its END, with the bytes of both, as UTF-8 and with LF at line ends.

    ``line`` is the BEGIN's, from 1, and ``start`` its place in the file, in bytes. ``closed`` is false where the
    END is missing; ``cut`` is true where the file ends before it.
    """

    name: str
    line: int
    start: int = 0
    raw: bytes = b""
    closed: bool = True
    cut: bool = False
    children: list[Component] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """A short name for exactly these bytes."""
        return blake2b(self.raw, digest_size=16).hexdigest()

    @property
    def lines(self) -> list[ContentLine]:
        """The component's own lines, without BEGIN, END and those of the components inside it."""
        return self._read.lines

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with its own lines."""
        return self._read.problems

    @property
    def text(self) -> str:
        """The whole component, unfolded, with LF between its lines."""
        return "\n".join(decode(line)[0] for _, line in _unfold(self.raw, self.line))

    def first(self, name: str) -> ContentLine | None:
        """The first line of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, name: str) -> list[ContentLine]:
        """Every line of that name."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        """The value of the first line of that name, unescaped; empty where there is none."""
        line = self.first(name)
        return unescape(line.value) if line else ""

    def walk(self, name: str) -> Iterator[Component]:
        """This component and those inside it, at any depth, that have the name."""
        if self.name == name:
            yield self
        for child in self.children:
            yield from child.walk(name)

    @cached_property
    def _read(self) -> _Lines:
        found = _Lines()
        for number, raw in self._own():
            if _BORDER.match(raw):
                continue
            line = parse_line(raw, number)
            if line is None:
                found.problems.append(Problem(number, f"no content line: {_excerpt(raw)}"))
            else:
                found.lines.append(line)
        return found

    def _own(self) -> Iterator[tuple[int, bytes]]:
        """The logical lines outside the components inside this one."""
        number, position = self.line, 0
        for child in self.children:
            yield from _unfold(self.raw[position : child.start - self.start], number)
            number = child.line + child.raw.count(b"\n")
            position = child.start - self.start + len(child.raw)
        yield from _unfold(self.raw[position:], number)


@dataclass(frozen=True, slots=True)
class ContentFile:
    """The outermost components of a file, and what is wrong with its shape or its character set."""

    components: list[Component]
    problems: list[Problem]
    cut: bool = False

    def walk(self, name: str) -> Iterator[Component]:
        """Every component of that name, at any depth, in the order of the file."""
        for component in self.components:
            yield from component.walk(name)


def read_components(data: bytes) -> ContentFile:
    """Cut a file into components. Never raises; what is wrong is in the ``problems`` of the result."""
    data, problems = _as_utf8(data)
    data = _with_line_ends(data)
    top: list[Component] = []
    stack: list[tuple[Component, int]] = []
    line, counted = 1, 0

    def close(start: int, end: int, component: Component, *, closed: bool) -> None:
        component.start, component.raw, component.closed = start, data[start:end], closed
        (stack[-1][0].children if stack else top).append(component)

    for border in _BORDER.finditer(data):
        line, counted = line + data.count(b"\n", counted, border.start()), border.start()
        name = border[2].decode("ascii").upper()
        if border[1].upper() == b"BEGIN":
            nests = name in _NESTS_IN_ITSELF and data[: border.start()].rstrip().upper().endswith(b"AGENT:")
            while not nests and any(open_.name == name for open_, _ in stack):
                unclosed, start = stack.pop()
                close(start, border.start(), unclosed, closed=False)
                problems.append(Problem(unclosed.line, f"{unclosed.name} has no END before line {line}"))
            stack.append((Component(name, line), border.start()))
            continue
        if not any(open_.name == name for open_, _ in stack):
            problems.append(Problem(line, f"END:{name} without its BEGIN", lost=False))
            continue
        while stack[-1][0].name != name:
            unclosed, start = stack.pop()
            close(start, border.start(), unclosed, closed=False)
            problems.append(Problem(unclosed.line, f"{unclosed.name} has no END before line {line}"))
        component, start = stack.pop()
        close(start, border.end(), component, closed=True)

    cut = bool(stack)
    whole = len(data) if not data or data.endswith(b"\n") else data.rfind(b"\n") + 1
    while stack:  # the last line of a file that was cut off is itself cut off
        unclosed, start = stack.pop()
        unclosed.cut = True
        close(start, max(whole, start), unclosed, closed=False)
        problems.append(Problem(unclosed.line, f"{unclosed.name} has no END: the file is cut off"))
    return ContentFile(top, sorted(problems, key=lambda problem: problem.line), cut)


def parse_line(raw: bytes, number: int = 0) -> ContentLine | None:
    """Split an unfolded line into group, name, parameters and value; None where it is no content line."""
    text, encoded = decode(raw)
    head, colon, value = text.partition(":")
    if not colon:
        return None
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
        decoded = quopri.decodestring(encoded[len(head.encode()) + 1 :])
        value, _ = decode(decoded, next(iter(params.get("CHARSET", ())), ""))
    return ContentLine(number, name, value, params, group, text)


def decode(raw: bytes, charset: str = "") -> tuple[str, bytes]:
    """Text of a line: UTF-8, else the character set it declares, else Windows-1252; and the text as UTF-8."""
    try:
        return raw.decode(), raw
    except UnicodeDecodeError:
        pass
    declared = charset or _declared_charset(raw)
    for candidate in (declared, FALLBACK_CHARSET):
        try:
            text = raw.decode(candidate or FALLBACK_CHARSET)
        except (ValueError, LookupError):  # not its bytes, or no such character set
            continue
        return text, text.encode()
    text = raw.decode("latin-1")  # has a character for every byte
    return text, text.encode()


# --- inside ---------------------------------------------------------------------------------------------


def _as_utf8(data: bytes) -> tuple[bytes, list[Problem]]:
    """The file as UTF-8 bytes where it says that it is something else; a warning where it is neither."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").removeprefix("\ufeff")
            return text.encode(), _replaced(text, encoding)
    if b"\0" in data[:4]:  # UTF-16 without a mark: every other byte of BEGIN is NUL
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
        text = data.decode(encoding, "replace")
        return text.encode(), _replaced(text, encoding)
    try:
        data.decode()
    except UnicodeDecodeError:
        for number, raw in _unfold(_with_line_ends(data), 1):
            try:
                raw.decode()
            except UnicodeDecodeError:
                if not _declared_charset(raw):
                    reason = f"not UTF-8, and no other character set is named: read as {FALLBACK_CHARSET}"
                    return data, [Problem(number, reason, lost=False)]
    return data, []


def _replaced(text: str, encoding: str) -> list[Problem]:
    if "\ufffd" not in text:
        return []
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    return [Problem(line, f"holds bytes that are no {encoding.upper()}; they are replaced", lost=False)]


def _with_line_ends(data: bytes) -> bytes:
    """The file with LF at its line ends; a CR within a line is dropped unless a new line follows it."""
    if b"\r" not in data:
        return data
    data = data.replace(b"\r\n", b"\n")
    if b"\r" not in data:
        return data
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    return _CR_BEFORE_LINE.sub(b"\n", _LINE_END.sub(b"\n", data)).replace(b"\r", b"")


def _unfold(raw: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The logical lines, as bytes, with the number of their first line: unfolding comes before decoding."""
    current, begun = b"", first
    capitals = raw.upper()
    legacy = b"QUOTED-PRINTABLE" in capitals or b"BASE64" in capitals
    for number, physical in enumerate(raw.split(b"\n"), first):
        if not physical:
            if legacy and current.endswith(b"=") and b"QUOTED-PRINTABLE" in current.partition(b":")[0].upper():
                current = current[:-1]  # a soft line break before nothing: the value ends here
            continue  # else nothing ends or begins here: some writers leave one within a folded line
        if physical[:1] in _BLANKS and current:
            current += physical[1:]
        elif legacy and _goes_on(current, physical):
            current = current.removesuffix(b"=") + physical
        else:
            if current and not current.isspace():
                yield begun, current
            current, begun = physical, number
    if current and not current.isspace():
        yield begun, current


def _goes_on(current: bytes, physical: bytes) -> bool:
    """Whether a 2.1 line goes on without a blank: after a quoted-printable ``=``, or within base64."""
    if not current or not physical or _BORDER.match(physical):
        return False
    if current.endswith(b"="):
        return b"QUOTED-PRINTABLE" in current.partition(b":")[0].upper()
    return b":" not in physical and b"BASE64" in current.partition(b":")[0].upper()


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


def _declared_charset(raw: bytes) -> str:
    match = re.search(rb';CHARSET="?([A-Za-z0-9_.:-]+)', raw.partition(b":")[0], re.IGNORECASE)
    return match[1].decode("ascii") if match else ""


def _excerpt(raw: bytes) -> str:
    text = decode(raw[:60])[0]
    return repr(text[:40] + "…" if len(text) > 40 else text)  # noqa: PLR2004  # enough to find it
