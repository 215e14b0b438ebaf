"""Conference schedules in the frab form, which pretalx, frab, wafer and hub write: ``schedule.xml`` and ``.json``.

Both say the same, so each is taken apart into ``Item``s (``schedule_xml``, ``schedule_json``), and what an item
means is read here. The form is described by the schema of https://c3voc.de/schedule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.api import IncomingSession, Problem, Reading, one_line, session_kind, zone
from eventkit_calendar.schedules.schedule_identity import Speakers, event_name, slots
from eventkit_calendar.schedules.schedule_links import absolute, base_of, links_of
from eventkit_calendar.schedules.schedule_times import DAY_BEGINS, Wall, is_floating, read_clock, read_end, read_start
from eventkit_calendar.text import clean_text
from eventkit_calendar.timezones.zones import Zones
from eventkit_calendar.titles import read_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eventkit.api import IncomingSpeaker, Moment, ReadContext
    from eventkit_calendar.schedules.schedule_identity import Slot
    from eventkit_calendar.schedules.schedule_items import Item, Schedule

_VERSION = "2"
"""Part of every digest: raised when more is read out of the same item."""

_STATUS: dict[str, Any] = {
    **dict.fromkeys(("cancelled", "canceled", "withdrawn", "rejected", "deleted"), "cancelled"),
    **dict.fromkeys(("tentative", "unconfirmed", "draft", "submitted"), "tentative"),
}
_REMARKS = (("do_not_record", "not recorded"), ("do_not_stream", "not streamed"))
_YES = {"true", "yes", "1"}
_TELLING = ("title", "subtitle", "abstract", "description", "url")
"""One of these is there where it is told at all what an event is; the room may be that of all around it."""

_NO_TRACK = "no track"
"""What wafer writes where there is none."""

_ZONE_NAMES = ("time_zone_name", "timezone", "time_zone")


def read_schedule(data: bytes, context: ReadContext) -> Reading:
    """Read every event of a schedule; one that cannot be used is a problem, and costs itself only."""
    if data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        from eventkit_calendar.schedules.schedule_xml import take_apart  # defusedxml, only for XML
    else:
        from eventkit_calendar.schedules.schedule_json import take_apart
    return read_items(take_apart(data), context)


def read_items(schedule: Schedule, context: ReadContext) -> Reading:
    """What the events of a schedule mean."""
    around = _surroundings(schedule.conference, context)
    speakers = Speakers(schedule.items, around.acronym)
    problems = [*schedule.problems, *_about_zone(schedule, around)]
    sessions: list[IncomingSession] = []
    unchanged: list[str] = []
    lost = 0
    for slot in slots(schedule.items, around.acronym, around.wall, problems):
        people = speakers.of(slot.item)
        digest = _digest(slot.item, around, people)
        if digest in context.known:
            unchanged.append(digest)
            continue
        session, wrong = _session(slot, around, people, digest)
        lost += session is None
        sessions += [session] if session else []
        if wrong:
            reason = f"event {event_name(slot.item)!r} {wrong}"
            problems.append(Problem(slot.item.line, reason, lost=session is None, uid=slot.uid))
    return Reading(
        sessions=sessions,
        unchanged=unchanged,
        problems=problems,
        complete=not schedule.cut and not lost,
        name=one_line(schedule.conference.get("title", "") or around.acronym),
        timezone=around.timezone,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """What an event means depends on beside itself."""

    acronym: str
    zone_told: str
    timezone: str
    wall: Wall
    base: str


def _surroundings(conference: Mapping[str, str], context: ReadContext) -> _Surroundings:
    told = next((one_line(conference[name]) for name in _ZONE_NAMES if conference.get(name, "").strip()), "")
    found = Zones((), "UTC").find(told) if told else None
    timezone = context.timezone or (found[1] if found else "") or context.fallback_timezone
    day_change = read_clock(one_line(conference.get("day_change", "")))  # as Pentabarf has it, which FOSDEM keeps
    return _Surroundings(
        acronym=one_line(conference.get("acronym", "")),
        zone_told=told,
        timezone=timezone,
        wall=Wall(
            zone=zone(timezone) or UTC,
            told=bool(context.timezone or found),
            day_begins=DAY_BEGINS if day_change is None else day_change,
        ),
        base=base_of(conference.get("base_url", ""), context.file),
    )


def _about_zone(schedule: Schedule, around: _Surroundings) -> list[Problem]:
    """What to say of a zone that is missing: instants with offsets are right without it, hours alone are not.

    That times are shown in UTC for want of a zone, the import says by itself.
    """
    if around.wall.told:
        return []
    reason = f"there is no zone {around.zone_told!r}" if around.zone_told else "it does not say what its time zone is"
    floating = sum(map(is_floating, schedule.items))
    if floating:
        reason += f", so the times without an offset ({floating}) are taken to be in {around.timezone}"
    elif around.zone_told or around.timezone != "UTC":
        reason += f", so its times are shown in {around.timezone}"
    else:
        return []
    return [Problem(0, f"{reason}; --timezone ZONE sets another", lost=False)]


def _session(
    slot: Slot, around: _Surroundings, speakers: tuple[IncomingSpeaker, ...], digest: str
) -> tuple[IncomingSession | None, str]:
    """A session, and what is wrong with it; None where nothing says when it is, or what."""
    item = slot.item
    starts, ends, wrong = _times(item, around.wall)
    if starts is None and not speakers and not item.get(*_TELLING):
        return None, f"is left out: {wrong}, and nothing says what it is"
    if starts is None:
        wrong = f"is kept without a time: {wrong}"
    title = read_title(item.get("title", "subtitle") or "(untitled)")
    texts = [clean_text(item.values.get(name, "")) for name in ("subtitle", "abstract", "description")]
    url = absolute(item.get("url"), around.base)
    state = item.get("status", "state").casefold()
    remarks = [text for name, text in _REMARKS if item.get(name).casefold() in _YES]
    links = links_of(item, around.base, url)
    room, track = item.get("room"), item.get("track")
    if "://" in room and absolute(room, ""):
        room, links = "", (("Online", room), *links)
    session = IncomingSession(
        uid=slot.uid,
        recurrence_id=slot.recurrence_id,
        title=title.text,
        starts=starts,
        ends=ends,
        timezone=around.timezone,
        abstract="\n\n".join(text for text in dict.fromkeys(texts) if text and text != title.text),
        room=room,
        track=track if track.casefold() != _NO_TRACK else "",
        kind=session_kind(title.text, filter(None, [item.get("type"), title.kind])),
        url=url,
        status=_STATUS.get(state) or title.status or "confirmed",
        remark="; ".join(filter(None, [title.remark, "delayed" if state == "delayed" else "", *remarks])),
        language=item.get("language"),
        links=links,
        speakers=speakers,
        digest=digest,
        line=item.line,
    )
    if starts is None:  # a time that cannot be read, or that fell away with the session, says nothing against the known
        session = session._replace(keeps_time=bool(_told_start(item)) or session.status == "cancelled")
    return session, wrong


def _times(item: Item, wall: Wall) -> tuple[Moment | None, Moment | None, str]:
    """Start and end, as far as they are told, and what is wrong with them."""
    starts = read_start(item, wall)
    if starts is None:
        told = _told_start(item)
        return None, None, f"its start cannot be read from {told!r}" if told else "it has no start"
    ends, wrong = read_end(item, starts, wall)
    if wrong:
        wrong = f"is taken in without an end: {wrong}"
    elif not isinstance(starts, datetime) and not item.get("date", "start"):
        wrong = "tells no time: it is taken to last all day"
    return starts, ends, wrong


def _told_start(item: Item) -> str:
    return item.get("start", "date") or one_line(item.day.date)


def _digest(item: Item, around: _Surroundings, speakers: Iterable[IncomingSpeaker]) -> str:
    """A short name for all that is read of an item."""
    parts = [
        _VERSION,
        around.acronym,
        around.timezone,
        around.base,
        str(around.wall.day_begins),
        *(item.day.date, item.day.starts, item.day.ends),
        *(f"{s.uid}\t{s.name}\t{s.email}\t{s.organization}" for s in speakers),
        *(f"{link.kind}\t{link.title}\t{link.address}" for link in item.links),
        *(f"{k}={v}" for k, v in sorted(item.values.items())),
    ]
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
