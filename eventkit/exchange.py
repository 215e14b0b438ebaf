"""What importers and exporters are given, and what they give: sessions and people on their way in or out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime, timedelta

    from eventkit.domain.events import Event, Moment, Session, Status
    from eventkit.domain.people import ContactPoint, Person
    from eventkit.records import Problem


SURE = 80
"""The confidence, of 100, from which a speaker is taken as one without being asked about."""


class IncomingSpeaker(NamedTuple):
    """A speaker as a source names them; ``uid`` is the source's own name for the person.

    One with a ``confidence`` below ``SURE`` waits for the user's word; ``why`` tells them what speaks for it.
    """

    name: str
    email: str = ""
    organization: str = ""
    uid: str = ""
    confidence: int = 100
    why: str = ""


class IncomingSession(NamedTuple):
    """A session as a source tells it. ``digest`` changes whenever anything it was read from does.

    A tuple, as ``Session`` is, for a file has ten thousand of them; its values are given by name.
    ``starts`` is None where the source does not tell when it is. With ``keeps_time`` that says nothing, as of a time
    that cannot be read: a known session keeps the one that it has.
    A ``partial`` session was cut off in the source: it is added when new, and never changes a known one. One that
    is cancelled says at least that: a known session becomes so, and one without a ``title`` is not added.
    ``remark`` is what the source says of the session beside its title, as that it is sold out; ``language`` a
    language tag (BCP 47) or name; ``links`` are (title, address). ``raw`` is what it was read from, so that an export
    gives back what eventkit has no place for; what is an ``abstract`` already need not be in it.
    """

    uid: str
    title: str
    starts: Moment | None
    recurrence_id: str = ""
    ends: Moment | None = None
    timezone: str = ""
    abstract: str = ""
    room: str = ""
    track: str = ""
    kind: str = "session"
    url: str = ""
    status: Status = "confirmed"
    remark: str = ""
    language: str = ""
    links: tuple[tuple[str, str], ...] = ()
    speakers: tuple[IncomingSpeaker, ...] = ()
    digest: str = ""
    raw: str = ""
    line: int = 0
    partial: bool = False
    keeps_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPerson:
    """A person as a source tells it; ``uid`` is the source's own name for the record.

    ``raw`` is a card (RFC 6350), unfolded, with all that the source says: what eventkit has no place for is kept
    there and comes back out; ``cards`` are older ones, the newest last. ``role`` is the one at the event that the
    source is a list of, and empty for somebody who is on the list and does not attend; ``roles`` are those at events
    that the source names, as (slug, role).
    """

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
    roles: tuple[tuple[str, str], ...] = ()
    do_not_contact: bool = False
    uid: str = ""
    digest: str = ""
    raw: str = ""
    cards: tuple[str, ...] = ()
    line: int = 0


class ReadContext(NamedTuple):
    """What an importer may want to know.

    ``timezone`` is the event's zone where it is known, else empty; ``fallback_timezone`` is for a source that
    names none; ``known`` holds the digests of components that need no reading. ``file`` is the address of a
    source from the network, and the base of relative addresses in it. ``today`` is where an endless series of
    sessions is looked at from. ``columns`` is what the user says the columns of a table are: fields by heading.
    """

    file: str
    timezone: str = ""
    fallback_timezone: str = "UTC"
    known: AbstractSet[str] = frozenset()
    today: date = date.min
    columns: Mapping[str, str] = MappingProxyType({})


class Reading(NamedTuple):
    """What an importer made of a source.

    ``unchanged`` are digests of ``ReadContext.known`` that were met again. ``complete`` is false when the
    source is visibly cut off: then nothing is taken for removed. ``timezone`` is the zone that the agenda as
    a whole is told in, ``name`` what the source calls itself. ``covers`` are the first and the last day that
    were looked at, where the source goes on without end: what lies outside of them is not taken for removed.
    ``unmapped`` are the headings of a table that is read by nobody's columns, and ``samples`` what stands below each
    of them: the user has to say what they are.
    """

    sessions: Sequence[IncomingSession] = ()
    people: Sequence[IncomingPerson] = ()
    unchanged: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    complete: bool = True
    name: str = ""
    timezone: str = ""
    covers: tuple[date, date] | None = None
    unmapped: Sequence[str] = ()
    samples: Sequence[str] = ()


def _no_profile(_platform: str, _handle: str) -> str:
    return ""


def _as_it_is(point: ContactPoint) -> ContactPoint:
    return point


def _normal_form(point: ContactPoint) -> str:
    from eventkit.domain.identity import normal_form  # only an export of people compares them

    return normal_form(point)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """What an exporter may want to know beside its records.

    ``profile(platform, handle)`` gives the address of a handle's page, or an empty text where no plugin knows it.
    ``event`` is the one that an agenda is of, and None for an agenda of several; ``events`` are all of them.
    ``alarm`` is how long before a session one wants to be reminded, None for never. The user's notes go out
    only ``with_notes``. ``as_kept`` gives a contact point of a card as eventkit keeps it, the address of a profile as
    its handle; two of a kind whose ``normal_form`` is the same are the same to eventkit.
    """

    now: datetime
    event: Event | None = None
    events: Sequence[Event] = ()
    alarm: timedelta | None = None
    with_notes: bool = False
    profile: Callable[[str, str], str] = _no_profile
    as_kept: Callable[[ContactPoint], ContactPoint] = _as_it_is
    normal_form: Callable[[ContactPoint], str] = _normal_form


class SessionToExport(NamedTuple):
    """A session and the text of the source's own component, for what eventkit does not understand.

    ``repeated`` says that its UID and RECURRENCE-ID are those of another session of the event too, as in feeds
    that give one UID to many.
    """

    session: Session
    raw: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToExport:
    """A person, and what is kept beside the record.

    ``raw`` is the text of the newest card they came with, ``cards`` of all of them, the newest last. ``uid`` names
    the person for good, to other programs too. ``roles`` are the events they attend, each with the role.
    """

    person: Person
    raw: str = ""
    cards: tuple[str, ...] = ()
    uid: str = ""
    roles: tuple[tuple[str, str], ...] = ()
