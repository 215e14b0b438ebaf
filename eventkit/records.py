"""The records that hooks return: frozen, checked by type when a plugin hands them in.

Everything a plugin contributes is one of these. A record that needs a heavy library names its function or
imports inside it, so that building the record costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from eventkit.domain.events import Event, Moment, Session, Status
    from eventkit.domain.people import ContactPoint, Person

Section = Literal["before", "at", "after", "keep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A top-level command, loaded when it is used: ``target`` is ``module:attribute`` of a click command."""

    name: str
    target: str
    help: str
    section: Section = "keep"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file. ``line`` counts from 1; ``lost`` says that something was left out for it."""

    line: int
    reason: str
    lost: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingSession:
    """A session as a source tells it. ``digest`` changes whenever anything it was read from does.

    A ``partial`` session was cut off in the source: it is added when new, and never changes a known one.
    ``speaker_emails`` runs beside ``speakers``, with an empty text where the source gives none.
    """

    uid: str
    recurrence_id: str = ""
    title: str
    starts: Moment
    ends: Moment | None = None
    timezone: str = ""
    abstract: str = ""
    room: str = ""
    track: str = ""
    kind: str = "session"
    url: str = ""
    status: Status = "confirmed"
    speakers: tuple[str, ...] = ()
    speaker_emails: tuple[str, ...] = ()
    digest: str = ""
    raw: str = ""
    line: int = 0
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPerson:
    """A person as a source tells it; ``uid`` is the source's own name for the record."""

    name: str
    given: str = ""
    family: str = ""
    organization: str = ""
    title: str = ""
    note: str = ""
    birthday: str = ""
    contact_points: tuple[ContactPoint, ...] = ()
    interests: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    role: str = "attendee"
    uid: str = ""
    digest: str = ""
    raw: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContext:
    """What an importer may want to know.

    ``timezone`` is the event's zone where it is known, else empty; ``fallback_timezone`` is for a source that
    names none; ``known`` holds the digests of components that need no reading.
    """

    file: str
    timezone: str = ""
    fallback_timezone: str = "UTC"
    known: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an importer made of a source.

    ``unchanged`` are digests of ``ReadContext.known`` that were met again. ``complete`` is false when the
    source is visibly cut off: then nothing is taken for removed. ``timezone`` is the zone that the agenda as
    a whole is told in, ``name`` what the source calls itself.
    """

    sessions: Sequence[IncomingSession] = ()
    people: Sequence[IncomingPerson] = ()
    unchanged: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    complete: bool = True
    name: str = ""
    timezone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """Reads one kind of source, which holds an agenda or people.

    ``sniff(head, name)`` gets the first 4,096 bytes and the file's name, and answers from 0 (not mine) to
    100 (surely mine). ``read(data, context)`` never raises for what is in the data: it reports problems.
    """

    name: str
    kind: Literal["agenda", "people"]
    description: str
    sniff: Callable[[bytes, str], int]
    read: Callable[[bytes, ReadContext], Reading]


def _no_profile(_platform: str, _handle: str) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """What an exporter may want to know beside its records.

    ``profile(platform, handle)`` gives the address of a handle's page, or an empty text where no plugin knows it.
    """

    now: datetime
    event: Event | None = None
    profile: Callable[[str, str], str] = _no_profile


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionToExport:
    """A session and the text of the source's own component, for what eventkit does not understand."""

    session: Session
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToExport:
    """A person and the text of the card they came with, for what eventkit does not understand."""

    person: Person
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """Writes an agenda or people in one format; chosen by ``name``, or by a file's ``suffix``."""

    name: str
    suffix: str
    description: str
    write_agenda: Callable[[Sequence[SessionToExport], ExportContext], bytes] | None = None
    write_people: Callable[[Sequence[PersonToExport], ExportContext], bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A place where people have handles.

    ``handle`` gives the normal handle for an address or a handle as people write it, or None when the text
    is not of this platform; ``profile`` gives the address of a handle's page.
    """

    name: str
    label: str
    handle: Callable[[str], str | None]
    profile: Callable[[str], str]


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
