"""Files of content lines cut into components, as they really are.

This reader never raises: it cuts a file into components that keep their own bytes, and tells what is wrong with which
line. A strict library can then be shown one component at a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.contentlines import (
    BORDER,
    FALLBACK_CHARSET,
    declared_charset,
    decode,
    is_legacy,
    parse_lines,
    plain_lines,
    unfold,
)
from eventkit.contentvalues import unescape
from eventkit.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.contentlines import ContentLine

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip  # a table reads better
_LATER_BORDER = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*(?=\n|\Z)")
"""As the one above, in the form that the search engine looks for six times as fast."""
_LOOK_BACK = 64
"""How far before a BEGIN its ``AGENT:`` may stand, in bytes."""

_LONE_CR = re.compile(rb"\r(?!\n)")
_LINE_END = re.compile(rb"\r+\n")
_CR_BEFORE_LINE = re.compile(rb"\r(?=[A-Za-z][A-Za-z0-9-]*[;:]|[ \t])")
_NESTS_IN_ITSELF = {"VCARD"}  # vCard 2.1 has one card inside another, after AGENT:


@dataclass
class _Lines:
    """The own lines of a component, and the problems of what is no line."""

    lines: list[ContentLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    text: str = ""
    """The whole text, where it could be had in one go."""

    @cached_property
    def first(self) -> dict[str, ContentLine]:
        """The first line of each name: whoever reads all lines in a row, as of a card, never asks for it."""
        return {line.name: line for line in reversed(self.lines)}


@dataclass(eq=False, slots=True)
class Component:
    """What stands between a BEGIN and its END, with the bytes of both, as UTF-8 and with LF at line ends.

    ``line`` is the BEGIN's, from 1, ``start`` and ``end`` its place in ``file``, in bytes. ``closed`` is false where
    the END is missing; ``cut`` is true where the file ends before it. ``legacy`` says that the file has lines in the
    encodings of the nineties, which may go on without a fold.
    """

    name: str
    line: int
    file: bytes = field(default=b"", repr=False)
    start: int = 0
    end: int = 0
    closed: bool = True
    cut: bool = False
    legacy: bool = False
    children: list[Component] = field(default_factory=list)
    _lines: _Lines | None = field(default=None, init=False, repr=False)

    @property
    def raw(self) -> bytes:
        """Its bytes, cut out of the file each time: a large file is not held twice."""
        return self.file[self.start : self.end]

    @property
    def digest(self) -> str:
        """A short name for exactly these bytes."""
        return blake2b(self.raw, digest_size=16).hexdigest()

    @property
    def lines(self) -> list[ContentLine]:
        """The component's own lines, without BEGIN, END and those of the components inside it."""
        return (self._lines or self._read()).lines

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with its own lines."""
        return (self._lines or self._read()).problems

    @property
    def text(self) -> str:
        """The whole component, unfolded, with LF between its lines."""
        whole = (self._lines or self._read()).text
        if whole:
            return whole
        raw = self.raw
        plain = plain_lines(raw, self.line) if not self.legacy else None
        return "\n".join(plain[1] if plain else (decode(line) for _, line in unfold(raw, self.line)))

    def first(self, name: str) -> ContentLine | None:
        """The first line of that name."""
        return (self._lines or self._read()).first.get(name)

    def all(self, name: str) -> list[ContentLine]:
        """Every line of that name."""
        found = self._lines or self._read()
        return [line for line in found.lines if line.name == name] if name in found.first else []

    def value(self, name: str) -> str:
        """The value of the first line of that name, unescaped; empty where there is none."""
        line = (self._lines or self._read()).first.get(name)
        return unescape(line.value) if line else ""

    def walk(self, name: str) -> Iterator[Component]:
        """This component and those inside it, at any depth, that have the name."""
        if self.name == name:
            yield self
        for child in self.children:
            if child.children:
                yield from child.walk(name)
            elif child.name == name:
                yield child

    def forget(self) -> None:
        """Let go of the lines: whoever needs them again has them read again. A large file is read in less memory."""
        self._lines = None

    def _read(self) -> _Lines:
        """Read the lines, and keep them."""
        found = self._lines = _Lines()
        if not self.children:
            raw = self.raw
            found.text = self._add(found, raw, self.line) if raw else ""
            return found
        number, counted, position = self.line, self.start, self.start
        for begins, ends in [*((child.start, child.end) for child in self.children), (self.end, self.end)]:
            position += self.file[position : position + 1] == b"\n"  # the rest of the line that ended the one before
            stretch = self.file[position:begins]
            if stretch and not stretch.isspace():  # between two components there is nearly always nothing
                number, counted = number + self.file.count(b"\n", counted, position), position
                self._add(found, stretch, number)
            position = ends
        return found

    def _add(self, found: _Lines, stretch: bytes, number: int) -> str:
        """Read the lines of a stretch of the file; returns it unfolded, where it could be had in one go."""
        plain = plain_lines(stretch, number) if not (self.legacy and is_legacy(stretch)) else None
        told: Iterable[tuple[int, str]]
        if plain is None:
            told = ((begun, decode(raw)) for begun, raw in unfold(stretch, number))
        else:
            told = zip(*plain, strict=True)
        lines, none = parse_lines(told)
        found.lines += lines
        found.problems += [Problem(begun, f"no content line: {_excerpt(text)}") for begun, text in none]
        return "\n".join(plain[1]) if plain else ""


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
    legacy = is_legacy(data)
    top: list[Component] = []
    open_: list[Component] = []
    names: list[str] = []
    line, counted = 1, 0

    def close(end: int, *, closed: bool) -> Component:
        component = open_.pop()
        names.pop()
        component.end, component.closed = end, closed
        (open_[-1].children if open_ else top).append(component)
        return component

    for border in _borders(data):
        begins, name = border.start(1), _component_name(border[2])
        is_end = data[begins] in b"Ee"
        if is_end and names and names[-1] == name:  # as it should be
            close(border.end(), closed=True)
            continue
        line, counted = line + data.count(b"\n", counted, begins), begins
        if is_end:
            if name not in names:
                problems.append(Problem(line, f"END:{name} without its BEGIN", lost=False))
                continue
            while names[-1] != name:
                unclosed = close(begins, closed=False)
                problems.append(Problem(unclosed.line, f"{unclosed.name} has no END before line {line}"))
            close(border.end(), closed=True)
            continue
        if name in names and not _nests(name, data, begins):
            while name in names:
                unclosed = close(begins, closed=False)
                problems.append(Problem(unclosed.line, f"{unclosed.name} has no END before line {line}"))
        open_.append(Component(name, line, data, begins, legacy=legacy))
        names.append(name)

    cut = bool(open_)
    whole = len(data) if not data or data.endswith(b"\n") else data.rfind(b"\n") + 1
    while open_:  # the last line of a file that was cut off is itself cut off
        unclosed = close(max(whole, open_[-1].start), closed=False)
        unclosed.cut = True
        problems.append(Problem(unclosed.line, f"{unclosed.name} has no END: the file is cut off"))
    return ContentFile(top, sorted(problems, key=lambda problem: problem.line), cut)


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
    if data.isascii():  # told without making a text of a large file
        return data, []
    try:
        data.decode()
    except UnicodeDecodeError:
        for number, raw in unfold(_with_line_ends(data), 1):
            try:
                raw.decode()
            except UnicodeDecodeError:
                if not declared_charset(raw):
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
    if not _LONE_CR.search(data):
        return data.replace(b"\r", b"")  # takes half the time of replacing two octets by one
    data = data.replace(b"\r\n", b"\n")
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    return _CR_BEFORE_LINE.sub(b"\n", _LINE_END.sub(b"\n", data)).replace(b"\r", b"")


def _borders(data: bytes) -> Iterator[re.Match[bytes]]:
    """Every BEGIN and END line."""
    first = BORDER.match(data)
    if first:
        yield first
    yield from _LATER_BORDER.finditer(data)


def _nests(name: str, data: bytes, begins: int) -> bool:
    """Whether a component of this name may stand inside another one, at this place."""
    before = data[max(begins - _LOOK_BACK, 0) : begins] if name in _NESTS_IN_ITSELF else b""
    return before.rstrip().upper().endswith(b"AGENT:")


@lru_cache(maxsize=256)
def _component_name(raw: bytes) -> str:
    return raw.decode("ascii").upper()


def _excerpt(text: str) -> str:
    return repr(text[:40] + "…" if len(text) > 40 else text)  # noqa: PLR2004  # enough to find it
