"""The brief: everything about an event that one wants to have on one page, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eventkit.api import clashes, in_zone, list_sessions, literal
from eventkit_prep.checklist import due_in_words, read_checklist
from eventkit_prep.meeting import people_to_meet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from eventkit.api import App, Event, Moment, Session
    from eventkit_prep.checklist import Item
    from eventkit_prep.meeting import Wanted

_FELL_THROUGH = {"cancelled": "CANCELLED: ", "gone": "NO LONGER LISTED: ", "tentative": "(tentative) "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What goes into a brief: ``sessions`` are the user's own, ``todo`` is open and due by the event."""

    event: Event
    today: date
    sessions: Sequence[Session] = ()
    wanted: Sequence[Wanted] = ()
    todo: Sequence[Item] = ()


def gather_brief(app: App, event: Event) -> Brief:
    """Collect an event's brief."""
    checklist = read_checklist(app, event)
    return Brief(
        event=event,
        today=checklist.today,
        sessions=list_sessions(app, event.slug, mine=True)[1],
        wanted=people_to_meet(app, event),
        todo=[item for item in checklist.items if item.state == "open" and (item.offset or 0) <= 0],
    )


def write_brief(brief: Brief) -> str:
    """The brief as Markdown; the same data give the same text."""
    parts = [_head(brief.event), _sessions(brief), _clashes(brief), _wanted(brief), _todo(brief)]
    return "\n".join(line for part in parts for line in part)


def _head(event: Event) -> Iterator[str]:
    days = "No dates yet"
    if event.starts is not None:
        days = _day(event.starts)
        if event.ends is not None and event.ends != event.starts:
            days += f" to {_day(event.ends)}"
    yield f"# {literal(event.name)}"
    yield ""
    yield f"{days}. Times are in {literal(event.timezone)}."
    yield ""


def _sessions(brief: Brief) -> Iterator[str]:
    yield "## My sessions"
    yield ""
    days: dict[date | None, list[Session]] = {}
    for session in brief.sessions:
        day = _date(session.starts, brief.event) if session.starts else None
        days.setdefault(day, []).append(session)
    for day, sessions in days.items():
        yield f"### {_day(day) if day else 'No time yet'}"
        yield ""
        for session in sessions:
            speakers = f", by {', '.join(map(literal, session.speakers))}" if session.speakers else ""
            flag = _FELL_THROUGH.get(session.status, "")
            place = _place(session, brief.event) if day else literal(session.room)
            where = f"{place}: " if place else ""
            yield f"- {where}{flag}**{literal(session.title)}**{speakers} ({session.interest})"
            if session.note:
                yield f"    - My note: {literal(session.note)}"
        yield ""
    if not days:
        yield "None chosen yet: `eventkit star SESSION` does."
        yield ""


def _clashes(brief: Brief) -> Iterator[str]:
    pairs = clashes(brief.sessions)
    if not pairs:
        return
    yield "## Clashes"
    yield ""
    for first, second in pairs:
        sides = (f"{_place(session, brief.event)}: {literal(session.title)}" for session in (first, second))
        yield f"- {_weekday(first, brief.event)}{', and '.join(sides)}"
    yield ""


def _wanted(brief: Brief) -> Iterator[str]:
    yield "## People to meet"
    yield ""
    for one in brief.wanted:
        organization = f", {literal(one.person.organization)}" if one.person.organization else ""
        yield f"- [{'x' if one.met else ' '}] **{literal(one.person.name)}**{organization}"
        if one.why:
            yield f"    - Why: {literal(one.why)}"
        if one.person.do_not_contact:
            yield "    - Asked not to be contacted"
        for session in one.sessions:
            when = f"{_weekday(session, brief.event)}{_place(session, brief.event)}"
            yield f"    - Speaks: {when}: {_FELL_THROUGH.get(session.status, '')}{literal(session.title)}"
        if one.met:
            at = in_zone(one.met.at, brief.event.timezone)
            note = f": {literal(one.met.note)}" if one.met.note else ""
            yield f"    - Met: {at:%a} {at.day} {at:%b %H:%M}{note}"
    if not brief.wanted:
        yield "Nobody chosen yet: `eventkit prep meet PERSON --why TEXT` does."
    yield ""


def _todo(brief: Brief) -> Iterator[str]:
    """What a template says is Markdown already, written by the user or by us."""
    if not brief.todo:
        return
    yield "## Still to do"
    yield ""
    for item in brief.todo:
        due = f" ({item.due:%a} {item.due.day} {item.due:%b}, {due_in_words(item, brief.today)})" if item.due else ""
        yield f"- [ ] {item.text}{due}"
    yield ""


def _place(session: Session, event: Event) -> str:
    """When on a day, on the event's wall, and where."""
    time = "all day" if session.starts else "no time yet"
    if isinstance(session.starts, datetime):
        time = f"{in_zone(session.starts, event.timezone):%H:%M}"
        if session.ends is not None:
            time += f"-{in_zone(session.ends, event.timezone):%H:%M}"
    return f"{time}, {literal(session.room)}" if session.room else time


def _weekday(session: Session, event: Event) -> str:
    """The day of the week and a space, where it is told."""
    return f"{_date(session.starts, event):%a} " if session.starts else ""


def _date(moment: Moment, event: Event) -> date:
    local = in_zone(moment, event.timezone)
    return local.date() if isinstance(local, datetime) else local


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"
