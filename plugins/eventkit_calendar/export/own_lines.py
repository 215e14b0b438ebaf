"""Lines of eventkit's own in a calendar that it wrote: what no property of RFC 5545 holds, or other lines would hide.

``X-EVENTKIT-STARTS:NONE`` makes a VJOURNAL a session that has no time yet. ``X-EVENTKIT-SPEAKER``, one for each,
and ``X-EVENTKIT-ADDED``, the text that was put below the abstract for people to read, stand wherever there is
something to say. The others stand only where the reader of calendars would take the usual lines for something else,
as a title that begins with "CANCELLED:" and is one. They win over what they stand beside, so that a calendar that was
exported is read as the same agenda.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from eventkit.api import (
    SURE,
    IncomingSpeaker,
    escape,
    in_zone,
    is_email,
    one_line,
    safe_text,
    split_unescaped,
    unescape,
    zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eventkit.api import Component, IncomingSession, Moment, Session

PREFIX = "X-EVENTKIT-"
_MARK = PREFIX.encode()
_TEXTS = {
    "UID": "uid",
    "RECURRENCE-ID": "recurrence_id",
    "TITLE": "title",
    "ABSTRACT": "abstract",
    "ROOM": "room",
    "TRACK": "track",
    "KIND": "kind",
    "URL": "url",
    "STATUS": "status",
    "REMARK": "remark",
    "LANGUAGE": "language",
}
_STATUSES = {"confirmed", "tentative", "cancelled"}
_NEVER_EMPTY = {"uid", "title", "kind"}
_PLAIN_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?`{|}~@-]+", re.ASCII)
"""An e-mail address that a parameter holds as it is."""


def is_own_session(component: Component) -> bool:
    """Whether a component is a VJOURNAL that eventkit wrote for a session without a time."""
    return component.name == "VJOURNAL" and component.first(f"{PREFIX}STARTS") is not None


def own_line(name: str, text: str) -> str:
    """A line of eventkit's own with a text."""
    return f"{PREFIX}{name}:{escape(text)}"


def speaker_lines(session: Session, addresses: Mapping[str, str]) -> Iterator[str]:
    """A line for each speaker, with the e-mail address that the source gives them."""
    for name in session.speakers:
        email = addresses.get(name, "")
        told = f";EMAIL={email}" if _PLAIN_ADDRESS.fullmatch(email) else ""
        yield f"{PREFIX}SPEAKER{told}:{escape(name)}"


def lines_for_the_rest(session: Session, read: IncomingSession) -> list[str]:
    """What has to be said beside the usual lines of a session, from which ``read`` was read."""
    wanted = {field: getattr(session, field) for field in _TEXTS.values()}
    wanted["status"] = "cancelled" if session.status == "gone" else session.status
    lines = [own_line(name, wanted[field]) for name, field in _TEXTS.items() if getattr(read, field) != wanted[field]]
    if read.timezone != session.timezone:
        lines.append(own_line("TIMEZONE", session.timezone))
    if not _same(read.ends, session.ends):
        lines.append(own_line("ENDS", session.ends.isoformat() if session.ends else ""))
    if not session.speakers and any(speaker.confidence >= SURE for speaker in read.speakers):
        lines.append(own_line("SPEAKER", ""))
    if read.links != session.links:
        lines += [f"{PREFIX}LINK:{escape(address)};{escape(title)}" for title, address in session.links or (("", ""),)]
    return lines


def without_added(abstract: str, component: Component) -> str:
    """An abstract as it was before the speakers, and whatever else people want to read, were put below it."""
    if _MARK not in component.raw:
        return abstract
    added = safe_text(component.value(f"{PREFIX}ADDED")).strip()
    return abstract.removesuffix(added).rstrip() if added else abstract


def as_it_was(session: IncomingSession, component: Component) -> IncomingSession:
    """The session as eventkit's own lines say that it was when it was written; without such lines, as it is."""
    if _MARK not in component.raw:
        return session
    changes: dict[str, Any] = {}
    for name, field in _TEXTS.items():
        line = component.first(PREFIX + name)
        if line is not None:
            told = unescape(line.value)
            text = safe_text(told).strip() if field == "abstract" else one_line(told)
            if (text or field not in _NEVER_EMPTY) and (field != "status" or text in _STATUSES):
                changes[field] = text
    changes |= _times(session, component)
    if component.first(f"{PREFIX}SPEAKER"):
        changes["speakers"] = _speakers(component)
    if component.first(f"{PREFIX}LINK"):
        changes["links"] = _links(component)
    return session._replace(**changes)


def _times(session: IncomingSession, component: Component) -> dict[str, Any]:
    """The times by the clock of the zone that they were told in; an end that DTEND could not say."""
    starts, ends = session.starts, session.ends
    timezone = component.value(f"{PREFIX}TIMEZONE")
    if not zone(timezone):
        timezone = session.timezone
    if starts is None:
        return {"timezone": timezone}
    line = component.first(f"{PREFIX}ENDS")
    if line is not None and component.first("DTEND") is None:
        ends = _read_end(unescape(line.value), starts)
    return {
        "timezone": timezone,
        "starts": in_zone(starts, timezone),
        "ends": None if ends is None else in_zone(ends, timezone),
    }


def _read_end(text: str, starts: Moment) -> Moment | None:
    """An end in ISO 8601; one that makes no sense beside the start is none."""
    try:
        if isinstance(starts, datetime):
            ends = datetime.fromisoformat(text)
            return ends if ends.tzinfo and ends >= starts else None
        return max(date.fromisoformat(text), starts) if text else None
    except ValueError:
        return None if isinstance(starts, datetime) else starts + timedelta(days=1)


def _speakers(component: Component) -> tuple[IncomingSpeaker, ...]:
    found = []
    for line in component.all(f"{PREFIX}SPEAKER"):
        name, email = one_line(unescape(line.value)), line.param("EMAIL")
        if name:
            found.append(IncomingSpeaker(name=name, email=email if is_email(email) else ""))
    return tuple(found)


def _links(component: Component) -> tuple[tuple[str, str], ...]:
    parts = [split_unescaped(line.value, ";") for line in component.all(f"{PREFIX}LINK")]
    return tuple((one_line(title), one_line(address)) for address, *rest in parts for title in rest[:1] if address)


def _same(first: Moment | None, second: Moment | None) -> bool:
    return isinstance(first, datetime) == isinstance(second, datetime) and first == second
