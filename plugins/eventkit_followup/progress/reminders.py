"""Reminders of follow-ups as a calendar (RFC 5545): an entry with an alarm for each, on working days.

An entry keeps its UID from one export to the next, and a later one has a higher SEQUENCE, so that a calendar that is
given both moves it. Nobody is invited, and the time counts as free. Times are told in UTC, which needs no zone to be
described.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.api import UsageError, escape, fold, get_events, one_line, profile_address, safe_text, zone
from eventkit_followup.progress.entries import State
from eventkit_followup.progress.listing import WANTED, in_my_zone, list_followups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from eventkit.api import App
    from eventkit_followup.progress.listing import Followup

PRODID = "-//eventkit//follow-up 1.0//EN"
_WEEKEND = 5
_LAST_MINUTE = 24 * 60 - 1
_LENGTH = 15
"""Minutes that a reminder takes, and by which those of one day follow each other where there is room."""

_MOST = 80
"""Characters of a promise or a note in a title."""

_LONGEST = 3650
"""Days within which everything is to have its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One entry: when, and what it says. ``uid`` is the same at every export."""

    at: datetime
    uid: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """On which days, and when: so many a day, from a day on, at a time on my own clock."""

    first: date
    at: time = time(9)
    per_day: int = 5

    def moment(self, app: App, day: date, number: int) -> datetime:
        """The time of the reminder of that number on a day: one after the other, as far as the day is long."""
        left = _LAST_MINUTE - (self.at.hour * 60 + self.at.minute)
        step = min(_LENGTH, left // self.per_day)
        wall = datetime.combine(day, self.at) + timedelta(minutes=step * number)
        mine = zone(app.config.timezone)
        return (wall.replace(tzinfo=mine) if mine else wall.astimezone()).astimezone(UTC)


def working_day(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _WEEKEND else day


def first_day(text: str, today: date) -> date:
    """The day of ``--from``, or the next working day; raises ``UsageError`` for no date, or one that is past."""
    if not text:
        return working_day(today + timedelta(days=1))
    try:
        day = date.fromisoformat(text)
        if not date.min + timedelta(days=_LONGEST) < day < date.max - timedelta(days=_LONGEST):
            raise ValueError(text)  # noqa: TRY301  # said as for any other text
    except ValueError as error:
        message = f"--from {text!r} is no date; give one as {today + timedelta(days=1)}"
        raise UsageError(message) from error
    if day < today:
        message = f"--from {text} is past: a reminder is of what is to come"
        raise UsageError(message)
    return working_day(day)


def list_reminders(
    app: App, days: Days, *, event: str | None = None, who: str = "", unanswered_after: int = 14
) -> list[Reminder]:
    """What there is to be reminded of, the most urgent first.

    What wants doing comes on the first days; a letter without an answer so many days after it was sent, or later where
    these are full. With 0 days no answer is waited for.
    """
    found = list_followups(app, event=event, who=who, states=(*WANTED, State.SENT))
    names = {slug: one_line(one.name) for slug, one in get_events(app).items()}
    taken: Counter[date] = Counter()
    open_day = days.first
    reminders = []
    letters: set[str] = set()
    for row in found.rows:
        if row.entry and row.entry.key in letters:  # one letter speaks of two events
            continue
        letters |= {row.entry.key} if row.entry else set()
        earliest = open_day
        if row.state == State.SENT:
            if not unanswered_after or row.person.do_not_contact:
                continue
            sent = in_my_zone(app, row.standing.since).date()
            earliest = max(open_day, working_day(sent + timedelta(days=unanswered_after)))
        day = earliest
        while taken[day] >= days.per_day:
            day = working_day(day + timedelta(days=1))
        while taken[open_day] >= days.per_day:
            open_day = working_day(open_day + timedelta(days=1))
        at = days.moment(app, day, taken[day])
        taken[day] += 1
        title = _title(row)
        reminders.append(Reminder(at=at, uid=_uid(row), title=title, text=_text(app, row, names)))
    return sorted(reminders, key=lambda reminder: reminder.at)


def calendar_of(reminders: Sequence[Reminder], *, now: datetime, as_todo: bool = False) -> bytes:
    """The reminders as a calendar of VEVENTs, or of VTODOs, which Google and Outlook pass over."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    lines += ["NAME:Follow-ups", "X-WR-CALNAME:Follow-ups"]
    for reminder in reminders:
        lines += _todo(reminder, now) if as_todo else _event(reminder, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


# --- what it says -------------------------------------------------------------------------------------


def _title(row: Followup) -> str:
    name = one_line(row.person.name)
    if row.state == State.SENT:
        day = f" since {row.since.day} {row.since:%B}" if row.since else ""
        return f"No answer from {name}{day}"
    if row.state in {State.UNKNOWN, State.SENDING}:
        return f"Look whether your letter to {name} went out"
    what = one_line(row.promise or row.note)
    what = what if len(what) <= _MOST else f"{what[: _MOST - 1].rstrip()}…"
    doing = f"Send your draft to {name}" if row.state == State.DRAFTED else f"Write to {name}"
    return f"{doing}: {what}" if what else doing


def _text(app: App, row: Followup, names: dict[str, str]) -> str:
    """What a reminder says below its title: what was said, how they are reached, and what to type."""
    standing, entry, person = row.standing, row.entry, row.person
    option = f" --event {standing.event}" if standing.event else ""
    address = next(iter((*person.emails, *person.phones)), "") or next(
        (profile_address(app, platform, handle) or handle for platform, handle in person.handles.items()), ""
    )
    parts = [
        f"{one_line(person.name)}{f' ({one_line(person.organization)})' if person.organization else ''}",
        f"Met at {names[standing.event]}" if standing.encounters and standing.event in names else "",
        f"Promised: {row.promise}" if row.promise else "",
        f"Noted: {row.note}" if row.note else "",
        f"Reach them at {one_line(address)}" if address else "",
        f"The server said: {entry.problem}" if entry and entry.problem else "",
        f"The draft: {entry.path}" if entry and entry.path and row.state == State.DRAFTED else "",
        "",
        f"eventkit followup draft{option} --to DIR" if row.state == State.DUE else "",
        f"eventkit followup mark {'answered' if row.state == State.SENT else 'sent'} {person.id}{option}",
    ]
    return safe_text("\n".join(part for part in parts if part))


def _uid(row: Followup) -> str:
    named = f"{row.standing.event}:{row.person.id}"
    return f"followup-{blake2b(named.encode(), digest_size=12).hexdigest()}@eventkit"


# --- the calendar -------------------------------------------------------------------------------------


def _event(reminder: Reminder, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield from _common(reminder, now)
    yield f"DTEND:{_utc(reminder.at + timedelta(minutes=_LENGTH))}"
    yield "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT"
    yield from _alarm(reminder)
    yield "END:VEVENT"


def _todo(reminder: Reminder, now: datetime) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield from _common(reminder, now)
    yield f"DUE:{_utc(reminder.at + timedelta(minutes=_LENGTH))}"
    yield "STATUS:NEEDS-ACTION"
    yield from _alarm(reminder)
    yield "END:VTODO"


def _common(reminder: Reminder, now: datetime) -> Iterator[str]:
    yield f"UID:{reminder.uid}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"SEQUENCE:{_sequence(now)}"
    yield f"DTSTART:{_utc(reminder.at)}"
    yield f"SUMMARY:{escape(reminder.title)}"
    yield f"DESCRIPTION:{escape(reminder.text)}"
    yield "CLASS:PRIVATE"


def _alarm(reminder: Reminder) -> Iterable[str]:
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT0S",
        f"DESCRIPTION:{escape(reminder.title)}",
        "END:VALARM",
    )


def _sequence(now: datetime) -> int:
    """A number that is higher at a later export (RFC 5545 section 3.8.7.4), without a note of the ones before.

    Within a minute it is the later DTSTAMP that counts (RFC 5546 section 2.1.5).
    """
    return max(0, int(now.timestamp()) // 60)


def _utc(moment: datetime) -> str:
    told = moment.astimezone(UTC)
    return f"{told.year:04}{told:%m%dT%H%M%SZ}"
