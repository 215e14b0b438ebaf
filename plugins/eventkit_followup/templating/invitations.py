"""An invitation to a call, as an iCalendar file (RFC 5545) of METHOD:REQUEST (RFC 5546 section 3.2.2).

A mail program offers to accept or decline it, and answers me, the organiser; calendars that Indico and Outlook send
by mail are made so. Times are told in UTC, which needs no zone to be described.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote

from eventkit.api import InputError, escape, fold, is_email, one_line, zone
from eventkit_followup.api import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eventkit.api import Person
    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.templates import Template

_MINUTES = 30
_LONGEST = 7 * 24 * 60


def invitation(template: Template, context: Context, fields: Mapping[str, str], subject: str) -> Attachment:
    """The file; raises ``InputError`` for a time or a length that is none. Without addresses nobody is asked back."""
    timezone = context.event.timezone if context.event else context.timezone
    starts = _starts(template, fields.get("starts", ""), timezone)
    minutes = _minutes(template, fields.get("minutes", ""))
    title = one_line(fields.get("title", "")) or subject
    mine, theirs = (next(filter(is_email, person.emails), "") for person in (context.me, context.person))
    asked = bool(mine and theirs)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//eventkit//follow-up 1.0//EN",
        f"METHOD:{'REQUEST' if asked else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{_name(mine, theirs or context.person.name, starts, title)}",
        f"DTSTAMP:{_utc(context.now)}",
        f"DTSTART:{_utc(starts)}",
        f"DTEND:{_utc(starts + timedelta(minutes=minutes))}",
        f"SUMMARY:{escape(title)}",
        *_place(one_line(fields.get("place", ""))),
        *(_people(context.me, mine, context.person, theirs) if asked else ()),
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    content = "".join(f"{fold(line)}\r\n" for line in lines).encode()
    method = "; method=REQUEST" if asked else ""
    return Attachment(name="invitation.ics", media_type=f"text/calendar{method}", content=content)


def _starts(template: Template, text: str, timezone: str) -> datetime:
    """The time at which it starts, as ``2027-06-01T15:00`` on the clock of the zone."""
    told = one_line(text)
    try:
        moment = datetime.fromisoformat(told)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone(timezone) or UTC)
        moment.astimezone(UTC) + timedelta(days=8)
    except (ValueError, OverflowError) as error:
        line = dict(template.invitation)["starts"].line
        message = (
            f"{template.file}, line {line}: {told[:40]!r} is no time for an invitation; give one as 2027-06-01T15:00"
        )
        raise InputError(message) from error
    return moment


def _minutes(template: Template, text: str) -> int:
    told = one_line(text)
    if not told:
        return _MINUTES
    if told.isdecimal() and 0 < int(told[:6]) <= _LONGEST:
        return int(told[:6])
    line = dict(template.invitation)["minutes"].line
    message = f"{template.file}, line {line}: {told[:40]!r} is no number of minutes for an invitation; give one as 30"
    raise InputError(message)


def _place(place: str) -> Iterator[str]:
    if place:
        yield f"LOCATION:{escape(place)}"
    if place.startswith(("https://", "http://")) and " " not in place:
        yield f"URL:{quote(place, safe='-._~:/?#[]@!$&()*+,;=%')}"


def _people(me: Person, mine: str, person: Person, theirs: str) -> Iterator[str]:
    yield f'ORGANIZER;CN="{_quotable(me.name)}":mailto:{_address(mine)}'
    yield (
        f'ATTENDEE;CN="{_quotable(person.name)}";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE'
        f":mailto:{_address(theirs)}"
    )


def _quotable(name: str) -> str:
    """A name between quotation marks: what a parameter cannot hold is written as RFC 6868 has it."""
    return one_line(name).replace("^", "^^").replace('"', "^'")


def _address(address: str) -> str:
    """An address as the part of a mailto: URI (RFC 6068) that it is."""
    return quote(address, safe="@+-._~!$'*")


def _utc(moment: datetime) -> str:
    told = moment.astimezone(UTC)
    return f"{told.year:04}{told:%m%dT%H%M%SZ}"


def _name(*parts: object) -> str:
    """A UID that is the same for the same call, so that a second draft of it is no second appointment."""
    return f"{blake2b(repr(parts).encode(), digest_size=16).hexdigest()}@eventkit"
