"""Files of content lines cut into components, as they really are.

This reader never raises: it cuts a file into components that keep their own bytes, and tells what is wrong with which
line. A strict library can then be shown one component at a time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.contentlines import FALLBACK_CHARSET, declared_charset, decode, parse_line, parse_text
from eventkit.contentvalues import unescape
from eventkit.records import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.contentlines import ContentLine

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip  # a table reads better
_BORDER = re.compile(rb"(BEGIN|END)[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*(?=\n|\Z)", re.IGNORECASE)
_BORDER_TEXT = re.compile(_BORDER.pattern.decode(), re.IGNORECASE)
_LATER_BORDER = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:[ \t]*([A-Za-z0-9-]+)[ \t]*(?=\n|\Z)")
"""As the one above, in the form that the search engine looks for six times as fast."""
_BLANKS = (b" ", b"\t")
_FOLDED_OR_END = (*_BLANKS, b"")
_LOOK_BACK = 64
"""How far before a BEGIN its ``AGENT:`` may stand, in bytes."""

_LINE_END = re.compile(rb"\r+\n")
_CR_BEFORE_LINE = re.compile(rb"\r(?=[A-Za-z][A-Za-z0-9-]*[;:]|[ \t])")
_NESTS_IN_ITSELF = {"VCARD"}  # vCard 2.1 has one card inside another, after AGENT:


@dataclass(slots=True)
class _Lines:
    lines: list[ContentLine] = field(default_factory=list)
    by_name: dict[str, list[ContentLine]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    text: str = ""
    """The whole text, where it could be had in one go."""

    def add(self, number: int, line: ContentLine | str) -> None:
        """Add a line, or how a line begins that is none."""
        if isinstance(line, str):
            self.problems.append(Problem(number, f"no content line: {line}"))
        else:
            self.lines.append(line)
            self.by_name[line.name].append(line)


@dataclass(eq=False)
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
        return self._read.lines

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with its own lines."""
        return self._read.problems

    @property
    def text(self) -> str:
        """The whole component, unfolded, with LF between its lines."""
        plain = self._read.text or self._unfolded()
        return "\n".join(decode(line)[0] for _, line in _unfold(self.raw, self.line)) if plain is None else plain

    def first(self, name: str) -> ContentLine | None:
        """The first line of that name."""
        found = self._read.by_name.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[ContentLine]:
        """Every line of that name."""
        return list(self._read.by_name.get(name, ()))

    def value(self, name: str) -> str:
        """The value of the first line of that name, unescaped; empty where there is none."""
        line = self.first(name)
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
        self.__dict__.pop("_read", None)

    @cached_property
    def _read(self) -> _Lines:
        found = _Lines()
        text = self._unfolded() if self.raw and not self.children else None
        if text is None:
            for number, line in self._unusual():
                found.add(number, line)
            return found
        found.text = text
        first = self.line
        begins = [number for number, line in enumerate(self.raw.split(b"\n"), first) if line[:1] not in _FOLDED_OR_END]
        for number, line in zip(begins, text.split("\n"), strict=True):
            if not (line[0] in "BbEe" and _BORDER_TEXT.match(line)):
                found.add(number, parse_text(line, None, number) or _excerpt(line))
        return found

    def _unusual(self) -> Iterator[tuple[int, ContentLine | str]]:
        """The lines of whatever there is, each decoded by itself; for what is no content line, how it begins."""
        for number, raw in self._own():
            if not _BORDER.match(raw):
                yield number, parse_line(raw, number) or _excerpt(decode(raw)[0])

    def _unfolded(self) -> str | None:
        """The whole text, unfolded; None where it cannot be had in one go."""
        raw = self.raw
        if self.legacy or b"\n\n" in raw or b"\x0b" in raw or b"\x0c" in raw:
            return None
        try:
            return raw.removesuffix(b"\n").replace(b"\n ", b"").replace(b"\n\t", b"").decode()
        except UnicodeDecodeError:
            return None

    def _own(self) -> Iterator[tuple[int, bytes]]:
        """The logical lines outside the components inside this one."""
        number, counted, position = self.line, self.start, self.start
        for begins, ends in [*((child.start, child.end) for child in self.children), (self.end, self.end)]:
            between = self.file[position:begins]
            if between and not between.isspace():  # between two components there is nearly always nothing
                number, counted = number + self.file.count(b"\n", counted, position), position
                yield from _unfold(between, number)
            position = ends


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
    legacy = _is_legacy(data)
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
        begins = border.start(1)
        line, counted = line + data.count(b"\n", counted, begins), begins
        name = _component_name(border[2])
        if border[1][:1] in b"Ee":
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
    try:
        data.decode()
    except UnicodeDecodeError:
        for number, raw in _unfold(_with_line_ends(data), 1):
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
    data = data.replace(b"\r\n", b"\n")
    if b"\r" not in data:
        return data
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    return _CR_BEFORE_LINE.sub(b"\n", _LINE_END.sub(b"\n", data)).replace(b"\r", b"")


def _unfold(raw: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The logical lines, as bytes, with the number of their first line: unfolding comes before decoding."""
    current, begun = b"", first
    legacy = _is_legacy(raw)
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


def _borders(data: bytes) -> Iterator[re.Match[bytes]]:
    """Every BEGIN and END line."""
    first = _BORDER.match(data)
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


def _is_legacy(raw: bytes) -> bool:
    """Whether there may be values that go on in the next line without a fold."""
    capitals = raw.upper()
    return b"QUOTED-PRINTABLE" in capitals or b"BASE64" in capitals


def _goes_on(current: bytes, physical: bytes) -> bool:
    """Whether a 2.1 line goes on without a blank: after a quoted-printable ``=``, or within base64."""
    if not current or not physical or _BORDER.match(physical):
        return False
    if current.endswith(b"="):
        return b"QUOTED-PRINTABLE" in current.partition(b":")[0].upper()
    return b":" not in physical and b"BASE64" in current.partition(b":")[0].upper()


def _excerpt(text: str) -> str:
    return repr(text[:40] + "…" if len(text) > 40 else text)  # noqa: PLR2004  # enough to find it
