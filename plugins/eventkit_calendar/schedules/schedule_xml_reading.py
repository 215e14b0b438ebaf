"""XML told element by element, as far as it goes; where it is no XML, it is repaired if it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from eventkit.api import Problem
from eventkit_calendar.schedules.schedule_text import repair_xml, without_rare_encoding

if TYPE_CHECKING:
    from collections.abc import Callable


class Reader:
    """Is told of every element, builds no tree, and so needs no memory but for what it keeps."""

    def __init__(self) -> None:
        """Begin before the outermost element."""
        self.root = ""
        self.closed = False
        self.found = 0
        self.line: Callable[[], int] = int
        self._open = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; its name is told on without its namespace."""
        name = tag.rpartition("}")[2]
        self.root = self.root or name
        self.begin(name, attributes)
        self._open += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        self._open -= 1
        self.finish(tag.rpartition("}")[2])
        self.closed = not self._open

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """What to do where an element begins."""

    def finish(self, name: str) -> None:
        """What to do where an element ends."""

    def data(self, text: str) -> None:
        """What to do with a piece of text."""


_R = TypeVar("_R", bound=Reader)


def read_xml(data: bytes, make: Callable[[], _R]) -> tuple[_R, list[Problem], bool]:
    """A reader that was told what there is, what is wrong with the file, and whether it ends early; never raises.

    A document type is refused: it could make a file grow without end.
    """
    data, encoding = without_rare_encoding(data)
    reader, trouble = _told(data, make(), encoding)
    if trouble is None:
        return reader, [], False
    if reader.closed:
        return reader, [Problem(trouble.line, f"what stands behind </{reader.root}> is left out", lost=False)], False
    if trouble.lost:
        again, left = _told(repair_xml(data, encoding), make(), "utf-8")
        if left is None or again.found > reader.found:
            mended = Problem(trouble.line, f"{trouble.reason}; that was repaired", lost=False)
            return again, [mended, *([_final(left)] if left else [])], left is not None
    return reader, [_final(trouble)], True


def _told(data: bytes, reader: _R, encoding: str | None) -> tuple[_R, Problem | None]:
    """Tell a reader of a file; the trouble that ended it is ``lost`` where a repair might help."""
    parser = XMLParser(target=reader, forbid_dtd=True, encoding=encoding)
    expat = parser.parser
    reader.line = lambda: expat.CurrentLineNumber
    try:
        parser.feed(data)
        parser.close()
    except ParseError as error:
        line, column = error.position
        return reader, Problem(line, f"no XML from column {column + 1} on: {str(error).partition(':')[0]}")
    except DefusedXmlException:
        reason = "holds a document type definition, which no calendar needs: it is not read"
        return reader, Problem(expat.CurrentLineNumber, reason, lost=False)
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or that expat cannot do
        return reader, Problem(1, f"no XML that can be read: {error}")
    return reader, None


def _final(trouble: Problem) -> Problem:
    return Problem(trouble.line, f"{trouble.reason}; the rest is left out" if trouble.lost else trouble.reason)
