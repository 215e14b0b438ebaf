"""The diary as text: for a terminal, and as Markdown to keep."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import TYPE_CHECKING

from eventkit.domain.markdown import literal
from eventkit.domain.text import one_line
from eventkit.domain.times import in_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from eventkit.domain.events import Event, Session
    from eventkit.services.diary import Diary, Entry, Meeting, Presence

_PRESENCE: dict[Presence, str] = {
    "attended": "",
    "met": "not marked as attended; you met somebody there",
    "starred": "starred must, not marked as attended",
    "noted": "not marked as attended; you noted something",
}
_FLAGS = {"cancelled": "CANCELLED: ", "gone": "NO LONGER LISTED: ", "tentative": ""}
_NO_DAY = "Time unknown"
"""Above what was on the agenda without a time, and stayed so."""

_HOURS = 13
"""Columns of the hours of a session, and of what stands below them."""


def write_text(diary: Diary, width: int) -> str:
    """The diary for a terminal so wide."""
    lines = [one_line(diary.event.name), f"{_days(diary)}, times in {diary.event.timezone}", _counts(diary)]
    for day, entries in diary.days.items():
        lines += ["", _day(day) if day else _NO_DAY, ""]
        for entry in entries:
            lines += _text_of(entry, diary.event, width)
    promises = _promised(diary)
    if promises:
        lines += ["", "Promised", ""]
        for meeting in promises:
            lines += _wrapped("- ", f"{meeting.person.name}: {meeting.encounter.promise}", width)
    return "\n".join(lines)


def write_markdown(diary: Diary) -> str:
    """The diary as Markdown; the same data give the same text."""
    lines = [f"# {literal(diary.event.name)}", "", f"{_days(diary)}. Times are in {literal(diary.event.timezone)}.", ""]
    lines += [f"{_counts(diary)}.", ""]
    for day, entries in diary.days.items():
        lines += [f"## {_day(day) if day else _NO_DAY}", ""]
        for entry in entries:
            lines += _markdown_of(entry, diary.event)
        lines.append("")
    promises = _promised(diary)
    if promises:
        lines += ["## Promised", ""]
        lines += [f"- [ ] **{literal(one.person.name)}**: {literal(one.encounter.promise)}" for one in promises]
        lines.append("")
    return "\n".join(lines)


def _text_of(entry: Entry, event: Event, width: int) -> Iterator[str]:
    """An entry: the hours on the left, all that belongs to it on the right."""
    session = entry.session
    if session is None:
        for meeting in entry.meetings:
            yield from _wrapped(f"{_clock(meeting, event):{_HOURS}}", _met(meeting), width)
            yield from _text_of_promise(meeting, width)
        return
    yield from _wrapped(f"{_hours(session, event):{_HOURS}}", f"{_FLAGS.get(session.status, '')}{session.title}", width)
    place = ", ".join(filter(None, [session.room, *session.speakers]))
    presence = f"({_PRESENCE[entry.presence]})" if entry.presence and _PRESENCE[entry.presence] else ""
    for line in (place, presence, f"Note: {session.note}" if session.note else ""):
        if line:
            yield from _wrapped(" " * _HOURS, line, width)
    for meeting in entry.meetings:
        yield from _wrapped(" " * _HOURS, f"{_met(meeting)} ({_clock(meeting, event)})", width)
        yield from _text_of_promise(meeting, width)


def _text_of_promise(meeting: Meeting, width: int) -> Iterator[str]:
    if meeting.encounter.promise:
        yield from _wrapped(" " * _HOURS, f"Promised: {meeting.encounter.promise}", width)


def _wrapped(begin: str, text: str, width: int) -> list[str]:
    """Lines of a text, those after the first as far to the right as the text of the first."""
    return textwrap.wrap(
        one_line(text), max(width, 40), initial_indent=begin, subsequent_indent=" " * len(begin), break_on_hyphens=False
    )


def _markdown_of(entry: Entry, event: Event) -> Iterator[str]:
    session = entry.session
    if session is None:
        for meeting in entry.meetings:
            yield f"- {_clock(meeting, event)}: {_markdown_of_meeting(meeting)}"
            yield from _markdown_of_promise(meeting)
        return
    when = ", ".join(filter(None, [_hours(session, event), literal(session.room)]))
    speakers = f", by {', '.join(map(literal, session.speakers))}" if session.speakers else ""
    presence = f" ({_PRESENCE[entry.presence]})" if entry.presence and _PRESENCE[entry.presence] else ""
    begin = f"- {when}: " if when else "- "
    yield f"{begin}{_FLAGS.get(session.status, '')}**{literal(session.title)}**{speakers}{presence}"
    if session.note:
        yield f"    - Note: {literal(session.note)}"
    for meeting in entry.meetings:
        yield f"    - {_clock(meeting, event)}: {_markdown_of_meeting(meeting)}"
        yield from (f"    {line}" for line in _markdown_of_promise(meeting))


def _markdown_of_meeting(meeting: Meeting) -> str:
    person = meeting.person
    organization = f", {literal(person.organization)}" if person.organization else ""
    note = f": {literal(meeting.encounter.note)}" if meeting.encounter.note else ""
    return f"met **{literal(person.name)}**{organization}{note}"


def _markdown_of_promise(meeting: Meeting) -> Iterator[str]:
    if meeting.encounter.promise:
        yield f"    - Promised: {literal(meeting.encounter.promise)}"


def _met(meeting: Meeting) -> str:
    person = meeting.person
    organization = f", {person.organization}" if person.organization else ""
    note = f": {meeting.encounter.note}" if meeting.encounter.note else ""
    return f"Met {person.name}{organization}{note}"


def _promised(diary: Diary) -> list[Meeting]:
    return [meeting for meeting in diary.meetings if meeting.encounter.promise]


def _clock(meeting: Meeting, event: Event) -> str:
    return f"{in_zone(meeting.encounter.at, event.timezone):%H:%M}"


def _hours(session: Session, event: Event) -> str:
    if session.starts is None:
        return ""
    starts = in_zone(session.starts, event.timezone)
    if not isinstance(starts, datetime):
        return "all day"
    return f"{starts:%H:%M}" + (f"-{in_zone(session.ends, event.timezone):%H:%M}" if session.ends else "")


def _days(diary: Diary) -> str:
    first, last = diary.event.starts, diary.event.ends
    if first is None:
        return "no dates"
    return _day(first) + (f" to {_day(last)}" if last and last != first else "")


def _counts(diary: Diary) -> str:
    """How much there was, in a sentence without its full stop."""
    attended = diary.count("attended")
    others = sum(1 for entry in diary.entries if entry.session) - attended
    people = len({meeting.person.id for meeting in diary.meetings})
    parts = [
        f"{attended} {'session' if attended == 1 else 'sessions'} attended",
        f"{others} more that may have been" if others else "",
        f"{people} {'person' if people == 1 else 'people'} met" if people else "",
    ]
    return ", ".join(filter(None, parts))


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"
