"""After an event: which sessions I attended, and the event as it was for me, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from eventkit.domain.agenda import clashes, is_over
from eventkit.domain.times import as_datetime, in_zone
from eventkit.errors import UsageError
from eventkit.services.encounters import list_encounters
from eventkit.services.lookup import find_event, find_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.domain.people import Encounter, Person

Presence = Literal["attended", "starred", "met", "noted"]
"""Why a session is in the diary: I said that I was there, met somebody there, starred it must, or noted something.

What is not ``attended`` is what I may still want to say so of.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A session of which I say whether I was there; ``new`` where I did not say so before."""

    session: Session
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """What I said of several sessions; ``overlapping`` are pairs of those I attended, at one time.

    ``early`` are those that have not begun, by the clock.
    """

    sessions: list[Attendance]
    early: list[Session]
    overlapping: list[tuple[Session, Session]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Somebody I met, and at which session where I said so."""

    encounter: Encounter
    person: Person
    session: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A session of the diary with those I met at it, or one meeting between sessions.

    A session that nobody told the time of is ``at`` the time that I met somebody there, if I did.
    """

    at: datetime | None
    session: Session | None = None
    presence: Presence | None = None
    meetings: Sequence[Meeting] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """An event as it was for me: its entries in the order of time, by day on the event's wall.

    Under None, and last, stand sessions that nobody told the time of.
    """

    event: Event
    days: dict[date | None, list[Entry]]

    @property
    def entries(self) -> list[Entry]:
        """All entries."""
        return [entry for entries in self.days.values() for entry in entries]

    @property
    def meetings(self) -> list[Meeting]:
        """Everyone I met."""
        return [meeting for entry in self.entries for meeting in entry.meetings]

    def count(self, presence: Presence) -> int:
        """How many sessions are in it for that reason."""
        return sum(1 for entry in self.entries if entry.presence == presence)


def list_attended(app: App, event: str | None = None) -> tuple[Event, list[Session]]:
    """The sessions of an event that I attended, by start."""
    found = find_event(app, event)
    return found, [session for session in app.store.agenda.sessions(found.slug) if session.attended]


def attend(
    app: App,
    what: Sequence[str],
    *,
    event: str | None = None,
    mine: bool = False,
    attended: bool = True,
    dry_run: bool = False,
) -> Attended:
    """Say that I was at some sessions, or was not; with ``mine`` also at each that I starred must and that is over."""
    if mine and not attended:
        message = "--mine --no would say that you missed all that you wanted to see; name the SESSIONs"
        raise UsageError(message)
    place = find_event(app, event) if event or mine else None
    wanted = {session.id: session for session in (find_session(app, one, place) for one in what)}
    if mine and place:
        chosen = app.store.agenda.sessions(place.slug, mine=True)
        now = app.now()
        wanted |= {s.id: s for s in chosen if s.interest == "must" and s.takes_place and is_over(s, now)}
    titles = [session.title for session in wanted.values()]
    label = titles[0] if len(titles) == 1 else f"{len(titles)} sessions"
    agenda = app.store.agenda
    with app.store.change(f"{'attended' if attended else 'did not attend'} {label}", dry_run=dry_run) as change:
        new = {
            session.id: session.attended != attended and agenda.set_interest(change, session.id, attended=attended)
            for session in wanted.values()
        }
        told = [Attendance(session=s, new=new[s.id]) for s in (agenda.sessions(ids=list(wanted)) if wanted else [])]
        slugs = dict.fromkeys(one.session.event for one in told)
        there = [session for slug in slugs for session in agenda.sessions(slug) if session.attended]
    pairs = [pair for pair in clashes(there) if attended and {pair[0].id, pair[1].id} & set(wanted)]
    early = [one.session for one in told if attended and _is_to_come(one.session, app.now())]
    return Attended(sessions=told, early=early, overlapping=pairs)


def gather_diary(app: App, event: str | None = None) -> Diary:
    """The event as it was for me: whom I met, and the sessions that were mine in one way or another."""
    found = find_event(app, event)
    sessions = app.store.agenda.sessions(found.slug)
    known = {session.id: session for session in sessions}
    meetings = [
        Meeting(encounter=encounter, person=person, session=known.get(encounter.session_id or 0))
        for encounter, person in list_encounters(app, found.slug)
    ]
    met_at: dict[int, list[Meeting]] = {}
    entries: list[Entry] = []
    for meeting in meetings:
        if meeting.session is None:
            entries.append(Entry(at=meeting.encounter.at, meetings=[meeting]))
        else:
            met_at.setdefault(meeting.session.id, []).append(meeting)
    now = app.now()
    for session in sessions:
        presence = _presence(session, found, now, met=session.id in met_at)
        if presence:
            there = met_at.get(session.id, [])
            starts = as_datetime(session.starts, found.timezone) if session.starts else None
            at = starts or min((meeting.encounter.at for meeting in there), default=None)
            entries.append(Entry(at=at, session=session, presence=presence, meetings=there))
    days: dict[date | None, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.at is None, entry.at or now)):
        day = in_zone(entry.at, found.timezone).date() if entry.at else None
        days.setdefault(day, []).append(entry)
    return Diary(event=found, days=days)


def _is_to_come(session: Session, now: datetime) -> bool:
    return session.starts is not None and as_datetime(session.starts, session.timezone) > now


def _is_past(session: Session, event: Event, now: datetime) -> bool:
    """Whether a session is over; one that nobody told the time of, once the event is."""
    if session.starts is None:
        return event.ends is not None and event.ends < in_zone(now, event.timezone).date()
    return is_over(session, now)


def _presence(session: Session, event: Event, now: datetime, *, met: bool) -> Presence | None:
    """Why a session is in the diary, if it is: what is still to come is only with what I said of it as past."""
    if session.attended:
        return "attended"
    if met:
        return "met"
    if not _is_past(session, event, now):
        return None
    if session.interest == "must" and session.takes_place:
        return "starred"
    return "noted" if session.note else None
