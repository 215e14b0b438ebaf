"""How sessions are shown in tables, wherever they are listed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from eventkit.cli.tables import Column
from eventkit.domain.times import in_zone, zone_or_utc

if TYPE_CHECKING:
    from eventkit.domain.events import Event, Session

NO_TIME_YET = "no time yet"
"""As wide as the hours of the others."""

STARS = {"must": "★", "maybe": "☆", "skip": "✗", "": ""}
_FLAGS = {"cancelled": "CANCELLED: ", "gone": "GONE: ", "tentative": "(tentative) "}


def session_columns(event: Event, *, timed: bool = True) -> tuple[Column, ...]:
    """The columns of a table of sessions; with times, or without where each row tells its time in another way."""
    columns = (
        Column("No.", lambda s: s.id, right=True),
        Column("", lambda s: STARS[s.interest]),
        Column("Time", lambda s: hours_of(s, event), whole=True),
        Column("Room", lambda s: s.room, share=3),
        Column("Title", title_of, share=6),
        Column("Speakers", lambda s: ", ".join(s.speakers), share=4),
        Column("Track", lambda s: s.track, share=3, wide=True),
    )
    return columns if timed else tuple(column for column in columns if column.heading != "Time")


def title_of(session: Session) -> str:
    """The title, with whether the session takes place and what its source remarks on it, as that it is sold out."""
    remark = f" ({session.remark})" if session.remark else ""
    return f"{_FLAGS.get(session.status, '')}{session.title}{remark}"


def hours_of(session: Session, event: Event) -> str:
    """From when until when, on the event's wall; put together here, strftime takes five times as long."""
    if not isinstance(session.starts, datetime):
        return "all day" if session.starts else NO_TIME_YET
    wall = zone_or_utc(event.timezone)
    starts = session.starts.astimezone(wall)
    if not isinstance(session.ends, datetime):
        return f"{starts.hour:02}:{starts.minute:02}"
    ends = session.ends.astimezone(wall)
    return f"{starts.hour:02}:{starts.minute:02}-{ends.hour:02}:{ends.minute:02}"


def when_of(session: Session, event: Event) -> str:
    """The day of the week and the hours, as ``Fri 10:30-11:00``, on the event's wall."""
    hours = hours_of(session, event)
    return f"{in_zone(session.starts, event.timezone):%a} {hours}" if session.starts else hours


def clash_columns(event: Event) -> tuple[Column, ...]:
    """The columns of a table of pairs of sessions that overlap."""
    return (
        Column("Time", lambda pair: _together(pair, event), whole=True),
        Column("This", lambda pair: _numbered(pair[0]), share=1),
        Column("or this", lambda pair: _numbered(pair[1]), share=1),
    )


def _numbered(session: Session) -> str:
    return f"{session.id} {title_of(session)}" + (f" ({session.room})" if session.room else "")


def _together(pair: tuple[Session, Session], event: Event) -> str:
    """The day and hours from when the second begins until the first of them ends, on the event's wall."""
    begins = max(session.starts for session in pair if session.starts)
    ends = min(moment for session in pair if (moment := session.ends or session.starts))
    return f"{in_zone(begins, event.timezone):%a %H:%M}-{in_zone(ends, event.timezone):%H:%M}"
