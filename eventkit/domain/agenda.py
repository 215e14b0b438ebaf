"""Questions about an agenda that need nothing but its sessions: what overlaps, what runs, what is next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.domain.events import Session

TOGETHER = timedelta(hours=1)
"""Sessions that begin so close to each other are one choice."""


def clashes(sessions: Iterable[Session]) -> list[tuple[Session, Session]]:
    """Pairs of timed sessions that overlap, by start. One that ends as another starts is no clash."""
    timed = sorted((s for s in sessions if isinstance(s.starts, datetime) and s.takes_place), key=lambda s: _span(s)[0])
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
    return [s for s in sessions if not s.all_day and s.takes_place and _span(s)[0] <= now < _span(s)[1]]


def upcoming(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """The timed session that begins next after ``now``, and all that begin within an hour of it."""
    later = sorted((s for s in sessions if not s.all_day and s.takes_place and _span(s)[0] > now), key=_span)
    return [s for s in later if _span(s)[0] - _span(later[0])[0] <= TOGETHER]


def _span(session: Session) -> tuple[datetime, datetime]:
    """Start and end of a timed session; without an end it is over as it begins (RFC 5545, 3.6.1)."""
    if not isinstance(session.starts, datetime):
        message = f"session {session.id} lasts all day and has no times"
        raise TypeError(message)
    ends = session.ends if isinstance(session.ends, datetime) else session.starts
    return session.starts, ends
