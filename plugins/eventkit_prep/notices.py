"""One line where something that happened concerns what was planned. Nothing is written here.

An import or an encounter is one change, which `eventkit undo` takes back: a second one in its wake would be undone
in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Notebook, find_event, list_sessions, say
from eventkit_prep.kinds import MEET, PLUGIN

if TYPE_CHECKING:
    from eventkit.api import App, Encounter, Event, Person


def tell_of_agenda(app: App, event: Event) -> None:
    """Say that a brief is of an older agenda, where there is something to be brought up to date."""
    mine = list_sessions(app, event.slug, mine=True)[1]
    if mine or _is_anybody_to_meet(app, event):
        say(f"A brief of {event.slug} from before is out of date: `eventkit prep brief {event.slug}` writes it anew.")


def tell_of_encounter(app: App, encounter: Encounter, person: Person) -> None:
    """Say that somebody on the list was met, and who is left on it; the first time only."""
    from eventkit_prep.meeting import people_to_meet  # not where an agenda is imported

    event = find_event(app, encounter.event)
    wanted = people_to_meet(app, event)
    here = next((one for one in wanted if one.person.id == person.id), None)
    if here is None or here.met is None or here.met.id != encounter.id:
        return
    left = [one.person.name for one in wanted if one.met is None]
    rest = f"left to meet: {', '.join(left)}" if left else "that was the last one"
    say(f"{person.name} was on your list of people to meet; {rest}.")


def _is_anybody_to_meet(app: App, event: Event) -> bool:
    if not Notebook(app, PLUGIN).list(MEET, event_id=event.id):
        return False
    from eventkit_prep.meeting import people_to_meet  # most events are imported before anybody is on the list

    return bool(people_to_meet(app, event))
