"""Free time at an event: between my own sessions, and together with somebody whose plans I was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from eventkit.domain.agenda import free_time, occupied
from eventkit.domain.times import zone_or_utc
from eventkit.errors import NotFoundError, UsageError
from eventkit.services.agenda import day_of
from eventkit.services.lookup import find_event
from eventkit.services.their_plans import Plans, read_plans, times_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import time

    from eventkit.app import App
    from eventkit.domain.agenda import Span
    from eventkit.domain.events import Event, Session
    from eventkit.services.import_results import FileProblem
    from eventkit.services.their_plans import TimeTaken

SHORTEST = 15
"""Minutes of a gap that is worth showing: less is the way from one room to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Free time, or a session that both of us want to go to; ``after`` and ``before`` are what it lies between."""

    kind: Literal["free", "together"]
    day: str
    starts: datetime
    ends: datetime
    session: Session | None = None
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it is."""
        return round((self.ends.timestamp() - self.starts.timestamp()) / 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The free time of an event, by day, and the sessions that both of us want to go to.

    ``chosen`` is how many sessions of mine it was reckoned with. ``missing`` are plans of theirs that are not in
    my agenda and tell no time; ``problems`` are those of their calendar.
    """

    event: Event
    slots: list[Slot]
    chosen: int
    missing: Sequence[str]
    problems: Sequence[FileProblem] = ()


def list_gaps(
    app: App,
    event: str | None = None,
    *,
    other: str = "",
    day: str = "",
    begins: time | None = None,
    ends: time | None = None,
    shortest: int = SHORTEST,
    must: bool = False,
) -> Gaps:
    """Free time on the days of an event, from the first session of a day to its last unless times are given.

    ``other`` is a file of somebody's favourites, a picture of their code or its text, or a calendar of theirs.
    An end that is not after the begin is on the day after. ``must`` takes no account of what is only a maybe.
    """
    found = find_event(app, event)
    sessions = app.store.agenda.sessions(found.slug)
    days = _days(sessions, found, begins, ends)
    if not days:
        message = f"{found.slug} has no session with a time; `eventkit import FILE --event {found.slug}` brings some"
        raise NotFoundError(message)
    if day and day not in days:
        message = f"--day: no session of {found.slug} is on {day}; there is {', '.join(days)}"
        raise UsageError(message)
    levels = {"must"} if must else {"must", "maybe"}
    mine = [session for session in sessions if session.interest in levels and session.takes_place]
    theirs = read_plans(app, other, found, sessions, levels) if other else Plans()
    taken = [*times_taken((s.title, s.starts, s.ends) for s in mine), *theirs.taken]
    chosen = {session.id for session in mine}
    both = [session for session in theirs.sessions if session.id in chosen]
    slots: list[Slot] = []
    for name, (first, last) in days.items():
        if day in {"", name}:
            free = free_time((one.span for one in taken), first, last, timedelta(minutes=shortest))
            of_day = [_slot(name, span, taken, found) for span in free] + _together(name, both, found)
            slots += sorted(of_day, key=lambda slot: slot.starts)
    return Gaps(event=found, slots=slots, chosen=len(mine), missing=theirs.missing, problems=theirs.problems)


def _days(sessions: Iterable[Session], event: Event, begins: time | None, ends: time | None) -> dict[str, Span]:
    """Each day of the event on which there is a session with a time, and from when until when it is looked at."""
    spans: dict[str, Span] = {}
    for session in sessions:
        span = occupied(session.starts, session.ends) if session.takes_place else None
        if span is not None:
            name = day_of(session, event)
            known = spans.get(name, span)
            spans[name] = min(known[0], span[0]), max(known[1], span[1])
    days: dict[str, Span] = {}
    for name, (first, last) in sorted(spans.items(), reverse=True):
        date = datetime.fromisoformat(name).date()
        zone = zone_or_utc(event.timezone)
        start = datetime.combine(date, begins, zone).astimezone(UTC) if begins else first
        end = datetime.combine(date, ends, zone).astimezone(UTC) if ends else last
        if ends and end <= start:
            end = datetime.combine(date + timedelta(days=1), ends, zone).astimezone(UTC)
        next_begins = next(iter(days.values()))[0] if days else end
        days = {name: (start, min(end, max(next_begins, start))), **days}
    return days


def _slot(day: str, span: Span, taken: Iterable[TimeTaken], event: Event) -> Slot:
    begins, ends = (moment.astimezone(zone_or_utc(event.timezone)) for moment in span)
    after, before = [], []
    for one in taken:
        if one.span[1] == span[0]:
            after.append(one.title)
        elif one.span[0] == span[1]:
            before.append(one.title)
    titles = (tuple(dict.fromkeys(side)) for side in (after, before))
    return Slot(kind="free", day=day, starts=begins, ends=ends, after=next(titles), before=next(titles))


def _together(day: str, both: Iterable[Session], event: Event) -> list[Slot]:
    slots = []
    for session in both:
        span = occupied(session.starts, session.ends)
        if span is not None and day_of(session, event) == day:
            begins, ends = (moment.astimezone(zone_or_utc(event.timezone)) for moment in span)
            slots.append(Slot(kind="together", day=day, starts=begins, ends=ends, session=session))
    return slots
