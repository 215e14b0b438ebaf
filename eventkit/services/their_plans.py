"""What somebody else has planned for an event: their favourites, or a calendar of theirs. Nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.domain.agenda import occupied
from eventkit.domain.favourites import Favourite, match_favourites
from eventkit.domain.text import one_line
from eventkit.domain.times import as_datetime
from eventkit.errors import InputError
from eventkit.exchange import ReadContext
from eventkit.services.codes import is_picture
from eventkit.services.favourites import match_theirs, understand_favourites
from eventkit.services.favourites_format import NAME, is_code, parse_code
from eventkit.services.import_results import file_problems
from eventkit.services.reading_sources import choose_importer, read_by, read_bytes, refuse, said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from eventkit.app import App
    from eventkit.domain.agenda import Span
    from eventkit.domain.events import Event, Moment, Session
    from eventkit.domain.favourites import Match
    from eventkit.services.favourites_format import Favourites
    from eventkit.services.import_results import FileProblem

_HEAD = 1000
"""Bytes of a file in which it says that it is of favourites."""


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """A time that is taken, and by what."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """Somebody's plans: which of my agenda's sessions are in them, and every time that they take.

    ``missing`` are the titles of what is not in my agenda and tells no time, empty for favourites of a code;
    ``problems`` are those of a calendar.
    """

    sessions: Sequence[Session] = ()
    taken: Sequence[TimeTaken] = ()
    missing: Sequence[str] = ()
    problems: Sequence[FileProblem] = ()


def read_plans(app: App, other: str, event: Event, sessions: Sequence[Session], levels: Collection[str]) -> Plans:
    """The plans in a file of favourites, a picture of their code or its text, or a calendar; raises ``InputError``.

    Of favourites, those of these ``levels``; ``sessions`` is the event's agenda.
    """
    if is_code(other):
        return _of_favourites(app, parse_code(other, "the text of favourites"), event, other, levels)
    data = read_bytes(other)
    head = data[:_HEAD].decode(errors="replace").lstrip("\ufeff")
    if is_picture(data) or is_code(head) or f'"{NAME}"' in head:
        return _of_favourites(app, understand_favourites(app, data, said(other)), event, other, levels)
    return _of_calendar(app, data, other, event, sessions)


def times_taken(things: Iterable[tuple[str, Moment | None, Moment | None]]) -> list[TimeTaken]:
    """The times of what has a title and perhaps a start and an end; what lasts all day takes none."""
    spans = ((title, occupied(starts, ends)) for title, starts, ends in things)
    return [TimeTaken(one_line(title), span) for title, span in spans if span is not None]


def _of_favourites(app: App, source: Favourites, event: Event, other: str, levels: Collection[str]) -> Plans:
    matching = match_theirs(app, source, event, other)
    matches = [match for match in matching.matches if match.favourite.level in levels]
    elsewhere = [favourite for favourite in matching.missing if favourite.level in levels]
    told = [(one.title, one.starts, one.ends) for one in elsewhere if one.starts]
    return Plans(
        sessions=[match.session for match in matches],
        taken=_of_matches(matches) + times_taken(told),
        missing=[one.title for one in elsewhere if not one.starts],
    )


def _of_calendar(app: App, data: bytes, other: str, event: Event, sessions: Sequence[Session]) -> Plans:
    """All that is in a calendar takes time; what is in it of my agenda, without a doubt, is where we meet."""
    plugin_id, importer = choose_importer(app, data, other)
    if importer.kind != "agenda":
        refuse(other, "holds people, and neither favourites nor a calendar")
    today = event.starts or as_datetime(app.now(), event.timezone).date()
    context = ReadContext(file=other, timezone=event.timezone, fallback_timezone=event.timezone, today=today)
    reading = read_by(app, plugin_id, importer, data, context)
    problems = [problem for problem in file_problems(said(other), reading.problems) if problem.lost]
    if not reading.sessions:
        message = f"{said(other)}: nothing is planned in it"
        raise InputError(message)
    plans = [
        Favourite(level="must", title=s.title, starts=s.starts, ends=s.ends, uid=s.uid, recurrence_id=s.recurrence_id)
        for s in reading.sessions
        if s.status not in {"cancelled", "gone"}
    ]
    matches = [match for match in match_favourites(plans, sessions).matches if match.sure]
    known = {id(match.favourite) for match in matches}
    others = [plan for plan in plans if id(plan) not in known]
    return Plans(
        sessions=[match.session for match in matches],
        taken=_of_matches(matches) + times_taken((plan.title, plan.starts, plan.ends) for plan in others),
        missing=[plan.title for plan in others if not plan.starts],
        problems=problems,
    )


def _of_matches(matches: Iterable[Match]) -> list[TimeTaken]:
    """The times of sessions by my agenda, which may be newer than theirs; one that fell through takes none."""
    going = (match.session for match in matches if match.session.takes_place)
    return times_taken((session.title, session.starts, session.ends) for session in going)
