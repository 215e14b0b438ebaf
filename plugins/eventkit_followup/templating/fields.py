"""What a template can ask for, by name: records with their fields, and texts that are made of several.

It needs no Jinja2: the process that hands letters over looks up what a template writes, and no more (``handing``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.api import in_zone, one_line
from eventkit_followup.material.greetings import given_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from eventkit.api import Event, Session
    from eventkit_followup.material.context import Context, Occasion

    Getters = Mapping[str, Callable[[Any], object]]

_BRIEF = 1000
"""Characters: a channel that takes fewer wants the short form of a text."""


class Record(NamedTuple):
    """A record, and how its fields are looked up; without getters it is a mapping that has any."""

    record: Any
    getters: Getters | None


PERSON: Getters = {
    "name": lambda person: one_line(person.name),
    "given": given_name,
    "family": lambda person: one_line(person.family),
    "organization": lambda person: one_line(person.organization),
    "title": lambda person: one_line(person.title),
    "note": lambda person: person.note,
    "birthday": lambda person: person.birthday,
    "email": lambda person: next(iter(person.emails), None),
    "phone": lambda person: next(iter(person.phones), None),
    "url": lambda person: next(iter(person.urls), None),
    "emails": lambda person: person.emails,
    "phones": lambda person: person.phones,
    "urls": lambda person: person.urls,
    "handles": lambda person: Record(person.handles, None) if person.handles else None,
    "interests": lambda person: person.interests,
    "tags": lambda person: person.tags,
    "events": lambda person: person.events,
}
EVENT: Getters = {
    "name": lambda event: one_line(event.name),
    "slug": lambda event: event.slug,
    "timezone": lambda event: event.timezone,
    "starts": lambda event: event.starts,
    "ends": lambda event: event.ends,
}
SESSION: Getters = {  # of a session and its event's zone: times are as they hang on the wall there
    "title": lambda pair: one_line(pair[0].title),
    "abstract": lambda pair: pair[0].abstract,
    "room": lambda pair: one_line(pair[0].room),
    "track": lambda pair: one_line(pair[0].track),
    "kind": lambda pair: pair[0].kind,
    "url": lambda pair: pair[0].url,
    "speakers": lambda pair: pair[0].speakers,
    "starts": lambda pair: in_zone(pair[0].starts, pair[1]) if pair[0].starts else None,
    "ends": lambda pair: in_zone(pair[0].ends, pair[1]) if pair[0].ends else None,
    "note": lambda pair: pair[0].note,
}
_OCCASION: Getters = {
    "at": lambda occasion: in_zone(occasion.encounter.at, occasion.event.timezone),
    "note": lambda occasion: occasion.encounter.note,
    "promise": lambda occasion: occasion.encounter.promise,
    "event": lambda occasion: Record(occasion.event, EVENT),
    "session": lambda occasion: _session(occasion.session, occasion.event),
}
_COMMON: Getters = {
    "interests": lambda common: common.interests,
    "sessions": lambda common: tuple(_session(session, event) for session, event in common.sessions),
    "people": lambda common: tuple(Record(person, PERSON) for person in common.people),
    "events": lambda common: tuple(Record(event, EVENT) for event in common.events),
}

ROOTS: Mapping[str, Callable[[Context, str], object]] = {
    "me": lambda context, _: Record(context.me, PERSON),
    "person": lambda context, _: Record(context.person, PERSON),
    "event": lambda context, _: Record(context.event, EVENT) if context.event else None,
    "session": lambda context, _: _latest_session(context),
    "talk": lambda context, _: _session(next(iter(context.talks), None), context.event),
    "my_talk": lambda context, _: _session(next(iter(context.my_talks), None), context.event),
    "encounters": lambda context, _: _occasions(context.encounters),
    "before": lambda context, _: _occasions(context.before),
    "note": lambda context, _: _joined([occasion.encounter.note for occasion in context.fresh]),
    "remembered": lambda context, _: _remembered(context),
    "promise": lambda context, _: _joined([occasion.encounter.promise for occasion in context.promises]),
    "promises": lambda context, _: _occasions(context.promises),
    "common": lambda context, _: Record(context.common, _COMMON),
    "other": lambda context, _: Record(context.other, PERSON) if context.other else None,
    "extra": lambda context, _: Record(dict(context.extra), None),
    "language": lambda context, language: language or context.languages[0],
    "tone": lambda context, _: context.tone,
    "channel": lambda context, _: context.channel,
    "limit": lambda context, _: context.limit,
    "brief": lambda context, _: context.limit is not None and context.limit < _BRIEF,
    "today": lambda context, _: in_zone(context.now, _zone(context)).date(),
}
"""By name what a letter, and the language of its template where it has one, have to say.

Note, promise and session are those that no letter spoke of yet. Several notes, and promises, are joined, so that none
is lost. What is ``remembered`` is that note, or else the latest there is of any encounter.
"""

ALWAYS = frozenset({"language", "tone", "channel", "brief", "today"})
"""The names that never stand for something missing."""

PLAIN = frozenset({*ALWAYS, "note", "remembered", "promise", "limit"})
"""The names that are values themselves."""

_VALUES_OF_PERSON: Getters = {name: get for name, get in PERSON.items() if name != "handles"}
FLAT: Mapping[str, Getters | None] = {
    "me": _VALUES_OF_PERSON,
    "person": _VALUES_OF_PERSON,
    "other": _VALUES_OF_PERSON,
    "event": EVENT,
    "session": SESSION,
    "talk": SESSION,
    "my_talk": SESSION,
    "common": {"interests": _COMMON["interests"]},
    "extra": None,
}
"""The names that are records, with those of their fields that are values and not records again."""


def _session(session: Session | None, event: Event | None) -> Record | None:
    return Record((session, event.timezone if event else "UTC"), SESSION) if session else None


def _latest_session(context: Context) -> Record | None:
    latest = next((occasion for occasion in reversed(context.fresh) if occasion.session), None)
    return _session(latest.session, latest.event) if latest else None


def _occasions(occasions: tuple[Occasion, ...]) -> tuple[Record, ...]:
    return tuple(Record(occasion, _OCCASION) for occasion in occasions)


def _joined(texts: list[str]) -> str:
    """Each different text once, in their order."""
    return texts[0] if len(texts) == 1 else "; ".join(dict.fromkeys(filter(None, texts)))


def _remembered(context: Context) -> str:
    fresh = _joined([occasion.encounter.note for occasion in context.fresh])
    met = (*context.encounters[::-1], *context.before[::-1])
    return fresh or next((occasion.encounter.note for occasion in met if occasion.encounter.note), "")


def _zone(context: Context) -> str:
    return context.event.timezone if context.event else context.timezone
