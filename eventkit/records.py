"""The records that hooks return: frozen, checked by type when a plugin hands them in.

Everything a plugin contributes is one of these, given by name. They are tuples, which take a fifth of the time of
dataclasses to define: whatever calls a hook waits for it. A record that needs a heavy library names its function or
imports inside it, so that building the record costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from eventkit.domain.events import Moment
    from eventkit.exchange import ExportContext, PersonToExport, ReadContext, Reading, SessionToExport

Section = Literal["before", "at", "after", "keep"]


class Command(NamedTuple):
    """A top-level command, loaded when it is used: ``target`` is ``module:attribute`` of a click command."""

    name: str
    target: str
    help: str
    section: Section = "keep"


class Problem(NamedTuple):
    """Something wrong in a file. ``line`` counts from 1; ``lost`` says that something was left out for it.

    ``uid`` is the source's own name for the record that it is about, where it is about one. ``file`` is for a source of
    several files; an importer leaves it empty.
    """

    line: int
    reason: str
    lost: bool = True
    uid: str = ""
    file: str = ""


class Importer(NamedTuple):
    """Reads one kind of source, which holds an agenda or people.

    ``sniff(head, name)`` gets the first 4,096 bytes and the file's name, and answers from 0 (not mine) to
    100 (surely mine). ``read(data, context)`` never raises for what is in the data: it reports problems.
    """

    name: str
    kind: Literal["agenda", "people"]
    description: str
    sniff: Callable[[bytes, str], int]
    read: Callable[[bytes, ReadContext], Reading]


class Exporter(NamedTuple):
    """Writes an agenda or people in one format; chosen by ``name``, or by a file's ``suffix``.

    ``write_people_files`` writes a file for each of the people, into a folder: it gives their contents by their names,
    which are plain names without a folder. Its suffix is ``/``. Of two exporters with one suffix the first is taken.
    """

    name: str
    suffix: str
    description: str
    write_agenda: Callable[[Sequence[SessionToExport], ExportContext], bytes] | None = None
    write_people: Callable[[Sequence[PersonToExport], ExportContext], bytes] | None = None
    write_people_files: Callable[[Sequence[PersonToExport], ExportContext], Mapping[str, bytes]] | None = None


class Platform(NamedTuple):
    """A place where people have handles.

    ``handle`` gives the normal handle for an address or a handle as people write it, or None when the text
    is not of this platform; ``profile`` gives the address of a handle's page.
    """

    name: str
    label: str
    handle: Callable[[str], str | None]
    profile: Callable[[str], str]


class Code(NamedTuple):
    """A way to draw QR codes and to read them.

    ``draw(text)`` gives a picture (PNG) that was read back, or raises ``InputError`` for a text that is too long.
    ``read(data)`` gives the texts of all codes in a picture; it raises ``InputError`` where that is no picture, and
    the sentence begins with what is wrong: the caller puts the picture's name before it.
    """

    name: str
    draw: Callable[[str], bytes]
    read: Callable[[bytes], Sequence[str]]


class Site(NamedTuple):
    """A kind of web site that publishes agendas, and knows where.

    ``feeds`` gets the address of a page and gives those of the agenda that it may be a page of, best first; none
    where the page is not of this kind of site. It goes by the address alone, and fetches nothing.
    """

    name: str
    description: str
    feeds: Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """Something that happened with a person, or is planned.

    ``at`` is an aware time, a date, or None for what is planned and has no time yet; ``what`` says in a word what kind
    of thing it is, as ``met``; ``text`` is one line about it, and ``event`` the event's slug, where it belongs to one.
    """

    at: Moment | None
    what: str
    text: str = ""
    event: str = ""

    def __post_init__(self) -> None:
        """Raise ``TypeError`` where there is no moment to sort it by."""
        if self.at is None:
            return
        if not hasattr(self.at, "isoformat") or (hasattr(self.at, "tzinfo") and self.at.tzinfo is None):
            message = f"a timeline needs a date or a time with its zone, not {self.at!r}"
            raise TypeError(message)


@dataclass(slots=True, kw_only=True)
class LoadReport:
    """What became of a plugin: found, loaded or not, how long it took, and what it said."""

    id: str
    distribution: str = ""
    version: str = ""
    state: Literal["loaded", "failed", "disabled"] = "loaded"
    hooks: list[str] = field(default_factory=list)
    error: str = ""
    milliseconds: float = 0.0
