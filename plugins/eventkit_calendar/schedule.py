"""Conference schedules in the frab form, which pretalx, frab, wafer and hub write: ``schedule.xml`` and ``.json``.

Both say the same, so each is taken apart into ``Item``s (``schedule_xml``, ``schedule_json``), and what an item
means is read here. The form is described by the schema of https://c3voc.de/schedule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.api import IncomingSession, IncomingSpeaker, Problem, Reading, in_zone, one_line, session_kind, zone
from eventkit_calendar.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.api import ReadContext

_VERSION = "1"
"""Part of every digest: raised when more is read out of the same item."""

_DAY_BEGINS = time(3)
"""A start before this hour, told without a date, belongs to the night after its day, as frab has it."""

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d\d)(?::(\d\d))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One event of a schedule, as texts; ``day`` is the date of the day it stands under."""

    values: Mapping[str, str]
    persons: tuple[str, ...] = ()
    day: str = ""

    def get(self, *names: str) -> str:
        """The first of these values that is there, on one line."""
        return next((one_line(self.values[name]) for name in names if self.values.get(name, "").strip()), "")


@dataclass(slots=True, kw_only=True)
class Schedule:
    """A schedule taken apart; ``cut`` where its file ends early."""

    conference: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False


def read_schedule(data: bytes, context: ReadContext) -> Reading:
    """Read every event of a schedule; one that cannot be used is a problem, and costs itself only."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        from eventkit_calendar.schedule_xml import take_apart  # defusedxml, only for XML
    else:
        from eventkit_calendar.schedule_json import take_apart
    schedule = take_apart(data)
    conference = schedule.conference
    told = conference.get("time_zone_name", "").strip()
    timezone = context.timezone or (told if zone(told) else "") or context.fallback_timezone
    sessions: list[IncomingSession] = []
    unchanged: list[str] = []
    problems = list(schedule.problems)
    lost = 0
    for item in schedule.items:
        digest = _digest(item, conference.get("acronym", ""), timezone)
        if digest in context.known:
            unchanged.append(digest)
            continue
        session = _session(item, conference, timezone, digest)
        if session is None:
            lost += 1
            when = item.get("date") or item.get("start") or "nothing"
            problems.append(Problem(0, f"event {_name(item)!r} is left out: its start cannot be read from {when!r}"))
        else:
            sessions.append(session)
    return Reading(
        sessions=sessions,
        unchanged=unchanged,
        problems=problems,
        complete=not schedule.cut and not lost,
        name=one_line(conference.get("title", "") or conference.get("acronym", "")),
        timezone=timezone,
    )


def _session(item: Item, conference: Mapping[str, str], timezone: str, digest: str) -> IncomingSession | None:
    starts = _start(item, timezone)
    if starts is None:
        return None
    length = _clock(item.get("duration"))
    ends = _moment(item.get("end"), timezone) or (_after(starts, length) if length else None)
    title = item.get("title") or item.get("subtitle") or "(untitled)"
    kind = item.get("type")
    texts = [clean_text(item.values.get(name, "")) for name in ("abstract", "description")]
    return IncomingSession(
        uid=item.get("guid")
        or f"{item.get('code', 'id', 'slug') or title}@{conference.get('acronym', '')}".rstrip("@"),
        title=title,
        starts=starts,
        ends=ends if ends is None or ends >= starts else None,
        timezone=timezone,
        abstract="\n\n".join(dict.fromkeys(filter(None, texts))),
        room=item.get("room"),
        track=item.get("track"),
        kind=session_kind(title, [kind]),
        url=item.get("url"),
        status="cancelled" if item.get("status").casefold() in {"cancelled", "canceled"} else "confirmed",
        speakers=tuple(IncomingSpeaker(name=name) for name in dict.fromkeys(filter(None, map(one_line, item.persons)))),
        digest=digest,
    )


def _after(starts: datetime, length: timedelta) -> datetime | None:
    try:
        return starts + length
    except OverflowError:
        return None


def _start(item: Item, timezone: str) -> datetime | None:
    """The instant in ``date``; without one, the hour in ``start`` on the day above it, on the conference's wall.

    wafer (DebConf) tells ``date`` in UTC and ``start`` on the wall: the instant is what both mean.
    """
    moment = _moment(item.get("date"), timezone) or _moment(item.get("start"), timezone)
    clock = _clock(item.get("start"))
    if moment is not None or clock is None or clock >= timedelta(days=1):
        return moment
    try:
        day = date.fromisoformat(item.day[:10])
    except ValueError:
        return None
    hour = time(clock.seconds // 3600, clock.seconds // 60 % 60)
    day += timedelta(days=1) if hour < _DAY_BEGINS else timedelta()
    return datetime.combine(day, hour, zone(timezone) or UTC)


def _moment(text: str, timezone: str) -> datetime | None:
    """An ISO 8601 time, on the clock of the conference; None for a date alone, or for anything else."""
    if len(text) <= len("2027-05-14"):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not date.min.year < moment.year < date.max.year:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone(timezone) or UTC)
    told = in_zone(moment, timezone)
    return told if isinstance(told, datetime) else None


def _clock(text: str) -> timedelta | None:
    """``10:30``, ``00:25:00`` or ``1:02:30:00`` (with days) as a length of time; no length is None."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    first, second, third, fourth = (int(part) if part else None for part in match.groups())
    if fourth is not None:
        return timedelta(days=first or 0, hours=second or 0, minutes=third or 0, seconds=fourth)
    if first is not None:
        return timedelta(hours=first, minutes=second or 0, seconds=third or 0)
    return timedelta(hours=second or 0, minutes=third or 0)


def _name(item: Item) -> str:
    return item.get("title", "guid", "id") or "without a title"


def _digest(item: Item, acronym: str, timezone: str) -> str:
    """A short name for all that is read of an item."""
    parts = [
        _VERSION,
        acronym,
        timezone,
        item.day,
        *item.persons,
        *(f"{k}={v}" for k, v in sorted(item.values.items())),
    ]
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
