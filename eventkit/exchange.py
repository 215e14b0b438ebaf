"""What importers and exporters are given, and what they give: sessions and people on their way in or out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from eventkit.domain.events import Event, Moment, Session, Status
    from eventkit.domain.people import ContactPoint, Person
    from eventkit.records import Problem


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
