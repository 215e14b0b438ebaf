"""One line where something that happened concerns what was planned. Nothing is written here.

An import or an encounter is one change, which `eventkit undo` takes back: a second one in its wake would be undone
in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import clashes, list_sessions, one_line, say
from eventkit_prep.meeting import people_to_meet

if TYPE_CHECKING:
    from eventkit.api import App, Encounter, Event, Person


def tell_of_agenda(app: App, event: Event) -> None:
    """Say which of the user's own sessions fell through and how many clash, where any does."""
    mine = list_sessions(app, event.slug, mine=True)[1]
    lost = {"cancelled": "is cancelled", "gone": "is no longer listed"}
    told = [f"{one_line(session.title)} {lost[session.status]}" for session in mine if session.status in lost]
    pairs = len(clashes(mine))
    if pairs:
        told.append(f"{pairs} pair{'s' if pairs > 1 else ''} of them overlap{'' if pairs > 1 else 's'}")
    if told:
        say(f"Of your sessions: {'; '.join(told)}. `eventkit prep brief {event.slug}` shows them.")


def tell_of_encounter(app: App, encounter: Encounter, person: Person) -> None:
    """Say that somebody on the list was met, and who is left on it; the first time only."""
    event = list_sessions(app, encounter.event)[0]
    wanted = people_to_meet(app, event)
    here = next((one for one in wanted if one.person.id == person.id), None)
    if here is None or here.met is None or here.met.id != encounter.id:
        return
    left = [one.person.name for one in wanted if one.met is None]
    rest = f"left to meet: {', '.join(left)}" if left else "that was the last one"
    say(f"{person.name} was on your list of people to meet; {rest}.")
