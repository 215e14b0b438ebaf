"""Questions about an agenda that need nothing but its sessions: what overlaps, runs, is next, or leaves time free."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eventkit.domain.times import as_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.domain.events import Moment, Session

    Span = tuple[datetime, datetime]

TOGETHER = timedelta(hours=1)
"""Sessions that begin so close to each other are one choice."""

UNTOLD = timedelta(hours=1)
"""How long a session without an end is taken to last by who looks for free time."""


def clashes(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Pairs of timed sessions that overlap, by start. One that ends as another starts is no clash."""
    timed = sorted(_timed(sessions), key=lambda s: _span(s)[0])
    found: list[tuple[Session, Session]] = []
    for position, first in enumerate(timed):
        ends = _span(first)[1]
        for second in timed[position + 1 :]:
            if _span(second)[0] >= ends:
                break
            found.append((first, second))
    return found


def running(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """Timed sessions that have begun and not ended at ``now``."""
    return [s for s in _timed(sessions) if _span(s)[0] <= now < _span(s)[1]]


def upcoming(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """The timed session that begins next after ``now``, and all that begin within an hour of it."""
    later = sorted((s for s in _timed(sessions) if _span(s)[0] > now), key=_span)
    return [s for s in later if _span(s)[0] - _span(later[0])[0] <= TOGETHER]


def is_over(session: Session, now: datetime) -> bool:
    """Whether a session has ended; one of whole days at the end of the last, in the zone it is told in.

    Of one without a time nobody knows.
    """
    if session.starts is None:
        return False
    if isinstance(session.starts, datetime):
        return _span(session)[1] <= now
    ends = session.ends or session.starts + timedelta(days=1)
    return as_datetime(ends, session.timezone) <= now


def occupied(starts: Moment | None, ends: Moment | None) -> Span | None:
    """The time that something takes, in UTC; None for what has none, or lasts all day and leaves one its hours."""
    if not isinstance(starts, datetime):
        return None
    begin = starts.astimezone(UTC)
    end = ends.astimezone(UTC) if isinstance(ends, datetime) else begin
    return begin, end if end > begin else begin + UNTOLD


def free_time(taken: Iterable[Span], begins: datetime, ends: datetime, shortest: timedelta) -> list[Span]:
    """What is left between two times when these are taken, in pieces that are not too short."""
    found: list[Span] = []
    free_from = begins
    for start, end in [*sorted(taken), (ends, ends)]:
        until = min(start, ends)
        if until - free_from >= shortest:
            found.append((free_from, until))
        free_from = max(free_from, end)
    return found


def _timed(sessions: Iterable[Session]) -> Iterator[Session]:
    """Those that have hours, and take place."""
    return (s for s in sessions if isinstance(s.starts, datetime) and s.takes_place)


def _span(session: Session) -> Span:
    """Start and end of a timed session; without an end it is over as it begins (RFC 5545, 3.6.1)."""
    if not isinstance(session.starts, datetime):
        message = f"session {session.id} has no times"
        raise TypeError(message)
    ends = session.ends if isinstance(session.ends, datetime) else session.starts
    return session.starts, ends
