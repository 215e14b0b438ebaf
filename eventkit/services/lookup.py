"""Finding the one thing that a user means: by number, by a name of its own, or by an unambiguous part."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from eventkit.domain.text import fold
from eventkit.domain.times import in_zone
from eventkit.errors import AmbiguousError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.domain.people import ContactPoint, Person

_Thing = TypeVar("_Thing")
_SHOWN = 12
_DIGITS = 18


def find_event(app: App, slug: str | None = None) -> Event:
    """The event of that slug; without one, the only event there is, or the one that is on today.

    Raises ``NotFoundError``, with what is close to the slug, or ``UsageError`` where one has to be named.
    """
    if slug:
        found = app.store.agenda.events(slug)
        if found:
            return found[0]
        import difflib  # only for an event that there is not

        known = [event.slug for event in app.store.agenda.events()]
        close = difflib.get_close_matches(slug, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"`eventkit events add {slug}` makes one"
        message = f"there is no event {slug!r}; {hint}"
        raise NotFoundError(message)
    events = app.store.agenda.events()
    if not events:
        message = "there is no event yet; `eventkit import FILE --event SLUG` brings in an agenda"
        raise NotFoundError(message)
    if len(events) == 1:
        return events[0]
    today = [event for event in events if _is_on(event, app)]
    if len(today) == 1:
        return today[0]
    message = f"which event? name one of: {', '.join(event.slug for event in events)}"
    raise UsageError(message)


def find_session(app: App, what: str, event: Event | None = None) -> Session:
    """The session of that number or UID, or whose title has this in it; raises ``NotFoundError``."""
    sessions = app.store.agenda.sessions(event.slug if event else "")
    if what.isdecimal():
        sessions = [session for session in sessions if session.id == _number(what)]
        return _only(sessions, f"session {what}", str)
    exact = [session for session in sessions if session.uid == what]
    key = fold(what)
    titled = exact or [session for session in sessions if fold(session.title) == key]
    return _only(titled or [s for s in sessions if key and key in fold(s.title)], f"session {what!r}", describe_session)


def find_person(app: App, who: str) -> Person:
    """The person of that number, e-mail address, handle or part of a name; raises ``NotFoundError``."""
    people = matching_people(app, who)
    if not people and not who.isdecimal() and fold(who):
        people = app.store.people.containing(fold(who))
    return _only(people, f"person {who!r}", describe_person)


def find_person_to_meet(app: App, who: str, event: Event) -> Person | None:
    """Whom the user met at an event: who is there goes before who is not; None for somebody new.

    A name that is written out, as Jan Meyer, is not taken for the beginning of another, as Jan Meyerhoff.
    """
    people = matching_people(app, who)
    if _is_written_out(who):
        people = [person for person in people if set(fold(who).split()) <= set(fold(person.name).split())]
    here = [person for person in people if event.slug in person.events]
    if not people and not who.isdecimal():
        return None
    return _only(here or people, f"person {who!r}", describe_person)


def matching_people(app: App, who: str) -> list[Person]:
    """Everyone of that number, address, handle or name; else with these words, else with words that begin so."""
    from eventkit.domain.identity import is_email  # most look-ups are of events and sessions

    people = app.store.people
    if who.isdecimal():
        return [person for person in people.get([_number(who)]).values() if not person.is_me]
    if is_email(who) or who.startswith("@"):
        return list(people.get(people.reached_by(_points(app, who))).values())
    key = fold(who)
    if not key:
        return []
    exact = people.named(key)
    if exact:
        return exact
    wanted = key.split()
    found = [person for person in people.containing(wanted[0]) if _begin(fold(person.name).split(), wanted)]
    whole = [person for person in found if set(wanted) <= set(fold(person.name).split())]
    return whole or found


def describe_person(person: Person) -> str:
    """A person in one line, as a list of candidates shows them."""
    details = ", ".join(filter(None, [person.organization, *person.emails[:1], *person.events[:1]]))
    return f"{person.id}  {person.name}" + (f" ({details})" if details else "")


def describe_session(session: Session) -> str:
    """A session in one line, as a list of candidates shows it."""
    day = f"{session.starts:%a %d %b}" if session.starts else "no time yet"
    return f"{session.id}  {day} {session.title} ({session.room or session.event})"


def _begin(words: list[str], parts: list[str]) -> bool:
    """Whether each part is the beginning of one of the words."""
    return all(any(word.startswith(part) for word in words) for part in parts)


def _is_written_out(who: str) -> bool:
    """Whether a name has two words or more, and capitals where its script has them."""
    words = who.split()
    return len(words) > 1 and all(word[0] == word[0].upper() for word in words)


def _number(text: str) -> int:
    """The number that digits write; 0, which nothing has, for more than a database can hold."""
    return int(text) if len(text) <= _DIGITS else 0


def _points(app: App, who: str) -> list[ContactPoint]:
    """An address, or a handle: on the platforms that know it for theirs, else on any."""
    from eventkit.domain.identity import is_email
    from eventkit.domain.people import ContactPoint
    from eventkit.services.platforms import as_handles, list_platforms  # loads the plugins, which few look-ups need

    if is_email(who):
        return [*as_handles(app, who), ContactPoint(kind="email", value=who)]
    return [ContactPoint(kind="handle", value=who, platform=name) for name in list_platforms(app)]


def _is_on(event: Event, app: App) -> bool:
    if event.starts is None or event.ends is None:
        return False
    today = in_zone(app.now(), event.timezone)
    return event.starts.isoformat() <= today.isoformat()[:10] <= event.ends.isoformat()


def _only(found: Sequence[_Thing], what: str, describe: Callable[[_Thing], str]) -> _Thing:
    if len(found) == 1:
        return found[0]
    if not found:
        message = f"there is no {what}"
        raise NotFoundError(message)
    candidates = tuple(describe(thing) for thing in found[:_SHOWN])
    more = f" ({len(found)}, the first {_SHOWN} of them shown)" if len(found) > _SHOWN else ""
    message = f"more than one fits {what}{more}; say more of it, or give its number:"
    raise AmbiguousError(message, candidates)
